using Nnet.Engine.Kernels;
using Nnet.Engine.Layers.Activations;

namespace Nnet.Engine.Ilgpu.Kernels;

/// <summary>A product whose elements go through a function before they are stored, so that nobody has to read them again for it.</summary>
/// <param name="Product">The product.</param>
/// <param name="Function">The function.</param>
internal readonly record struct Activated<TProduct, TFunction>(TProduct Product, TFunction Function) : IProduct
    where TProduct : struct, IProduct
    where TFunction : struct, IActivation<float, Lane>
{
    public int Rows => Product.Rows;

    public int Columns => Product.Columns;

    public int Depth => Product.Depth;

    public bool TakesTermsOfA => Product.TakesTermsOfA;

    public bool TakesTermsOfB => Product.TakesTermsOfB;

    public Spot Column(int part, int column) => Product.Column(part, column);

    public Quad A(int part, int step, int row) => Product.A(part, step, row);

    public Quad B(int part, int step, Spot column) => Product.B(part, step, column);

    public Quad Finish(int part, int row, int column, Quad values)
    {
        values = Product.Finish(part, row, column, values);
        values.A = Function.Value(new Lane(values.A)).Number;
        values.B = Function.Value(new Lane(values.B)).Number;
        values.C = Function.Value(new Lane(values.C)).Number;
        values.D = Function.Value(new Lane(values.D)).Number;
        return values;
    }

    public void Store(int part, int row, int column, Quad values) => Product.Store(part, row, column, values);
}
