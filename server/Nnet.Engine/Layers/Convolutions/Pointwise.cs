using System.Numerics;
using Nnet.Engine.Kernels;
using Nnet.Engine.Layers.Maps;

namespace Nnet.Engine.Layers.Convolutions;

/// <summary>A convolution with a window of one place: a matrix product whose columns are places and samples.</summary>
internal static unsafe class Pointwise
{
    /// <summary>What the source of the columns that are worked on together may occupy, so that it stays in the second-level cache for all rows.</summary>
    private const long CacheBytes = 192 << 10;

    /// <summary>Computes all places of all channels of the result.</summary>
    public static void Run<T, V>(in Convolution<T> p, MapLayout source, MapLayout result, int lanes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        // Where the numbers of a channel lie in one piece, tiles need not end where a place does.
        var plain = source.PlaceStep == lanes && result.PlaceStep == lanes;
        var width = plain ? 2 * V.Count : lanes;
        var tiles = plain ? source.Places * lanes / width : source.Places;
        var rest = plain && source.Places * lanes % width > 0;
        var product = new Product<T>
        {
            A = p.A,
            ARow = p.ARow,
            AStep = p.AChannel,
            BStep = p.BChannel,
            BTile = plain ? width : source.PlaceStep,
            CRow = p.CRow,
            CTile = plain ? width : result.PlaceStep,
            Bias = p.Bias,
            Blocks = 1,
            LastDepth = p.Channels,
        };
        var chunk = (int)Math.Max(1, CacheBytes / ((long)p.Channels * width * sizeof(T)));
        for (var tile = 0; tile < tiles; tile += chunk)
        {
            product.B = p.B + (tile * product.BTile);
            product.C = p.C + (tile * product.CTile);
            Gemm.Multiply<T, V>(in product, 0, p.Rows, Math.Min(chunk, tiles - tile), width > V.Count);
        }
        if (rest)
        {
            product.B = p.B + (tiles * product.BTile);
            product.C = p.C + (tiles * product.CTile);
            Gemm.Multiply<T, V>(in product, 0, p.Rows, 1, wide: false);
        }
    }
}
