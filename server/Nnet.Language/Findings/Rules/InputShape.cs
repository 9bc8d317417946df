using Nnet.Language.Data;
using Nnet.Language.Graph;
using Nnet.Language.Layers;
using Nnet.Language.Training;

namespace Nnet.Language.Findings.Rules;

/// <summary>The model's input is not what the data has.</summary>
public sealed class InputShape : TrainRule
{
    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("input-differs", Severity.Error, "The model's input is not the data's shape",
        "Every sample is fed to the input as it is. A vector may be read as an image of as many numbers and the other way round; anything else would mix up channels and places. Tokens are numbers from 0 up to the vocabulary that the input promises.");

    /// <inheritdoc/>
    protected override void Check(RuleContext context, TrainSpec train)
    {
        // With several inputs nobody can tell yet which one the data is for.
        var inputs = train.Model?.Inputs.Where(node => node.Facts is not null).Take(2).ToArray() ?? [];
        if (inputs is not [var input] || context.FactsOf(train.Data) is not { } facts)
        {
            return;
        }
        CheckTokens(context, train, input, facts);
        var (ours, theirs) = (input.Facts!.Output.Shape, facts.Input.Shape);
        if (ours.Equals(theirs) || (ours.Count == theirs.Count && (ours.Rank == 1 || theirs.Rank == 1)))
        {
            return;
        }
        var hint = ours.Count == theirs.Count ? ": the same numbers in another order (channels come first here)" : "";
        context.Report(Kind, train.Model!, input, new Problem(
            input.Call.SpanOf(Input.Shape),
            $"The input of {train.Model!.Name} is {ours}, but a sample of {train.Data!.Name} is {theirs}{hint}{Texts(train.Data, facts)}.",
            () => [Fixes.Replace($"Change to {theirs.ToSource()}", input.Call.SpanOf(Input.Shape), theirs.ToSource())]));
    }

    // Who has not met texts as inputs counts columns.
    private static string Texts(DataSpec data, DataFacts facts)
    {
        var texts = facts.Columns.Where(column => column.IsText).ToArray();
        return texts.Length == 0 || facts.Input.Shape.Rank > 1 || data.Find<FeaturesSetting>() is not null ? ""
            : $", since {string.Join(", ", texts.Take(4).Select(column => $"{column.Name} becomes {(column.Inputs == 1 ? "1 input" : $"{column.Inputs} inputs")}"))}{(texts.Length > 4 ? $" and {texts.Length - 4} more columns of texts become inputs too" : "")}";
    }

    // A model may know more tokens than a text has, but no text may have tokens that the model does not know.
    private void CheckTokens(RuleContext context, TrainSpec train, Node input, DataFacts facts)
    {
        if (input.Facts!.Output.Domain is { Kind: DomainKind.Tokens, Vocabulary: var known } && facts.Input.Domain is { Kind: DomainKind.Tokens, Vocabulary: var needed } && needed > known)
        {
            var place = input.Call.SpanOf(Input.Domain);
            context.Report(Kind, train.Model!, input, new Problem(
                place,
                $"The input of {train.Model!.Name} knows {known:N0} tokens, but {train.Data!.Name} has {needed:N0}. Write tokens({needed}), here and in the lines that count them, or vocabulary={known} in the data block.",
                () => [Fixes.Replace($"Change to tokens({needed})", place, $"tokens({needed})")]));
        }
    }
}
