namespace Nnet.Engine.Data;

/// <summary>Targets of several outputs, which lie one behind the other for each sample.</summary>
internal static class Targets
{
    /// <summary>Those of one output.</summary>
    /// <param name="all">Those of all, sample by sample; given back where they are the same.</param>
    /// <param name="stride">Numbers from a sample to the next.</param>
    /// <param name="offset">The first that is the output's.</param>
    /// <param name="width">How many are.</param>
    public static float[] Take(float[] all, int stride, int offset, int width)
    {
        if (stride == width)
        {
            return all;
        }
        var taken = new float[all.Length / stride * width];
        Take(all, stride, offset, width, taken);
        return taken;
    }

    /// <summary>Those of one output.</summary>
    public static void Take(ReadOnlySpan<float> all, int stride, int offset, int width, Span<float> taken)
    {
        for (int from = offset, to = 0; from < all.Length; from += stride, to += width)
        {
            all.Slice(from, width).CopyTo(taken[to..]);
        }
    }
}
