using System.Collections.Immutable;
using Nnet.Language.Definitions;

namespace Nnet.Language.Layers.Spatial;

/// <summary>Keeps the greatest value under each window.</summary>
public sealed class MaxPool : Pool
{
    /// <summary>Distance of the places under the window.</summary>
    public static readonly Argument<ImmutableArray<int>> Dilation = Argument.PerAxis("dilation", "Distance of the places under the window.", min: 1, @default: 1);

    /// <inheritdoc/>
    public override string Name => "maxpool";

    /// <inheritdoc/>
    public override string Summary => "Keeps the greatest value under each window.";

    /// <inheritdoc/>
    public override string? Formula => "y[c, i] = max_k x[c, i·stride + k·dilation − padding]";

    /// <inheritdoc/>
    public override string? Advice => "Shrinks maps and makes them indifferent to small shifts; 2 halves height and width.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["MaxPool1d", "MaxPool2d", "MaxPool3d", "MaxPooling1D", "MaxPooling2D", "MaxPooling3D", "max_pool"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Kernel, Stride, Padding, Dilation, Ceil];

    private protected override Argument<ImmutableArray<int>>? Spread => Dilation;
}
