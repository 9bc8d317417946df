using Nnet.Language.Layers.Activations;
using Nnet.Language.Training;
using Nnet.Language.Training.Losses;

namespace Nnet.Language.Findings.Rules;

/// <summary>Softmax is judged as if its outputs were independent questions.</summary>
public sealed class SoftmaxWithBinaryLoss : ObjectiveRule
{
    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("softmax-with-binary-loss", Severity.Warning, "Softmax with binary cross-entropy",
        "Softmax shares one probability among classes that exclude each other; binary cross-entropy takes every output as a question of its own.");

    /// <inheritdoc/>
    protected override void Look(RuleContext context, TrainSpec train)
    {
        if (train is { Model: { IsComplete: true } model, Loss: { Definition: BinaryCrossEntropy } loss } && model.LastThatActs() is { Layer: Softmax } softmax)
        {
            context.Report(new Finding(
                Kind,
                loss.NameSpan,
                $"binary_cross_entropy takes each output as a yes-or-no question of its own, but the softmax of {context.LineOf(softmax)} makes them exclude each other. Classes that exclude each other want cross_entropy; independent labels want sigmoid.")
            {
                Fixes = [Fixes.Replace("Change to cross_entropy", loss.NameSpan, "cross_entropy"), .. softmax.Origin.Foreign is null ? [softmax.ReplaceBy("sigmoid")] : Array.Empty<Fix>()],
            });
        }
    }
}
