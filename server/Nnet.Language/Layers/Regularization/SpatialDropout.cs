using System.Collections.Immutable;
using Nnet.Language.Graph;
using Nnet.Language.Layers.Spatial;

namespace Nnet.Language.Layers.Regularization;

/// <summary>Dropout of whole channels (Tompson et al. 2015).</summary>
public sealed class SpatialDropout : Dropping
{
    /// <inheritdoc/>
    public override string Name => "spatial_dropout";

    /// <inheritdoc/>
    public override string Summary => "Sets a random share of whole channels to zero while training; does nothing afterwards.";

    /// <inheritdoc/>
    public override string? Formula => "y[c, i] = x[c, i] · m[c] / (1 − p)        m: 0 with probability p, else 1";

    /// <inheritdoc/>
    public override string? Advice => "Behind convolutions, where neighbouring places say nearly the same and dropping single ones takes little away (Tompson et al. 2015).";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["Dropout1d", "Dropout2d", "Dropout3d", "SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D"];

    /// <inheritdoc/>
    public override LayerFacts? Infer(LayerSite site) => Maps.Of(site, "drops channels of maps") is null ? null : base.Infer(site);
}
