using System.Collections.Concurrent;
using Newtonsoft.Json.Linq;
using Nnet.Editor.Documentation;
using Nnet.Language;
using Nnet.Language.Data;
using Nnet.Lsp;
using Nnet.Lsp.Documents;
using Nnet.Lsp.Protocol;

namespace Nnet.Editor.Workspace;

/// <summary>The open documents with their analyses, and what the user has set. Features ask it and answer from it.</summary>
public sealed class EditorWorkspace
{
    private readonly LanguageServer _server;
    private readonly Lazy<DataLooks> _looks;
    private readonly ConcurrentDictionary<string, LastGood> _lastGood = new(StringComparer.Ordinal);

    /// <summary>Makes the workspace of a server.</summary>
    /// <param name="server">The server.</param>
    /// <param name="probe">Makes what looks at data; called when the first document is analysed, so that starting costs nothing.</param>
    public EditorWorkspace(LanguageServer server, Func<IDataProbe> probe)
    {
        _server = server;
        _looks = new Lazy<DataLooks>(() => new DataLooks(new ConfinedProbe(probe(), () => IsTrusted, () => Project!.Folders)));
        Views = new ClientViews(server);
        server.Initializing += client =>
        {
            var options = client.InitializationOptions as JObject;
            Settings = Settings.With(options?["settings"]);
            IsTrusted = options?["trusted"] is not JValue { Value: false };
            Pictures = ThemeOf(options?["pictures"]);
            HasGraph = options?["graph"] is JValue { Value: true };
            HasTrialPanel = options?["trials"] is JValue { Value: true };
        };
        server.Initialized += Complain;
        server.OnNotification<DidChangeConfigurationParams>("workspace/didChangeConfiguration", Configure);
        server.OnNotification<JObject>("nnet/trusted", _ => Trust());
        server.OnNotification<JObject>("nnet/pictures", changed => Pictures = ThemeOf(changed["theme"]));
        server.Documents.Closed += uri => _lastGood.TryRemove(uri, out _);
        server.OnDocument(Analyse, (document, fault) => Failed?.Invoke(document, fault), behind: LookAtData);
        Files = new UsedFiles(server, this);
        Project = new ProjectFiles(server, this);
    }

    /// <summary>What the user has set.</summary>
    public EditorSettings Settings { get; private set; } = new();

    /// <summary>Whether the user trusts the folder: otherwise no data outside of it is read and nothing is trained.</summary>
    public bool IsTrusted { get; private set; } = true;

    /// <summary>Which pictures the client draws in Markdown.</summary>
    public PictureTheme Pictures { get; private set; }

    /// <summary>Whether the client draws graphs, with its command <c>lspnn.showGraph</c>.</summary>
    public bool HasGraph { get; private set; }

    /// <summary>Whether the client shows what a trial tells in a panel, so that no message needs to.</summary>
    public bool HasTrialPanel { get; private set; }

    /// <summary>What the client shows.</summary>
    public ClientViews Views { get; }

    /// <summary>Reads the files that documents use, open ones as they are in the editor.</summary>
    public ISourceFiles Files { get; }

    /// <summary>Every file of the open folders.</summary>
    public ProjectFiles Project { get; }

    /// <summary>Raised off the read loop when a version has been analysed, and again when its data was looked at.</summary>
    public event Action<Snapshot>? Analysed;

    /// <summary>Raised on the read loop when the user changed how grave findings are.</summary>
    public event Action? FindingLevelsChanged;

    /// <summary>Raised off the read loop when a version could not be analysed, which is a fault of ours.</summary>
    public event Action<Document, Exception>? Failed;

    /// <summary>A version of a document with its analysis.</summary>
    public Snapshot Of(Document document) => document.Derive(ToSnapshot);

    /// <summary>The newest version of an open document, or null.</summary>
    public Snapshot? Find(string uri) => _server.Documents.TryGet(uri, out var document) ? Of(document) : null;

    /// <summary>Answers a request about a document from its analysis.</summary>
    public void OnRequest<TParams, TResult>(string method, Func<Snapshot, TParams, TResult> answer, WhenStale whenStale = WhenStale.Drop)
        where TParams : ITextDocumentParams
        => _server.OnRequest<TParams, TResult>(method, (document, parameters, _) => answer(Of(document), parameters), whenStale);

    private static PictureTheme ThemeOf(JToken? theme) => (theme as JValue)?.Value switch { "light" => PictureTheme.Light, "dark" => PictureTheme.Dark, _ => PictureTheme.None };

    private Snapshot ToSnapshot(Document document)
        => new(document, Paths.Of(document.Uri), _looks.Value, _lastGood.GetOrAdd(document.Uri, _ => new LastGood()), Files, isTypedIn: true);

    /// <summary>Analyses a document again, since a file changed that it uses.</summary>
    public void Refresh(Snapshot snapshot)
    {
        snapshot.Refresh();
        Analysed?.Invoke(snapshot);
        Views.RefreshHints();
        Views.RefreshLenses();
        Views.RefreshTokens();
        Views.RefreshDiagnostics();
    }

    // Every version leaves its facts to the next one, whether or not the client asks for hints.
    private void Analyse(Document document, CancellationToken cancellation)
    {
        Garbage.HoldBack(document.Text.Length);
        var snapshot = Of(document);
        Analysed?.Invoke(snapshot);
        _ = snapshot.Steps;
        Garbage.Collect();
    }

    // The analysis of newer versions must not wait for a slow disk.
    private void LookAtData(Document document, CancellationToken cancellation)
    {
        var snapshot = Of(document);
        if (snapshot.LookAtData(cancellation))
        {
            Analysed?.Invoke(snapshot);
            Views.RefreshHints();
            Views.RefreshLenses();
            Views.RefreshDiagnostics();
        }
    }

    // Trust is given and never taken back: a window that loses it starts anew.
    private void Trust()
    {
        IsTrusted = true;
        ThreadPool.QueueUserWorkItem(_ =>
        {
            foreach (var document in _server.Documents.All)
            {
                if (Of(document) is { Analysis.Uses.IsEmpty: false } user)
                {
                    Refresh(user);
                }
                LookAtData(document, default);
            }
        });
    }

    private void Configure(DidChangeConfigurationParams change)
    {
        var before = Settings;
        Settings = before.With((change.Settings as JObject)?["lspnn"]);
        Views.RefreshHints();
        Views.RefreshLenses();
        if (!ReferenceEquals(Settings.Findings, before.Findings))
        {
            Complain();
            FindingLevelsChanged?.Invoke();
        }
    }

    private void Complain()
    {
        foreach (var problem in Settings.Findings.Problems)
        {
            _server.Log(MessageType.Warning, problem);
        }
    }
}
