namespace Nnet.Engine.Tests.Support;

/// <summary>The generator that the scripts of the golden files have too: the 24 high bits of x ← 1664525·x + 1013904223 mod 2³².</summary>
internal sealed class Lcg(uint state)
{
    /// <summary>The next number in [0, 1).</summary>
    public double Next()
    {
        state = unchecked((1664525 * state) + 1013904223);
        return (state >> 8) / (double)(1 << 24);
    }

    /// <summary>The next numbers in [0, 1).</summary>
    public float[] Uniform(int count)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = (float)Next();
        }
        return values;
    }
}
