using Nnet.Language.Definitions;
using Nnet.Language.Graph;
using Nnet.Language.Training;
using Nnet.Language.Training.Losses;

namespace Nnet.Language.Findings.Rules;

/// <summary>The model gives another number of outputs than the data has answers.</summary>
public sealed class UnitsAndClasses : ObjectiveRule
{
    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("units-differ", Severity.Error, "Outputs and targets differ in number",
        "Cross-entropy compares one output for each class; the other losses compare output and target number by number.");

    /// <inheritdoc/>
    protected override void Look(RuleContext context, TrainSpec train)
    {
        if (train is not { Model: { IsComplete: true } model, Loss.Definition: Loss loss } || context.FactsOf(train) is not { Target: var target } facts)
        {
            return;
        }
        // Along a sequence and over maps, the classes are those of each place.
        var output = model.Output!.Facts!.Output.Shape;
        var units = loss.Encoding == TargetEncoding.ClassIndex ? ClassAxis.Of(output).Classes : output.Count;
        var (expected, what) = loss.Encoding == TargetEncoding.ClassIndex
            ? (target.Classes ?? units, $"{train.Data!.Name} has {(target.Classes == 1 ? "one class alone" : $"{target.Classes} classes")}{Names(target.ClassNames)}")
            : train.Data is { TargetIsInput: true, NamesInputs: true } ? (model.Inputs.Sum(input => input.Facts!.Output.Shape.Count), $"the target is all inputs together, {model.Inputs.Sum(input => input.Facts!.Output.Shape.Count)} numbers")
            : (target.Width, train.Data!.TargetIsInput ? $"the target is the input itself, {target.Width} numbers" : $"{train.Data.Name} has {target.Width} {(target.Width == 1 ? "number" : "numbers")} to predict");
        // A vocabulary may be larger than what this text has of it: another text may have more.
        if (units == expected || (units > expected && facts.Input.Domain.Kind == DomainKind.Tokens))
        {
            return;
        }
        if (units > 1 && units == target.Classes && loss.Encoding == TargetEncoding.Values && !target.IsNamed)
        {
            ReportLoss(context, train, loss, units);
            return;
        }
        // Where the loss is about something else than classes, `target-encoding` tells.
        if (units == target.Classes && (target.IsNamed ? loss.Encoding == TargetEncoding.Values : loss.Encoding == TargetEncoding.Binary && target.Classes > 2))
        {
            return;
        }
        var message = $"{train.Model.Name} ends in {units} {(units == 1 ? "output" : "outputs")}, but {what}.";
        if (model.Head() is not { } head)
        {
            context.Report(new Finding(Kind, train.HeaderSpan, message));
            return;
        }
        var width = head.Width();
        context.Report(Kind, model, head, new Problem(
            width is null ? head.Call.NameSpan : head.Call.SpanOf(width),
            message,
            () => width is null || head.Facts!.Output.Shape.Count != units ? [] : [Fixes.SetArgument(head.Call, width, $"{expected}")]));
    }

    // One output for each class: it is the loss that is about something else.
    private void ReportLoss(RuleContext context, TrainSpec train, Loss loss, long units)
    {
        var classes = Catalog<Loss>.Get<CrossEntropy>().Name;
        var span = train.Loss!.NameSpan;
        context.Report(new Finding(Kind, span, $"{train.Model!.Name} ends in {units} outputs, one for each class of {train.Data!.Name}, but {loss.Name} compares numbers, and there is one number for each sample. The loss of classes is {classes}.")
        {
            Fixes = [Fixes.Replace($"Change to {classes}", span, classes)],
        });
    }

    private static string Names(System.Collections.Immutable.ImmutableArray<string> names)
        => names.Length is 0 or > 12 ? "" : $" ({string.Join(", ", names)})";
}
