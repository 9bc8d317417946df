using Nnet.Language.Findings;
using Nnet.Language.Graph;

namespace Nnet.Language.Layers;

/// <summary>Sizes that no layer may exceed, so that products of axes neither overflow nor exhaust the machine.</summary>
internal static class LayerLimits
{
    private const double Greatest = int.MaxValue;

    /// <summary>Whether a tensor of <paramref name="shape"/> can be held; reports it at the layer if not.</summary>
    public static bool Allows(LayerSite site, Shape shape)
    {
        Span<long> axes = stackalloc long[shape.Rank];
        for (var i = 0; i < axes.Length; i++)
        {
            axes[i] = shape.Axes[i];
        }
        return Allows(site, axes);
    }

    /// <summary>Whether a tensor of these axes, which may be beyond what a shape can say, can be held; reports it at the layer if not.</summary>
    public static bool Allows(LayerSite site, ReadOnlySpan<long> axes)
    {
        // In floating point, since the product of the axes of a mistyped shape overflows any integer.
        var count = 1.0;
        foreach (var axis in axes)
        {
            count *= axis;
        }
        if (count <= Greatest)
        {
            return true;
        }
        site.Report(LayerFindings.TooLarge, $"{site.Call.Definition.Name} would hold {string.Join('×', axes.ToArray())}, that is {count:0.##e+0} numbers; the greatest tensor has {Greatest:#,0}.");
        return false;
    }
}
