using Nnet.Engine.Compilation;
using Nnet.Engine.Layers.Maps;
using Nnet.Language.Layers.Spatial;

namespace Nnet.Engine.Layers.Spatial;

/// <summary>
/// Each place is the nearest place of the input, or lies between two along every axis and takes from both by nearness. With
/// align_corners the outermost places coincide, otherwise their outer edges do.
/// </summary>
public sealed class UpsampleEngine : LayerEngine<Upsample>
{
    /// <inheritdoc/>
    public override IEnumerable<LayerSample> Samples =>
    [
        LayerSample.Of<Upsample>(2, 3, 2),
        LayerSample.Of<Upsample>(2, 3).With(Upsample.Scale, [3]),
        LayerSample.Of<Upsample>(2, 3, 4).With(Upsample.Scale, [2, 3]).With(Upsample.Mode, "bilinear"),
        LayerSample.Of<Upsample>(2, 3, 4).With(Upsample.Mode, "bilinear").With(Upsample.AlignCorners, true),
        LayerSample.Of<Upsample>(2, 1, 3).With(Upsample.Mode, "bilinear").With(Upsample.AlignCorners, true),
        LayerSample.Of<Upsample>(1, 2, 3, 2).With(Upsample.Mode, "bilinear"),
        LayerSample.OfSequence<Upsample>(3, 2).With(Upsample.Mode, "bilinear"),
    ];

    /// <inheritdoc/>
    public override void Compile<T, V>(LayerSite<T, V> site)
    {
        var (from, to) = (MapLayout.Of(site.InputShape, site.Lanes).Extent, MapLayout.Of(site.OutputShape, site.Lanes).Extent);
        var (nearest, corners) = (site.Node.Get(Upsample.Mode) == "nearest", site.Node.Get(Upsample.AlignCorners));
        PlaceProduct<T, V>.Add(site, AxisMap.ForEach(from, to, (_, sources, extent) => nearest ? Nearest(sources, extent) : Between(sources, extent, corners)));
    }

    private static AxisMap Nearest(int sources, int extent) => AxisMap.Select(sources, extent, place => place / (extent / sources));

    private static AxisMap Between(int sources, int extent, bool corners) => new(sources, [.. Enumerable.Range(0, extent).Select(place =>
    {
        var at = corners
            ? extent > 1 ? place * (sources - 1.0) / (extent - 1) : 0
            : Math.Max(0, ((place + 0.5) * sources / extent) - 0.5);
        var first = Math.Min((int)at, sources - 1);
        var share = at - first;
        return first + 1 < sources && share > 0 ? new[] { (first, 1 - share), (first + 1, share) } : [(first, 1.0)];
    })]);
}
