using System.Collections.Immutable;
using System.Globalization;

namespace Nnet.Language.Definitions;

/// <summary>The value of an expression.</summary>
public abstract record Value
{
    private Value()
    {
    }

    /// <summary>A number; <paramref name="IsInteger"/> when it was written or computed without a fraction.</summary>
    public sealed record Number(double Amount, bool IsInteger) : Value
    {
        /// <inheritdoc/>
        public override string ToString() => Write(Amount);

        /// <summary>A number as the language writes it: <c>0.001</c>, <c>1e-5</c>.</summary>
        public static string Write(double amount)
        {
            var text = amount.ToString("R", CultureInfo.InvariantCulture);
            var exponent = text.IndexOf('E');
            return exponent < 0 ? text : $"{text[..exponent]}e{int.Parse(text.AsSpan(exponent + 1), CultureInfo.InvariantCulture)}";
        }
    }

    /// <summary>A share: <c>80%</c> is 0.8.</summary>
    public sealed record Percent(double Fraction) : Value
    {
        /// <inheritdoc/>
        public override string ToString() => (Fraction * 100).ToString("0.####", CultureInfo.InvariantCulture) + "%";
    }

    /// <summary>A number with a unit: <c>10deg</c>.</summary>
    public sealed record Quantity(double Amount, string Unit) : Value
    {
        /// <inheritdoc/>
        public override string ToString() => Amount.ToString("R", CultureInfo.InvariantCulture) + Unit;
    }

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public sealed record Truth(bool Holds) : Value
    {
        /// <inheritdoc/>
        public override string ToString() => Holds ? "true" : "false";
    }

    /// <summary>A quoted text, without its quotes.</summary>
    public sealed record Text(string Content) : Value
    {
        /// <inheritdoc/>
        public override string ToString() => $"\"{Content}\"";
    }

    /// <summary>A bare word: the name of something.</summary>
    public sealed record Word(string Name) : Value
    {
        /// <inheritdoc/>
        public override string ToString() => Name;
    }

    /// <summary>Dimensions: <c>1x28x28</c>.</summary>
    public sealed record Dimensions(ImmutableArray<int> Axes) : Value
    {
        /// <inheritdoc/>
        public override string ToString() => string.Join('x', Axes);
    }

    /// <summary>A list: <c>[3, 5]</c>, <c>[seq=1024, 64]</c>.</summary>
    public sealed record List(ImmutableArray<Value> Items) : Value
    {
        /// <summary>A name or null for each item: <c>[seq=1024, 768]</c>; empty when none is named.</summary>
        public ImmutableArray<string?> Names { get; init; } = [];

        /// <inheritdoc/>
        public override string ToString() => $"[{string.Join(", ", Names.IsEmpty ? Items.Select(item => item.ToString()) : Items.Zip(Names, (item, name) => name is null ? item.ToString() : $"{name}={item}"))}]";
    }

    /// <summary>An expression over the columns of the data, kept as it is: <c>sin(x1)</c>.</summary>
    public sealed record Column(Formula Formula) : Value
    {
        /// <inheritdoc/>
        public override string ToString() => Formula.ToString();
    }

    /// <summary>The values that a labelled line gives on, or the line itself.</summary>
    /// <param name="Name">The label.</param>
    /// <param name="Output">Id of the node whose values the line gives on.</param>
    /// <param name="Layer">Id of the line's first node, which holds its weights.</param>
    public sealed record Edge(string Name, int Output, int Layer) : Value
    {
        /// <inheritdoc/>
        public override string ToString() => Name;
    }

    /// <summary>A word with operands, kept as it is for an argument that understands it: <c>tokens(50257)</c>, <c>normal(0.02)</c>.</summary>
    public sealed record Application(string Name, ImmutableArray<Value> Operands) : Value
    {
        /// <inheritdoc/>
        public override string ToString() => $"{Name}({string.Join(", ", Operands)})";
    }
}
