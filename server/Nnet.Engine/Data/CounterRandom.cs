namespace Nnet.Engine.Data;

/// <summary>
/// Random numbers that are a function of (seed, stream, counter) and of nothing else, so that a draw does not depend on
/// which draws were made before it. The mixing is SplitMix64's (Steele, Lea and Flood 2014).
/// </summary>
/// <param name="seed">The user's seed.</param>
/// <param name="stream">Parts what is drawn with the same seed: an epoch, a purpose.</param>
public struct CounterRandom(ulong seed, ulong stream)
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    private readonly ulong _key = Mix(Mix(seed + Golden) ^ ((stream + 1) * 0xD1B54A32D192ED03));
    private ulong _counter;

    /// <summary>The next 64 random bits.</summary>
    public ulong NextBits() => Mix(_key + (++_counter * Golden));

    /// <summary>A number from 0 up to, not including, 1.</summary>
    public double NextUnit() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A number from <paramref name="low"/> up to <paramref name="high"/>.</summary>
    public double NextUniform(double low, double high) => low + ((high - low) * NextUnit());

    /// <summary>A whole number from 0 up to, not including, <paramref name="bound"/>.</summary>
    public int NextIndex(int bound) => (int)Math.BigMul(NextBits(), (ulong)bound, out _);

    /// <summary>A normal number with mean 0 and deviation 1 (Box and Muller 1958).</summary>
    public double NextNormal() => Math.Sqrt(-2 * Math.Log(1 - NextUnit())) * Math.Cos(2 * Math.PI * NextUnit());

    /// <summary>Puts <paramref name="items"/> in random order (Fisher and Yates).</summary>
    public void Shuffle(Span<int> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = NextIndex(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
