using System.Collections.Immutable;
using Nnet.Language.Text;

namespace Nnet.Language.Syntax;

/// <summary>Anything that has a value. Long chains of operators are flat, so that no depth of a tree can exhaust the stack.</summary>
/// <param name="Span">Where it is written.</param>
public abstract record Expression(Span Span)
{
    /// <summary>The same expression in a text in which it stands further on.</summary>
    internal abstract Expression Moved(int by);
}

/// <summary>A number: <c>3</c>, <c>0.5</c>, <c>1e-4</c>.</summary>
public sealed record NumberLiteral(Span Span, double Value, bool IsInteger) : Expression(Span)
{
    internal override NumberLiteral Moved(int by) => new(Span.Moved(by), Value, IsInteger);
}

/// <summary>A percentage: <c>80%</c>; <paramref name="Fraction"/> is 0.8.</summary>
public sealed record PercentLiteral(Span Span, double Fraction) : Expression(Span)
{
    internal override PercentLiteral Moved(int by) => new(Span.Moved(by), Fraction);
}

/// <summary>A number with a unit: <c>10deg</c>.</summary>
public sealed record QuantityLiteral(Span Span, double Amount, string Unit) : Expression(Span)
{
    internal override QuantityLiteral Moved(int by) => new(Span.Moved(by), Amount, Unit);
}

/// <summary>Dimensions: <c>1x28x28</c>.</summary>
public sealed record DimensionsLiteral(Span Span, ImmutableArray<int> Axes) : Expression(Span)
{
    internal override DimensionsLiteral Moved(int by) => new(Span.Moved(by), Axes);
}

/// <summary>A text in quotes; <paramref name="Content"/> is without them.</summary>
public sealed record TextLiteral(Span Span, string Content) : Expression(Span)
{
    internal override TextLiteral Moved(int by) => new(Span.Moved(by), Content);
}

/// <summary>A name, perhaps of several parts: <c>d</c>, <c>in.channels</c>.</summary>
public sealed record NameExpression(Span Span, string Name) : Expression(Span)
{
    internal override NameExpression Moved(int by) => new(Span.Moved(by), Name);
}

/// <summary>A list: <c>[3, 5]</c>, <c>[seq=1024]</c>.</summary>
public sealed record ListExpression(Span Span, ImmutableArray<ListItem> Items) : Expression(Span)
{
    internal override ListExpression Moved(int by) => new(Span.Moved(by), [.. Items.Select(item => item.Moved(by))]);
}

/// <summary>An expression in parentheses.</summary>
public sealed record ParenthesizedExpression(Span Span, Expression Inner) : Expression(Span)
{
    internal override ParenthesizedExpression Moved(int by) => new(Span.Moved(by), Inner.Moved(by));
}

/// <summary>A function with its operands: <c>max(3, d)</c>.</summary>
public sealed record CallExpression(Span Span, Name Function, ImmutableArray<Expression> Operands) : Expression(Span)
{
    internal override CallExpression Moved(int by) => new(Span.Moved(by), Function.Moved(by), [.. Operands.Select(operand => operand.Moved(by))]);
}

/// <summary>Signs before an operand; an even number of minus signs is none.</summary>
public sealed record SignExpression(Span Span, bool Negative, Expression Operand) : Expression(Span)
{
    internal override SignExpression Moved(int by) => new(Span.Moved(by), Negative, Operand.Moved(by));
}

/// <summary>Operands joined by operators of one precedence, applied from the left: <c>a − b + c</c>.</summary>
public sealed record ChainExpression(Span Span, Expression First, ImmutableArray<ChainLink> Rest) : Expression(Span)
{
    internal override ChainExpression Moved(int by) => new(Span.Moved(by), First.Moved(by), [.. Rest.Select(link => link.Moved(by))]);
}

/// <summary>An operator and its right operand.</summary>
/// <param name="Operator"><c>or and == != &lt; &lt;= &gt; &gt;= + - * / // % ^</c>.</param>
/// <param name="OperatorSpan">Where the operator stands.</param>
/// <param name="Operand">What stands behind it.</param>
public sealed record ChainLink(string Operator, Span OperatorSpan, Expression Operand)
{
    internal ChainLink Moved(int by) => new(Operator, OperatorSpan.Moved(by), Operand.Moved(by));
}

/// <summary>An element of a list, perhaps named.</summary>
public sealed record ListItem(Name? Name, Expression Value)
{
    internal ListItem Moved(int by) => new(Name?.Moved(by), Value.Moved(by));
}

/// <summary>A word in its place.</summary>
public sealed record Name(string Text, Span Span)
{
    internal Name Moved(int by) => new(Text, Span.Moved(by));
}
