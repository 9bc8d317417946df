using Nnet.Language.Definitions;
using Nnet.Language.Layers;
using Nnet.Language.Layers.Joins;
using Nnet.Language.Layers.Structure;
using Nnet.Language.Symbols;
using Nnet.Language.Syntax;
using Nnet.Language.Text;

namespace Nnet.Editor.SemanticTokens;

/// <summary>A word with what it is.</summary>
public readonly record struct TypedWord(Span Span, WordType Type, WordModifiers Modifiers);

/// <summary>
/// Tells what the words of a text are, from the words alone. What the text's grammar can tell (numbers, texts, keywords, comments) is
/// left to it, and so is what means nothing: a slip keeps its plain colour.
/// </summary>
public static class WordReader
{
    /// <summary>Every word that is known, in no particular order; they do not overlap.</summary>
    public static IEnumerable<TypedWord> Read(SymbolTable symbols)
        => symbols.Occurrences.Select(Of).Concat(
            from block in symbols.Tree.Declarations.OfType<BlockDeclaration>()
            from step in block.Steps()
            from word in OfLine(symbols, block, step)
            select word);

    private static TypedWord Of(Occurrence occurrence)
    {
        var (type, modifiers) = TokenLegend.Of(occurrence.Symbol.Kind);
        return new TypedWord(occurrence.Span, type, occurrence.IsDeclaration ? modifiers | WordModifiers.Declaration : modifiers);
    }

    private static IEnumerable<TypedWord> OfLine(SymbolTable symbols, BlockDeclaration block, StepStatement step)
    {
        var definition = LineWords.DefinitionOf(block, step.Word.Text);
        if (definition is not null && definition.Name == step.Word.Text)
        {
            yield return definition is Structure or Join
                ? new TypedWord(step.Word.Span, WordType.Keyword, WordModifiers.None)
                : new TypedWord(step.Word.Span, WordType.Function, WordModifiers.DefaultLibrary);
        }
        foreach (var argument in step.Arguments)
        {
            foreach (var word in OfArgument(symbols, step, definition, argument))
            {
                yield return word;
            }
        }
        foreach (var tail in Tails(symbols, step.Condition))
        {
            yield return tail;
        }
    }

    private static IEnumerable<TypedWord> OfArgument(SymbolTable symbols, StepStatement step, Definition? definition, ArgumentSyntax given)
    {
        if (LineWords.ChoiceOf(definition, given) is not null)
        {
            yield return new TypedWord(given.Value!.Span, WordType.EnumMember, WordModifiers.None);
            yield break;
        }
        var argument = definition is null ? null : LineWords.ArgumentOf(definition, step, given, word => symbols.OccurrenceAt(word.Span.Start) is { IsDeclaration: true });
        if (argument is not null && given.Name is { } name)
        {
            yield return new TypedWord(name.Span, WordType.Property, WordModifiers.None);
        }
        foreach (var word in Words(given.Value))
        {
            // A parameter of a block takes any word that a layer's argument could take.
            if (word.Text is not ("true" or "false") && !symbols.IsNamedIn(word.Span)
                && (argument is null ? definition is null && Catalog<Layer>.Find(word.Text) is not null : IsOneOf(argument, word.Text)))
            {
                yield return new TypedWord(word.Span, WordType.EnumMember, WordModifiers.None);
            }
        }
        // `domain=tokens(50257)`, `init=normal(0.02)`
        if (argument is { Kind: ArgumentKind.Domain or ArgumentKind.Initial } && given.Value is CallExpression call)
        {
            yield return new TypedWord(call.Function.Span, WordType.EnumMember, WordModifiers.None);
        }
        foreach (var tail in Tails(symbols, given.Value))
        {
            yield return tail;
        }
    }

    // Some arguments make the list of their words anew whenever they are asked.
    private static bool IsOneOf(Argument argument, string word)
        => argument.Kind == ArgumentKind.Word ? argument.Convert(new Value.Word(word)) is not null : argument.Words.Contains(word);

    // The words that a value is, by itself or in a list.
    private static IEnumerable<Name> Words(Expression? value) => value switch
    {
        NameExpression name => [new Name(name.Name, name.Span)],
        ListExpression list => list.Items.SelectMany(item => Words(item.Value)),
        ParenthesizedExpression parenthesized => Words(parenthesized.Inner),
        _ => [],
    };

    // What is asked of an edge: `channels` of `e4.channels`. The grammar itself knows `in`.
    private static IEnumerable<TypedWord> Tails(SymbolTable symbols, Expression? value)
    {
        if (value is NameExpression name)
        {
            var dot = name.Name.IndexOf('.');
            if (dot > 0 && symbols.OccurrenceAt(name.Span.Start) is not null && name.Span.Length == name.Name.Length)
            {
                yield return new TypedWord(Span.FromBounds(name.Span.Start + dot + 1, name.Span.End), WordType.Property, WordModifiers.None);
            }
            yield break;
        }
        foreach (var tail in value?.Parts().SelectMany(part => Tails(symbols, part)) ?? [])
        {
            yield return tail;
        }
    }
}
