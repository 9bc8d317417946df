using System.Collections.Immutable;

namespace Nnet.Language.Layers.Spatial;

/// <summary>Averages the values under each window.</summary>
public sealed class AvgPool : Pool
{
    /// <inheritdoc/>
    public override string Name => "avgpool";

    /// <inheritdoc/>
    public override string Summary => "Averages the values under each window.";

    /// <inheritdoc/>
    public override string? Formula => "y[c, i] = mean_k x[c, i·stride + k − padding]";

    /// <inheritdoc/>
    public override string? Advice => "Shrinks maps smoothly; the choice of LeNet-5. maxpool keeps edges sharper.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["AvgPool1d", "AvgPool2d", "AveragePooling1D", "AveragePooling2D", "avg_pool", "mean_pool"];
}
