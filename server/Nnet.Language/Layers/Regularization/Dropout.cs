using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Graph;

namespace Nnet.Language.Layers.Regularization;

/// <summary>Dropout (Srivastava et al. 2014).</summary>
public sealed class Dropout : Layer
{
    /// <summary>Share of the elements that is dropped.</summary>
    public static readonly Argument<double> Rate = Argument.Share("rate", "Share of the elements that is set to zero in training, 50% when left out.", 0.5, positional: true).Also("p", "prob", "drop_rate");

    /// <inheritdoc/>
    public override string Name => "dropout";

    /// <inheritdoc/>
    public override string Summary => "Sets a random share of its input to zero while training; does nothing afterwards.";

    /// <inheritdoc/>
    public override string? Formula => "y = x · m / (1 − p)        m: 0 with probability p, else 1";

    /// <inheritdoc/>
    public override string? Advice => "Against overfitting, behind dense layers: 20% to 50%. Not right behind the output, nor before batchnorm.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["Dropout"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Rate];

    /// <inheritdoc/>
    public override LayerFacts? Infer(LayerSite site)
    {
        var rate = site.Get(Rate);
        if (!(rate >= 0 && rate < 1))
        {
            var share = rate is > 1 and < 100 ? $"{rate:0.##}%" : "50%";
            site.Report(
                LayerFindings.DropoutRate,
                rate >= 1
                    ? $"dropout {site.Source[site.Call.SpanOf(Rate)]} drops everything ({rate:P0} of its input), so nothing could be learnt. Shares from 10% to 50% are usual."
                    : $"dropout needs a share from 0% up to below 100%, not {rate}.",
                Rate,
                Fixes.Replace($"Change to {share}", site.Call.SpanOf(Rate), share));
            return null;
        }
        return new LayerFacts(site.Input);
    }
}
