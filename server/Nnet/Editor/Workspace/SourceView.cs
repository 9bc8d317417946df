using Nnet.Language;
using Nnet.Language.Symbols;
using Nnet.Language.Syntax;
using Nnet.Language.Text;
using Nnet.Lsp.Protocol;
using Range = Nnet.Lsp.Protocol.Range;

namespace Nnet.Editor.Workspace;

/// <summary>A file as features see it that work across files: an open document, or a file on disk.</summary>
public sealed class SourceView
{
    private readonly Lazy<SymbolTable> _symbols;

    private SourceView(string uri, int? version, SyntaxTree syntax, Func<SymbolTable> symbols)
        => (Uri, Version, Syntax, _symbols) = (uri, version, syntax, new(symbols));

    /// <summary>Its address, in the client's spelling where it is open.</summary>
    public string Uri { get; }

    /// <summary>The version of the open document, or null.</summary>
    public int? Version { get; }

    /// <summary>Its tree.</summary>
    public SyntaxTree Syntax { get; }

    /// <summary>Its text.</summary>
    public SourceText Source => Syntax.Source;

    /// <summary>Its names; worked out when they are first asked for.</summary>
    public SymbolTable Symbols => _symbols.Value;

    /// <summary>The view of an open document.</summary>
    public static SourceView Of(Snapshot snapshot)
        => new(snapshot.Document.Uri, snapshot.Document.Version, snapshot.Analysis.Syntax, () => snapshot.Analysis.Symbols);

    /// <summary>The view of a file on disk.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="syntax">Its tree.</param>
    /// <param name="files">Gives the files that it uses.</param>
    public static SourceView Of(string path, SyntaxTree syntax, ISourceFiles files) => new(Paths.UriOf(path), null, syntax, () => SymbolTable.Of(syntax, files));

    /// <summary>A place in it.</summary>
    public Location At(Span span) => new(Uri, RangeOf(span));

    /// <summary>A range of it.</summary>
    public Range RangeOf(Span span) => Source.ToRange(span);

    /// <summary>Whether it names a file with <c>use</c>.</summary>
    public bool Uses(string path) => Syntax.Declarations.Any(declaration => declaration is UseDeclaration { Path: { } used } && UsePath.Of(Source, used.Content) == path);
}
