using System.Runtime.CompilerServices;
using Newtonsoft.Json.Linq;
using Nnet.Lsp.Documents;
using Nnet.Lsp.JsonRpc;
using Nnet.Lsp.Protocol;

namespace Nnet.Lsp;

/// <summary>What becomes of the answer to a request whose document changed meanwhile.</summary>
public enum WhenStale
{
    /// <summary>It is dropped, and the client is told that the content was modified, so that it asks again.</summary>
    Drop,

    /// <summary>
    /// It is sent: the client can use it still. A completion list is filtered by what was typed meanwhile; dropped, it would close.
    /// </summary>
    Answer,
}

/// <summary>
/// A language server: life cycle, open documents, handlers. Features register their handlers and set their
/// <see cref="Capabilities"/> before <see cref="Run"/>. Notifications are handled in order on the read loop; requests run
/// on the thread pool, each on the document as it was when the request came. A handler that throws is reported and answered
/// with an error, and the server goes on.
/// </summary>
public sealed class LanguageServer
{
    private const int MinWorkers = 8;

    private readonly RpcConnection _connection;
    private readonly ServerInfo _info;
    private readonly ManualResetEventSlim _ended = new();
    private volatile State _state = State.Started;
    private ParentProcess? _parent;

    /// <summary>Makes a server that reads from <paramref name="input"/> and writes to <paramref name="output"/>.</summary>
    public LanguageServer(Stream input, Stream output, ServerInfo info)
    {
        _info = info;
        _connection = new RpcConnection(input, output) { Failed = Report, Refuse = Refuse };
        Progress = new WorkDoneProgressSource(this);
        Documents.Dropped += (_, reason) => Show(MessageType.Error, reason);
        AnswerLifecycle();
        KeepDocuments();
    }

    private enum State
    {
        Started,
        Running,
        ShutDown,
    }

    /// <summary>What the server can do, as <c>initialize</c> is answered.</summary>
    public ServerCapabilities Capabilities { get; } = new()
    {
        TextDocumentSync = new TextDocumentSyncOptions(OpenClose: true, TextDocumentSyncKind.Incremental, new SaveOptions(IncludeText: false)),
    };

    /// <summary>The open documents.</summary>
    public DocumentStore Documents { get; } = new();

    /// <summary>Progress that the client shows.</summary>
    public WorkDoneProgressSource Progress { get; }

    /// <summary>What the client told in <c>initialize</c>; empty before that.</summary>
    public InitializeParams Client { get; private set; } = new([]);

    /// <summary>Cancelled when the server ends, for whatever reason: child processes are to end with it.</summary>
    public CancellationToken Stopped => _connection.Stopped;

    /// <summary>For how many milliseconds the client has said nothing.</summary>
    public long QuietFor => _connection.QuietFor;

    /// <summary>Raised on the read loop before <c>initialize</c> is answered: capabilities may depend on the client's.</summary>
    public event Action<InitializeParams>? Initializing;

    /// <summary>Raised on the read loop when the client is ready: registrations are sent now.</summary>
    public event Action? Initialized;

    /// <summary>A server on standard input and output. Whatever else is written to the console goes to standard error.</summary>
    public static LanguageServer OnStandardStreams(ServerInfo info)
    {
        var server = new LanguageServer(Console.OpenStandardInput(), Console.OpenStandardOutput(), info);
        Console.SetOut(new StreamWriter(Console.OpenStandardError()) { AutoFlush = true });
        return server;
    }

    /// <summary>Serves until the client says <c>exit</c>, the input ends or the parent process is gone.</summary>
    /// <returns>The exit code of the process: 0 if the client said <c>shutdown</c> before, otherwise 1.</returns>
    public int Run()
    {
        // The pool adds a thread beyond its minimum only every half second; a hover shall not wait that long behind two long requests.
        ThreadPool.GetMinThreads(out var workers, out var completions);
        ThreadPool.SetMinThreads(Math.Max(workers, MinWorkers), completions);

        // A read of standard input cannot be cancelled, so it has a thread of its own that ends with the process.
        var reader = new Thread(Read) { IsBackground = true, Name = "lsp reader" };
        reader.Start();
        _ended.Wait();
        _connection.Stop();
        _connection.Flush();
        _parent?.Dispose();
        return _state == State.ShutDown ? 0 : 1;
    }

    /// <summary>Handles a request off the read loop.</summary>
    [OverloadResolutionPriority(1)]
    public void OnRequest<TParams, TResult>(string method, Func<TParams, CancellationToken, TResult> handle) =>
        OnRequest<TParams, TResult>(method, (parameters, cancellation) => Task.FromResult(handle(parameters, cancellation)));

    /// <summary>Handles a request off the read loop.</summary>
    public void OnRequest<TParams, TResult>(string method, Func<TParams, CancellationToken, Task<TResult>> handle)
    {
        _connection.OnRequest(method, json =>
        {
            var parameters = ReadParams<TParams>(method, json);
            return async cancellation => await handle(parameters, cancellation).ConfigureAwait(false);
        });
    }

    /// <summary>
    /// Handles a request about an open document off the read loop. The handler gets the document as of the request;
    /// a request about a document that is not open is answered with null.
    /// </summary>
    [OverloadResolutionPriority(1)]
    public void OnRequest<TParams, TResult>(
        string method,
        Func<Document, TParams, CancellationToken, TResult> handle,
        WhenStale whenStale = WhenStale.Drop)
        where TParams : ITextDocumentParams =>
        OnRequest<TParams, TResult>(
            method,
            (document, parameters, cancellation) => Task.FromResult(handle(document, parameters, cancellation)),
            whenStale);

    /// <inheritdoc cref="OnRequest{TParams, TResult}(string, Func{Document, TParams, CancellationToken, TResult}, WhenStale)"/>
    public void OnRequest<TParams, TResult>(
        string method,
        Func<Document, TParams, CancellationToken, Task<TResult>> handle,
        WhenStale whenStale = WhenStale.Drop)
        where TParams : ITextDocumentParams
    {
        _connection.OnRequest(method, json =>
        {
            var parameters = ReadParams<TParams>(method, json);
            if (!Documents.TryGet(parameters.TextDocument.Uri, out var document))
            {
                return _ => Task.FromResult<object?>(null);
            }

            return async cancellation =>
            {
                var result = await handle(document, parameters, cancellation).ConfigureAwait(false);
                if (whenStale == WhenStale.Drop && !Documents.IsCurrent(document))
                {
                    throw new ResponseException(ErrorCodes.ContentModified, $"The document changed after version {document.Version}.");
                }

                return result;
            };
        });
    }

    /// <summary>Handles a notification on the read loop; it should be quick.</summary>
    public void OnNotification<TParams>(string method, Action<TParams> handle)
    {
        _connection.OnNotification(method, json => handle(ReadParams<TParams>(method, json)));
    }

    /// <summary>
    /// Works on every document when it is opened and after each change: at once, off the read loop, one version of a document at a
    /// time, the newest next. The token is cancelled when there is a newer version, or the document is closed.
    /// </summary>
    /// <param name="work">The work on one version.</param>
    /// <param name="failed">Called with what <paramref name="work"/> or <paramref name="behind"/> threw, after it was logged.</param>
    /// <param name="behind">Slower work behind it, for which no newer version waits; one version at a time too, the newest next.</param>
    public void OnDocument(Action<Document, CancellationToken> work, Action<Document, Exception>? failed = null, Action<Document, CancellationToken>? behind = null)
    {
        // The table is used on the read loop only.
        var workers = new Dictionary<string, (LatestOnly<Document> First, LatestOnly<Document>? Second)>(StringComparer.Ordinal);
        Documents.Changed += document =>
        {
            if (!workers.TryGetValue(document.Uri, out var worker))
            {
                var second = behind is null ? null : new LatestOnly<Document>(behind, Failed);
                var first = new LatestOnly<Document>(
                    (version, cancellation) =>
                    {
                        work(version, cancellation);
                        second?.Post(version);
                    },
                    Failed);
                workers.Add(document.Uri, worker = (first, second));
            }

            worker.First.Post(document);
        };
        Documents.Closed += uri =>
        {
            if (workers.Remove(uri, out var worker))
            {
                worker.First.Stop();
                worker.Second?.Stop();
            }
        };

        void Failed(Document document, Exception exception)
        {
            Report($"Work on {document.Uri}, version {document.Version}, failed.", exception);
            failed?.Invoke(document, exception);
        }
    }

    /// <summary>Sends a notification.</summary>
    public void Notify(string method, object? parameters) => _connection.Notify(method, parameters);

    /// <summary>Sends a request and awaits the client's answer.</summary>
    /// <exception cref="ResponseException">The client answered with an error.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled, or the server ends.</exception>
    public Task<TResult?> Request<TResult>(string method, object? parameters = null, CancellationToken cancellation = default) =>
        _connection.Request<TResult>(method, parameters, cancellation);

    /// <summary>Sends a request whose answer nobody waits for; if the client refuses it, that is logged.</summary>
    public async void RequestAndForget(string method, object? parameters = null)
    {
        try
        {
            await Request<JToken>(method, parameters).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The server ends.
        }
        catch (Exception exception)
        {
            Report($"{method} failed: {exception.Message}", exception is ResponseException ? null : exception);
        }
    }

    /// <summary>Publishes the diagnostics of a document, unless it has changed or was closed since.</summary>
    /// <returns>Whether they were published.</returns>
    public bool PublishDiagnostics(Document document, IReadOnlyList<Diagnostic> diagnostics)
    {
        var frame = RpcConnection.EncodeNotification(
            "textDocument/publishDiagnostics",
            new PublishDiagnosticsParams(document.Uri, diagnostics, document.Version));
        return Documents.WhileCurrent(document, () => _connection.Send(frame));
    }

    /// <summary>Takes all diagnostics of a document back.</summary>
    public void ClearDiagnostics(string uri) =>
        Notify("textDocument/publishDiagnostics", new PublishDiagnosticsParams(uri, []));

    /// <summary>Writes to the log that the client keeps for the server.</summary>
    public void Log(MessageType type, string message) => Notify("window/logMessage", new LogMessageParams(type, message));

    /// <summary>A text as the client can show it: plain, where that is the format that it asks for first.</summary>
    /// <param name="content">The text in Markdown.</param>
    /// <param name="formats">The capability that lists the client's formats, such as <c>textDocument.hover.contentFormat</c>.</param>
    public MarkupContent Shown(MarkupContent content, string formats) =>
        Client.Capabilities.Strings(formats) is [MarkupKind.PlainText, ..] && content.Kind == MarkupKind.Markdown
            ? MarkupContent.PlainText(PlainText.Of(content.Value))
            : content;

    /// <summary>Shows a message to the user.</summary>
    public void Show(MessageType type, string message) => Notify("window/showMessage", new ShowMessageParams(type, message));

    private static TParams ReadParams<TParams>(string method, JToken? json)
    {
        try
        {
            if (Json.Read<TParams>(json) is { } parameters)
            {
                return parameters;
            }
        }
        catch (Exception exception)
        {
            throw new ResponseException(ErrorCodes.InvalidParams, $"The parameters of {method} are not understood: {exception.Message}");
        }

        throw new ResponseException(ErrorCodes.InvalidParams, $"{method} needs parameters.");
    }

    private void AnswerLifecycle()
    {
        _connection.OnInlineRequest("initialize", json =>
        {
            Client = new InitializeParams(json as JObject ?? []);
            Initializing?.Invoke(Client);
            if (Client.ProcessId is { } id)
            {
                _parent = new ParentProcess(id, _ended.Set);
            }

            _state = State.Running;
            return new InitializeResult(Capabilities, _info);
        });
        _connection.OnInlineRequest("shutdown", _ =>
        {
            _state = State.ShutDown;
            return null;
        });
        _connection.OnNotification("initialized", _ => Initialized?.Invoke());
        _connection.OnNotification("exit", _ => _connection.Stop());
    }

    private void KeepDocuments()
    {
        _connection.OnNotification("textDocument/didOpen", json => Documents.Open(DocumentMessages.DidOpen(json).TextDocument));
        _connection.OnNotification("textDocument/didChange", json => Documents.Change(DocumentMessages.DidChange(json)));
        _connection.OnNotification("textDocument/didClose", json => Documents.Close(DocumentMessages.Uri(json)));
        _connection.OnNotification("textDocument/didSave", json => Documents.Save(DocumentMessages.Uri(json)));
    }

    private ResponseException? Refuse(string method) => _state switch
    {
        _ when method == "exit" => null,
        State.Started when method != "initialize" =>
            new ResponseException(ErrorCodes.ServerNotInitialized, $"{method} came before initialize."),
        State.Running when method == "initialize" =>
            new ResponseException(ErrorCodes.InvalidRequest, "The server is initialized already."),
        State.ShutDown => new ResponseException(ErrorCodes.InvalidRequest, $"{method} came after shutdown."),
        _ => null,
    };

    private void Report(string message, Exception? exception) =>
        Log(exception is null ? MessageType.Warning : MessageType.Error, exception is null ? message : $"{message}\n{exception}");

    private void Read()
    {
        try
        {
            _connection.Run();
        }
        finally
        {
            _ended.Set();
        }
    }
}
