using System.Collections.Immutable;
using Nnet.Language.Findings;
using Nnet.Language.Training;

namespace Nnet.Engine.Runs.Findings;

/// <summary>The first loss is far above what guessing costs, and an epoch of training did not bring it back.</summary>
internal sealed class HighFirstLoss : RunCheck
{
    private const double Factor = 5;

    // Most such starts are mended soon; only those that are not by then are worth a word.
    private const int Epochs = 3;
    private const int Steps = 50;

    /// <summary>Whether the first loss is far above that of a network which knows nothing.</summary>
    public static bool IsHigh(RunState run) => run.FirstLoss > Factor * run.Untrained;

    /// <inheritdoc/>
    public override FindingKind Kind => RunFindings.HighFirstLoss;

    /// <inheritdoc/>
    protected override int Order => 30;

    /// <inheritdoc/>
    protected override ImmutableArray<Type> Causes => [typeof(Diverging), typeof(StrongDropout)];

    /// <inheritdoc/>
    protected override Finding? Look(RunState run)
    {
        var due = Math.Max(Epochs, (Steps + run.StepsPerEpoch - 1) / run.StepsPerEpoch);
        if (run.Epochs.Count == 0 || !IsHigh(run) || StrongDropout.In(run) is not null || !(run.Epochs.Count == due || (run.IsOver && run.Epochs.Count < due)))
        {
            return null;
        }
        var loss = run.Latest.Train["loss"];
        // A loss that has grown since is diverging: that is the optimizer's finding, not this one.
        if (!(loss > run.Constant) || loss > 1.5 * run.FirstLoss)
        {
            return null;
        }
        var objective = (Loss)run.Spec.Loss!.Definition;
        var classes = ClassAxis.Of(run.Spec.Model!.Output!.Facts!.Output.Shape).Classes;
        var expected = objective switch
        {
            { TakesProbabilities: false, Encoding: TargetEncoding.Values } => $"a network with outputs of about 1 costs {Number(run.Untrained)}",
            { TakesProbabilities: true, Encoding: TargetEncoding.ClassIndex } when Is(Math.Log(classes)) => $"guessing among {classes} classes costs ln {classes} = {Number(run.Untrained)}",
            { TakesProbabilities: true, Encoding: TargetEncoding.Binary } when Is(Math.Log(2)) => $"guessing costs ln 2 = {Number(run.Untrained)}",
            _ => $"guessing costs {Number(run.Untrained)}",
        };
        var saw = $"The first loss is {Number(run.FirstLoss)}, but {expected}, and after {(run.Epochs.Count == 1 ? "an epoch" : $"{run.Epochs.Count} epochs")} it is still {Number(loss)}. ";
        return run.LargestInput > LargeInput
            ? Found(run.Spec.Data!.Source!.Span, saw + $"Inputs reach {Number(run.LargestInput)}, so the first outputs are huge. Normalise them.", Normalize(run))
            : LoudStart(run) is { } loud
            ? Found(loud.Line.Span, saw + $"The weights of {loud.Line.Node.Name} begin with norm {Number(loud.Norm)}, where {Number(loud.Usual)} is usual. Leave init out: the rule that suits the activation is the default.", loud.Fix)
            : Found(run.Spec.Model.Output.Origin.Span, saw + "The outputs are huge before anything is learnt: look at the layers without an activation or a normalisation between them.");

        bool Is(double cost) => Math.Abs(run.Untrained - cost) < 1e-9;
    }
}
