using System.Collections.Immutable;
using Nnet.Language.Text;

namespace Nnet.Language.Definitions;

/// <summary>A definition with the arguments that a line gives it, all of them checked.</summary>
/// <param name="Definition">What is called.</param>
/// <param name="Span">The whole call.</param>
/// <param name="NameSpan">The definition's word.</param>
/// <param name="Values">What was given; the rest has its default.</param>
public sealed record Call(Definition Definition, Span Span, Span NameSpan, ArgumentValues Values)
{
    /// <summary>What a setting chose, with its own arguments: the <c>sgd lr=0.1</c> of <c>optimizer sgd lr=0.1</c>.</summary>
    public ImmutableArray<Call> Choices { get; init; } = [];

    /// <summary>The first (mostly only) choice, or null.</summary>
    public Call? Choice => Choices.Length > 0 ? Choices[0] : null;

    /// <summary>The value of an argument, or its default.</summary>
    public T Get<T>(Argument<T> argument) => Values.TryGetValue(argument, out var given) ? (T)given.Value : argument.Default;

    /// <summary>Whether the line gives it.</summary>
    public bool Has(Argument argument) => Values.ContainsKey(argument);

    /// <summary>Where its value stands, or the word of the call when it has its default.</summary>
    public Span SpanOf(Argument argument) => Values.TryGetValue(argument, out var given) ? given.ValueSpan : NameSpan;
}

/// <summary>A value that a line gives to an argument.</summary>
/// <param name="Value">Converted to the argument's type.</param>
/// <param name="ValueSpan">The value alone.</param>
/// <param name="Span">With its name, if it was named.</param>
public sealed record GivenValue(object Value, Span ValueSpan, Span Span);
