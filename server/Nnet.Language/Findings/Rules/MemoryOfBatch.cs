using Nnet.Language.Layers;
using Nnet.Language.Layers.Activations;
using Nnet.Language.Training;
using Nnet.Language.Training.Settings;

namespace Nnet.Language.Findings.Rules;

/// <summary>A batch whose values do not fit into memory.</summary>
public sealed class MemoryOfBatch : TrainRule
{
    private const long Number = sizeof(float);

    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("needs-more-memory", Severity.Warning, "The batch does not fit into memory",
        "Training keeps every layer's values of the whole batch until the gradients have passed them, so memory grows with the batch.");

    /// <inheritdoc/>
    protected override void Check(RuleContext context, TrainSpec train)
    {
        if (train.Model is not { IsComplete: true } model || context.Memory is not { } memory)
        {
            return;
        }
        // What is needed in any case: values of one sample, weights and their gradients. An optimizer's moments and what the kernels borrow come on top.
        var sample = 0L;
        foreach (var node in model.Nodes)
        {
            sample += node.Layer is Flatten or Identity ? 0 : Number * node.Facts!.Output.Shape.Count;
        }
        var weights = 2 * Number * model.Parameters;
        var needed = ((double)sample * train.Batch) + weights;
        if (needed <= memory)
        {
            return;
        }
        var fitting = weights < memory ? Math.Floor((memory - weights) / (double)sample) : 0;
        var better = fitting < 1 ? 0 : 1L << (int)Math.Log2(fitting);
        var setting = train.Find<BatchSetting>();
        context.Report(new Finding(
            Kind,
            setting?.SpanOf(BatchSetting.Size) ?? train.HeaderSpan,
            $"A step of {model.Name} with {train.Batch:#,0} samples needs at least {Size(needed)}: {Size(sample)} of values for each sample, and {Size(weights)} of weights and gradients. This machine has {Size(memory)}; "
            + (better > 0 ? $"{better:#,0} samples fit." : "not even one sample fits."))
        {
            Fixes = better > 0 && setting is not null ? [Fixes.SetArgument(setting, BatchSetting.Size, $"{better}")] : [],
        });
    }

    private static string Size(double bytes) => bytes switch
    {
        >= 1e9 => FormattableString.Invariant($"{bytes / 1e9:#,0.#} GB"),
        >= 1e6 => FormattableString.Invariant($"{bytes / 1e6:0.#} MB"),
        _ => FormattableString.Invariant($"{bytes / 1e3:0.#} kB"),
    };
}
