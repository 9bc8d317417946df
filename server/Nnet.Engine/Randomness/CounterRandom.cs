namespace Nnet.Engine.Randomness;

/// <summary>
/// Random numbers without a state: each is a function of (seed, stream, step, index) alone, so that no result depends
/// on the order in which threads ask, nor on where a run resumed. Philox 4×32-10 (Salmon et al. 2011).
/// </summary>
/// <param name="seed">The run's seed.</param>
/// <param name="stream">What it is for: see <see cref="Streams"/>.</param>
/// <param name="step">Training step or epoch.</param>
public readonly struct CounterRandom(int seed, uint stream, long step = 0)
{
    private readonly uint _keyLow = (uint)seed;
    private readonly uint _keyHigh = stream;
    private readonly ulong _step = (ulong)step;

    /// <summary>32 random bits.</summary>
    public uint Bits(long index) => Philox((uint)index, (uint)(index >> 32)).A;

    /// <summary>Uniform in [0, 1), with 53 random bits.</summary>
    public double Uniform(long index)
    {
        var (a, b, _, _) = Philox((uint)index, (uint)(index >> 32));
        return ((((ulong)a << 32) | b) >> 11) * (1.0 / (1UL << 53));
    }

    /// <summary>Normal with mean 0 and deviation 1 (Box and Muller 1958).</summary>
    public double Normal(long index)
    {
        var (a, b, c, d) = Philox((uint)index, (uint)(index >> 32));
        var u = (((((ulong)a << 32) | b) >> 11) + 1) * (1.0 / (1UL << 53));
        var v = ((((ulong)c << 32) | d) >> 11) * (1.0 / (1UL << 53));
        return Math.Sqrt(-2 * Math.Log(u)) * Math.Cos(2 * Math.PI * v);
    }

    /// <summary>Brings the items into random order (Fisher and Yates), the same for the same (seed, stream, step).</summary>
    public void Shuffle<TItem>(Span<TItem> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = (int)(((ulong)Bits(i) * (ulong)(i + 1)) >> 32);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private (uint A, uint B, uint C, uint D) Philox(uint low, uint high)
    {
        var (x0, x1, x2, x3) = (low, high, (uint)_step, (uint)(_step >> 32));
        var (k0, k1) = (_keyLow, _keyHigh);
        for (var round = 0; round < 10; round++)
        {
            var p0 = 0xD2511F53UL * x0;
            var p1 = 0xCD9E8D57UL * x2;
            (x0, x1, x2, x3) = ((uint)(p1 >> 32) ^ x1 ^ k0, (uint)p1, (uint)(p0 >> 32) ^ x3 ^ k1, (uint)p0);
            k0 += 0x9E3779B9;
            k1 += 0xBB67AE85;
        }
        return (x0, x1, x2, x3);
    }
}

/// <summary>The purposes that random numbers serve; no two share a stream.</summary>
public static class Streams
{
    /// <summary>Order of the samples in an epoch; the step is the epoch.</summary>
    public const uint Shuffle = 0x5u << 28;

    /// <summary>Division of the data into parts.</summary>
    public const uint Split = 0x6u << 28;

    /// <summary>Noise and generated data.</summary>
    public const uint Data = 0x7u << 28;

    /// <summary>Initial values of the tensor of that number.</summary>
    public static uint Weights(int tensor) => (0x1u << 28) | (uint)tensor;

    /// <summary>Random choices of the layer of that number; the step is the training step.</summary>
    public static uint Layer(int node) => (0x2u << 28) | (uint)node;
}
