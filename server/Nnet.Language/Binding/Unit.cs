using Nnet.Language.Layers.Structure;
using Nnet.Language.Syntax;

namespace Nnet.Language.Binding;

/// <summary>One text with the names that are known in it: the analysed one, or one that it uses.</summary>
/// <param name="tree">The text.</param>
/// <param name="bag">Takes what is found in it.</param>
/// <param name="isForeign">Whether it is another file than the analysed one.</param>
internal sealed class Unit(SyntaxTree tree, FindingBag bag, bool isForeign)
{
    /// <summary>The text.</summary>
    public SyntaxTree Tree => tree;

    /// <summary>Takes what is found in it.</summary>
    public FindingBag Bag => bag;

    /// <summary>Whether it is another file than the analysed one.</summary>
    public bool IsForeign => isForeign;

    /// <summary>Values by name.</summary>
    public Scope Scope { get; } = new(new Scope());

    /// <summary>Blocks by name, its own and those of the files that it uses.</summary>
    public Dictionary<string, (BlockDefinition Definition, Unit Unit)> Blocks { get; } = new(StringComparer.Ordinal);

    /// <summary>The block that a word names, or null.</summary>
    public (BlockDefinition Definition, Unit Unit)? FindBlock(string word)
    {
        (BlockDefinition Definition, Unit Unit)? found = Blocks.TryGetValue(word, out var block) ? block : null;
        Scope.Reads?.Block(word, found?.Definition);
        return found;
    }

    /// <summary>Its own models by name.</summary>
    public Dictionary<string, (ModelDeclaration Declaration, Unit Unit)> Models { get; } = new(StringComparer.Ordinal);

    /// <summary>Its own data blocks by name.</summary>
    public Dictionary<string, (DataDeclaration Declaration, Unit Unit)> Data { get; } = new(StringComparer.Ordinal);
}
