using Nnet.Engine.Devices;

namespace Nnet.Engine;

/// <summary>How a network is compiled.</summary>
public sealed record NetworkOptions
{
    /// <summary>Most samples in one step; memory is laid out for it.</summary>
    public int MaxBatch { get; init; } = 32;

    /// <summary>Fixes initial weights and dropout.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Most threads to use; zero means one per core. Small networks use one whatever this says. Results do not depend on it.</summary>
    public int Threads { get; init; }

    /// <summary>λ of the penalty λ·Σ|w|, over weights but not biases. It acts on the gradient and is not part of the loss that is returned.</summary>
    public double L1 { get; init; }

    /// <summary>λ of the penalty λ/2·Σw², over weights but not biases. It acts on the gradient and is not part of the loss that is returned.</summary>
    public double L2 { get; init; }

    /// <summary>Greatest length of all gradients together, those of the penalties included; null for no limit.</summary>
    public double? ClipNorm { get; init; }

    /// <summary>Greatest size of each gradient; null for no limit.</summary>
    public double? ClipValue { get; init; }

    /// <summary>Whether an average of the weights is kept beside them: <see cref="Network{T}.AverageShare"/>.</summary>
    public bool Averages { get; init; }

    /// <summary>Most batches whose gradients make one step: <see cref="Network{T}.Accumulate"/>.</summary>
    public int Accumulates { get; init; } = 1;

    /// <summary>Register width in bits, instead of the widest that the machine has; for tests.</summary>
    public int? SimdBits { get; init; }

    /// <summary>The device that computes the network, or null for the processor. It is the caller's to close, after the network.</summary>
    public Device? Device { get; init; }

    /// <summary>Whether the gradient of the inputs is computed as well: <see cref="Network{T}.CopyInputGradients"/>.</summary>
    public bool InputGradients { get; init; }

    /// <summary>
    /// Whether the network is only asked, and for one sample at a time: it is then laid out for one, so that the registers hold its features
    /// and the threads share them. It takes more samples too, one by one.
    /// </summary>
    public bool IsAlone { get; init; }
}
