using Nnet.Language.Findings;
using Nnet.Language.Training;

namespace Nnet.Engine.Runs.Findings;

/// <summary>The first loss is far above what guessing costs, and an epoch of training did not bring it back.</summary>
internal sealed class HighFirstLoss : RunCheck
{
    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("high-first-loss", Severity.Warning, "The first loss is far too high",
        "A fresh network should be about as wrong as guessing. If it is far worse, its outputs are huge before anything is learnt.");

    /// <inheritdoc/>
    protected override int Order => 1;

    /// <inheritdoc/>
    public override Finding? Look(RunState run, IReadOnlyCollection<FindingKind> seen)
    {
        if (run.Epochs.Count != 1 || !(run.FirstLoss > 3 * run.Untrained) || run.Latest.Train["loss"] < run.Constant)
        {
            return null;
        }
        var outputs = run.Spec.Model!.Output!.Facts!.Output.Shape.Count;
        var expected = ((Loss)run.Spec.Loss!.Definition).Encoding switch
        {
            TargetEncoding.ClassIndex => $"guessing among {outputs} classes costs ln {outputs} = {Number(run.Untrained)}",
            TargetEncoding.Binary => $"guessing costs ln 2 = {Number(run.Untrained)}",
            _ => $"answering 0 would cost {Number(run.Untrained)}",
        };
        var saw = $"The first loss is {Number(run.FirstLoss)}, but {expected}, and after an epoch it is still {Number(run.Latest.Train["loss"])}. ";
        return run.LargestInput > 20
            ? Found(run.Spec.Data!.Source!.Span, saw + $"Inputs reach {Number(run.LargestInput)}, so the first outputs are huge. Normalise them.", Normalize(run))
            : Found(run.Spec.Model.Output.Origin.Span, saw + "The outputs are huge before anything is learnt: look at the layers without an activation or a normalisation between them.");
    }
}
