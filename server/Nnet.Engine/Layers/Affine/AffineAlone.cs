using System.Numerics;
using Nnet.Engine.Compilation;
using Nnet.Engine.Execution;
using Nnet.Engine.Kernels;

namespace Nnet.Engine.Layers.Affine;

/// <summary>
/// y = Wx + b at every place of one sample. Of a vector the registers go along W's rows; of a sequence they hold places, which are turned
/// into lanes for it and back. Items are blocks of outputs.
/// </summary>
/// <param name="weight">First row of W.</param>
/// <param name="bias">First number of b, or null.</param>
/// <param name="input">x.</param>
/// <param name="output">y.</param>
internal sealed unsafe class AffineAlone<T, V>(T* weight, T* bias, PlaceView<T> input, PlaceView<T> output) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    private const int BlockRows = 24;

    /// <summary>Number of blocks of outputs.</summary>
    public int Items => (output.Width + BlockRows - 1) / BlockRows;

    public override void Run(int from, int to)
    {
        var first = from * BlockRows;
        var rows = Math.Min(output.Width, to * BlockRows) - first;
        T* w = weight + ((nint)first * input.Width), b = bias == null ? null : bias + first;
        T* x = input.At(0, 1), y = output.At(0, 1) + first;
        if (input.Places == 1)
        {
            Dots.Multiply<T, V>(w, input.Width, x, b, y, rows, accumulate: false);
            return;
        }
        var tile = 2 * V.Count;
        var places = (input.Places + tile - 1) / tile * tile;
        var columns = Scratch.Rent<T>((long)places * (input.Width + rows));
        var results = columns + ((nint)places * input.Width);
        Transpose.Run(x, input.Features, columns, places, input.Places, input.Width);
        var product = new Product<T>
        {
            A = w,
            ARow = input.Width,
            AStep = 1,
            B = columns,
            BStep = places,
            BTile = tile,
            C = results,
            CRow = places,
            CTile = tile,
            Bias = b,
            Blocks = 1,
            LastDepth = input.Width,
        };
        Gemm.MultiplyLanes<T, V>(product, rows, places / tile, tile);
        Transpose.Run(results, places, y, output.Features, rows, input.Places);
    }
}
