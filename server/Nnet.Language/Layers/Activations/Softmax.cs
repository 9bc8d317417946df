using System.Collections.Immutable;
using Nnet.Language.Findings;
using Nnet.Language.Graph;

namespace Nnet.Language.Layers.Activations;

/// <summary>Turns a vector into probabilities that sum to one.</summary>
public sealed class Softmax : Activation
{
    /// <inheritdoc/>
    public override string Name => "softmax";

    /// <inheritdoc/>
    public override string Summary => "Turns a vector into probabilities that sum to one.";

    /// <inheritdoc/>
    public override string? Formula => "f(x)ᵢ = e^{xᵢ} / Σⱼ e^{xⱼ}        ∂fᵢ/∂xⱼ = fᵢ·(δᵢⱼ − fⱼ)";

    /// <inheritdoc/>
    public override string? Advice => "As the output of a classifier with one unit per class. With cross_entropy it may be left out: it is computed together with the loss either way.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["Softmax", "LogSoftmax", "log_softmax"];

    /// <inheritdoc/>
    public override Domain Range(Domain input) => Domain.Probabilities;

    /// <inheritdoc/>
    public override double At(double x) => 1 / (1 + Math.Exp(-x));

    /// <inheritdoc/>
    public override double SlopeAt(double x) => At(x) * (1 - At(x));

    /// <inheritdoc/>
    public override LayerFacts? Infer(LayerSite site)
    {
        if (site.Input.Shape[^1] == 1)
        {
            site.Report(
                LayerFindings.SoftmaxOfOne,
                "softmax over 1 unit is always 1, so nothing can be learnt. One unit for a yes-or-no question wants sigmoid; several classes want one unit each.",
                fixes: Fixes.Replace("Change to sigmoid", site.Call.NameSpan, "sigmoid"));
            return null;
        }
        return base.Infer(site);
    }
}
