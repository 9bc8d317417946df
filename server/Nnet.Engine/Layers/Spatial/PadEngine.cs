using Nnet.Engine.Compilation;
using Nnet.Engine.Layers.Maps;
using Nnet.Language.Graph;
using Nnet.Language.Layers.Spatial;

namespace Nnet.Engine.Layers.Spatial;

/// <summary>Each place is a place of the input or the constant; backward, a place gathers what its reflections and repetitions got.</summary>
public sealed class PadEngine : LayerEngine<Pad>
{
    /// <inheritdoc/>
    public override IEnumerable<LayerSample> Samples =>
    [
        LayerSample.Of<Pad>(2, 3, 4).With(Border.Size, [1]),
        LayerSample.Of<Pad>(2, 3, 4).With(Border.Before, [1, 0]).With(Border.After, [0, 2]).With(Pad.Value, 0.5),
        LayerSample.Of<Pad>(2, 3, 4).With(Border.Size, [2, 3]).With(Pad.Mode, "reflect"),
        LayerSample.Of<Pad>(2, 3, 4).With(Border.Size, [3]).With(Pad.Mode, "replicate"),
        LayerSample.Of<Pad>(2, 3).With(Pad.Channels, 2),
        LayerSample.Of<Pad>(2, 3).With(Border.Size, [2]).With(Pad.Channels, 1).With(Pad.Mode, "replicate"),
        LayerSample.OfSequence<Pad>(3, 2).With(Border.Size, [1]).With(Pad.Channels, 1),
    ];

    /// <inheritdoc/>
    public override void Compile<T, V>(LayerSite<T, V> site)
    {
        var (from, to) = (MapLayout.Of(site.InputShape, site.Lanes).Extent, MapLayout.Of(site.OutputShape, site.Lanes).Extent);
        var before = Before(site.Node, site.InputShape);
        var mode = site.Node.Get(Pad.Mode);
        var axes = AxisMap.ForEach(from, to, (axis, sources, extent) => AxisMap.Select(sources, extent, place => Source(place - before[axis], sources)));
        PlaceProduct<T, V>.Add(site, axes, site.Node.Get(Pad.Channels), site.Node.Get(Pad.Value));

        int Source(int place, int sources) => mode switch
        {
            "reflect" => place < 0 ? -place : place >= sources ? (2 * (sources - 1)) - place : place,
            "replicate" => Math.Clamp(place, 0, sources - 1),
            _ => place,
        };
    }

    /// <summary>Places before the input along each axis, of a layer that adds or cuts borders.</summary>
    internal static Axes Before(Node node, Shape input)
        => Axes.PerAxis(node.Get(Border.Before) is { IsEmpty: false } own ? own : node.Get(Border.Size) is { IsEmpty: false } size ? size : [0], input, missing: 0);
}
