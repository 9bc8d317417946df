using Nnet.Engine.Compilation;
using Nnet.Engine.Layers.Maps;
using Nnet.Language.Layers.Spatial;

namespace Nnet.Engine.Layers.Spatial;

/// <summary>Each place is a place of the input; those that are left out get a gradient of zero.</summary>
public sealed class SubsampleEngine : LayerEngine<Subsample>
{
    /// <inheritdoc/>
    public override IEnumerable<LayerSample> Samples =>
    [
        LayerSample.Of<Subsample>(2, 5, 6).With(Subsample.Step, [2]),
        LayerSample.Of<Subsample>(3, 7).With(Subsample.Step, [3]),
        LayerSample.Of<Subsample>(2, 3, 4, 2).With(Subsample.Step, [2, 1, 2]),
    ];

    /// <inheritdoc/>
    public override void Compile<T, V>(LayerSite<T, V> site)
    {
        var (from, to) = (MapLayout.Of(site.InputShape, site.Lanes).Extent, MapLayout.Of(site.OutputShape, site.Lanes).Extent);
        var step = Axes.PerAxis(site.Node.Get(Subsample.Step), site.InputShape);
        PlaceProduct<T, V>.Add(site, AxisMap.ForEach(from, to, (axis, sources, extent) => AxisMap.Select(sources, extent, place => place * step[axis])));
    }
}
