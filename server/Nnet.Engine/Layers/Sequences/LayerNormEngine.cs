using Nnet.Engine.Compilation;
using Nnet.Engine.Kernels;
using Nnet.Language.Layers.Normalization;

namespace Nnet.Engine.Layers.Sequences;

/// <summary>Layer normalisation (Ba et al. 2016): centred on the mean of each place.</summary>
public sealed class LayerNormEngine : FeatureNormEngine<LayerNorm>
{
    /// <inheritdoc/>
    public override IEnumerable<LayerSample> Samples =>
    [
        LayerSample.OfSequence<LayerNorm>(3, 7),
        LayerSample.OfSequence<LayerNorm>(2, 5).With(LayerNorm.Affine, false),
        LayerSample.OfSequence<LayerNorm>(2, 5).With(LayerNorm.Bias, false).With(LayerNorm.Epsilon, 0.1),
        LayerSample.Of<LayerNorm>(6),
        LayerSample.Of<LayerNorm>(2, 3, 2),
        LayerSample.Of<LayerNorm>(3, 2, 2).With(FeatureNorm.Over, "channels"),
    ];

    /// <inheritdoc/>
    public override void Compile<T, V>(LayerSite<T, V> site) => Add<T, V, One>(site, site.Node.Get(LayerNorm.Epsilon));
}
