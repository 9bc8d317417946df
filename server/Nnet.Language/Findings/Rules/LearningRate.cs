using System.Globalization;
using Nnet.Language.Training;

namespace Nnet.Language.Findings.Rules;

/// <summary>A learning rate far from what its optimizer can use.</summary>
public sealed class LearningRate : TrainRule
{
    // A network of a few units has few and large weights, which stand longer steps: the Playground's rates begin at 0.03.
    private const int SmallModel = 1000;
    private const double MoreForSmall = 5;

    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("learning-rate", Severity.Warning, "An unusual learning rate",
        "A rate that is too high makes the loss jump or explode; one that is too low leaves the weights where they began.");

    /// <inheritdoc/>
    protected override void Check(RuleContext context, TrainSpec train)
    {
        if (train.Optimizer is not { Definition: Optimizer optimizer } call || !call.Has(optimizer.LearningRate))
        {
            return;
        }
        var rate = call.Get(optimizer.LearningRate);
        var (low, high) = optimizer.UsualRates;
        high *= train.Model is { IsComplete: true, Parameters: < SmallModel } ? MoreForSmall : 1;
        if (rate >= low && rate <= high * (1 + 1e-9))
        {
            return;
        }
        var usual = optimizer.LearningRate.DefaultText!;
        var effect = rate > high ? "steps will overshoot" : rate == 0 ? "nothing will ever change" : "the weights will hardly move";
        context.Report(new Finding(Kind, call.SpanOf(optimizer.LearningRate), $"lr={rate.ToString("R", CultureInfo.InvariantCulture)} is far {(rate > high ? "above" : "below")} what {optimizer.Name} can use ({low:0.#e+0} to {high.ToString(CultureInfo.InvariantCulture)}): {effect}. {usual} is a good first try.")
        {
            Fixes = [Fixes.SetArgument(call, optimizer.LearningRate, usual)],
        });
    }
}
