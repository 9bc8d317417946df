using Nnet.Engine.Compilation;
using Nnet.Engine.Kernels;
using Nnet.Language.Layers.Normalization;

namespace Nnet.Engine.Layers.Sequences;

/// <summary>Root mean square normalisation (Zhang and Sennrich 2019): nothing is subtracted.</summary>
public sealed class RmsNormEngine : FeatureNormEngine<RmsNorm>
{
    /// <inheritdoc/>
    public override IEnumerable<LayerSample> Samples =>
    [
        LayerSample.OfSequence<RmsNorm>(3, 7),
        LayerSample.OfSequence<RmsNorm>(2, 5).With(RmsNorm.Affine, false),
        LayerSample.Of<RmsNorm>(2, 3, 2),
        LayerSample.Of<RmsNorm>(3, 2).With(FeatureNorm.Over, "channels"),
    ];

    /// <inheritdoc/>
    public override void Compile<T, V>(LayerSite<T, V> site) => Add<T, V, None>(site, site.Node.Get(RmsNorm.Epsilon));
}
