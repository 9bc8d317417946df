using Nnet.Language.Training;
using Nnet.Language.Training.Optimizers;
using Nnet.Language.Training.Settings;

namespace Nnet.Language.Findings.Rules;

/// <summary>An L2 penalty that Adam's scaling undoes.</summary>
public sealed class AdamWithL2 : TrainRule
{
    // Where little is to be kept small, the penalty of the loss does what it says: many lectures use it with adam.
    private const int SmallModel = 10_000;

    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("adam-with-l2", Severity.Hint, "Adam rescales the L2 penalty",
        "Adam divides every gradient by its usual size, the penalty's part included: weights with large gradients are hardly kept small at all (Loshchilov and Hutter 2019). AdamW shrinks all weights alike.");

    /// <inheritdoc/>
    protected override void Check(RuleContext context, TrainSpec train)
    {
        if (train.Optimizer is not { Definition: Adam } adam)
        {
            return;
        }
        if (adam.Get(Adam.WeightDecay) > 0)
        {
            context.Report(new Finding(Kind, adam.Values[Adam.WeightDecay].Span, "adam divides the weight decay by the usual size of each gradient, so weights with large gradients are hardly kept small. adamw applies it to all alike.")
            {
                Fixes = [Fixes.Replace("Change adam to adamw", adam.NameSpan, "adamw")],
            });
        }
        else if (train.Find<RegularizeSetting>() is { } regularize && regularize.Get(RegularizeSetting.L2) > 0 && train.Model?.Parameters > SmallModel)
        {
            var value = context.Source[regularize.SpanOf(RegularizeSetting.L2)];
            var alone = !regularize.Has(RegularizeSetting.L1);
            var remove = alone
                ? Fixes.RemoveStep("", context.Source, regularize.Span)
                : Fixes.RemoveArgument("", context.Source, regularize, RegularizeSetting.L2);
            var decay = Fixes.SetArgument(adam, Adam.WeightDecay, value);
            context.Report(new Finding(Kind, regularize.Values[RegularizeSetting.L2].Span, "adam divides the L2 penalty by the usual size of each gradient, so weights with large gradients are hardly kept small. adamw with weight_decay applies it to all alike.")
            {
                Fixes = [new Fix($"Change to adamw with weight_decay={value}", [Fixes.Replace("", adam.NameSpan, "adamw").Edits[0], .. decay.Edits, .. remove.Edits])],
            });
        }
    }
}
