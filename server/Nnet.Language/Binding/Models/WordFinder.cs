using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Layers;
using Nnet.Language.Syntax;
using Nnet.Language.Syntax.Parsing;
using Nnet.Language.Text;

namespace Nnet.Language.Binding.Models;

/// <summary>Finds what the word of a line means: a word of the language, a block, or a parameter that stands for a layer.</summary>
internal static class WordFinder
{
    /// <summary>The word's meaning; null when it has none, which is reported unless the line is half typed.</summary>
    public static ModelWord? Find(Frame frame, Scope scope, StepStatement step)
    {
        var (word, span, bag) = (step.Word.Text, step.Word.Span, frame.Bag);
        if (Catalog<ModelWord>.Find(word) is { } known)
        {
            return known;
        }
        if (frame.Unit.FindBlock(word) is { Definition: var block })
        {
            return block;
        }
        if (scope.TryFind(word, out var value))
        {
            if (value is Value.Word { Name: var name } && Catalog<Layer>.Find(name) is { } layer)
            {
                return layer;
            }
            if (value is not null && !step.HasErrors)
            {
                bag.Add(BindingFindings.UnknownWord, span, value is Value.Edge
                    ? $"`{word}` is the label of a line above, not a layer. `from {word}` goes on from there; `add {word}` and `concat {word}` join it with the line above."
                    : $"`{word}` is {value}, which is no layer.");
            }
            return null;
        }
        if ((Catalog<ModelWord>.FindAlias(word) ?? Catalog<ModelWord>.FindInAnyCase(word)) is { } alias)
        {
            // `Dense(64, …)` has its finding already, whose fix writes the line anew.
            if (!step.HasErrors || bag.Source[span.End] != '(')
            {
                bag.Add(BindingFindings.OtherSpelling, span, $"`{word}` is written `{alias.Name}` here.", Fixes.Replace($"Change to {alias.Name}", span, alias.Name));
            }
            return alias;
        }
        if (Catalog<Setting>.Find(word) is { } setting)
        {
            bag.Add(BindingFindings.Misplaced, span, $"`{word}` is no layer: it belongs in a `{(setting is Data.DataSetting ? "data" : "train")}` block.");
            return null;
        }
        if (step.HasErrors && step.Arguments.IsEmpty)
        {
            return null;
        }
        if (ForeignWords.Remedy(word) is { } remedy)
        {
            // `for i in range(3):` has its finding already.
            if (!step.HasErrors)
            {
                bag.Add(BindingFindings.UnknownWord, span, remedy);
            }
            return null;
        }
        frame.Unit.Scope.Reads?.Words(frame.Unit.Blocks.Keys);
        if (ForeignWords.Kinds(word) is { Length: > 0 } kinds)
        {
            bag.Add(BindingFindings.UnknownWord, span, $"`{word}` is of several kinds here: {string.Join(" or ", kinds)}.", [.. kinds.Select(kind => Fixes.Replace($"Change to {kind}", span, kind))]);
            return null;
        }
        var nearest = bag.Nearest(word, Catalog<ModelWord>.All.Select(candidate => candidate.Name).Concat(frame.Unit.Blocks.Keys).Concat(Catalog<ModelWord>.All.SelectMany(candidate => candidate.Aliases)));
        nearest = nearest is null || frame.Unit.Blocks.ContainsKey(nearest) ? nearest : (Catalog<ModelWord>.Find(nearest) ?? Catalog<ModelWord>.FindAlias(nearest))!.Name;
        bag.Add(BindingFindings.UnknownWord, span, $"There is no layer{(frame.Unit.Blocks.Count > 0 ? " or block" : "")} `{word}`.{Spelling.Suggest(nearest)}", nearest is null ? [] : [Fixes.Replace($"Change to {nearest}", span, nearest)]);
        return null;
    }
}
