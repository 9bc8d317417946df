using System.Collections.Immutable;

namespace Nnet.Language.Graph;

/// <summary>The extent of a tensor along each axis, without the batch: <c>6×28×28</c> is channels, height, width.</summary>
public sealed class Shape : IEquatable<Shape>
{
    /// <summary>Makes a shape of the given axes.</summary>
    public Shape(ImmutableArray<int> axes) => Axes = axes;

    /// <summary>Extent of each axis, outermost first.</summary>
    public ImmutableArray<int> Axes { get; }

    /// <summary>Number of axes; a vector has one.</summary>
    public int Rank => Axes.Length;

    /// <summary>Number of elements.</summary>
    public long Count => Axes.Aggregate(1L, (product, axis) => product * axis);

    /// <summary>Extent of axis <paramref name="index"/>.</summary>
    public int this[Index index] => Axes[index];

    /// <summary>A shape of the given axes.</summary>
    public static Shape Of(params ReadOnlySpan<int> axes) => new([.. axes]);

    /// <inheritdoc/>
    public bool Equals(Shape? other) => other is not null && Axes.AsSpan().SequenceEqual(other.Axes.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Shape);

    /// <inheritdoc/>
    public override int GetHashCode() => Axes.Aggregate(Rank, HashCode.Combine);

    /// <summary>As people write it: <c>6×28×28</c>.</summary>
    public override string ToString() => string.Join('×', Axes);

    /// <summary>As the language writes it: <c>6x28x28</c>.</summary>
    public string ToSource() => string.Join('x', Axes);
}
