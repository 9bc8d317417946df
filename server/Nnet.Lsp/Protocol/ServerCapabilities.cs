namespace Nnet.Lsp.Protocol;

/// <summary>What the server can do. Each feature sets its own property before <c>initialize</c> is answered.</summary>
public sealed record ServerCapabilities
{
    /// <summary>How positions count: UTF-16 code units, the one encoding that every client knows.</summary>
    public string PositionEncoding { get; init; } = "utf-16";

    /// <summary>How documents are synchronised; set by <see cref="LanguageServer"/>.</summary>
    public TextDocumentSyncOptions? TextDocumentSync { get; set; }

    /// <summary>Completion.</summary>
    public CompletionOptions? CompletionProvider { get; set; }

    /// <summary>Hover.</summary>
    public HoverOptions? HoverProvider { get; set; }

    /// <summary>Signature help.</summary>
    public SignatureHelpOptions? SignatureHelpProvider { get; set; }

    /// <summary>Go to definition.</summary>
    public DefinitionOptions? DefinitionProvider { get; set; }

    /// <summary>Find references.</summary>
    public ReferenceOptions? ReferencesProvider { get; set; }

    /// <summary>Occurrences of the symbol at the cursor.</summary>
    public DocumentHighlightOptions? DocumentHighlightProvider { get; set; }

    /// <summary>The outline.</summary>
    public DocumentSymbolOptions? DocumentSymbolProvider { get; set; }

    /// <summary>Quick fixes and refactorings.</summary>
    public CodeActionOptions? CodeActionProvider { get; set; }

    /// <summary>Code lenses.</summary>
    public CodeLensOptions? CodeLensProvider { get; set; }

    /// <summary>Links in a document.</summary>
    public DocumentLinkOptions? DocumentLinkProvider { get; set; }

    /// <summary>Formatting of a whole document.</summary>
    public DocumentFormattingOptions? DocumentFormattingProvider { get; set; }

    /// <summary>Formatting of a range.</summary>
    public DocumentRangeFormattingOptions? DocumentRangeFormattingProvider { get; set; }

    /// <summary>Formatting while typing.</summary>
    public DocumentOnTypeFormattingOptions? DocumentOnTypeFormattingProvider { get; set; }

    /// <summary>Rename: true, or <see cref="RenameOptions"/> for clients that can prepare it.</summary>
    public object? RenameProvider { get; set; }

    /// <summary>Folding ranges.</summary>
    public FoldingRangeOptions? FoldingRangeProvider { get; set; }

    /// <summary>Growing and shrinking the selection.</summary>
    public SelectionRangeOptions? SelectionRangeProvider { get; set; }

    /// <summary>Commands that the server carries out.</summary>
    public ExecuteCommandOptions? ExecuteCommandProvider { get; set; }

    /// <summary>Ranges that are edited together.</summary>
    public LinkedEditingRangeOptions? LinkedEditingRangeProvider { get; set; }

    /// <summary>The call hierarchy.</summary>
    public CallHierarchyOptions? CallHierarchyProvider { get; set; }

    /// <summary>Semantic highlighting.</summary>
    public SemanticTokensOptions? SemanticTokensProvider { get; set; }

    /// <summary>Inlay hints.</summary>
    public InlayHintOptions? InlayHintProvider { get; set; }

    /// <summary>Pulled diagnostics.</summary>
    public DiagnosticOptions? DiagnosticProvider { get; set; }

    /// <summary>Symbols of all documents.</summary>
    public WorkspaceSymbolOptions? WorkspaceSymbolProvider { get; set; }

    /// <summary>What concerns the workspace.</summary>
    public WorkspaceOptions? Workspace { get; set; }

    /// <summary>What is in no specification, by agreement with the client.</summary>
    public object? Experimental { get; set; }
}

/// <summary>The server's part in the workspace; named <c>workspace</c> in <see cref="ServerCapabilities"/>.</summary>
public sealed record WorkspaceOptions(WorkspaceFoldersServerCapabilities? WorkspaceFolders = null);

/// <summary>Whether the server takes several folders, and wants to hear of changes.</summary>
public sealed record WorkspaceFoldersServerCapabilities(bool? Supported = null, bool? ChangeNotifications = null);
