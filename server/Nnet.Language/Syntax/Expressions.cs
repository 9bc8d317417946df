using System.Collections.Immutable;
using Nnet.Language.Text;

namespace Nnet.Language.Syntax;

/// <summary>Anything that has a value. Long chains of operators are flat, so that no depth of a tree can exhaust the stack.</summary>
/// <param name="Span">Where it is written.</param>
public abstract record Expression(Span Span)
{
    /// <summary>The same expression in the text in which it is found.</summary>
    internal abstract Expression Moved(Relocation to);
}

/// <summary>A number: <c>3</c>, <c>0.5</c>, <c>1e-4</c>.</summary>
public sealed record NumberLiteral(Span Span, double Value, bool IsInteger) : Expression(Span)
{
    internal override NumberLiteral Moved(Relocation to) => new(Span.Moved(to), Value, IsInteger);
}

/// <summary>A percentage: <c>80%</c>; <paramref name="Fraction"/> is 0.8.</summary>
public sealed record PercentLiteral(Span Span, double Fraction) : Expression(Span)
{
    internal override PercentLiteral Moved(Relocation to) => new(Span.Moved(to), Fraction);
}

/// <summary>A number with a unit: <c>10deg</c>.</summary>
public sealed record QuantityLiteral(Span Span, double Amount, string Unit) : Expression(Span)
{
    internal override QuantityLiteral Moved(Relocation to) => new(Span.Moved(to), Amount, Unit);
}

/// <summary>Dimensions: <c>1x28x28</c>.</summary>
public sealed record DimensionsLiteral(Span Span, ImmutableArray<int> Axes) : Expression(Span)
{
    internal override DimensionsLiteral Moved(Relocation to) => new(Span.Moved(to), Axes);
}

/// <summary>A text in quotes; <paramref name="Content"/> is without them.</summary>
public sealed record TextLiteral(Span Span, string Content) : Expression(Span)
{
    internal override TextLiteral Moved(Relocation to) => new(Span.Moved(to), Content);
}

/// <summary>A name, perhaps of several parts: <c>d</c>, <c>in.channels</c>.</summary>
public sealed record NameExpression(Span Span, string Name) : Expression(Span)
{
    internal override NameExpression Moved(Relocation to) => new(Span.Moved(to), Name);
}

/// <summary>A list: <c>[3, 5]</c>, <c>[seq=1024]</c>.</summary>
public sealed record ListExpression(Span Span, ImmutableArray<ListItem> Items) : Expression(Span)
{
    internal override ListExpression Moved(Relocation to) => new(Span.Moved(to), [.. Items.Select(item => item.Moved(to))]);
}

/// <summary>An expression in parentheses.</summary>
public sealed record ParenthesizedExpression(Span Span, Expression Inner) : Expression(Span)
{
    internal override ParenthesizedExpression Moved(Relocation to) => new(Span.Moved(to), Inner.Moved(to));
}

/// <summary>A function with its operands: <c>max(3, d)</c>.</summary>
public sealed record CallExpression(Span Span, Name Function, ImmutableArray<Expression> Operands) : Expression(Span)
{
    internal override CallExpression Moved(Relocation to) => new(Span.Moved(to), Function.Moved(to), [.. Operands.Select(operand => operand.Moved(to))]);
}

/// <summary>Signs before an operand; an even number of minus signs is none.</summary>
public sealed record SignExpression(Span Span, bool Negative, Expression Operand) : Expression(Span)
{
    internal override SignExpression Moved(Relocation to) => new(Span.Moved(to), Negative, Operand.Moved(to));
}

/// <summary>Operands joined by operators of one precedence, applied from the left: <c>a − b + c</c>.</summary>
public sealed record ChainExpression(Span Span, Expression First, ImmutableArray<ChainLink> Rest) : Expression(Span)
{
    internal override ChainExpression Moved(Relocation to) => new(Span.Moved(to), First.Moved(to), [.. Rest.Select(link => link.Moved(to))]);
}

/// <summary>An operator and its right operand.</summary>
/// <param name="Operator"><c>or and == != &lt; &lt;= &gt; &gt;= + - * / // % ^</c>.</param>
/// <param name="OperatorSpan">Where the operator stands.</param>
/// <param name="Operand">What stands behind it.</param>
public sealed record ChainLink(string Operator, Span OperatorSpan, Expression Operand)
{
    internal ChainLink Moved(Relocation to) => new(Operator, OperatorSpan.Moved(to), Operand.Moved(to));
}

/// <summary>An element of a list, perhaps named.</summary>
public sealed record ListItem(Name? Name, Expression Value)
{
    internal ListItem Moved(Relocation to) => new(Name?.Moved(to), Value.Moved(to));
}

/// <summary>A word in its place.</summary>
public sealed record Name(string Text, Span Span)
{
    internal Name Moved(Relocation to) => new(Text, Span.Moved(to));
}
