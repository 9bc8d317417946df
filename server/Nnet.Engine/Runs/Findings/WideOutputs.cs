using System.Collections.Immutable;
using Nnet.Language.Data;
using Nnet.Language.Findings;
using Nnet.Language.Graph;
using Nnet.Language.Layers;

namespace Nnet.Engine.Runs.Findings;

/// <summary>Values are predicted all over a range that is many times as wide as that of the targets, and too little else was learnt.</summary>
internal sealed class WideOutputs : RunCheck
{
    private const double Wide = 10;
    private const int Epochs = 10;

    // Targets that lie closer together than this are small beside the outputs of a fresh network, which lie about 1 apart.
    private const double Narrow = 0.1;

    /// <inheritdoc/>
    public override FindingKind Kind => RunFindings.WideOutputs;

    /// <inheritdoc/>
    protected override int Order => 45;

    /// <inheritdoc/>
    protected override ImmutableArray<Type> Causes => [typeof(NotANumber), typeof(UnscaledTarget), typeof(HighFirstLoss), typeof(Diverging), typeof(ExplodingGradients)];

    /// <inheritdoc/>
    protected override Finding? Look(RunState run)
    {
        if (run.Epochs.Count < Epochs || run.Breakdown is not null || !run.IsGoingBadly || !(run.Progress < 0) || !FitsValues(run))
        {
            return null;
        }
        var output = run.Spec.Model!.Output!;
        var domain = output.Facts!.Output.Domain;
        var (low, high) = ((double)run.Targets.Min(), (double)run.Targets.Max());
        // Bounded outputs are no wider than their bounds, and outputs must be bad enough for a look at them to be worth its time.
        if (double.IsFinite(domain.Low) && double.IsFinite(domain.High) || !(high > low) || RangeOf(run.Predict()) is not var (least, greatest) || !(greatest - least > Wide * (high - low)))
        {
            return null;
        }
        var saw = $"After {run.Epochs.Count} epochs the outputs reach from {Number(least)} to {Number(greatest)}, {Number((greatest - least) / (high - low))} times as far as the targets, which lie between {Number(low)} and {Number(high)}. ";
        if (high - low < Narrow)
        {
            var line = run.Spec.Data!.Find<TargetSetting>() ?? run.Spec.Data.Source!;
            return Found(line.Span, saw + $"A fresh network answers numbers about 1 apart, and steps of a usual rate never settle down to such small ones. Give the targets another unit, so that most lie between -3 and 3: {Number(Math.Pow(10, Math.Ceiling(-Math.Log10(high - low))))} times as large, for instance.");
        }
        if (InputsAreUnscaled(run))
        {
            return Found(run.Spec.Data!.Source!.Span, saw + $"Inputs reach {Number(run.LargestInput)} and are not normalised, so small weights make large outputs. Normalise them.", Normalize(run));
        }
        return RateIsUnusual(run)
            ? Found(OptimizerLine(run), saw + $"Steps at lr={Number(LearningRate(run))} throw the last layer far beyond its goal. Take a lower rate.", LowerRate(run))
            : Found(output.Origin.Here.Span, saw + (low >= 0 && high <= 1
                ? "Where targets lie between 0 and 1, end with activation=sigmoid, which cannot leave that range."
                : "Nothing holds a linear output back: take fewer or smaller features before it, a penalty (regularize l2=1e-3), or normalise between the layers."), Bound(run, output, low, high));
    }

    // The ends that all but a hundredth lie between at either side: a single sample far out is another matter.
    private static (double Low, double High)? RangeOf(float[] outputs)
    {
        if (outputs.Length == 0 || !outputs.All(float.IsFinite))
        {
            return null;
        }
        Array.Sort(outputs);
        var left = outputs.Length / 100;
        return (outputs[left], outputs[^(left + 1)]);
    }

    private static ImmutableArray<Fix> Bound(RunState run, Node output, double low, double high)
        => low >= 0 && high <= 1 && output.Layer is Dense && !output.Call.Has(CommonArguments.Activation) ? [Fixes.SetArgument(output.Call, CommonArguments.Activation, "sigmoid")] : [];
}
