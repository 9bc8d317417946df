using System.Globalization;

namespace Nnet.Language.Graph;

/// <summary>What kind of values an edge carries.</summary>
public enum DomainKind
{
    /// <summary>Numbers of an interval, perhaps unbounded.</summary>
    Interval,

    /// <summary>Non-negative numbers that sum to one over the last axis (after softmax).</summary>
    Probabilities,

    /// <summary>Whole numbers below a vocabulary size.</summary>
    Tokens,
}

/// <summary>The set of values that an edge can carry; losses, layers and data state what they need.</summary>
public readonly record struct Domain
{
    private Domain(DomainKind kind, double low, double high, bool lowOpen, bool highOpen, int vocabulary)
        => (Kind, Low, High, LowOpen, HighOpen, Vocabulary) = (kind, low, high, lowOpen, highOpen, vocabulary);

    /// <summary>Every real number.</summary>
    public static Domain Real { get; } = Interval(double.NegativeInfinity, double.PositiveInfinity);

    /// <summary>A distribution over the last axis.</summary>
    public static Domain Probabilities { get; } = new(DomainKind.Probabilities, 0, 1, false, false, 0);

    /// <summary>Zero alone, as padding adds it.</summary>
    public static Domain Zero { get; } = Interval(0, 0);

    /// <summary>Which kind of set.</summary>
    public DomainKind Kind { get; }

    /// <summary>Least value, or −∞.</summary>
    public double Low { get; }

    /// <summary>Greatest value, or +∞.</summary>
    public double High { get; }

    /// <summary>Whether <see cref="Low"/> itself is excluded.</summary>
    public bool LowOpen { get; }

    /// <summary>Whether <see cref="High"/> itself is excluded.</summary>
    public bool HighOpen { get; }

    /// <summary>Number of tokens, for <see cref="DomainKind.Tokens"/>.</summary>
    public int Vocabulary { get; }

    /// <summary>Whether nothing at all is known to be excluded.</summary>
    public bool IsReal => Kind == DomainKind.Interval && double.IsNegativeInfinity(Low) && double.IsPositiveInfinity(High);

    /// <summary>An interval; infinite ends are always open.</summary>
    public static Domain Interval(double low, double high, bool lowOpen = false, bool highOpen = false)
        => new(DomainKind.Interval, low, high, lowOpen || double.IsInfinity(low), highOpen || double.IsInfinity(high), 0);

    /// <summary>Whole numbers 0 … <paramref name="vocabulary"/> − 1.</summary>
    public static Domain Tokens(int vocabulary) => new(DomainKind.Tokens, 0, vocabulary - 1, false, false, vocabulary);

    /// <summary>What sums of a value of each can be.</summary>
    public static Domain Sum(Domain left, Domain right) => Interval(left.Low + right.Low, left.High + right.High, left.LowOpen || right.LowOpen, left.HighOpen || right.HighOpen);

    /// <summary>What products of a value of each can be.</summary>
    public static Domain Product(Domain left, Domain right)
    {
        double[] corners = [Times(left.Low, right.Low), Times(left.Low, right.High), Times(left.High, right.Low), Times(left.High, right.High)];
        return Interval(corners.Min(), corners.Max());

        // Zero times whatever large number is zero.
        static double Times(double x, double y) => x == 0 || y == 0 ? 0 : x * y;
    }

    /// <summary>What averages of such values can be: the same interval, but neither whole numbers nor a distribution.</summary>
    public Domain Mean => Kind == DomainKind.Interval ? this : Interval(Low, High);

    /// <summary>What values of either can be.</summary>
    public static Domain Union(Domain left, Domain right)
    {
        if (left == right && left.Kind == DomainKind.Interval)
        {
            return left;
        }
        var (low, high) = (Math.Min(left.Low, right.Low), Math.Max(left.High, right.High));
        // An end belongs to the union when it belongs to either.
        return Interval(low, high, (left.Low > low || left.LowOpen) && (right.Low > low || right.LowOpen), (left.High < high || left.HighOpen) && (right.High < high || right.HighOpen));
    }

    /// <summary>Whether <paramref name="value"/> can occur, an open end counting as reachable in the limit.</summary>
    public bool Reaches(double value) => value >= Low && value <= High;

    /// <summary>Whether both are the same set.</summary>
    public bool Equals(Domain other)
        => Kind == other.Kind && Low.Equals(other.Low) && High.Equals(other.High) && LowOpen == other.LowOpen && HighOpen == other.HighOpen && Vocabulary == other.Vocabulary;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine((int)Kind, Low, High, Vocabulary);

    /// <summary>As people write it: <c>real</c>, <c>[0,∞)</c>, <c>(0,1)</c>, <c>probabilities</c>, <c>tokens&lt;50257</c>.</summary>
    public override string ToString() => Kind switch
    {
        DomainKind.Probabilities => "probabilities",
        DomainKind.Tokens => $"tokens<{Vocabulary}",
        _ when IsReal => "real",
        _ => $"{(LowOpen ? '(' : '[')}{Number(Low)},{Number(High)}{(HighOpen ? ')' : ']')}",
    };

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "∞",
        double.NegativeInfinity => "−∞",
        < 0 => "−" + (-value).ToString("0.####", CultureInfo.InvariantCulture),
        _ => value.ToString("0.####", CultureInfo.InvariantCulture),
    };
}

/// <summary>What an edge of the graph carries: how much, and what kind of values.</summary>
public readonly record struct TensorType(Shape Shape, Domain Domain)
{
    /// <summary>Real values of the given shape.</summary>
    public TensorType(Shape shape)
        : this(shape, Domain.Real)
    {
    }

    /// <summary>Whether both are known and the same, with the names of their axes.</summary>
    public static bool AreSame(TensorType? one, TensorType? other) => one is { } x && other is { } y && x.Shape.IsSame(y.Shape) && x.Domain == y.Domain;

    /// <inheritdoc/>
    public override string ToString() => Domain.IsReal ? Shape.ToString() : $"{Shape} {Domain}";
}
