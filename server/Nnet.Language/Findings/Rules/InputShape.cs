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
        // With several inputs nobody can tell yet which one the data is for.
        var inputs = train.Model?.Inputs.Where(node => node.Facts is not null).Take(2).ToArray() ?? [];
        if (inputs is not [var input] || context.FactsOf(train.Data) is not { } facts)
        {
            return;
        }
        var (ours, theirs) = (input.Facts!.Output.Shape, facts.Input.Shape);
        if (ours.Equals(theirs) || (ours.Count == theirs.Count && (ours.Rank == 1 || theirs.Rank == 1)))
        {
            return;
        }
        var hint = ours.Count == theirs.Count ? ": the same numbers in another order (channels come first here)" : "";
        context.Report(Kind, train.Model!, input, new Problem(
            input.Call.SpanOf(Input.Shape),
            $"The input of {train.Model!.Name} is {ours}, but a sample of {train.Data!.Name} is {theirs}{hint}.",
            () => [Fixes.Replace($"Change to {theirs.ToSource()}", input.Call.SpanOf(Input.Shape), theirs.ToSource())]));
    }
}
