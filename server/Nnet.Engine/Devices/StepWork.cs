using Nnet.Language.Graph;

namespace Nnet.Engine.Devices;

/// <summary>What a step of training takes, roughly, on the processor and on a device. The rates are cautious guesses, not measurements.</summary>
/// <param name="Operations">Multiplications and additions.</param>
/// <param name="Launches">Kernels that a device has to start.</param>
/// <param name="Threads">Threads of the processor.</param>
public sealed record StepWork(double Operations, int Launches, int Threads)
{
    private const double OperationsPerSecondOfAThread = 40e9;
    private const double OperationsPerSecondOfADevice = 3e12;
    private const double SecondsPerLaunch = 8e-6;

    // The batch goes there and the loss comes back.
    private const double SecondsPerStep = 50e-6;

    // A layer has about so many instructions, forward, backward and for its weights.
    private const int LaunchesPerLayer = 4;

    /// <summary>Seconds that the processor takes.</summary>
    public double SecondsOnProcessor => Operations / (OperationsPerSecondOfAThread * Threads);

    /// <summary>Seconds that a device takes.</summary>
    public double SecondsOnDevice => SecondsPerStep + (Launches * SecondsPerLaunch) + (Operations / OperationsPerSecondOfADevice);

    /// <summary>Whether a device is faster.</summary>
    public bool IsWorthADevice => SecondsOnDevice < SecondsOnProcessor;

    /// <summary>Of a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="batch">Samples of a step.</param>
    /// <param name="threads">Threads of the processor; 0 for one per core.</param>
    public static StepWork Of(LayerGraph model, int batch, int threads)
        // Forward, and twice as much for the gradients of values and weights.
        => new(2.0 * 3 * model.Macs * batch, LaunchesPerLayer * model.Nodes.Length, threads > 0 ? threads : Environment.ProcessorCount);
}
