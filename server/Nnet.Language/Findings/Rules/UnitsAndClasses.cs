using Nnet.Language.Graph;
using Nnet.Language.Layers;
using Nnet.Language.Training;

namespace Nnet.Language.Findings.Rules;

/// <summary>The model gives another number of outputs than the data has answers.</summary>
public sealed class UnitsAndClasses : TrainRule
{
    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("units-differ", Severity.Error, "Outputs and targets differ in number",
        "Cross-entropy compares one output for each class; the other losses compare output and target number by number.");

    /// <inheritdoc/>
    protected override void Check(RuleContext context, TrainSpec train)
    {
        if (train is not { Model.IsComplete: true, Loss.Definition: Loss loss } || context.FactsOf(train.Data)?.Target is not { } target)
        {
            return;
        }
        var units = train.Model.Output!.Facts!.Output.Shape.Count;
        var (expected, what) = loss.Encoding == TargetEncoding.ClassIndex
            ? (target.Classes ?? units, $"{train.Data!.Name} has {target.Classes} classes{Names(target.ClassNames)}")
            : (target.Width, train.Data!.TargetIsInput ? $"the target is the input itself, {target.Width} numbers" : $"{train.Data.Name} has {target.Width} {(target.Width == 1 ? "number" : "numbers")} to predict");
        if (units == expected)
        {
            return;
        }
        var head = train.Model.Head();
        context.Report(new Finding(Kind, HeadSpan(head) ?? train.HeaderSpan, $"{train.Model.Name} ends in {units} {(units == 1 ? "output" : "outputs")}, but {what}.")
        {
            Fixes = head?.Layer is Dense ? [Fixes.SetArgument(head.Call, Dense.Units, $"{expected}")] : [],
        });
    }

    private static Text.Span? HeadSpan(Node? head) => head is null ? null : head.Layer is Dense ? head.Call.SpanOf(Dense.Units) : head.Origin.NameSpan;

    private static string Names(System.Collections.Immutable.ImmutableArray<string> names)
        => names.Length is 0 or > 12 ? "" : $" ({string.Join(", ", names)})";
}
