using Nnet.Engine.Compilation;
using Nnet.Engine.Layers.Maps;
using Nnet.Language.Layers.Spatial;

namespace Nnet.Engine.Layers.Spatial;

/// <summary>Each place is a place of the input further in; those that are cut off get a gradient of zero.</summary>
public sealed class CropEngine : LayerEngine<Crop>
{
    /// <inheritdoc/>
    public override IEnumerable<LayerSample> Samples =>
    [
        LayerSample.Of<Crop>(2, 4, 5).With(Border.Size, [1]),
        LayerSample.Of<Crop>(2, 4, 5).With(Border.Before, [1, 0]).With(Border.After, [0, 3]),
        LayerSample.Of<Crop>(3, 6).With(Border.Size, [2]).With(Border.After, [0]),
    ];

    /// <inheritdoc/>
    public override void Compile<T, V>(LayerSite<T, V> site)
    {
        var (from, to) = (MapLayout.Of(site.InputShape, site.Lanes).Extent, MapLayout.Of(site.OutputShape, site.Lanes).Extent);
        var before = PadEngine.Before(site.Node, site.InputShape);
        PlaceProduct<T, V>.Add(site, AxisMap.ForEach(from, to, (axis, sources, extent) => AxisMap.Select(sources, extent, place => place + before[axis])));
    }
}
