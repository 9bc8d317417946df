using Nnet.Language.Graph;
using Nnet.Language.Layers.Sequences;

namespace Nnet.Engine.Devices;

/// <summary>
/// What a step of training takes, roughly, on the processor and on a device. A device's rates are cautious guesses, not measurements: they
/// decide alone only where one of both is far ahead; in between <see cref="DeviceTrial"/> measures.
/// </summary>
/// <param name="Operations">Multiplications and additions.</param>
/// <param name="Bytes">Numbers that are read and written, in bytes.</param>
/// <param name="Launches">Kernels that a device has to start.</param>
/// <param name="Places">Places of sequences that have to be waited for one after the other.</param>
/// <param name="Threads">Threads of the processor.</param>
public sealed record StepWork(double Operations, double Bytes, int Launches, int Places, int Threads)
{
    private const double OperationsPerSecondOfAThread = 40e9;
    private const double BytesPerSecondOfAThread = 8e9;
    private const double OperationsPerSecondOfADevice = 3e12;
    private const double BytesPerSecondOfADevice = 150e9;
    private const double SecondsPerLaunch = 5e-6;
    private const double SecondsPerPlace = 10e-6;

    // The batch goes there and the loss comes back.
    private const double SecondsPerStep = 50e-6;

    // Forward, backward, weights, bias: a layer has about so many instructions.
    private const int LaunchesPerLayer = 4;

    // Forward once, and once each for the gradients of values and of weights.
    private const int Passes = 3;

    // A number of a layer is written and read in both directions.
    private const int TouchesPerNumber = 4;

    // A weight is read in both directions; gradient and moments are read and written.
    private const int TouchesPerWeight = 8;

    // So many times faster by a guess is faster.
    private const double Certain = 10;

    /// <summary>Seconds that the processor takes.</summary>
    public double SecondsOnProcessor => Math.Max(Operations / OperationsPerSecondOfAThread, Bytes / BytesPerSecondOfAThread) / Threads;

    /// <summary>Seconds that a device takes.</summary>
    public double SecondsOnDevice => SecondsPerStep + (Launches * SecondsPerLaunch) + (Places * SecondsPerPlace) + Math.Max(Operations / OperationsPerSecondOfADevice, Bytes / BytesPerSecondOfADevice);

    /// <summary>Whether a device may be faster.</summary>
    public bool IsWorthADevice => SecondsOnDevice < SecondsOnProcessor;

    /// <summary>Whether a device is faster without any doubt, so that it need not be tried.</summary>
    public bool IsSurelyForADevice => SecondsOnDevice * Certain < SecondsOnProcessor;

    /// <summary>Of a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="batch">Samples of a step.</param>
    /// <param name="threads">Threads of the processor; 0 for one per core.</param>
    public static StepWork Of(LayerGraph model, int batch, int threads) => new(
        2.0 * Passes * model.Macs * batch,
        sizeof(float) * ((TouchesPerNumber * model.Nodes.Sum(node => (double)node.Facts!.Output.Shape.Count) * batch) + (TouchesPerWeight * (double)model.Parameters)),
        LaunchesPerLayer * model.Nodes.Length,
        model.Nodes.Where(node => node.Layer is Recurrent).Sum(node => PlacesOf(model, node)),
        threads > 0 ? threads : Environment.ProcessorCount);

    // Forward and backward, for every layer of the stack in both directions.
    private static int PlacesOf(LayerGraph model, Node node)
        => 2 * model.Nodes[node.Inputs[0]].Facts!.Output.Shape[0] * node.Get(Recurrent.Depth) * (node.Get(Recurrent.Bidirectional) ? 2 : 1);
}
