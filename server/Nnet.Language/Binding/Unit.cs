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
    public Dictionary<string, KnownBlock> Blocks { get; } = new(StringComparer.Ordinal);

    /// <summary>The block that a word names, or null.</summary>
    public KnownBlock? FindBlock(string word)
    {
        var found = Blocks.GetValueOrDefault(word);
        Scope.Reads?.Block(word, found?.Definition);
        return found;
    }

    /// <summary>Its own models by name.</summary>
    public Dictionary<string, (ModelDeclaration Declaration, Unit Unit)> Models { get; } = new(StringComparer.Ordinal);

    /// <summary>Its own data blocks by name.</summary>
    public Dictionary<string, (DataDeclaration Declaration, Unit Unit)> Data { get; } = new(StringComparer.Ordinal);
}

/// <summary>A block with the text that declares it.</summary>
/// <param name="Definition">The block.</param>
/// <param name="Unit">The text.</param>
internal sealed record KnownBlock(BlockDefinition Definition, Unit Unit);
