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

    public bool RunsAlongDepth => Product.RunsAlongDepth;

    public Spot Step(int part, int step) => Product.Step(part, step);

    public Spot Column(int part, int column) => Product.Column(part, column);

    public float A(Spot step, int row) => Product.A(step, row);

    public float B(Spot step, Spot column) => Product.B(step, column);

    public int Place(int part, int row, int column) => Product.Place(part, row, column);

    public float Finish(int part, int row, int place, float value) => Function.Value(new Lane(Product.Finish(part, row, place, value))).Number;

    public void Store(int place, float value) => Product.Store(place, value);
}
