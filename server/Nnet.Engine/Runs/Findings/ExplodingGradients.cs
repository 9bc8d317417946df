using System.Collections.Immutable;
using Nnet.Engine.Runs.Events;
using Nnet.Language.Findings;
using Nnet.Language.Training.Settings;

namespace Nnet.Engine.Runs.Findings;

/// <summary>Gradients are so long that steps along them ruin what was learnt.</summary>
internal sealed class ExplodingGradients : RunCheck
{
    private const double Long = 1e3;
    private const double MostRatio = 70;
    private const double MostGrowth = 100;

    /// <inheritdoc/>
    public override FindingKind Kind => RunFindings.ExplodingGradients;

    /// <inheritdoc/>
    protected override int Order => 70;

    /// <inheritdoc/>
    protected override bool IsSymptom => true;

    /// <inheritdoc/>
    protected override Finding? Look(RunState run)
    {
        if (run.Epochs.Count < 2 || !run.IsGoingBadly || run.Spec.ClipNorm is not null || run.Spec.ClipValue is not null || HighFirstLoss.IsHigh(run) || RateIsUnusual(run))
        {
            return null;
        }
        ImmutableArray<Fix> fixes = [Fixes.InsertStepAfter(run.Source, run.Spec.Find<OptimizerSetting>()!, "clip norm=1"), LowerRate(run)];
        const string Advice = "Shorten them with clip, or put a normalisation between the layers.";
        if (Enumerable.Range(0, run.Lines.Count).FirstOrDefault(i => run.FirstWeightNorms[i] > 0 && run.Latest.Layers[i].WeightNorm > MostGrowth * run.FirstWeightNorms[i], -1) is >= 0 and var grown)
        {
            var now = run.Latest.Layers[grown].WeightNorm!.Value;
            return Found(run.Lines[grown].Span,
                $"The weights of {run.Latest.Layers[grown].Name} have grown from norm {Number(run.FirstWeightNorms[grown])} to {Number(now)}: some steps went along gradients thousands of times as long as the others, and ruined what was learnt. " + Advice, fixes);
        }
        if (!run.Epochs.TakeLast(2).All(IsExploding))
        {
            return null;
        }
        var (first, last) = (run.Latest.Layers[0], run.Latest.Layers[^1]);
        var (longest, at) = run.Latest.Layers.Select((layer, i) => (layer, i)).MaxBy(pair => pair.layer.GradientNorm);
        var saw = longest.GradientNorm > Long
            ? $"The gradient of {longest.Name} has norm {Number(longest.GradientNorm)}. "
            : $"The gradient of {first.Name} has norm {Number(first.GradientNorm)}, {Number(first.GradientNorm / last.GradientNorm)} times that of {last.Name}: it grows from layer to layer on its way back. ";
        return Found(run.Lines[at].Span, saw + "Steps along such gradients throw away what was learnt. " + Advice, fixes);
    }

    private static bool IsExploding(EpochDone epoch)
        => epoch.Layers.Max(layer => layer.GradientNorm) > Long || (epoch.Layers[0].GradientNorm > MostRatio * epoch.Layers[^1].GradientNorm && epoch.Layers[0].GradientNorm > 1);
}
