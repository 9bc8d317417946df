using ILGPU;
using Nnet.Engine.Ilgpu.Execution;
using Nnet.Engine.Ilgpu.Kernels;
using Nnet.Engine.Layers.Convolutions;

namespace Nnet.Engine.Ilgpu.Layers.Convolutions;

/// <summary>
/// Where the numbers lie that a convolution reads, as two tables made once: one of the places that it computes, one of the terms of each sum,
/// which are a channel and a place under the window. A number lies where both distances together lead, if that is inside.
/// </summary>
/// <param name="Corners">For each place: the window's corner along each axis, and how far it is into what is read.</param>
/// <param name="Terms">For each channel and place under the window: its shift along each axis, how far it is into what is read, and its weight.</param>
/// <param name="Places">Places that are computed.</param>
/// <param name="Depth">Extent of what is read along the first axis.</param>
/// <param name="Height">Along the second.</param>
/// <param name="Width">Along the third.</param>
/// <param name="PlaceStep">From a place of what is read to the next.</param>
/// <param name="StrideDepth">Only every so-manieth place along the first axis is there to be read; 1 where all are.</param>
/// <param name="StrideHeight">Along the second.</param>
/// <param name="StrideWidth">Along the third.</param>
internal readonly record struct DeviceWindow(
    ArrayView<Spot> Corners,
    ArrayView<Spot> Terms,
    int Places,
    int Depth,
    int Height,
    int Width,
    int PlaceStep,
    int StrideDepth,
    int StrideHeight,
    int StrideWidth)
{
    private bool IsDense => StrideDepth == 1 && StrideHeight == 1 && StrideWidth == 1;

    /// <summary>What an output sees of the input.</summary>
    public static DeviceWindow Seen(ConvolutionShape shape, Scene scene)
    {
        var (window, step) = (shape.Window, (int)shape.Input.PlaceStep);
        return new(
            Table(
                scene,
                from z in Enumerable.Range(0, window.Output.Depth)
                from y in Enumerable.Range(0, window.Output.Height)
                from x in Enumerable.Range(0, window.Output.Width)
                let corner = (Z: (z * window.Stride.Depth) - window.Padding.Depth, Y: (y * window.Stride.Height) - window.Padding.Height, X: (x * window.Stride.Width) - window.Padding.Width)
                select new Spot(0, ((((corner.Z * window.Input.Height) + corner.Y) * window.Input.Width) + corner.X) * step, corner.Z, corner.Y, corner.X)),
            Table(
                scene,
                from channel in Enumerable.Range(0, shape.Channels)
                from tap in Enumerable.Range(0, window.Area)
                let shift = Shift(shape, tap)
                select new Spot((channel * window.Area) + tap, (channel * (int)shape.Input.ChannelStep) + (((((shift.Z * window.Input.Height) + shift.Y) * window.Input.Width) + shift.X) * step), shift.Z, shift.Y, shift.X)),
            window.OutputArea,
            window.Input.Depth,
            window.Input.Height,
            window.Input.Width,
            step,
            1,
            1,
            1);
    }

    /// <summary>Which outputs see an input.</summary>
    public static DeviceWindow Seeing(ConvolutionShape shape, Scene scene)
    {
        var (window, step) = (shape.Window, (int)shape.Output.PlaceStep);
        var isDense = window.Stride.Product == 1;
        return new(
            Table(
                scene,
                from z in Enumerable.Range(window.Padding.Depth, window.Input.Depth)
                from y in Enumerable.Range(window.Padding.Height, window.Input.Height)
                from x in Enumerable.Range(window.Padding.Width, window.Input.Width)
                select new Spot(0, isDense ? ((((z * window.Output.Height) + y) * window.Output.Width) + x) * step : 0, z, y, x)),
            Table(
                scene,
                from filter in Enumerable.Range(0, shape.Filters)
                from tap in Enumerable.Range(0, window.Area)
                let shift = Shift(shape, tap)
                select new Spot((filter * shape.RowLength) + tap, (filter * (int)shape.Output.ChannelStep) - (isDense ? ((((shift.Z * window.Output.Height) + shift.Y) * window.Output.Width) + shift.X) * step : 0), -shift.Z, -shift.Y, -shift.X)),
            window.InputArea,
            window.Output.Depth,
            window.Output.Height,
            window.Output.Width,
            step,
            window.Stride.Depth,
            window.Stride.Height,
            window.Stride.Width);
    }

    /// <summary>The numbers of four samples where a place and a term meet; zero outside.</summary>
    public Quad Read(ArrayView<float> source, Spot one, Spot other)
    {
        var (z, y, x) = (one.Z + other.Z, one.Y + other.Y, one.X + other.X);
        var at = one.B + other.B;
        if (!IsDense)
        {
            // Between the places that the window stood at there is nothing.
            if (z < 0 || y < 0 || x < 0 || z % StrideDepth != 0 || y % StrideHeight != 0 || x % StrideWidth != 0)
            {
                return default;
            }
            (z, y, x) = (z / StrideDepth, y / StrideHeight, x / StrideWidth);
            at += ((((z * Height) + y) * Width) + x) * PlaceStep;
        }
        return z >= 0 && z < Depth && y >= 0 && y < Height && x >= 0 && x < Width ? source.Cast<Quad>()[at / 4] : default;
    }

    private static (int Z, int Y, int X) Shift(ConvolutionShape shape, int tap)
    {
        var (kernel, dilation) = (shape.Window.Kernel, shape.Window.Dilation);
        return (tap / kernel.Width / kernel.Height * dilation.Depth, tap / kernel.Width % kernel.Height * dilation.Height, tap % kernel.Width * dilation.Width);
    }

    private static ArrayView<Spot> Table(Scene scene, IEnumerable<Spot> rows) => scene.Memory.Constant<Spot>(rows.ToArray());
}
