using Nnet.Language.Definitions;
using Nnet.Language.Findings;

namespace Nnet.Language.Layers.Sequences;

/// <summary>Dropout inside a layer, where no line of its own could stand.</summary>
internal static class InnerDropout
{
    /// <summary>The argument; no dropout when it is left out.</summary>
    public static Argument<double> Argument(string doc) => Definitions.Argument.Share("dropout", doc, 0).Also("dropout_p", "attn_pdrop");

    /// <summary>Whether the share leaves something; reports it at the argument if not.</summary>
    public static bool Fits(LayerSite site, Argument<double> argument)
    {
        if (site.Get(argument) is >= 0 and < 1)
        {
            return true;
        }
        site.Report(LayerFindings.DropoutRate, $"dropout of {site.Call.Definition.Name} is a share from 0% up to below 100%, not {site.Source[site.Call.SpanOf(argument)]}.", argument, Fixes.SetArgument(site.Call, argument, "10%"));
        return false;
    }
}
