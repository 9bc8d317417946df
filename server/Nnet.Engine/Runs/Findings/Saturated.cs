using Nnet.Language.Data;
using Nnet.Language.Findings;

namespace Nnet.Engine.Runs.Findings;

/// <summary>Most values of a hidden sigmoid or tanh lie where it is flat, and nothing is learnt.</summary>
internal sealed class Saturated : RunCheck
{
    private const double Most = 0.5;

    /// <inheritdoc/>
    public override FindingKind Kind => RunFindings.Saturated;

    /// <inheritdoc/>
    protected override int Order => 55;

    /// <inheritdoc/>
    protected override bool IsSymptom => true;

    /// <inheritdoc/>
    protected override Finding? Look(RunState run)
    {
        if (run.Epochs.Count < 2 || !run.IsGoingBadly)
        {
            return null;
        }
        for (var i = 0; i < run.Lines.Count; i++)
        {
            if (run.Lines[i].Squashing is not { } squashing || squashing == run.Spec.Model!.Output || run.Epochs.TakeLast(2).Any(epoch => !(epoch.Layers[i].SaturatedShare > Most)))
            {
                continue;
            }
            var line = run.Lines[i];
            var saw = $"{Percent(run.Latest.Layers[i].SaturatedShare!.Value)} of the values that {squashing.Layer.Name} gets from {line.Node.Name} lie beyond ±5, where its slope is next to nothing: {line.Node.Name} and all before it hardly learn. ";
            return run.LargestInput > LargeInput && run.Spec.Data!.Find<NormalizeSetting>() is null
                ? Found(run.Spec.Data!.Source!.Span, saw + $"Inputs reach {Number(run.LargestInput)} and are not normalised. Normalise them.", Normalize(run))
                : run.FirstWeightNorms[i] * 3 < run.Latest.Layers[i].WeightNorm || !(run.Epochs[0].Layers[i].SaturatedShare > Most)
                    ? Found(OptimizerLine(run), saw + $"Steps at lr={Number(LearningRate(run))} have made its weights {Number(run.Latest.Layers[i].WeightNorm!.Value / run.FirstWeightNorms[i])} times as large as they began. Take a lower rate.", LowerRate(run))
                    : LoudStart(run) is { } loud
                        ? Found(loud.Line.Span, saw + $"The weights of {loud.Line.Node.Name} began with norm {Number(loud.Norm)}, where {Number(loud.Usual)} is usual. Leave init out: the rule that suits the activation is the default.", loud.Fix)
                        : Found(line.Span, saw + "What it gets is too large: put a normalisation before it.");
        }
        return null;
    }
}
