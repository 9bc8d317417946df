using Nnet.Language.Training;

namespace Nnet.Language.Findings.Rules;

/// <summary>A model that training cannot change.</summary>
public sealed class NothingToTrain : TrainRule
{
    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("nothing-to-train", Severity.Error, "There is nothing to train",
        "Training changes weights; a model without any, or with frozen ones alone, stays as it is.");

    /// <inheritdoc/>
    protected override void Check(RuleContext context, TrainSpec train)
    {
        if (train.Model is { IsComplete: true } model && model.Parameters == model.FrozenParameters)
        {
            context.Report(new Finding(Kind, train.HeaderSpan, model.Parameters == 0
                ? $"None of the layers of {model.Name} has weights, so that training can change nothing."
                : $"All {model.Parameters:#,0} weights of {model.Name} are frozen, so that training can change nothing. Take freeze=true off what is to learn."));
        }
    }
}
