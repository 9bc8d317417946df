using System.Collections.Immutable;

namespace Nnet.Language.Definitions;

/// <summary>How much the samples of each class count in a loss.</summary>
/// <param name="Weights">One number for each class, from class 0; empty where the data decides.</param>
public sealed record ClassWeights(ImmutableArray<double> Weights)
{
    /// <summary>Every class counts the same in all, however many samples it has: n / (classes · samples of the class).</summary>
    public static ClassWeights Balanced { get; } = new(ImmutableArray<double>.Empty);

    /// <summary>Whether the data decides.</summary>
    public bool IsBalanced => Weights.IsEmpty;

    /// <inheritdoc/>
    public bool Equals(ClassWeights? other) => other is not null && Weights.AsSpan().SequenceEqual(other.Weights.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => Weights.IsEmpty ? 0 : HashCode.Combine(Weights.Length, Weights[0], Weights[^1]);

    /// <inheritdoc/>
    public override string ToString() => IsBalanced ? "balanced" : $"[{string.Join(", ", Weights.Select(Value.Number.Write))}]";
}
