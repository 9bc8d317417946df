using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Graph;

namespace Nnet.Language.Layers.Spatial;

/// <summary>Averages the values under each window.</summary>
public sealed class AvgPool : Pool
{
    /// <summary>Whether padding counts in the average.</summary>
    public static readonly Argument<bool> CountsPadding = Argument.Flag("count_include_pad", "Whether padding counts as zeros; without it, windows at the border average what they see of the input, as in Keras.", true);

    /// <inheritdoc/>
    public override string Name => "avgpool";

    /// <inheritdoc/>
    public override string Summary => "Averages the values under each window.";

    /// <inheritdoc/>
    public override string? Formula => "y[c, i] = mean_k x[c, i·stride + k − padding]";

    /// <inheritdoc/>
    public override string? Advice => "Shrinks maps smoothly; the choice of LeNet-5. maxpool keeps edges sharper.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["AvgPool1d", "AvgPool2d", "AvgPool3d", "AveragePooling1D", "AveragePooling2D", "AveragePooling3D", "avg_pool", "mean_pool"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Kernel, Stride, Padding, Ceil, CountsPadding];

    private protected override Domain Range(LayerSite site, Window window)
    {
        var domain = site.Input.Domain.Mean;
        return site.Get(CountsPadding) && window.Axes.Any(axis => axis.Before > 0 || axis.After > 0) ? Domain.Union(domain, Domain.Zero) : domain;
    }
}
