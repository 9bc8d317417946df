using Nnet.Language.Layers;
using Nnet.Language.Training;

namespace Nnet.Language.Findings.Rules;

/// <summary>The model's input is not what the data has.</summary>
public sealed class InputShape : TrainRule
{
    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("input-differs", Severity.Error, "The model's input is not the data's shape",
        "Every sample is fed to the input as it is. A vector may be read as an image of as many numbers and the other way round; anything else would mix up channels and places.");

    /// <inheritdoc/>
    protected override void Check(RuleContext context, TrainSpec train)
    {
        if (train.Model?.Inputs.FirstOrDefault(node => node.Facts is not null) is not { } input || context.FactsOf(train.Data) is not { } facts)
        {
            return;
        }
        var (ours, theirs) = (input.Facts!.Output.Shape, facts.Input.Shape);
        if (ours.Equals(theirs) || (ours.Count == theirs.Count && (ours.Rank == 1 || theirs.Rank == 1)))
        {
            return;
        }
        var hint = ours.Count == theirs.Count ? ": the same numbers in another order (channels come first here)" : "";
        context.Report(new Finding(Kind, input.Call.SpanOf(Input.Shape), $"The input of {train.Model.Name} is {ours}, but a sample of {train.Data!.Name} is {theirs}{hint}.")
        {
            Fixes = [Fixes.Replace($"Change to {theirs.ToSource()}", input.Call.SpanOf(Input.Shape), theirs.ToSource())],
        });
    }
}
