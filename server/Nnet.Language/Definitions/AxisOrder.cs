using System.Collections.Immutable;

namespace Nnet.Language.Definitions;

/// <summary>The axes of a sample in another order, counted from 1, of which some get a new name: <c>[2, 1]</c>, <c>[channels=2, 1]</c>.</summary>
/// <param name="Axes">Which axis comes first, which second …</param>
/// <param name="Names">The new name of each, or null where it keeps what it has; empty when none gets one.</param>
public sealed record AxisOrder(ImmutableArray<int> Axes, ImmutableArray<string?> Names)
{
    /// <inheritdoc/>
    public bool Equals(AxisOrder? other) => other is not null && Axes.AsSpan().SequenceEqual(other.Axes.AsSpan()) && Names.AsSpan().SequenceEqual(other.Names.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Axes.Length, Axes[0], Names.Length);

    /// <summary>As the language writes it.</summary>
    public override string ToString() => $"[{string.Join(", ", Axes.Select((axis, place) => Names.IsEmpty || Names[place] is not { } name ? $"{axis}" : $"{name}={axis}"))}]";

    /// <summary>The order with a name for its first axis.</summary>
    public AxisOrder WithFirst(string name) => this with { Names = [name, .. Names.IsEmpty ? Axes.Skip(1).Select(_ => (string?)null) : Names.Skip(1)] };
}
