using System.Collections.Immutable;
using Nnet.Language.Graph;

namespace Nnet.Engine.Layers.Windows;

/// <summary>A window that slides over one, two or three spatial axes, brought to three: the missing ones have extent 1.</summary>
/// <param name="Input">Extent of the input along each axis.</param>
/// <param name="Output">Extent of the output along each axis.</param>
/// <param name="Kernel">Extent of the window.</param>
/// <param name="Stride">Step of the window.</param>
/// <param name="Padding">Places put before and behind.</param>
public sealed record WindowGeometry(Axes Input, Axes Output, Axes Kernel, Axes Stride, Axes Padding)
{
    /// <summary>Places in the input.</summary>
    public int InputArea => Input.Product;

    /// <summary>Places in the output.</summary>
    public int OutputArea => Output.Product;

    /// <summary>Places under the window.</summary>
    public int Area => Kernel.Product;

    /// <summary>Makes the geometry of a layer.</summary>
    /// <param name="input">Its input, channels first.</param>
    /// <param name="output">Its output, channels first.</param>
    /// <param name="kernel">Extent of the window: one number, or one per axis.</param>
    /// <param name="stride">Step: one number, one per axis, or none for <paramref name="kernel"/>.</param>
    /// <param name="padding">Padding: one number, or one per axis.</param>
    public static WindowGeometry Of(Shape input, Shape output, ImmutableArray<int> kernel, ImmutableArray<int> stride, ImmutableArray<int> padding)
    {
        var rank = input.Rank - 1;
        return new WindowGeometry(
            Axes.Of(input.Axes.AsSpan()[1..], 1),
            Axes.Of(output.Axes.AsSpan()[1..], 1),
            PerAxis(kernel, 1),
            PerAxis(stride.IsEmpty ? kernel : stride, 1),
            PerAxis(padding, 0));

        Axes PerAxis(ImmutableArray<int> given, int missing)
            => Axes.Of(given.Length == 1 ? [.. Enumerable.Repeat(given[0], rank)] : given.AsSpan(), missing);
    }

    /// <summary>The range of places under the window that lie inside the input, for an output coordinate along an axis.</summary>
    public (int From, int To) Inside(int axis, int output)
    {
        var first = (output * Stride[axis]) - Padding[axis];
        return (Math.Max(0, -first), Math.Min(Kernel[axis], Input[axis] - first));
    }

    /// <summary>The range of output coordinates along an axis for which a place under the window lies inside the input.</summary>
    public (int From, int To) Reached(int axis, int tap)
    {
        var from = 0;
        while (from < Output[axis] && (from * Stride[axis]) - Padding[axis] + tap < 0)
        {
            from++;
        }
        var to = Output[axis];
        while (to > from && ((to - 1) * Stride[axis]) - Padding[axis] + tap >= Input[axis])
        {
            to--;
        }
        return (from, to);
    }
}

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

    /// <summary>The last axes as given, those before them <paramref name="missing"/>.</summary>
    public static Axes Of(ReadOnlySpan<int> given, int missing) => new(
        given.Length > 2 ? given[^3] : missing,
        given.Length > 1 ? given[^2] : missing,
        given.Length > 0 ? given[^1] : missing);
}
