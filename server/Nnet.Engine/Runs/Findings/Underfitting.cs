using Nnet.Language.Findings;
using Nnet.Language.Layers;

namespace Nnet.Engine.Runs.Findings;

/// <summary>Training and validation stay bad together and no longer improve, and the network is so small that it cannot do more.</summary>
internal sealed class Underfitting : RunCheck
{
    // A good part of the way from guessing to knowing; data with much noise allows no more than some.
    private const double Enough = 0.4;
    private const double Worse = -0.5;

    // A layer of more than this can turn a line into most curves, slowly.
    private const int Few = 3;

    /// <inheritdoc/>
    public override FindingKind Kind => RunFindings.Underfitting;

    /// <inheritdoc/>
    protected override int Order => 150;

    /// <inheritdoc/>
    protected override bool IsSymptom => true;

    /// <inheritdoc/>
    protected override Finding? Look(RunState run)
    {
        if (!run.IsOver || run.Epochs.Count < 10 || run.Progress > Enough || run.Progress < Worse || 1 - (run.Latest.Train["loss"] / run.Constant) > Enough)
        {
            return null;
        }
        if (Plateau.Of(run) is not { } flat)
        {
            return null;
        }
        var hidden = run.Lines.Where(line => line.Node.Layer is Dense && line.Node != run.Spec.Model!.Output && line.Squashing != run.Spec.Model.Output).ToArray();
        var saw = $"Since epoch {flat.Since} the loss stays at {Number(flat.Loss)} (guessing costs {Number(run.Constant)}){(run.Latest.Validation is { } validation ? $", {Number(validation["loss"])} on the validation part" : "")}: the network learns little, and no longer more. ";
        if (hidden.Length == 0)
        {
            return Found(run.Spec.Model!.Output!.Origin.Span, saw + "It has no hidden layer. Put one with an activation before its last line.",
                Fixes.InsertStepBefore(run.Source, run.Lines[^1].Node.Call, "dense 32 activation=relu"));
        }
        var narrow = hidden.MinBy(line => line.Node.Call.Get(Dense.Units))!.Node;
        var units = narrow.Call.Get(Dense.Units);
        return units > Few ? null : Found(narrow.Origin.Span, saw + $"{narrow.Name} has {units} {(units == 1 ? "unit" : "units")}, and all that is learnt has to pass through it. Take more units, or inputs that say more.",
            Fixes.SetArgument(narrow.Call, Dense.Units, $"16"));
    }
}
