using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Graph;

namespace Nnet.Language.Layers.Spatial;

/// <summary>
/// A shape as layers see it that work over space: some channels, each with a number for every place. In <c>3×32×32</c> the first
/// axis counts channels; in a sequence such as <c>[seq=100, 64]</c> the features are the channels and the places are the space.
/// </summary>
internal sealed class Maps
{
    private readonly Shape _shape;

    private Maps(Shape shape) => _shape = shape;

    /// <summary>Number of channels.</summary>
    public int Channels => _shape.IsSequence ? _shape[^1] : _shape[0];

    /// <summary>Extent of each spatial axis, outermost first.</summary>
    public ImmutableArray<int> Extents => _shape.IsSequence ? _shape.Axes[..^1] : _shape.Axes[1..];

    /// <summary>Number of spatial axes.</summary>
    public int Rank => _shape.Rank - 1;

    /// <summary>How many channels a shape has, space or not: those of a vector are its features.</summary>
    public static int ChannelsOf(Shape shape) => shape.IsSequence ? shape[^1] : shape[0];

    /// <summary>The layer's input as maps, or null when it has no space, which is reported at the layer.</summary>
    /// <param name="site">The layer in its place.</param>
    /// <param name="does">What it does with space, for the message: <c>slides a window over space</c>.</param>
    public static Maps? Of(LayerSite site, string does)
    {
        var shape = site.Input.Shape;
        if (shape.IsSequence ? shape.Rank == 2 : shape.Rank is >= 2 and <= 4)
        {
            return new Maps(shape);
        }
        site.Report(LayerFindings.NeedsSpace, $"{site.Call.Definition.Name} {does}, so it needs channels and one to three axes behind them such as 3×32×32, but it gets {(shape.Rank == 1 ? $"a vector of {shape}" : shape.ToNamedString())}.");
        return null;
    }

    /// <summary>One number for each spatial axis, or null when their number differs, which is reported at the argument.</summary>
    /// <param name="site">The layer in its place.</param>
    /// <param name="argument">The argument that gives them.</param>
    /// <param name="given">What it gives: one number for all axes, or one for each.</param>
    public ImmutableArray<int>? PerAxis(LayerSite site, Argument argument, ImmutableArray<int> given)
    {
        if (given.Length == Rank)
        {
            return given;
        }
        if (given.Length == 1)
        {
            var axes = new int[Rank];
            for (var i = 0; i < axes.Length; i++)
            {
                axes[i] = given[0];
            }
            return ImmutableCollectionsMarshal.AsImmutableArray(axes);
        }
        site.Report(LayerFindings.AxisCount, $"{argument.Name} gives {given.Length} values, but the input {_shape} has {Rank} spatial {(Rank == 1 ? "axis" : "axes")}{(_shape.IsSequence ? "" : " behind its channels")}.", argument);
        return null;
    }

    /// <summary>A shape laid out alike, or null when it is too large, which is reported at the layer.</summary>
    public Shape? With(LayerSite site, long channels, ReadOnlySpan<long> extents)
    {
        var axes = new long[extents.Length + 1];
        axes[_shape.IsSequence ? ^1 : 0] = channels;
        extents.CopyTo(axes.AsSpan(_shape.IsSequence ? 0 : 1));
        return LayerLimits.Allows(site, axes)
            ? new Shape(ImmutableCollectionsMarshal.AsImmutableArray(Array.ConvertAll(axes, axis => (int)axis)), _shape.Names.IsEmpty ? _shape.Names : _shape.Names.SetItem(_shape.IsSequence ? _shape.Rank - 1 : 0, null))
            : null;
    }

    /// <summary>The shape itself.</summary>
    public override string ToString() => _shape.ToString();
}
