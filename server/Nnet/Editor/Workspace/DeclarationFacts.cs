using System.Collections.Immutable;
using Nnet.Language.Graph;
using Nnet.Language.Syntax;

namespace Nnet.Editor.Workspace;

/// <summary>What is known of the lines of one model or block. It stays the same from one version to the next as long as they do.</summary>
/// <param name="Declaration">The model or block.</param>
/// <param name="Models">The models that carry its lines out.</param>
/// <param name="Placed">The lines that have facts, in the order of the text.</param>
/// <param name="InOrder">What is known of each statement, by its offset, in the order of the text.</param>
/// <param name="ByWord">What is known of each step, by the offset of its word.</param>
/// <param name="KeepsEarlier">Whether some of it was known of an earlier version, in the place of what an error hides.</param>
internal sealed record DeclarationFacts(
    BlockDeclaration Declaration,
    ImmutableArray<LayerGraph> Models,
    ImmutableArray<PlacedFacts> Placed,
    List<(int Offset, StepFactsTable.Known Known)> InOrder,
    Dictionary<int, StepFactsTable.Known> ByWord,
    bool KeepsEarlier)
{
    /// <summary>Whether reading it again would give the same.</summary>
    /// <param name="models">The models that carry its lines out now.</param>
    /// <param name="isBroken">Whether the text has errors, so that what they hide stays what it was.</param>
    public bool Holds(ImmutableArray<LayerGraph> models, bool isBroken)
    {
        if (models.Length != Models.Length || (KeepsEarlier && !isBroken))
        {
            return false;
        }
        for (var i = 0; i < models.Length; i++)
        {
            if (!ReferenceEquals(models[i], Models[i]))
            {
                return false;
            }
        }
        return true;
    }
}
