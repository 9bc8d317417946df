using Nnet.Language.Findings;
using Nnet.Language.Training.Settings;

namespace Nnet.Engine.Runs.Findings;

/// <summary>Gradients are so long that steps along them ruin what was learnt.</summary>
internal sealed class ExplodingGradients : RunCheck
{
    private const double Long = 1e3;
    private const double MostRatio = 70;

    private static bool IsExploding(Events.EpochDone epoch)
        => epoch.Layers.Max(layer => layer.GradientNorm) > Long || (epoch.Layers[0].GradientNorm > MostRatio * epoch.Layers[^1].GradientNorm && epoch.Layers[0].GradientNorm > 1);

    /// <inheritdoc/>
    public override FindingKind Kind => RunFindings.ExplodingGradients;

    /// <inheritdoc/>
    protected override int Order => 70;

    /// <inheritdoc/>
    protected override bool IsSymptom => true;

    /// <inheritdoc/>
    protected override Finding? Look(RunState run)
    {
        if (run.Epochs.Count < 2 || !run.IsGoingBadly || run.Spec.ClipNorm is not null || run.Spec.ClipValue is not null || HighFirstLoss.IsHigh(run) || run.Epochs.TakeLast(2).Any(epoch => !IsExploding(epoch)))
        {
            return null;
        }
        var (first, last) = (run.Latest.Layers[0], run.Latest.Layers[^1]);
        var longest = run.Latest.Layers.MaxBy(layer => layer.GradientNorm)!;
        var saw = longest.GradientNorm > Long
            ? $"The gradient of {longest.Name} has norm {Number(longest.GradientNorm)}. "
            : $"The gradient of {first.Name} has norm {Number(first.GradientNorm)}, {Number(first.GradientNorm / last.GradientNorm)} times that of {last.Name}: it grows from layer to layer on its way back. ";
        var line = run.Lines.First(line => line.Node.Name == longest.Name);
        return Found(line.Span, saw + "Steps along such gradients throw away what was learnt. Shorten them with clip, or put a normalisation between the layers.",
            Fixes.InsertStepAfter(run.Source, run.Spec.Find<OptimizerSetting>()!, "clip norm=1"), LowerRate(run));
    }
}
