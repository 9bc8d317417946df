using Nnet.Engine.Compilation;
using Nnet.Engine.Layers.Maps;
using Nnet.Language.Graph;
using Nnet.Language.Layers.Regularization;

namespace Nnet.Engine.Layers.Regularization;

/// <summary>
/// Every number by itself is kept, or becomes α′ = −λα; a·x + b with a = 1/√((1 − p)(1 + p·α′²)) and b = −a·p·α′ then brings mean
/// and variance back to 0 and 1 (Klambauer et al. 2017).
/// </summary>
public sealed class AlphaDropoutEngine : LayerEngine<AlphaDropout>
{
    private const double Saturation = -1.7580993408473766;

    /// <inheritdoc/>
    public override IEnumerable<LayerSample> Samples => [LayerSample.Of<AlphaDropout>(9), LayerSample.Of<AlphaDropout>(2, 3, 3).With(Dropping.Rate, 0.2)];

    /// <inheritdoc/>
    public override LayerMemory MemoryOf(Node node) => LayerMemory.InPlace;

    /// <inheritdoc/>
    public override void Compile<T, V>(LayerSite<T, V> site)
    {
        var rate = site.Node.Get(Dropping.Rate);
        var scale = 1 / Math.Sqrt((1 - rate) * (1 + (rate * Saturation * Saturation)));
        var shift = -scale * rate * Saturation;
        new DropRule(rate, scale, shift, (scale * Saturation) + shift).Add(site, MapLayout.Each((int)site.InputShape.Count, site.Lanes));
    }
}
