using System.Collections.Immutable;

namespace Nnet.Language.Layers.Spatial;

/// <summary>Keeps the greatest value under each window.</summary>
public sealed class MaxPool : Pool
{
    /// <inheritdoc/>
    public override string Name => "maxpool";

    /// <inheritdoc/>
    public override string Summary => "Keeps the greatest value under each window.";

    /// <inheritdoc/>
    public override string? Formula => "y[c, i] = max_k x[c, i·stride + k − padding]";

    /// <inheritdoc/>
    public override string? Advice => "Shrinks maps and makes them indifferent to small shifts; 2 halves height and width.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["MaxPool1d", "MaxPool2d", "MaxPooling1D", "MaxPooling2D", "max_pool"];
}
