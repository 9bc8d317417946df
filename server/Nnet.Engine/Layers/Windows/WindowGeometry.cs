using Nnet.Language.Layers.Spatial;

namespace Nnet.Engine.Layers.Windows;

/// <summary>A window that slides over one, two or three spatial axes, brought to three: the missing ones have extent 1.</summary>
/// <param name="Input">Extent of the input along each axis.</param>
/// <param name="Output">Extent of the output along each axis.</param>
/// <param name="Kernel">Extent of the window.</param>
/// <param name="Stride">Step of the window.</param>
/// <param name="Dilation">Distance of the places under the window.</param>
/// <param name="Padding">Places put before the input; how many lie behind it follows from the output's extent.</param>
public sealed record WindowGeometry(Axes Input, Axes Output, Axes Kernel, Axes Stride, Axes Dilation, Axes Padding)
{
    /// <summary>Places in the input.</summary>
    public int InputArea => Input.Product;

    /// <summary>Places in the output.</summary>
    public int OutputArea => Output.Product;

    /// <summary>Places under the window.</summary>
    public int Area => Kernel.Product;

    /// <summary>Makes the geometry of a window that the language has placed.</summary>
    public static WindowGeometry Of(Window window)
    {
        return new WindowGeometry(Extents(axis => axis.Input, 1), Extents(axis => axis.Output, 1), Extents(axis => axis.Kernel, 1), Extents(axis => axis.Stride, 1), Extents(axis => axis.Dilation, 1), Extents(axis => axis.Before, 0));

        Axes Extents(Func<WindowAxis, int> of, int missing) => Axes.Of([.. window.Axes.Select(of)], missing);
    }

    /// <summary>The range of output coordinates along an axis for which a place under the window lies inside the input.</summary>
    public (int From, int To) Reached(int axis, int tap)
    {
        var from = 0;
        while (from < Output[axis] && (from * Stride[axis]) - Padding[axis] + (tap * Dilation[axis]) < 0)
        {
            from++;
        }
        var to = Output[axis];
        while (to > from && ((to - 1) * Stride[axis]) - Padding[axis] + (tap * Dilation[axis]) >= Input[axis])
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
