using Nnet.Engine.Runs.Events;
using Nnet.Engine.Runs.Files;
using Nnet.Language.Training;

namespace Nnet.Engine.Runs;

/// <summary>Does everything once that a run begins with, while its data is read: the runtime compiles on another core what the first step needs.</summary>
public static class WarmUp
{
    // Drawing and moving more weights than these would cost more than it spares.
    private const long MostParameters = 500_000;

    /// <summary>Starts it and returns at once.</summary>
    /// <param name="spec">The train block, as far as it is known without its data.</param>
    public static void Begin(TrainSpec spec)
    {
        if (Environment.ProcessorCount > 1)
        {
            new Thread(() => Run(spec)) { IsBackground = true, Name = "warm-up" }.Start();
        }
    }

    private static void Run(TrainSpec spec)
    {
        try
        {
            RunEventJson.Prepare();
            RunManifest.Prepare();
            TakeStep(spec);
        }
        catch (Exception)
        {
            // The run meets the same fault and tells its details.
        }
    }

    private static void TakeStep(TrainSpec spec)
    {
        if (spec is not { Model: { IsComplete: true, Parameters: <= MostParameters } model, Loss: not null, Optimizer: { } optimizer })
        {
            return;
        }
        using var network = Network<float>.Compile(model, spec.Objectives, optimizer, new NetworkOptions { MaxBatch = 1, Threads = 1 });
        network.TrainStep(new float[network.InputLength], new float[network.TargetLength], 1, 0);
    }
}
