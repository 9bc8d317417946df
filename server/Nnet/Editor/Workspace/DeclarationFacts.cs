using System.Collections.Immutable;
using Nnet.Language.Graph;
using Nnet.Language.Syntax;
using Nnet.Language.Text;

namespace Nnet.Editor.Workspace;

/// <summary>What is known of the lines of one model or block. It stays the same from one version to the next as long as they do.</summary>
/// <param name="Declaration">The model or block.</param>
/// <param name="Models">The models that carry its lines out.</param>
/// <param name="Placed">The lines that have facts, in the order of their hints.</param>
/// <param name="InOrder">What is known of each statement, in the order of the text.</param>
/// <param name="KeepsEarlier">Whether some of it was known of an earlier version, in the place of what an error hides.</param>
internal sealed record DeclarationFacts(
    BlockDeclaration Declaration,
    IReadOnlyList<LayerGraph> Models,
    ImmutableArray<PlacedFacts> Placed,
    ImmutableArray<StatementFacts> InOrder,
    bool KeepsEarlier)
{
    /// <summary>What is known of a step, or null.</summary>
    /// <param name="word">The offset of its word.</param>
    public StatementFacts? At(int word)
    {
        var last = Ordered.LastUpTo(InOrder.AsSpan(), word, static facts => facts.Offset);
        return last >= 0 && InOrder[last].Offset == word ? InOrder[last] : null;
    }

    /// <summary>Whether reading it again would give the same.</summary>
    /// <param name="models">The models that carry its lines out now.</param>
    /// <param name="isBroken">Whether the text has errors, so that what they hide stays what it was.</param>
    public bool Holds(IReadOnlyList<LayerGraph> models, bool isBroken)
    {
        if (models.Count != Models.Count || (KeepsEarlier && !isBroken))
        {
            return false;
        }
        for (var i = 0; i < models.Count; i++)
        {
            if (!ReferenceEquals(models[i], Models[i]))
            {
                return false;
            }
        }
        return true;
    }
}
