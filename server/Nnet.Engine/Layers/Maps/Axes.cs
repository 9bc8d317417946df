using System.Collections.Immutable;
using Nnet.Language.Graph;

namespace Nnet.Engine.Layers.Maps;

/// <summary>One number for each of three spatial axes.</summary>
/// <param name="Depth">Outermost.</param>
/// <param name="Height">Middle.</param>
/// <param name="Width">Innermost.</param>
public readonly record struct Axes(int Depth, int Height, int Width)
{
    /// <summary>Product of the three.</summary>
    public int Product => Depth * Height * Width;

    /// <summary>The number of axis 0, 1 or 2.</summary>
    public int this[int axis] => axis switch
    {
        0 => Depth,
        1 => Height,
        _ => Width,
    };

    /// <summary>The place with a number, counted along the innermost axis first.</summary>
    public (int Depth, int Height, int Width) At(int index) => (index / Width / Height, index / Width % Height, index % Width);

    /// <summary>The last axes as given, those before them <paramref name="missing"/>.</summary>
    public static Axes Of(ReadOnlySpan<int> given, int missing) => new(
        given.Length > 2 ? given[^3] : missing,
        given.Length > 1 ? given[^2] : missing,
        given.Length > 0 ? given[^1] : missing);

    /// <summary>An argument that gives one number for all spatial axes of a shape, or one for each.</summary>
    public static Axes PerAxis(ImmutableArray<int> given, Shape shape, int missing = 1)
        => Of(given.Length == 1 ? [.. Enumerable.Repeat(given[0], shape.Rank - 1)] : given.AsSpan(), missing);
}
