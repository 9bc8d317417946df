using System.Collections.Immutable;
using System.Text;

namespace Nnet.Language.Graph;

/// <summary>
/// The extent of a tensor along each axis, without the batch: <c>6×28×28</c> is channels, height, width.
/// Axes may have names, which tell people and layers what they mean: where the first of several axes is named, the shape is a
/// sequence of features (<c>[seq=1024, 768]</c>), otherwise its first axis counts channels and the rest is space.
/// </summary>
public sealed class Shape : IEquatable<Shape>
{
    /// <summary>Makes a shape of the given axes.</summary>
    /// <param name="axes">Extent of each axis, outermost first.</param>
    /// <param name="names">A name or null for each axis; empty when none is named.</param>
    public Shape(ImmutableArray<int> axes, ImmutableArray<string?> names = default)
        => (Axes, Names) = (axes, names.IsDefaultOrEmpty || names.All(name => name is null) ? [] : names);

    /// <summary>Extent of each axis, outermost first.</summary>
    public ImmutableArray<int> Axes { get; }

    /// <summary>A name or null for each axis; empty when none is named. Shapes that differ in names alone are equal.</summary>
    public ImmutableArray<string?> Names { get; }

    /// <summary>Whether this is a sequence: its first axis is named, and its last one holds the features of each place.</summary>
    public bool IsSequence => !Names.IsEmpty && Names[0] is not null;

    /// <summary>Number of axes; a vector has one.</summary>
    public int Rank => Axes.Length;

    /// <summary>Number of elements.</summary>
    public long Count
    {
        get
        {
            var product = 1L;
            foreach (var axis in Axes)
            {
                product *= axis;
            }
            return product;
        }
    }

    /// <summary>Extent of axis <paramref name="index"/>.</summary>
    public int this[Index index] => Axes[index];

    /// <summary>The name of an axis, or null.</summary>
    public string? NameOf(Index index) => Names.IsEmpty ? null : Names[index];

    /// <summary>What an axis counts, for messages: <c>channels</c>, <c>height</c>, <c>features</c>, or its name.</summary>
    public string AxisWord(int axis) => NameOf(axis) ?? (IsSequence, Rank, axis) switch
    {
        (true, _, _) when axis == Rank - 1 => "features",
        (false, 1, _) => "features",
        (false, _, 0) => "channels",
        (false, 2, 1) => "length",
        (false, 3, 1) or (false, 4, 2) => "height",
        (false, 3, 2) or (false, 4, 3) => "width",
        (false, 4, 1) => "depth",
        _ => $"axis {axis + 1}",
    };

    /// <summary>A sequence of <paramref name="length"/> places with <paramref name="features"/> each.</summary>
    /// <param name="length">Number of places.</param>
    /// <param name="features">Features of each place.</param>
    /// <param name="name">What the places are, such as <c>seq</c> or <c>time</c>.</param>
    public static Shape Sequence(int length, int features, string? name = null) => new([length, features], [name ?? "seq", null]);

    /// <summary>This shape with another last axis, names kept: what a layer gives that works on the features of each place.</summary>
    public Shape WithLast(int extent) => new(Axes.SetItem(Rank - 1, extent), Names.IsEmpty ? Names : Names.SetItem(Rank - 1, null));

    /// <summary>The same extents with the names of <paramref name="other"/>, which has as many axes.</summary>
    public Shape Named(Shape other) => new(Axes, other.Names);

    /// <summary>A shape of the given axes.</summary>
    public static Shape Of(params ReadOnlySpan<int> axes) => new([.. axes]);

    /// <summary>Whether both have the same extents and the same names.</summary>
    public bool IsSame(Shape other) => ReferenceEquals(this, other) || (Equals(other) && Names.AsSpan().SequenceEqual(other.Names.AsSpan()));

    /// <inheritdoc/>
    public bool Equals(Shape? other) => other is not null && Axes.AsSpan().SequenceEqual(other.Axes.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Shape);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = Rank;
        foreach (var axis in Axes)
        {
            hash = HashCode.Combine(hash, axis);
        }
        return hash;
    }

    /// <summary>As people write it: <c>6×28×28</c>.</summary>
    public override string ToString() => Join('×', Axes.AsSpan());

    /// <summary>Extents with a sign between them.</summary>
    internal static string Join(char between, ReadOnlySpan<int> extents)
    {
        var text = new StringBuilder();
        foreach (var extent in extents)
        {
            _ = (text.Length == 0 ? text : text.Append(between)).Append(extent);
        }
        return text.ToString();
    }

    /// <summary>With the names of its axes: <c>seq 1024 × 768</c>; as <see cref="ToString"/> where there are none.</summary>
    public string ToNamedString() => Names.IsEmpty ? ToString() : string.Join(" × ", Axes.Select((axis, i) => Names[i] is { } name ? $"{name} {axis}" : $"{axis}"));

    /// <summary>As the language writes it: <c>6x28x28</c>, <c>[seq=1024, 768]</c>.</summary>
    public string ToSource() => Names.IsEmpty ? Join('x', Axes.AsSpan()) : $"[{string.Join(", ", Axes.Select((axis, i) => Names[i] is { } name ? $"{name}={axis}" : $"{axis}"))}]";
}
