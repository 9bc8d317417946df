using Nnet.Lsp;

namespace Nnet.Editor.Workspace;

/// <summary>Asks the client to fetch again what it shows, when it changed without an edit. Seldom enough not to flicker.</summary>
public sealed class ClientViews
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(400);

    private readonly Throttle _lenses;
    private readonly Throttle _hints;

    /// <summary>Makes it for a server.</summary>
    public ClientViews(LanguageServer server)
    {
        _lenses = Refresher(server, "workspace/codeLens/refresh", "workspace.codeLens.refreshSupport");
        _hints = Refresher(server, "workspace/inlayHint/refresh", "workspace.inlayHint.refreshSupport");
    }

    /// <summary>The code lenses changed.</summary>
    public void RefreshLenses() => _lenses.Request();

    /// <summary>The inlay hints changed.</summary>
    public void RefreshHints() => _hints.Request();

    private static Throttle Refresher(LanguageServer server, string method, string capability) => new(Interval, () =>
    {
        if (server.Client.Capabilities.Supports(capability))
        {
            server.RequestAndForget(method);
        }
    });
}
