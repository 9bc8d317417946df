using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Graph;

namespace Nnet.Language.Layers.Spatial;

/// <summary>Puts places around maps.</summary>
public sealed class Pad : Border
{
    /// <summary>Channels of zeros on both sides of the channels.</summary>
    public static readonly Argument<int> Channels = Argument.Integer("channels", "Channels put before the first and behind the last: 8 makes 32 of 16.", 0, min: 0);

    /// <summary>Where the new values come from.</summary>
    public static readonly Argument<string> Mode = Argument.Word("mode", "What the new places hold: `constant` is `value`, `reflect` mirrors at the outermost place, `replicate` repeats it.", ["constant", "reflect", "replicate"], "constant");

    /// <summary>The constant.</summary>
    public static readonly Argument<double> Value = Argument.Number("value", "What new places hold where the mode is constant.", 0);

    /// <inheritdoc/>
    public override string Name => "pad";

    /// <inheritdoc/>
    public override string Summary => "Puts places around maps: zeros, or what lies at their border.";

    /// <inheritdoc/>
    public override string? Advice => "Where sides differ or borders should not be zero; for the rest conv and pools have padding= of their own. `pad channels=8` fills a shortcut that has too few channels (He et al. 2016, option A).";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["ZeroPadding1D", "ZeroPadding2D", "ZeroPadding3D", "ZeroPad2d", "ConstantPad1d", "ConstantPad2d", "ReflectionPad1d", "ReflectionPad2d", "ReplicationPad1d", "ReplicationPad2d", "zeropad", "zero_pad"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Size, Before, After, Channels, Mode, Value];

    /// <inheritdoc/>
    public override LayerFacts? Infer(LayerSite site)
    {
        if (Maps.Of(site, "adds places to space") is not { } maps || !Says(site, Size, Before, After, Channels) || Sides(site, maps) is not var (before, after))
        {
            return null;
        }
        var reflects = site.Get(Mode) == "reflect";
        for (var axis = 0; axis < maps.Rank; axis++)
        {
            var (extent, most) = (maps.Extents[axis], Math.Max(before[axis], after[axis]));
            if (reflects && most >= extent)
            {
                var at = site.Call.Has(Size) ? Size : site.Call.Has(Before) ? Before : After;
                site.Report(LayerFindings.ReflectPadding, $"pad mirrors {most} places, but its input {maps} has only {extent - 1} beside the outermost one along an axis of {extent}. Mirror fewer, or take mode=replicate.", at, Fixes.SetArgument(site.Call, at, $"{extent - 1}"), Fixes.SetArgument(site.Call, Mode, "replicate"));
                return null;
            }
        }
        var channels = site.Get(Channels);
        var sum = maps.Channels + (2L * channels);
        if (maps.With(site, sum, [.. maps.Extents.Select((extent, axis) => (long)extent + before[axis] + after[axis])]) is not { } output)
        {
            return null;
        }
        var (domain, value) = (site.Input.Domain, site.Get(Value));
        return new LayerFacts(new TensorType(output, channels > 0 || site.Get(Mode) == "constant" ? Domain.Union(domain, Domain.Interval(value, value)) : domain))
        {
            ShapeArithmetic = string.Join(", ", new[] { channels > 0 ? $"{maps.Channels} + 2·{channels} = {sum}" : null, Arithmetic(maps, before, after, 1) }.OfType<string>()),
        };
    }
}
