using System.Collections.Immutable;
using Nnet.Language.Graph;

namespace Nnet.Language.Layers.Spatial;

/// <summary>Keeps the greatest value of each channel.</summary>
public sealed class GlobalMaxPool : GlobalPool
{
    /// <inheritdoc/>
    public override string Name => "globalmaxpool";

    /// <inheritdoc/>
    public override string Summary => "Keeps the greatest value of each channel and gives a vector of channels.";

    /// <inheritdoc/>
    public override string? Formula => "y[c] = max_i x[c, i]";

    /// <inheritdoc/>
    public override string? Advice => "Where it counts whether something is there at all, wherever it is: a word in a text, a defect in a picture.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["GlobalMaxPooling1D", "GlobalMaxPooling2D", "GlobalMaxPooling3D", "global_max_pool"];

    private protected override Domain Range(Domain input) => input;
}
