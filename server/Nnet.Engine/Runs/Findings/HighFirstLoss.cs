using Nnet.Language.Findings;
using Nnet.Language.Training;

namespace Nnet.Engine.Runs.Findings;

/// <summary>The first loss is far above what guessing costs, and an epoch of training did not bring it back.</summary>
internal sealed class HighFirstLoss : RunCheck
{
    private const double Factor = 3;
    private const int Patience = 3;

    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("high-first-loss", Severity.Warning, "The first loss is far too high",
        "A fresh network should be about as wrong as guessing. If it is far worse, its outputs are huge before anything is learnt.");

    /// <inheritdoc/>
    protected override int Order => 1;

    /// <inheritdoc/>
    public override Finding? Look(RunState run, IReadOnlyCollection<FindingKind> seen)
    {
        if (run.Epochs.Count is 0 or > Patience || !(run.FirstLoss > Factor * run.Untrained))
        {
            return null;
        }
        // Most such starts are mended within an epoch or two; only those that are not are worth a word.
        var loss = run.Latest.Train["loss"];
        var stays = run.Epochs.Count == Patience || run.IsOver ? loss > run.Constant : loss > Factor * run.Untrained;
        if (!stays)
        {
            return null;
        }
        var outputs = run.Spec.Model!.Output!.Facts!.Output.Shape.Count;
        var expected = ((Loss)run.Spec.Loss!.Definition).Encoding switch
        {
            TargetEncoding.ClassIndex => $"guessing among {outputs} classes costs ln {outputs} = {Number(run.Untrained)}",
            TargetEncoding.Binary => $"guessing costs ln 2 = {Number(run.Untrained)}",
            _ => $"a network with outputs of about 1 costs {Number(run.Untrained)}",
        };
        var saw = $"The first loss is {Number(run.FirstLoss)}, but {expected}, and after {(run.Epochs.Count == 1 ? "an epoch" : $"{run.Epochs.Count} epochs")} it is still {Number(loss)}. ";
        return run.LargestInput > 20
            ? Found(run.Spec.Data!.Source!.Span, saw + $"Inputs reach {Number(run.LargestInput)}, so the first outputs are huge. Normalise them.", Normalize(run))
            : Found(run.Spec.Model.Output.Origin.Span, saw + "The outputs are huge before anything is learnt: look at the layers without an activation or a normalisation between them.");
    }
}
