using System.Collections.Immutable;
using Nnet.Language.Graph;

namespace Nnet.Engine.Runs.Pictures;

/// <summary>Samples that people can look at.</summary>
internal static class ImageShape
{
    /// <summary>Channels, height and width of grey or coloured images; null for anything else. A square of at least 8×8 numbers in a row is one too, since so images are flattened.</summary>
    public static ImmutableArray<int>? Of(Shape shape) => shape switch
    {
        { Rank: 3 } when shape[0] is 1 or 3 => [shape[0], shape[1], shape[2]],
        { Rank: 2 } when !shape.IsSequence => [1, shape[0], shape[1]],
        { Rank: 1 } when (int)Math.Sqrt(shape.Count) is var side && side >= 8 && side * side == shape.Count => [1, side, side],
        _ => null,
    };

    /// <summary>An image as bytes, from its least number to its greatest.</summary>
    public static byte[] Pixels(ReadOnlySpan<float> image)
    {
        var (low, high) = (float.PositiveInfinity, float.NegativeInfinity);
        foreach (var value in image)
        {
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        }
        var pixels = new byte[image.Length];
        for (var i = 0; i < image.Length; i++)
        {
            pixels[i] = high > low ? (byte)((image[i] - low) / (high - low) * 255) : (byte)0;
        }
        return pixels;
    }
}
