using Nnet.Lsp;

namespace Nnet.Editor.Workspace;

/// <summary>Asks the client to fetch again what it shows, when it changed without an edit. Seldom enough not to flicker.</summary>
public sealed class ClientViews
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(400);

    private const string DiagnosticRefresh = "workspace.diagnostics.refreshSupport";

    private readonly Throttle _lenses;
    private readonly Throttle _hints;
    private readonly Throttle _tokens;
    private readonly Throttle _diagnostics;
    private readonly LanguageServer _server;

    /// <summary>Makes it for a server.</summary>
    public ClientViews(LanguageServer server)
    {
        _server = server;
        _diagnostics = Refresher(server, "workspace/diagnostic/refresh", DiagnosticRefresh);
        _lenses = Refresher(server, "workspace/codeLens/refresh", "workspace.codeLens.refreshSupport");
        _hints = Refresher(server, "workspace/inlayHint/refresh", "workspace.inlayHint.refreshSupport");
        _tokens = Refresher(server, "workspace/semanticTokens/refresh", "workspace.semanticTokens.refreshSupport");
    }

    /// <summary>The code lenses changed.</summary>
    public void RefreshLenses() => _lenses.Request();

    /// <summary>The inlay hints changed.</summary>
    public void RefreshHints() => _hints.Request();

    /// <summary>What words mean changed.</summary>
    public void RefreshTokens() => _tokens.Request();

    /// <summary>Whether the client pulls diagnostics, so that it has to be told when they changed without an edit.</summary>
    public bool DiagnosticsArePulled { get; set; }

    /// <summary>Whether the client can be asked to pull diagnostics again.</summary>
    public bool CanRefreshDiagnostics => _server.Client.Capabilities.Supports(DiagnosticRefresh);

    /// <summary>The diagnostics changed.</summary>
    public void RefreshDiagnostics()
    {
        if (DiagnosticsArePulled)
        {
            _diagnostics.Request();
        }
    }

    private static Throttle Refresher(LanguageServer server, string method, string capability) => new(Interval, () =>
    {
        if (server.Client.Capabilities.Supports(capability))
        {
            server.RequestAndForget(method);
        }
    });
}
