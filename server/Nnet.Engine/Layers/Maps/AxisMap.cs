namespace Nnet.Engine.Layers.Maps;

/// <summary>For every place of a result along one axis, the places of the source that it is made of, each with its weight.</summary>
/// <param name="Sources">Extent of the source.</param>
/// <param name="Lists">A list for each place of the result; an empty one means a place that nothing reaches.</param>
public sealed record AxisMap(int Sources, IReadOnlyList<IReadOnlyList<(int Source, double Weight)>> Lists)
{
    /// <summary>A map in which each place is one place of the source, or none where that lies outside.</summary>
    public static AxisMap Select(int sources, int extent, Func<int, int> sourceOf)
        => new(sources, [.. Enumerable.Range(0, extent).Select(place => sourceOf(place) is var source && source >= 0 && source < sources ? new[] { (source, 1.0) } : [])]);

    /// <summary>A map in which each place is the mean of neighbouring places: from, up to but not including to.</summary>
    public static AxisMap Means(int sources, int extent, Func<int, (int From, int To)> windowOf) => new(sources, [.. Enumerable.Range(0, extent).Select(place =>
    {
        var (from, to) = windowOf(place);
        return Enumerable.Range(from, to - from).Select(source => (source, 1.0 / (to - from))).ToArray();
    })]);

    /// <summary>The windows of adaptive pools, which overlap by a place where extents do not divide: ⌊i·n/size⌋ up to ⌈(i + 1)·n/size⌉.</summary>
    public static AxisMap Adaptive(int sources, int extent)
        => Means(sources, extent, place => ((int)((long)place * sources / extent), (int)((((place + 1L) * sources) + extent - 1) / extent)));

    /// <summary>One map for each of three axes.</summary>
    /// <param name="from">Extents of the source.</param>
    /// <param name="to">Extents of the result.</param>
    /// <param name="map">Makes the map of an axis from its number and both extents.</param>
    public static AxisMap[] ForEach(Axes from, Axes to, Func<int, int, int, AxisMap> map)
        => [.. Enumerable.Range(0, 3).Select(axis => map(axis, from[axis], to[axis]))];
}
