using Newtonsoft.Json.Linq;

namespace Nnet.Lsp.JsonRpc;

/// <summary>
/// Turns the parameters of a request into the work that answers it. It runs on the read loop, so that it sees the state
/// as of this request; the work it returns runs on the thread pool, beside the messages that follow.
/// </summary>
/// <param name="parameters">The parameters as they came, if any.</param>
public delegate Func<CancellationToken, Task<object?>> RequestPreparation(JToken? parameters);

/// <summary>
/// JSON-RPC 2.0 over a pair of streams. Messages are taken one after the other; a message whose handler or whose
/// answer fails is answered with an error and reported to <see cref="Failed"/>, and the next message is taken.
/// </summary>
public sealed class RpcConnection
{
    private static readonly TimeSpan FlushPatience = TimeSpan.FromSeconds(1);

    private readonly FrameReader _reader;
    private readonly FrameWriter _writer;
    private readonly Dictionary<string, RequestPreparation> _requests = [];
    private readonly Dictionary<string, Func<JToken?, object?>> _inlineRequests = [];
    private readonly Dictionary<string, Action<JToken?>> _notifications = [];
    private readonly Dictionary<RequestId, CancellationTokenSource> _running = [];
    private readonly Dictionary<RequestId, TaskCompletionSource<JToken?>> _awaited = [];
    private readonly CancellationTokenSource _stopped = new();
    private long _lastId;
    private long _lastMessageAt = Environment.TickCount64;

    /// <summary>Connects to a peer that writes to <paramref name="input"/> and reads from <paramref name="output"/>.</summary>
    public RpcConnection(Stream input, Stream output, int maxBody = FrameReader.DefaultMaxBody)
    {
        _reader = new FrameReader(input, maxBody);
        _writer = new FrameWriter(output, Stop);
        OnNotification("$/cancelRequest", parameters => CancelRunning(parameters?["id"]));
    }

    /// <summary>Called with what went wrong and, where a fault of the server is behind it, the exception. It may be called from any thread.</summary>
    public Action<string, Exception?>? Failed { get; set; }

    /// <summary>Decides by method whether a message may be taken now; a request that may not is answered with the error.</summary>
    public Func<string, ResponseException?>? Refuse { get; set; }

    /// <summary>Cancelled when the connection has ended, from whichever side.</summary>
    public CancellationToken Stopped => _stopped.Token;

    /// <summary>For how many milliseconds the peer has said nothing.</summary>
    public long QuietFor => Environment.TickCount64 - Volatile.Read(ref _lastMessageAt);

    /// <summary>Handles a request on the thread pool.</summary>
    public void OnRequest(string method, RequestPreparation prepare) => _requests.Add(method, prepare);

    /// <summary>Handles a request on the read loop: nothing else is read before it is answered.</summary>
    public void OnInlineRequest(string method, Func<JToken?, object?> answer) => _inlineRequests.Add(method, answer);

    /// <summary>Handles a notification on the read loop, in the order of arrival. A method may have several handlers.</summary>
    public void OnNotification(string method, Action<JToken?> handle) =>
        _notifications[method] = _notifications.TryGetValue(method, out var others) ? others + handle : handle;

    /// <summary>Reads and handles messages until the input ends or <see cref="Stop"/> is called.</summary>
    public void Run()
    {
        while (!_stopped.IsCancellationRequested)
        {
            var frame = _reader.Read();
            Volatile.Write(ref _lastMessageAt, Environment.TickCount64);
            switch (frame.Kind)
            {
                case FrameKind.End:
                    Stop();
                    return;
                case FrameKind.Broken:
                    RespondError(null, ErrorCodes.ParseError, $"A message was skipped: {frame.Problem}.");
                    Failed?.Invoke($"A message was skipped: {frame.Problem}.", null);
                    break;
                default:
                    Take(frame.Body.Span);
                    break;
            }
        }
    }

    /// <summary>Ends the connection: running requests are cancelled, awaited answers will not come. It does not wait.</summary>
    public void Stop()
    {
        try
        {
            _stopped.Cancel();
        }
        catch (AggregateException)
        {
            // Somebody's reaction to the end failed; the end comes all the same.
        }
    }

    /// <summary>Waits a moment until what was sent is written; what is sent later is dropped.</summary>
    public void Flush() => _writer.Complete(FlushPatience);

    /// <summary>Sends a notification. It returns at once.</summary>
    public void Notify(string method, object? parameters) => _writer.Write(EncodeNotification(method, parameters));

    /// <summary>Makes the frame of a notification, for <see cref="Send"/>.</summary>
    internal static FrameBuffer EncodeNotification(string method, object? parameters) =>
        EncodeCall(Start(), method, parameters);

    /// <summary>Sends a frame made before. It returns at once.</summary>
    internal void Send(FrameBuffer frame) => _writer.Write(frame);

    /// <summary>Sends a request and awaits its result.</summary>
    /// <exception cref="ResponseException">The peer answered with an error.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled, or the connection ended.</exception>
    public async Task<TResult?> Request<TResult>(string method, object? parameters, CancellationToken cancellation = default)
    {
        var id = new RequestId(Interlocked.Increment(ref _lastId), null);
        var frame = EncodeCall(Start(id), method, parameters);
        var awaited = new TaskCompletionSource<JToken?>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_awaited)
        {
            _awaited.Add(id, awaited);
        }

        using var ended = _stopped.Token.Register(() => awaited.TrySetCanceled());
        using var cancelled = cancellation.Register(() =>
        {
            if (awaited.TrySetCanceled(cancellation))
            {
                Notify("$/cancelRequest", new JObject { ["id"] = id.ToToken() });
            }
        });
        _writer.Write(frame);
        try
        {
            return Json.Read<TResult>(await awaited.Task.ConfigureAwait(false));
        }
        finally
        {
            lock (_awaited)
            {
                _awaited.Remove(id);
            }
        }
    }

    private void Take(ReadOnlySpan<byte> body)
    {
        JToken message;
        try
        {
            message = JsonReading.Parse(body);
        }
        catch (Exception exception)
        {
            RespondError(null, ErrorCodes.ParseError, $"The message is not JSON: {exception.Message}");
            return;
        }

        try
        {
            Dispatch(message);
        }
        catch (Exception exception)
        {
            Failed?.Invoke("A message was skipped.", exception);
        }
    }

    private void Dispatch(JToken token)
    {
        if (token is not JObject message)
        {
            var problem = token is JArray
                ? "Batches are not part of the Language Server Protocol: send each message by itself."
                : "A message is a JSON object.";
            RespondError(null, ErrorCodes.InvalidRequest, problem);
            return;
        }

        var id = RequestId.From(message["id"]);
        if (message["method"] is { } name)
        {
            if (name is not JValue { Value: string method } || (id is null && message.ContainsKey("id")))
            {
                RespondError(id, ErrorCodes.InvalidRequest, "A method is a string, an id is a whole number or a string.");
            }
            else if (id is not null)
            {
                TakeRequest(id, method, message["params"]);
            }
            else
            {
                TakeNotification(method, message["params"]);
            }
        }
        else if (message.ContainsKey("result") || message.ContainsKey("error"))
        {
            TakeResponse(id, message);
        }
        else
        {
            RespondError(id, ErrorCodes.InvalidRequest, "The message has neither a method nor a result nor an error.");
        }
    }

    private void TakeNotification(string method, JToken? parameters)
    {
        if (Refuse?.Invoke(method) is not null || !_notifications.TryGetValue(method, out var handle))
        {
            return;
        }

        try
        {
            handle(parameters);
        }
        catch (ResponseException exception)
        {
            Failed?.Invoke($"{method}: {exception.Message}", null);
        }
        catch (Exception exception)
        {
            Failed?.Invoke($"{method} failed.", exception);
        }
    }

    private void TakeRequest(RequestId id, string method, JToken? parameters)
    {
        if (Refuse?.Invoke(method) is { } refusal)
        {
            RespondError(id, refusal.Code, refusal.Message);
            return;
        }

        try
        {
            if (_inlineRequests.TryGetValue(method, out var answer))
            {
                Respond(id, answer(parameters));
                return;
            }

            if (!_requests.TryGetValue(method, out var prepare))
            {
                RespondError(id, ErrorCodes.MethodNotFound, $"'{method}' is not handled by this server.");
                return;
            }

            var work = prepare(parameters);
            var cancellation = CancellationTokenSource.CreateLinkedTokenSource(_stopped.Token);
            lock (_running)
            {
                if (!_running.TryAdd(id, cancellation))
                {
                    cancellation.Dispose();
                    throw new ResponseException(ErrorCodes.InvalidRequest, "A request with this id is still being worked on.");
                }
            }

            ThreadPool.UnsafeQueueUserWorkItem(_ => Work(id, method, work, cancellation), null);
        }
        catch (Exception exception)
        {
            RespondFailure(id, method, exception, CancellationToken.None);
        }
    }

    private async void Work(RequestId id, string method, Func<CancellationToken, Task<object?>> work, CancellationTokenSource cancellation)
    {
        FrameBuffer answer;
        try
        {
            cancellation.Token.ThrowIfCancellationRequested();
            answer = EncodeResult(id, await work(cancellation.Token).ConfigureAwait(false));
        }
        catch (Exception exception)
        {
            answer = EncodeFailure(id, method, exception, cancellation.Token);
        }

        // The id is free before the peer can know that it is.
        lock (_running)
        {
            _running.Remove(id);
        }

        cancellation.Dispose();
        _writer.Write(answer);
    }

    private void CancelRunning(JToken? token)
    {
        CancellationTokenSource? cancellation = null;
        lock (_running)
        {
            if (RequestId.From(token) is not { } id || !_running.TryGetValue(id, out cancellation))
            {
                return;
            }
        }

        try
        {
            cancellation.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The answer was just sent.
        }
    }

    private void TakeResponse(RequestId? id, JObject message)
    {
        TaskCompletionSource<JToken?>? awaited = null;
        lock (_awaited)
        {
            if (id is not null)
            {
                _awaited.TryGetValue(id, out awaited);
            }
        }

        if (awaited is null)
        {
            if (message["error"] is JObject stray)
            {
                Failed?.Invoke($"The client reports: {stray["message"]}", null);
            }

            return;
        }

        if (message["error"] is JObject error)
        {
            var code = error["code"] is JValue { Value: long value } && value is >= int.MinValue and <= int.MaxValue
                ? (int)value
                : ErrorCodes.InternalError;
            awaited.TrySetException(new ResponseException(code, error["message"]?.ToString() ?? "The client gave no reason."));
        }
        else
        {
            awaited.TrySetResult(message["result"]);
        }
    }

    private void Respond(RequestId id, object? result) => _writer.Write(EncodeResult(id, result));

    private void RespondFailure(RequestId id, string method, Exception exception, CancellationToken cancellation) =>
        _writer.Write(EncodeFailure(id, method, exception, cancellation));

    private void RespondError(RequestId? id, int code, string message) => _writer.Write(EncodeError(id, code, message));

    private static FrameBuffer EncodeResult(RequestId id, object? result)
    {
        var buffer = Start(id);
        buffer.Write(",\"result\":");
        JsonWriting.Write(buffer, result);
        return End(buffer);
    }

    private FrameBuffer EncodeFailure(RequestId id, string method, Exception exception, CancellationToken cancellation)
    {
        switch (exception)
        {
            case ResponseException { Code: var code, Message: var message }:
                return EncodeError(id, code, message);
            case OperationCanceledException when cancellation.IsCancellationRequested:
                return EncodeError(id, ErrorCodes.RequestCancelled, $"{method} was cancelled.");
            default:
                Failed?.Invoke($"{method} failed.", exception);
                return EncodeError(id, ErrorCodes.InternalError, $"{method} failed: {exception.Message}");
        }
    }

    private static FrameBuffer EncodeError(RequestId? id, int code, string message)
    {
        var buffer = Start(id);
        buffer.Write(",\"error\":");
        JsonWriting.Write(buffer, new JObject { ["code"] = code, ["message"] = message });
        return End(buffer);
    }

    private static FrameBuffer EncodeCall(FrameBuffer buffer, string method, object? parameters)
    {
        buffer.Write(",\"method\":");
        JsonWriting.WriteString(buffer, method);
        if (parameters is not null)
        {
            buffer.Write(",\"params\":");
            JsonWriting.Write(buffer, parameters);
        }

        return End(buffer);
    }

    private static FrameBuffer Start()
    {
        var buffer = new FrameBuffer();
        buffer.Write("{\"jsonrpc\":\"2.0\"");
        return buffer;
    }

    private static FrameBuffer Start(RequestId? id)
    {
        var buffer = Start();
        buffer.Write(",\"id\":");
        JsonWriting.Write(buffer, id?.ToToken());
        return buffer;
    }

    private static FrameBuffer End(FrameBuffer buffer)
    {
        buffer.Write('}');
        return buffer;
    }
}
