using Nnet.Language.Training;

namespace Nnet.Language.Findings.Rules;

/// <summary>Another number of class weights than there are classes.</summary>
public sealed class ClassWeightsAndClasses : ObjectiveRule
{
    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("class-weights", Severity.Error, "Class weights and classes differ in number",
        "Each class wants one weight, in the order of the classes; a yes-or-no loss has two, no before yes.");

    /// <inheritdoc/>
    protected override void Look(RuleContext context, TrainSpec train)
    {
        if (train.Loss is not { Definition: Loss { ClassWeights: { } argument } loss } call || call.Get(argument) is not { IsBalanced: false, Weights.Length: var given })
        {
            return;
        }
        var (classes, why) = loss.Encoding == TargetEncoding.ClassIndex
            ? train.Model is { IsComplete: true } model ? (ClassAxis.Of(model.Output!.Facts!.Output.Shape).Classes, $"{model.Name} ends in an output for each of {{0}} classes") : (given, "")
            : (2, "a yes-or-no answer has {0}: no and yes");
        if (given != classes)
        {
            context.Report(new Finding(Kind, call.SpanOf(argument), $"class_weights has {given} numbers, but {string.Format(System.Globalization.CultureInfo.InvariantCulture, why, classes)}.")
            {
                Fixes = [Fixes.SetArgument(call, argument, "balanced"), Fixes.RemoveArgument("Remove class_weights", context.Source, call, argument)],
            });
        }
    }
}
