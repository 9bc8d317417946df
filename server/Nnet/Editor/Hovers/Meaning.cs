using Nnet.Language;
using Nnet.Language.Definitions;
using Nnet.Language.Layers;
using Nnet.Language.Symbols;
using Nnet.Language.Syntax;
using Nnet.Language.Text;

namespace Nnet.Editor.Hovers;

/// <summary>What the word at the cursor means. It needs no line to be free of errors.</summary>
/// <param name="Span">The word.</param>
public abstract record Meaning(Span Span)
{
    /// <summary>The word of a line in a model or block; the label of a line means the same.</summary>
    public sealed record StepWord(Span Span, StepStatement Step, ModelWord Word) : Meaning(Span);

    /// <summary>A definition that is named: a setting, an optimizer, the value of <c>activation=</c>, a function.</summary>
    public sealed record Named(Span Span, Definition Definition) : Meaning(Span);

    /// <summary>An argument with what is given to it.</summary>
    public sealed record Given(Span Span, Definition Owner, Argument Argument, StepStatement Step, ArgumentSyntax Syntax) : Meaning(Span);

    /// <summary>A value with a name: what <c>let</c> declares, a parameter, an axis, a label.</summary>
    public sealed record Value(Span Span, Symbol Symbol) : Meaning(Span);

    /// <summary>What an edge carries: <c>in.channels</c>.</summary>
    public sealed record Property(Span Span, string Head, string Of, StepStatement? Step) : Meaning(Span);

    /// <summary>The word <c>repeat</c>.</summary>
    public sealed record Repetition(Span Span, RepeatStatement Repeat) : Meaning(Span);

    /// <summary>The word <c>when</c>.</summary>
    public sealed record Condition(Span Span, StepStatement Step) : Meaning(Span);

    /// <summary>The name of a model.</summary>
    public sealed record ModelName(Span Span, string Name) : Meaning(Span);

    /// <summary>The name of a block where it is declared.</summary>
    public sealed record BlockName(Span Span, string Name) : Meaning(Span);

    /// <summary>The name of a data block.</summary>
    public sealed record DataName(Span Span, string Name) : Meaning(Span);

    /// <summary>The name of a column of a table.</summary>
    public sealed record Column(Span Span, string Block, string Name) : Meaning(Span);

    /// <summary>The path of another file.</summary>
    public sealed record Used(Span Span, string Path) : Meaning(Span);

    /// <summary>The meaning of the word at an offset, or null where there is none.</summary>
    public static Meaning? At(Analysis analysis, int offset)
    {
        var declaration = analysis.Syntax.DeclarationAt(offset);
        if (declaration is UseDeclaration { Path: { } path } && path.Span.Touches(offset))
        {
            return new Used(path.Span, path.Content);
        }
        var occurrence = analysis.Symbols.OccurrenceAt(offset);
        switch (occurrence)
        {
            case { Symbol.Kind: NameKind.Model }:
                return new ModelName(occurrence.Span, occurrence.Symbol.Name);
            case { Symbol.Kind: NameKind.Data }:
                return new DataName(occurrence.Span, occurrence.Symbol.Name);
            case { Symbol.Kind: NameKind.Block, IsDeclaration: true }:
                return new BlockName(occurrence.Span, occurrence.Symbol.Name);
        }
        if (declaration is not BlockDeclaration block)
        {
            return occurrence is not null ? new Value(occurrence.Span, occurrence.Symbol)
                : declaration is StatementDeclaration { Statement: LetStatement { Value: { } value } } ? InExpression(analysis, null, value, offset)
                : null;
        }
        // The word before a name means what the name does; what a train block is named by is its model, which its word is not.
        if (occurrence is null && block.Name is { } name && offset <= name.Span.End && (name.Span.Touches(offset) || block is not TrainDeclaration))
        {
            var span = name.Span.Touches(offset) ? name.Span : Span.FromBounds(block.Span.Start, name.Span.End);
            return block is DataDeclaration ? new DataName(span, name.Text) : block is LayerBlockDeclaration ? new BlockName(span, name.Text) : new ModelName(span, name.Text);
        }
        return InBody(analysis, block, occurrence, offset) ?? (occurrence is null ? null : new Value(occurrence.Span, occurrence.Symbol));
    }

    private static Meaning? InBody(Analysis analysis, BlockDeclaration block, Occurrence? occurrence, int offset)
    {
        switch (block.StatementAt(offset))
        {
            case StepStatement step:
                return InStep(analysis, block, step, occurrence, offset);
            case RepeatStatement repeat when repeat.WordSpan.Touches(offset):
                return new Repetition(repeat.WordSpan, repeat);
            case RepeatStatement repeat when occurrence is null:
                return repeat.Counts.Select(count => InExpression(analysis, null, count, offset)).FirstOrDefault(found => found is not null);
            case LetStatement { Value: { } value } when occurrence is null:
                return InExpression(analysis, null, value, offset);
            default:
                return null;
        }
    }

    private static Meaning? InStep(Analysis analysis, BlockDeclaration block, StepStatement step, Occurrence? occurrence, int offset)
    {
        if (DefinitionOf(analysis, block, step) is not { } definition)
        {
            return null;
        }
        if (step.Word.Span.Touches(offset) || (step.Label is { } label && label.Span.Touches(offset)))
        {
            return definition is ModelWord word ? new StepWord(step.Word.Span.Touches(offset) ? step.Word.Span : step.Label!.Span, step, word) : new Named(step.Word.Span, definition);
        }
        if (step.Condition is { } condition && offset > step.CallSpan.End && offset <= condition.Span.End)
        {
            return offset >= condition.Span.Start
                ? occurrence is null ? InExpression(analysis, step, condition, offset) : null
                : new Condition(WordBefore(analysis.Source, condition.Span.Start), step);
        }
        if (step.Arguments.FirstOrDefault(argument => argument.Span.Touches(offset)) is not { } syntax)
        {
            return null;
        }
        if (LineWords.ChoiceOf(definition, syntax) is { } option)
        {
            return new Named(syntax.Value!.Span, option);
        }
        var argument = LineWords.ArgumentOf(definition, step, syntax, word => analysis.Symbols.OccurrenceAt(word.Span.Start) is { IsDeclaration: true });
        if (argument is null)
        {
            return syntax.Value is { } stray && occurrence is null ? InExpression(analysis, step, stray, offset) : null;
        }
        var owner = LineWords.OwnerOf(definition, step, syntax, out _) is var chosen && chosen.Arguments.Contains(argument) ? chosen : definition;
        return InArgument(analysis, block, owner, argument, step, syntax, occurrence, offset);
    }

    // The word of a line: a word of the language, a block, or what the binder made of it (a parameter that stands for a layer).
    private static Definition? DefinitionOf(Analysis analysis, BlockDeclaration block, StepStatement step)
        => LineWords.DefinitionOf(block, step.Word.Text)
            ?? (block is DataDeclaration or TrainDeclaration ? null : analysis.Blocks.FirstOrDefault(known => known.Name == step.Word.Text) ?? analysis.StepAt(step.Word.Span.Start)?.Call?.Definition);

    private static Meaning? InArgument(Analysis analysis, BlockDeclaration block, Definition owner, Argument argument, StepStatement step, ArgumentSyntax syntax, Occurrence? occurrence, int offset)
    {
        if (syntax.Value is { } value && value.Span.Touches(offset))
        {
            if (argument == CommonArguments.Activation && value is NameExpression word && Catalog<Activation>.Find(word.Name) is { } activation)
            {
                return new Named(word.Span, activation);
            }
            if (argument.Kind is ArgumentKind.Columns or ArgumentKind.Formulas && LeafAt(value, offset) is NameExpression or TextLiteral)
            {
                var column = LeafAt(value, offset)!;
                return new Column(column.Span, block.Name?.Text ?? "", column is TextLiteral text ? text.Content : ((NameExpression)column).Name);
            }
            // Names have a meaning of their own, but for one that is all of the value: what it is given to is told with it.
            if (occurrence is not null && (value is not NameExpression || argument.Kind is ArgumentKind.Edges or ArgumentKind.SharedLayer or ArgumentKind.NewName or ArgumentKind.Input or ArgumentKind.Output || occurrence.IsDeclaration))
            {
                return null;
            }
            if (occurrence is null && value is not NumberLiteral && InExpression(analysis, step, value, offset) is { } inner)
            {
                return inner;
            }
        }
        return new Given(syntax.Span, owner, argument, step, syntax);
    }

    private static Span WordBefore(SourceText source, int offset)
    {
        const string Word = "when";
        var space = source[new Span(0, offset)];
        return new Span(space.LastIndexOf(Word, StringComparison.Ordinal), Word.Length);
    }

    // A function, or what an edge carries.
    private static Meaning? InExpression(Analysis analysis, StepStatement? step, Expression expression, int offset) => LeafAt(expression, offset) switch
    {
        NameExpression name when name.Name.IndexOf('.') is var dot and > 0 => new Property(name.Span, name.Name[..dot], name.Name[(dot + 1)..], step),
        CallExpression call when Function.Find(call.Function.Text) is { } function => new Named(call.Function.Span, function),
        _ => null,
    };

    // Expressions nest as deep as the parser allows, so a loop finds the leaf; a call is one at its word.
    private static Expression? LeafAt(Expression expression, int offset)
    {
        for (Expression? inner = expression; inner is not null;)
        {
            if (inner is NameExpression or TextLiteral || (inner is CallExpression call && call.Function.Span.Touches(offset)))
            {
                return inner;
            }
            inner = inner.Parts().FirstOrDefault(child => child.Span.Touches(offset));
        }
        return null;
    }
}
