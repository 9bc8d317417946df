using Nnet.Language.Layers;
using Nnet.Language.Training;

namespace Nnet.Language.Findings.Rules;

/// <summary>A margin loss is given outputs that cannot keep the margin.</summary>
public sealed class SquashedScores : ObjectiveRule
{
    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("squashed-scores", Severity.Warning, "Scores that cannot keep the margin",
        "Hinge losses want free scores: beyond 1 for yes and below −1 for no, or a lead of 1 over every other class. Probabilities cannot give them.");

    /// <inheritdoc/>
    protected override void Look(RuleContext context, TrainSpec train)
    {
        if (train is not { Model: { IsComplete: true } model, Loss.Definition: Loss { TakesProbabilities: false, Encoding: not TargetEncoding.Values } loss } || model.LastThatActs() is not { Layer: Activation } last)
        {
            return;
        }
        var domain = model.Output!.Facts!.Output.Domain;
        if (!domain.Reaches(-1) || !domain.Reaches(1))
        {
            context.Report(Kind, model, last, new Problem(
                last.Call.NameSpan,
                $"{loss.Name} wants free scores, but {last.Layer.Name} gives values in {domain}: even a right answer never keeps its margin.",
                () => [model.RemoveActivation(context.Source, last)]));
        }
    }
}
