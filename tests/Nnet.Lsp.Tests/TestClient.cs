using System.IO.Pipes;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using Nnet.Conformance;
using Nnet.Lsp.JsonRpc;
using Nnet.Lsp.Protocol;

namespace Nnet.Lsp.Tests;

/// <summary>A client that talks to a server in this process over real pipes, and keeps all that was said.</summary>
internal sealed class TestClient : IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly AnonymousPipeServerStream _toServer = new(PipeDirection.Out);
    private readonly AnonymousPipeServerStream _fromServer = new(PipeDirection.In);
    private readonly Dictionary<string, TaskCompletionSource<JObject>> _asked = [];
    private readonly List<(Direction, JToken)> _transcript = [];
    private readonly List<JObject> _calls = [];
    private readonly SemaphoreSlim _called = new(0);
    private readonly AnonymousPipeClientStream _serverOutput;
    private readonly Thread _listener;
    private int _lastId;

    private TestClient()
    {
        _serverOutput = new AnonymousPipeClientStream(PipeDirection.Out, _fromServer.ClientSafePipeHandle);
        Server = new LanguageServer(
            new AnonymousPipeClientStream(PipeDirection.In, _toServer.ClientSafePipeHandle),
            _serverOutput,
            new ServerInfo("test", "1"));
        Capabilities = new JObject { ["window"] = new JObject { ["workDoneProgress"] = true } };
        _listener = new Thread(Listen) { IsBackground = true };
        _listener.Start();
    }

    public LanguageServer Server { get; }

    /// <summary>While this is reset, the client reads nothing.</summary>
    public ManualResetEventSlim Reading { get; } = new(initialState: true);

    public JObject Capabilities { get; }

    public Task<int> ExitCode { get; private set; } = Task.FromResult(-1);

    /// <summary>Answers what the server asks: a result, or an exception that becomes an error.</summary>
    public Func<string, JToken?, JToken?> Answer { get; set; } = (_, _) => JValue.CreateNull();

    public (Direction, JToken)[] Transcript
    {
        get
        {
            lock (_transcript)
            {
                return [.. _transcript];
            }
        }
    }

    /// <summary>Starts a server without a word to it.</summary>
    public static TestClient Start(Action<TestClient>? prepare = null)
    {
        var client = new TestClient();
        prepare?.Invoke(client);
        client.ExitCode = Task.Factory.StartNew(client.Server.Run, TaskCreationOptions.LongRunning);
        return client;
    }

    /// <summary>Starts a server and initializes it.</summary>
    public static async Task<TestClient> Open(Action<TestClient>? prepare = null)
    {
        var client = Start(prepare);
        await client.Initialize();
        client.Notify("initialized", new JObject());
        return client;
    }

    public Task<JObject> Initialize(int? processId = null) => Request(
        "initialize",
        new JObject { ["processId"] = processId, ["rootUri"] = null, ["capabilities"] = Capabilities });

    public void OpenDocument(string uri, string text, int version = 1) => Notify(
        "textDocument/didOpen",
        new JObject { ["textDocument"] = new JObject { ["uri"] = uri, ["languageId"] = "x", ["version"] = version, ["text"] = text } });

    public void ChangeDocument(string uri, int version, params JToken[] changes) => Notify(
        "textDocument/didChange",
        new JObject { ["textDocument"] = new JObject { ["uri"] = uri, ["version"] = version }, ["contentChanges"] = new JArray(changes.ToArray<object>()) });

    public void CloseDocument(string uri) => Notify("textDocument/didClose", OfDocument(uri));

    public static JObject OfDocument(string uri) => new() { ["textDocument"] = new JObject { ["uri"] = uri } };

    public static JObject At(string uri, int line, int character)
    {
        var parameters = OfDocument(uri);
        parameters["position"] = PositionOf(line, character);
        return parameters;
    }

    public static JObject PositionOf(int line, int character) => new() { ["line"] = line, ["character"] = character };

    public static JObject RangeOf(int startLine, int start, int endLine, int end) =>
        new() { ["start"] = PositionOf(startLine, start), ["end"] = PositionOf(endLine, end) };

    public static JObject Edit(int startLine, int start, int endLine, int end, string text) =>
        new() { ["range"] = RangeOf(startLine, start, endLine, end), ["text"] = text };

    public void Notify(string method, JToken? parameters = null) => Send(Call(method, parameters));

    public Task<JObject> Request(string method, JToken? parameters = null) => Request(Interlocked.Increment(ref _lastId), method, parameters);

    public Task<JObject> Request(JToken id, string method, JToken? parameters)
    {
        var asked = new TaskCompletionSource<JObject>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_asked)
        {
            _asked.Add(id.ToString(Formatting.None), asked);
        }

        var message = Call(method, parameters);
        message["id"] = id;
        Send(message);
        return asked.Task.WaitAsync(Patience);
    }

    /// <summary>Awaits the next call of the server that was not awaited before.</summary>
    public async Task<JObject> Next(string method)
    {
        while (true)
        {
            lock (_calls)
            {
                var found = _calls.FindIndex(call => (string?)call["method"] == method);
                if (found >= 0)
                {
                    var call = _calls[found];
                    _calls.RemoveAt(found);
                    return call;
                }
            }

            if (!await _called.WaitAsync(Patience))
            {
                throw new TimeoutException($"The server did not call {method}.");
            }
        }
    }

    /// <summary>The calls of the server that nobody has awaited.</summary>
    public JObject[] Unawaited(string method)
    {
        lock (_calls)
        {
            return [.. _calls.Where(call => (string?)call["method"] == method)];
        }
    }

    public void Send(JToken message)
    {
        lock (_transcript)
        {
            _transcript.Add((Direction.ClientToServer, message));
        }

        // Clients written in JavaScript escape lone surrogates.
        var text = new StringWriter();
        message.WriteTo(new JsonTextWriter(text) { StringEscapeHandling = StringEscapeHandling.EscapeNonAscii });
        SendRaw(text.ToString());
    }

    public void SendRaw(string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        SendRaw([.. Encoding.ASCII.GetBytes($"Content-Length: {bytes.Length}\r\n\r\n"), .. bytes]);
    }

    public void SendRaw(byte[] bytes)
    {
        lock (_toServer)
        {
            _toServer.Write(bytes);
            _toServer.Flush();
        }
    }

    public void CloseInput() => _toServer.Dispose();

    public async Task<int> ShutDown()
    {
        await Request("shutdown");
        Notify("exit");
        return await ExitCode.WaitAsync(Patience);
    }

    public void Dispose()
    {
        _toServer.Dispose();
        ExitCode.Wait(Patience);

        // A pipe is not closed while somebody reads from it: the reader has to see the end first.
        _serverOutput.Dispose();
        _listener.Join(Patience);
        _fromServer.Dispose();
    }

    private static JObject Call(string method, JToken? parameters)
    {
        var message = new JObject { ["jsonrpc"] = "2.0", ["method"] = method };
        if (parameters is not null)
        {
            message["params"] = parameters;
        }

        return message;
    }

    private void Listen()
    {
        var reader = new FrameReader(_fromServer);
        while (reader.Read() is { Kind: FrameKind.Message } frame)
        {
            using var text = new JsonTextReader(new StringReader(Encoding.UTF8.GetString(frame.Body.Span)))
            {
                DateParseHandling = DateParseHandling.None,
                MaxDepth = null,
            };
            var message = JObject.Load(text);
            lock (_transcript)
            {
                _transcript.Add((Direction.ServerToClient, message));
            }

            Take(message);
            Reading.Wait(Patience);
        }
    }

    private void Take(JObject message)
    {
        if (message["method"] is { } method)
        {
            lock (_calls)
            {
                _calls.Add(message);
            }

            _called.Release();
            if (message["id"] is { } id)
            {
                var response = new JObject { ["jsonrpc"] = "2.0", ["id"] = id };
                try
                {
                    response["result"] = Answer((string)method!, message["params"]);
                }
                catch (Exception exception)
                {
                    response["error"] = new JObject { ["code"] = ErrorCodes.RequestFailed, ["message"] = exception.Message };
                }

                Send(response);
            }

            return;
        }

        TaskCompletionSource<JObject>? asked;
        lock (_asked)
        {
            _asked.Remove(message["id"]!.ToString(Formatting.None), out asked);
        }

        if (asked is not null)
        {
            asked.SetResult(message);
        }
        else
        {
            lock (_calls)
            {
                message["method"] = "(stray response)";
                _calls.Add(message);
            }

            _called.Release();
        }
    }
}
