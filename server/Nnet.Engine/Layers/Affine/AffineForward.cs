using System.Numerics;
using Nnet.Engine.Compilation;
using Nnet.Engine.Execution;
using Nnet.Engine.Kernels;

namespace Nnet.Engine.Layers.Affine;

/// <summary>y = Wx + b at every place.</summary>
/// <param name="batch">The batch.</param>
/// <param name="weight">First row of W: as many rows as the output has features, as long as the input has.</param>
/// <param name="bias">First number of b, or null.</param>
/// <param name="input">x.</param>
/// <param name="output">y.</param>
internal sealed unsafe class AffineForward<T, V>(Batch<T> batch, T* weight, T* bias, PlaceView<T> input, PlaceView<T> output) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    public T* Weight => weight;

    public T* Bias => bias;

    public PlaceView<T> Input => input;

    public PlaceView<T> Output => output;

    public override void Run(int from, int to)
    {
        var product = new Product<T>
        {
            A = weight,
            ARow = input.Width,
            AStep = 1,
            BStep = batch.Lanes,
            CRow = batch.Lanes,
            Bias = bias,
            Blocks = 1,
            LastDepth = input.Width,
        };
        AffineProduct.Run<T, V>(batch, product, input, output, from, to);
    }
}

/// <summary>dx = Wᵀdy at every place.</summary>
/// <param name="batch">The batch.</param>
/// <param name="weight">First row of W.</param>
/// <param name="gradient">dy.</param>
/// <param name="inputGradient">dx.</param>
/// <param name="accumulate">Whether it is added to what is there.</param>
internal sealed unsafe class AffineBackward<T, V>(Batch<T> batch, T* weight, PlaceView<T> gradient, PlaceView<T> inputGradient, bool accumulate = false) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    public T* Weight => weight;

    public PlaceView<T> Gradient => gradient;

    public PlaceView<T> InputGradient => inputGradient;

    public bool Accumulate => accumulate;

    public override void Run(int from, int to)
    {
        var product = new Product<T>
        {
            A = weight,
            ARow = 1,
            AStep = inputGradient.Width,
            BStep = batch.Lanes,
            CRow = batch.Lanes,
            Accumulate = accumulate,
            Blocks = 1,
            LastDepth = gradient.Width,
        };
        AffineProduct.Run<T, V>(batch, product, gradient, inputGradient, from, to);
    }
}

/// <summary>A product whose columns are all samples of all places.</summary>
internal static unsafe class AffineProduct
{
    /// <summary>Runs it over some groups: of a vector the groups are the tiles, of a sequence the places of each group.</summary>
    public static void Run<T, V>(Batch<T> batch, Product<T> product, PlaceView<T> columns, PlaceView<T> results, int from, int to)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        if (columns.Places == 1)
        {
            product.B = columns.At(from, batch.Lanes);
            product.BTile = columns.Slot.Stride;
            product.C = results.At(from, batch.Lanes);
            product.CTile = results.Slot.Stride;
            Gemm.Multiply<T, V>(in product, 0, results.Width, to - from, batch.Lanes > V.Count);
            return;
        }
        product.BTile = (nint)columns.Features * batch.Lanes;
        product.CTile = (nint)results.Features * batch.Lanes;
        for (var group = from; group < to; group++)
        {
            product.B = columns.At(group, batch.Lanes);
            product.C = results.At(group, batch.Lanes);
            Gemm.MultiplyLanes<T, V>(product, results.Width, columns.Places, batch.Lanes);
        }
    }
}
