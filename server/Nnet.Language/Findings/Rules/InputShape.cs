using System.Collections.Immutable;
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
        var inputs = train.Model?.Inputs.Where(node => node.Facts is not null).ToArray() ?? [];
        if (inputs.Length == 0 || context.FactsOf(train.Data) is not { } facts)
        {
            return;
        }
        if (inputs.Length > 1 || train.Data!.NamesInputs)
        {
            foreach (var (one, fed) in inputs.Select(one => (one, facts.Inputs.FirstOrDefault(fed => fed.Name == one.Name))))
            {
                CheckFed(context, train, one, fed);
            }
            return;
        }
        var input = inputs[0];
        if (input.Facts!.Output.Domain.Kind == DomainKind.Tokens && facts.Columns.Any(column => column.IsText))
        {
            CheckFed(context, train, input, new InputFacts(input.Name, facts.Input, facts.Columns));
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

    // One of several inputs: a number for each column or expression, all of those of an array, and where it does not take tokens one for each category.
    private void CheckFed(RuleContext context, TrainSpec train, Node input, InputFacts? fed)
    {
        if (fed is null)
        {
            return;
        }
        var type = input.Facts!.Output;
        var takesTokens = type.Domain.Kind == DomainKind.Tokens;
        var numbers = takesTokens ? fed.Columns.Sum(column => column.IsText ? 1 : column.Inputs) : (int)fed.Type.Shape.Count;
        var line = train.Data!.Features.FirstOrDefault(features => features.Get(FeaturesSetting.Input) == fed.Name);
        var what = line is null ? train.Data.Name : "its line";
        if (type.Shape.Count != numbers)
        {
            var span = line is not null && train.Data.Foreign is null ? line.SpanOf(FeaturesSetting.Expressions) : input.Call.SpanOf(Input.Shape);
            var texts = takesTokens ? "" : Texts(fed.Columns);
            var fits = type.Shape.IsSequence ? $"[{type.Shape.NameOf(0)}={numbers}]" : type.Shape.Rank == 1 ? $"{numbers}" : null;
            context.Report(new Finding(Kind, span, $"The input {input.Name} of {train.Model!.Name} takes {Count(type.Shape.Count)} ({type.Shape}), but {what} gives it {numbers}{texts}. Change one of the two.")
            {
                Fixes = fits is null || input.Origin.Foreign is not null ? [] : [Fixes.Replace($"Change the input to {fits}", input.Call.SpanOf(Input.Shape), fits)],
            });
            return;
        }
        foreach (var column in takesTokens ? fed.Columns : [])
        {
            var needed = column.IsText ? column.Categories.Length : column.Low < 0 || column.Low != Math.Floor(column.Low) || column.High != Math.Floor(column.High) ? -1 : (long)column.High + 1;
            var place = input.Call.SpanOf(Input.Domain);
            if (needed < 0)
            {
                context.Report(Kind, train.Model!, input, new Problem(place, $"The input {input.Name} takes tokens, whole numbers from 0, but {column.Name} goes from {column.Low:0.####} to {column.High:0.####}. `onehot={column.Name}` on the line of the source makes categories of its numbers."));
            }
            else if (needed > type.Domain.Vocabulary)
            {
                context.Report(Kind, train.Model!, input, new Problem(
                    place,
                    $"The input {input.Name} knows {type.Domain.Vocabulary:N0} tokens, but {column.Name} has {(column.IsText ? $"{needed:N0} categories" : $"numbers up to {column.High:N0}")}. Write tokens({needed}), here and in the lines that count them.",
                    () => [Fixes.Replace($"Change to tokens({needed})", place, $"tokens({needed})")]));
            }
        }
    }

    private static string Count(long numbers) => numbers == 1 ? "1 number" : $"{numbers:N0} numbers";

    // Who has not met texts as inputs counts columns.
    private static string Texts(DataSpec data, DataFacts facts)
        => facts.Input.Shape.Rank > 1 || data.Find<FeaturesSetting>() is not null ? "" : Texts(facts.Columns);

    private static string Texts(ImmutableArray<ColumnFacts> columns)
    {
        var texts = columns.Where(column => column.IsText).ToArray();
        return texts.Length == 0 ? ""
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
