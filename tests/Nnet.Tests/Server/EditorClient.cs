using System.Diagnostics;
using System.IO.Pipes;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using Nnet.Conformance;
using Nnet.Editor;
using Nnet.Engine.Data;
using Nnet.Lsp;
using Nnet.Lsp.JsonRpc;
using Nnet.Training;
using Xunit;

namespace Nnet.Tests.Server;

/// <summary>
/// An editor that talks to the real server, in this process over pipes or in a process of its own over standard streams.
/// It keeps the whole conversation; closing it checks every message of it against the official meta model.
/// </summary>
internal sealed class EditorClient : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly string[] Custom = ["nnet/run", "nnet/trusted", "nnet/trial", "nnet/graph", "nnet/graphChanged", "nnet/graphClosed", "nnet/playground", "nnet/playgroundChanged", "nnet/playgroundEdit", "nnet/playgroundPoints"];

    private readonly Stream _toServer;
    private readonly Stream _fromServer;
    private readonly Dictionary<int, TaskCompletionSource<JObject>> _asked = [];
    private readonly List<(Direction, JToken)> _transcript = [];
    private readonly List<JObject> _calls = [];
    private TaskCompletionSource _called = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _lastId;
    private bool _closed;

    private EditorClient(Stream toServer, Stream fromServer, Task<int> exitCode)
    {
        (_toServer, _fromServer, ExitCode) = (toServer, fromServer, exitCode);
        new Thread(Listen) { IsBackground = true }.Start();
    }

    /// <summary>The command that starts <c>nnet</c> as it is built beside the tests.</summary>
    public static WorkerCommand Nnet { get; } = new("dotnet", Path.Combine(AppContext.BaseDirectory, "nnet.dll"));

    public Task<int> ExitCode { get; }

    public JObject Capabilities { get; } = JObject.Parse("""
        {
          "window": { "workDoneProgress": true },
          "workspace": { "codeLens": { "refreshSupport": true }, "inlayHint": { "refreshSupport": true }, "workspaceEdit": { "documentChanges": true } },
          "textDocument": { "definition": { "linkSupport": true }, "documentSymbol": { "hierarchicalDocumentSymbolSupport": true }, "rename": { "prepareSupport": true }, "completion": { "completionItem": { "snippetSupport": true } } }
        }
        """);

    /// <summary>A server in this process, initialized.</summary>
    /// <param name="options">What the extension passes to its server.</param>
    /// <param name="worker">How a training worker is started.</param>
    /// <param name="capabilities">What the client can do beyond the usual.</param>
    /// <param name="rootUri">The folder that is open, or null.</param>
    public static Task<EditorClient> InProcess(JObject? options = null, WorkerCommand? worker = null, string? capabilities = null, string? rootUri = null)
    {
        var toServer = new AnonymousPipeServerStream(PipeDirection.Out);
        var fromServer = new AnonymousPipeServerStream(PipeDirection.In);
        var exitCode = Task.Factory.StartNew(
            () =>
            {
                using var input = new AnonymousPipeClientStream(PipeDirection.In, toServer.ClientSafePipeHandle);
                using var output = new AnonymousPipeClientStream(PipeDirection.Out, fromServer.ClientSafePipeHandle);
                return EditorServer.Run(new LanguageServer(input, output, new("nnet", "test")), worker ?? Nnet, () => new DataProbe());
            },
            TaskCreationOptions.LongRunning);
        var client = new EditorClient(toServer, fromServer, exitCode);
        client.Capabilities.Merge(JObject.Parse(capabilities ?? "{}"));
        return Open(client, options, rootUri);
    }

    /// <summary>A server in a process of its own, initialized.</summary>
    public static async Task<(EditorClient Client, Process Server)> OverStandardStreams(JObject? options = null)
    {
        var process = Process.Start(Nnet.StartInfo(["lsp"]))!;
        _ = process.StandardError.ReadToEndAsync();
        async Task<int> Exit()
        {
            await process.WaitForExitAsync();
            return process.ExitCode;
        }
        var client = await Open(new EditorClient(process.StandardInput.BaseStream, process.StandardOutput.BaseStream, Exit()), options);
        return (client, process);
    }

    public void OpenDocument(string uri, string text, int version = 1) => Notify("textDocument/didOpen", new
    {
        textDocument = new { uri, languageId = "nnet", version, text },
    });

    public void ChangeDocument(string uri, int version, string text) => Notify("textDocument/didChange", new
    {
        textDocument = new { uri, version },
        contentChanges = new[] { new { text } },
    });

    public void Notify(string method, object? parameters = null) => Send(Call(method, parameters));

    /// <summary>Asks and gives the result; an error of the server fails the test.</summary>
    public async Task<JToken> Ask(string method, object? parameters = null)
    {
        var response = await AskAnyhow(method, parameters);
        Assert.True(response["error"] is null, $"{method}: {response["error"]}");
        return response["result"]!;
    }

    /// <summary>Asks and gives the whole response, which may be an error.</summary>
    public Task<JObject> AskAnyhow(string method, object? parameters = null)
    {
        var id = Interlocked.Increment(ref _lastId);
        var asked = new TaskCompletionSource<JObject>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_asked)
        {
            _asked.Add(id, asked);
        }
        var message = Call(method, parameters);
        message["id"] = id;
        Send(message);
        return asked.Task.WaitAsync(Patience);
    }

    public Task<JToken> AskAt(string method, string uri, int line, int character) => Ask(method, new
    {
        textDocument = new { uri },
        position = new { line, character },
    });

    /// <summary>Awaits the first call of the server that was not awaited before and fits.</summary>
    public async Task<JObject> Next(string method, Func<JObject, bool>? fits = null)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            Task called;
            lock (_calls)
            {
                var found = _calls.FindIndex(call => (string?)call["method"] == method && fits?.Invoke((JObject)call["params"]!) != false);
                if (found >= 0)
                {
                    var call = _calls[found];
                    _calls.RemoveAt(found);
                    return (JObject?)call["params"] ?? [];
                }
                called = _called.Task;
            }
            try
            {
                await called.WaitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"The server did not call {method} as expected. It called:\n{string.Join('\n', Calls().TakeLast(40).Select(call => call.ToString(Formatting.None)))}");
            }
        }
    }

    /// <summary>The diagnostics of a version of a document, the first ones that fit.</summary>
    public async Task<JArray> Diagnostics(string uri, int version, Func<JArray, bool>? fits = null)
    {
        var published = await Next("textDocument/publishDiagnostics", call =>
            (string?)call["uri"] == uri && (int?)call["version"] == version && fits?.Invoke((JArray)call["diagnostics"]!) != false);
        return (JArray)published["diagnostics"]!;
    }

    /// <summary>The calls of the server that nobody has awaited.</summary>
    public JObject[] Calls()
    {
        lock (_calls)
        {
            return [.. _calls];
        }
    }

    public async Task<int> Close()
    {
        _closed = true;
        await Ask("shutdown");
        Notify("exit");
        var code = await ExitCode.WaitAsync(Patience);
        CheckConversation();
        return code;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_closed)
        {
            Assert.Equal(0, await Close());
        }
        await _toServer.DisposeAsync();
        await _fromServer.DisposeAsync();
    }

    private static async Task<EditorClient> Open(EditorClient client, JObject? options, string? rootUri = null)
    {
        await client.Ask("initialize", new JObject
        {
            ["processId"] = null,
            ["rootUri"] = rootUri,
            ["capabilities"] = client.Capabilities,
            ["initializationOptions"] = options,
        });
        client.Notify("initialized", new JObject());
        return client;
    }

    private static JObject Call(string method, object? parameters)
    {
        var message = new JObject { ["jsonrpc"] = "2.0", ["method"] = method };
        if (parameters is not null)
        {
            message["params"] = parameters as JToken ?? JToken.FromObject(parameters);
        }
        return message;
    }

    // Without the npm packages there is no meta model to check against; the tests of Nnet.Lsp say so aloud.
    private void CheckConversation()
    {
        if (Present.Reason([MetaModel.Typings, MetaModel.TypeScript]) is null)
        {
            (Direction, JToken)[] transcript;
            lock (_transcript)
            {
                transcript = [.. _transcript];
            }
            Assert.Empty(MetaModel.Official.ValidateTranscript(transcript, Custom.Contains));
        }
    }

    private void Send(JObject message)
    {
        lock (_transcript)
        {
            var bytes = Encoding.UTF8.GetBytes(message.ToString(Formatting.None));
            _transcript.Add((Direction.ClientToServer, Json.Parse(bytes)));
            _toServer.Write([.. Encoding.ASCII.GetBytes($"Content-Length: {bytes.Length}\r\n\r\n"), .. bytes]);
            _toServer.Flush();
        }
    }

    private void Listen()
    {
        var reader = new FrameReader(_fromServer);
        while (reader.Read() is { Kind: FrameKind.Message } frame)
        {
            var message = (JObject)Json.Parse(frame.Body.Span);
            lock (_transcript)
            {
                _transcript.Add((Direction.ServerToClient, message));
            }
            if (message["method"] is null)
            {
                Answered(message);
                continue;
            }
            TaskCompletionSource called;
            lock (_calls)
            {
                _calls.Add(message);
                (called, _called) = (_called, new(TaskCreationOptions.RunContinuationsAsynchronously));
            }
            if (message["id"] is { } id)
            {
                Answer(id, (string?)message["method"]);
            }
            called.SetResult();
        }
    }

    private void Answer(JToken id, string? method)
    {
        try
        {
            Send(new JObject { ["jsonrpc"] = "2.0", ["id"] = id, ["result"] = method == "workspace/applyEdit" ? new JObject { ["applied"] = true } : JValue.CreateNull() });
        }
        catch (Exception exception) when (_closed && exception is IOException or ObjectDisposedException)
        {
            // The server asked while it was told to end.
        }
    }

    private void Answered(JObject message)
    {
        TaskCompletionSource<JObject>? asked;
        lock (_asked)
        {
            _asked.Remove((int)message["id"]!, out asked);
        }
        asked?.SetResult(message);
    }
}
