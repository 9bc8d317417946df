using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Nnet.Language.Text;

namespace Nnet.Language.Syntax;

/// <summary>A line of a body, or of the file.</summary>
/// <param name="Span">Where it is written.</param>
public abstract record Statement(Span Span)
{
    /// <summary>The lines in its braces, or null.</summary>
    internal Body? Inner => this switch
    {
        StepStatement step => step.Body,
        RepeatStatement repeat => repeat.Body ?? repeat.Step?.Body,
        _ => null,
    };

    /// <summary>The same statement in the text in which it is found.</summary>
    internal abstract Statement Moved(Relocation to);
}

/// <summary><c>let d = 768</c>; <paramref name="Value"/> is null while it is half typed.</summary>
public sealed record LetStatement(Span Span, Name Name, Expression? Value) : Statement(Span)
{
    internal override LetStatement Moved(Relocation to) => new(Span.Moved(to), Name.Moved(to), Value?.Moved(to));
}

/// <summary><c>repeat 3 dense 8</c> or <c>repeat 3 { … }</c>; <c>repeat 2 repeat 3 …</c> has two counts.</summary>
public sealed record RepeatStatement(Span Span, Span WordSpan, ImmutableArray<Expression> Counts, Body? Body, StepStatement? Step) : Statement(Span)
{
    /// <summary>The number of rounds where it is written as a number; null where it is worked out.</summary>
    public int? WrittenRounds
    {
        get
        {
            var product = 1.0;
            foreach (var count in Counts)
            {
                if (count is not NumberLiteral { IsInteger: true } number)
                {
                    return null;
                }
                product *= number.Value;
            }
            return (int)Math.Min(int.MaxValue, product);
        }
    }

    internal override RepeatStatement Moved(Relocation to) => new(Span.Moved(to), WordSpan.Moved(to), [.. Counts.Select(count => count.Moved(to))], Body?.Moved(to), Step?.Moved(to));
}

/// <summary>A layer, a block's call or a setting: <c>c1: conv 6 kernel=5 activation=tanh</c>.</summary>
/// <param name="Span">All of it, the label and a body included.</param>
/// <param name="Label">The name that it gives to its result, or null.</param>
/// <param name="Word">What it is.</param>
/// <param name="Arguments">In the order of the text.</param>
/// <param name="Condition">What stands behind <c>when</c>, or null.</param>
/// <param name="Body">What stands in braces, or null.</param>
/// <param name="HasErrors">Whether its line is not whole, so that what is missing there is known already.</param>
public sealed record StepStatement(Span Span, Name? Label, Name Word, ImmutableArray<ArgumentSyntax> Arguments, Expression? Condition, Body? Body, bool HasErrors) : Statement(Span)
{
    /// <summary>The word with its arguments, without label, condition and body.</summary>
    public Span CallSpan => Arguments.Length > 0 ? Span.Cover(Word.Span, Arguments[^1].Span) : Word.Span;

    /// <summary>What was found to follow from these words alone, whatever stands around them; null as long as nobody looked, or nothing does.</summary>
    internal object? Meaning { get; set; }

    internal override StepStatement Moved(Relocation to)
    {
        var arguments = Arguments.IsEmpty ? [] : new ArgumentSyntax[Arguments.Length];
        for (var i = 0; i < arguments.Length; i++)
        {
            arguments[i] = Arguments[i].Moved(to);
        }
        return new StepStatement(Span.Moved(to), Label?.Moved(to), Word.Moved(to), ImmutableCollectionsMarshal.AsImmutableArray(arguments), Condition?.Moved(to), Body?.Moved(to), HasErrors);
    }
}

/// <summary>A value that a line gives, by name or by place; <paramref name="Value"/> is null while it is half typed.</summary>
public sealed record ArgumentSyntax(Span Span, Name? Name, Expression? Value)
{
    internal ArgumentSyntax Moved(Relocation to) => new(Span.Moved(to), Name?.Moved(to), Value?.Moved(to));
}

/// <summary>Statements in braces.</summary>
/// <param name="Span">With both braces.</param>
/// <param name="Statements">In the order of the text.</param>
public sealed record Body(Span Span, ImmutableArray<Statement> Statements)
{
    /// <summary>What stands between the braces.</summary>
    public Span Inside => Span.FromBounds(Span.Start + 1, Math.Max(Span.Start + 1, Span.End - 1));

    internal Body Moved(Relocation to) => new(Span.Moved(to), [.. Statements.Select(statement => statement.Moved(to))]);
}
