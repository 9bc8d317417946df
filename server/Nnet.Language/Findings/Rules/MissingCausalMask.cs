using Nnet.Language.Graph;
using Nnet.Language.Layers.Sequences;

namespace Nnet.Language.Findings.Rules;

/// <summary>A language model that may look at the word that it is to foretell.</summary>
public sealed class MissingCausalMask : ModelRule
{
    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("missing-causal-mask", Severity.Warning, "A language model sees what it is to foretell",
        "A model that gives the next token for every place must not look at the places behind: without mask=causal it copies the answer in training and knows nothing when it is used.");

    /// <inheritdoc/>
    protected override void Check(RuleContext context, LayerGraph model)
    {
        // One sequence of tokens in, a value for every token at every one of its places out.
        if (!model.Nodes.Any(node => node.Layer is Attention)
            || model.Inputs.Take(2).ToArray() is not [{ Facts.Output: { Domain: { Kind: DomainKind.Tokens, Vocabulary: var vocabulary }, Shape: var tokens } }]
            || model.Output!.Facts!.Output.Shape is not { IsSequence: true, Rank: 2 } output
            || output[^1] != vocabulary
            || output[0] != tokens[0])
        {
            return;
        }
        var looking = model.Nodes.Where(node => node.Layer is Attention && node.Inputs.Length == 1).ToArray();
        if (looking.Length == 0 || looking.Any(node => node.Get(Attention.Mask) == "causal"))
        {
            return;
        }
        var written = looking.Where(node => node.Origin.Foreign is null).Select(node => node.Call).DistinctBy(call => call.Span).ToArray();
        context.Report(Kind, model, looking[0], new Problem(
            looking[0].Call.NameSpan,
            $"{model.Name} gives {vocabulary:#,0} values, one for each token, at each of {tokens[0]:#,0} places, and its attention may look at the places behind: trained to foretell the next token, it copies it. Only a model that fills gaps, as BERT does, may.",
            () => [new Fix("Add mask=causal", [.. written.SelectMany(call => Fixes.SetArgument(call, Attention.Mask, "causal").Edits)])]));
    }
}
