using Nnet.Language.Definitions;
using Nnet.Language.Graph;
using Nnet.Language.Layers;
using Nnet.Language.Layers.Activations;

namespace Nnet.Language.Findings.Rules;

/// <summary>Selu without what its fixed point rests on.</summary>
public sealed class SeluConditions : LayerRule
{
    private const string Dropout = "alpha_dropout";

    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("selu-conditions", Severity.Warning, "Selu without its conditions",
        "Selu keeps mean 0 and variance 1 by itself only with LeCun's initial weights and with alpha dropout, which keeps both; anything else moves it off that point (Klambauer et al. 2017).");

    /// <inheritdoc/>
    protected override bool IsAbout(Node node) => node.Call.Has(CommonArguments.Init) || node.Layer is Layers.Regularization.Dropout;

    /// <inheritdoc/>
    protected override Problem? Look(RuleContext context, LayerGraph model, Node node) => node switch
    {
        _ when node.InitScheme() is { } scheme && !scheme.StartsWith("lecun", StringComparison.Ordinal) && model.NextThatActs(node)?.Layer is Selu => new Problem(
            node.Call.SpanOf(CommonArguments.Init),
            $"The selu behind this {node.Layer.Name} keeps mean 0 and variance 1 only if its weights start with variance 1/inputs, as lecun_normal gives them; {scheme} starts them otherwise.",
            () => [Fixes.SetArgument(node.Call, CommonArguments.Init, "lecun_normal")]),
        { Layer: Layers.Regularization.Dropout } when model.Before(node)?.Layer is Selu => new Problem(
            node.Call.NameSpan,
            "dropout sets values to 0, which moves mean and variance away from where selu keeps them. alpha_dropout sets them to what selu gives at minus infinity and corrects both.",
            () => Catalog<Layer>.Find(Dropout) is null ? [Fixes.RemoveStep("Remove dropout", context.Source, node.Origin.Span)] : [Fixes.Replace($"Change to {Dropout}", node.Call.NameSpan, Dropout)]),
        _ => null,
    };
}
