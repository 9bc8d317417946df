using Nnet.Language.Symbols;
using Nnet.Language.Syntax;
using Nnet.Language.Text;
using Nnet.Lsp.Protocol;
using Range = Nnet.Lsp.Protocol.Range;

namespace Nnet.Editor.Workspace;

/// <summary>A file as features see it that work across files: an open document, or a file on disk.</summary>
/// <param name="Uri">Its address, in the client's spelling where it is open.</param>
/// <param name="Version">The version of the open document, or null.</param>
/// <param name="Symbols">Its names.</param>
public sealed record SourceView(string Uri, int? Version, SymbolTable Symbols)
{
    /// <summary>The view of an open document.</summary>
    public static SourceView Of(Snapshot snapshot) => new(snapshot.Document.Uri, snapshot.Document.Version, snapshot.Analysis.Symbols);

    /// <summary>Its text.</summary>
    public SourceText Source => Symbols.Tree.Source;

    /// <summary>Its tree.</summary>
    public SyntaxTree Syntax => Symbols.Tree;

    /// <summary>A place in it.</summary>
    public Location At(Span span) => new(Uri, RangeOf(span));

    /// <summary>A range of it.</summary>
    public Range RangeOf(Span span) => Source.ToRange(span);

    /// <summary>Whether it names a file with <c>use</c>.</summary>
    public bool Uses(string path) => Syntax.Declarations.Any(declaration => declaration is UseDeclaration { Path: { } used } && UsePath.Of(Source, used.Content) == path);
}
