using System.Collections.Immutable;
using Nnet.Language.Findings;
using Nnet.Language.Layers;
using Nnet.Language.Layers.Activations;

namespace Nnet.Engine.Runs.Findings;

/// <summary>Most units of a relu gave zero for every sample of an epoch, and nothing is learnt.</summary>
internal sealed class DeadRelus : RunCheck
{
    private const double Most = 0.7;

    /// <inheritdoc/>
    public override FindingKind Kind => RunFindings.DeadRelus;

    /// <inheritdoc/>
    protected override int Order => 50;

    /// <inheritdoc/>
    protected override ImmutableArray<Type> Causes => [typeof(StrongDropout)];

    /// <inheritdoc/>
    protected override Finding? Look(RunState run)
    {
        if (run.Epochs.Count < 2 || !run.IsGoingBadly)
        {
            return null;
        }
        for (var i = 0; i < run.Lines.Count; i++)
        {
            // Two epochs in a row, so that units that only rest do not count.
            if (run.Lines[i].Relu is not { } relu || run.Epochs.TakeLast(2).Any(epoch => !(epoch.Layers[i].DeadShare >= Most)))
            {
                continue;
            }
            var line = run.Lines[i];
            var units = line.Node.Facts!.Output.Shape[0];
            var dead = (int)Math.Round(run.Latest.Layers[i].DeadShare!.Value * units);
            return Found(line.Span,
                $"{dead:N0} of {units:N0} units of {line.Node.Name} gave 0 for every sample of epoch {run.Latest.Epoch}: relu has slope 0 there, so no gradient reaches them and they stay dead. "
                + "Too long a step has pushed them below zero. Take a lower rate, or leaky_relu, which keeps a slope.",
                LowerRate(run), UseLeaky(line, relu.Call));
        }
        return null;
    }

    private static Fix UseLeaky(LearningLine line, Language.Definitions.Call relu)
        => line.Node.Call.Has(CommonArguments.Activation)
            ? Fixes.Replace("Use leaky_relu", line.Node.Call.SpanOf(CommonArguments.Activation), "leaky_relu")
            : Fixes.Replace("Use leaky_relu", relu.NameSpan, Language.Definitions.Catalog<Activation>.Get<LeakyRelu>().Name);
}
