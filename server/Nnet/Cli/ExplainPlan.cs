using Nnet.Engine.Runs;
using Nnet.Engine.Runs.Events;
using Nnet.Language.Training;
using Nnet.Language.Training.Settings;

namespace Nnet.Cli;

/// <summary><c>nnet train FILE --explain</c>: the plan of a training step, without a step.</summary>
internal static class ExplainPlan
{
    /// <summary>Compiles the block's network and prints its plan.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="file">The file as the user named it, for messages.</param>
    /// <param name="block">The block.</param>
    /// <param name="options">What the command line says.</param>
    /// <returns>The exit code.</returns>
    public static int Run(Terminal console, string file, TrainBlock block, RunOptions options)
    {
        Failed? failed = null;
        try
        {
            using var experiment = Experiment.Open(block.Source, block.Spec, options, _ => { }, default);
            PlanView.Write(console, experiment.Network.Explain(experiment.Batch), block.Source, UpdateOf(block.Spec));
            return 0;
        }
        catch (Exception problem) when ((failed = Failures.Describe(problem, block.Source, block.Spec)) is not null)
        {
            RunSession.Fail(console, failed, file);
            return 1;
        }
    }

    /// <summary>How a block's weights are moved, in a sentence.</summary>
    public static string UpdateOf(TrainSpec spec)
    {
        string[] before =
        [
            .. spec.Accumulate > 1 ? [$"{spec.Accumulate} batches are added up"] : Array.Empty<string>(),
            .. spec.Find<RegularizeSetting>() is not null ? ["penalties are added"] : Array.Empty<string>(),
            .. spec.ClipValue is not null ? ["every gradient is clipped"] : Array.Empty<string>(),
        ];
        var order = spec.ClipNorm is null
            ? "each strip is moved while its gradient is in the cache"
            : "the strips are moved when all gradients are there, since their length together is clipped";
        return $"{spec.Optimizer!.Definition.Name}: {string.Join(", ", [.. before, order])}{(spec.Average is { } average ? $"; {average.Definition.Name} follows the weights" : "")}";
    }
}
