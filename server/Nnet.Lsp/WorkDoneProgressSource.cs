using System.Collections.Concurrent;
using Newtonsoft.Json.Linq;
using Nnet.Lsp.Protocol;

namespace Nnet.Lsp;

/// <summary>Begins progress that the client shows while something takes its time.</summary>
public sealed class WorkDoneProgressSource
{
    private readonly LanguageServer _server;
    private readonly ConcurrentDictionary<string, WorkDoneProgress> _open = new(StringComparer.Ordinal);
    private long _last;

    internal WorkDoneProgressSource(LanguageServer server)
    {
        _server = server;
        server.OnNotification<WorkDoneProgressCancelParams>("window/workDoneProgress/cancel", Cancel);
    }

    /// <summary>Begins progress. A client that cannot show any gets none, and the returned progress does nothing.</summary>
    /// <param name="title">What goes on.</param>
    /// <param name="cancel">What the user's cancelling does; without it there is no cancelling.</param>
    /// <param name="percentage">Where a bar starts, or null where there is no telling how far it is.</param>
    public WorkDoneProgress Begin(string title, Action? cancel = null, int? percentage = null)
    {
        var token = $"{Environment.ProcessId}-{Interlocked.Increment(ref _last)}";
        var progress = new WorkDoneProgress(
            value => _server.Notify("$/progress", new ProgressParams(token, value)),
            cancel,
            () => _open.TryRemove(token, out _));
        if (_server.Client.Capabilities.Supports("window.workDoneProgress"))
        {
            progress.Send(new WorkDoneProgressBegin(title, cancel is not null, Percentage: percentage));
            _open[token] = progress;
            Create(token, progress);
        }
        else
        {
            progress.Refuse();
        }

        return progress;
    }

    private async void Create(string token, WorkDoneProgress progress)
    {
        try
        {
            await _server.Request<JToken>("window/workDoneProgress/create", new WorkDoneProgressCreateParams(token)).ConfigureAwait(false);
            progress.Accept();
        }
        catch (Exception)
        {
            // The client refused, or the server ends: the work goes on without being shown.
            progress.Refuse();
            _open.TryRemove(token, out _);
        }
    }

    private void Cancel(WorkDoneProgressCancelParams parameters)
    {
        if (_open.TryGetValue(parameters.Token, out var progress))
        {
            progress.Cancel();
        }
    }
}

/// <summary>Progress that was begun. It is ended once; what is reported afterwards is not sent.</summary>
public sealed class WorkDoneProgress : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Action<object> _send;
    private readonly Action? _cancel;
    private readonly Action _ended;
    private List<object>? _waiting = [];
    private bool _done;

    internal WorkDoneProgress(Action<object> send, Action? cancel, Action ended)
    {
        _send = send;
        _cancel = cancel;
        _ended = ended;
    }

    /// <summary>Reports how far it is.</summary>
    /// <param name="message">What is going on now.</param>
    /// <param name="percentage">How much is done, from 0 to 100, if it was begun with a percentage.</param>
    public void Report(string message, int? percentage = null)
    {
        int? bounded = percentage is { } share ? Math.Clamp(share, 0, 100) : null;
        Send(new WorkDoneProgressReport(_cancel is not null, message, bounded));
    }

    /// <summary>Ends it.</summary>
    /// <param name="message">How it ended.</param>
    public void End(string? message = null)
    {
        Send(new WorkDoneProgressEnd(message), last: true);
        _ended();
    }

    /// <summary>Ends it without a word.</summary>
    public void Dispose() => End();

    internal void Cancel() => _cancel?.Invoke();

    /// <summary>Sends a value; until the client has accepted the token, values wait.</summary>
    internal void Send(object value, bool last = false)
    {
        lock (_gate)
        {
            if (_done)
            {
                return;
            }

            _done = last;
            if (_waiting is not null)
            {
                _waiting.Add(value);
            }
            else
            {
                _send(value);
            }
        }
    }

    internal void Accept()
    {
        lock (_gate)
        {
            _waiting?.ForEach(_send);
            _waiting = null;
        }
    }

    internal void Refuse()
    {
        lock (_gate)
        {
            _done = true;
            _waiting = null;
        }
    }
}
