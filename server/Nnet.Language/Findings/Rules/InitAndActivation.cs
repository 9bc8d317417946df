using Nnet.Language.Graph;
using Nnet.Language.Layers;
using Nnet.Language.Layers.Activations;

namespace Nnet.Language.Findings.Rules;

/// <summary>Initial weights made for another activation.</summary>
public sealed class InitAndActivation : LayerRule
{
    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("init-does-not-suit", Severity.Hint, "Initial weights for another activation",
        "He's rule makes up for the half that relu cuts off; Glorot's and LeCun's keep the variance of functions with slope one at zero. With the wrong one values grow or shrink from layer to layer.");

    /// <inheritdoc/>
    protected override bool IsAbout(Node node) => node.Call.Has(CommonArguments.Init);

    /// <inheritdoc/>
    protected override Problem? Look(RuleContext context, LayerGraph model, Node node)
    {
        // Selu has a finding of its own, and behind a normalisation the spread of the weights does not matter.
        if (node.InitScheme() is not { } scheme || model.NextThatActs(node) is not { Layer: Activation activation } next || activation is Selu || model.Outputs.Contains(next.Id))
        {
            return null;
        }
        var (effect, right) = activation switch
        {
            Relu or LeakyRelu or PRelu or Elu when scheme.StartsWith("glorot", StringComparison.Ordinal) || scheme.StartsWith("lecun", StringComparison.Ordinal)
                => ("cuts off half of what comes in, so the variance shrinks from layer to layer", "he"),
            Sigmoid or Tanh when scheme.StartsWith("he", StringComparison.Ordinal)
                => ("cuts off nothing, so that twice the variance drives it towards its flat ends", "glorot"),
            _ => ("", ""),
        };
        if (right.Length == 0)
        {
            return null;
        }
        var better = right + scheme[scheme.IndexOf('_', StringComparison.Ordinal)..];
        return new Problem(
            node.Call.SpanOf(CommonArguments.Init),
            $"{scheme} is made for another activation: {activation.Name} {effect}. {better} suits it, and so does no init= at all.",
            () => [Fixes.SetArgument(node.Call, CommonArguments.Init, better)]);
    }
}
