using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Graph;

namespace Nnet.Language.Layers.Regularization;

/// <summary>A layer that drops a random share of something while training.</summary>
public abstract class Dropping : Regularizer
{
    /// <summary>Share that is dropped.</summary>
    public static readonly Argument<double> Rate = Argument.Share("rate", "Share that is dropped in training, 50% when left out.", 0.5, positional: true).Also("p", "prob", "drop_rate");

    /// <inheritdoc/>
    public sealed override ImmutableArray<Argument> Arguments => [Rate];

    /// <inheritdoc/>
    public sealed override Argument<double> Disturbance => Rate;

    /// <inheritdoc/>
    public override LayerFacts? Infer(LayerSite site)
    {
        var rate = site.Get(Rate);
        if (rate is >= 0 and < 1)
        {
            return base.Infer(site);
        }
        var share = rate is > 1 and < 100 ? $"{rate:0.##}%" : "50%";
        site.Report(
            LayerFindings.DropoutRate,
            rate is >= 2 and < 100
                ? $"{Name} {site.Source[site.Call.SpanOf(Rate)]} would drop {rate:P0} of its input. A share has a percent sign: `{Name} {share}`."
            : rate >= 1
                ? $"{Name} {site.Source[site.Call.SpanOf(Rate)]} drops everything ({rate:P0} of its input), so nothing could be learnt. Shares from 10% to 50% are usual."
                : $"{Name} needs a share from 0% up to below 100%, not {rate}.",
            Rate,
            Fixes.Replace($"Change to {share}", site.Call.SpanOf(Rate), share));
        return null;
    }
}
