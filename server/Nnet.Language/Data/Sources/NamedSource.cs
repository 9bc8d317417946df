using System.Collections.Immutable;
using Nnet.Language.Definitions;

namespace Nnet.Language.Data;

/// <summary>
/// A set that everybody knows by its name: <c>mnist</c>. Its files are fetched once into a cache when a run needs them;
/// checks and the editor fetch nothing.
/// </summary>
public abstract class NamedSource : DataSource
{
    private protected NamedSource() => Dir = Argument.Path("dir", "Folder with the set's files, or where they go; a cache of your own when left out (LSPNN_DATA names another).", optional: true);

    /// <summary>The folder with its files; empty for the cache.</summary>
    public Argument<string> Dir { get; }

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Dir];
}
