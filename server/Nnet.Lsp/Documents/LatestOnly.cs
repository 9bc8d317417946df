namespace Nnet.Lsp.Documents;

/// <summary>
/// Work on the newest of a series of items: the first item is worked on at once; items that come meanwhile replace each
/// other, cancel the work that runs, and the newest is next. So there is no delay, no queue, and never two at a time.
/// </summary>
/// <typeparam name="T">The items.</typeparam>
public sealed class LatestOnly<T>
    where T : class
{
    private readonly Lock _gate = new();
    private readonly Action<T, CancellationToken> _work;
    private readonly Action<T, Exception> _failed;
    private T? _next;
    private CancellationTokenSource? _running;

    /// <summary>Makes a worker.</summary>
    /// <param name="work">Runs on the thread pool; the token is cancelled when a newer item is there or the work is stopped.</param>
    /// <param name="failed">Called with what <paramref name="work"/> threw, other than its own cancellation.</param>
    public LatestOnly(Action<T, CancellationToken> work, Action<T, Exception> failed)
    {
        _work = work;
        _failed = failed;
    }

    /// <summary>Asks for work on an item that is newer than all before.</summary>
    public void Post(T item)
    {
        CancellationTokenSource? superseded;
        lock (_gate)
        {
            _next = item;
            superseded = _running;
            if (superseded is null)
            {
                _running = new CancellationTokenSource();
                ThreadPool.UnsafeQueueUserWorkItem(static worker => worker.WorkOff(), this, preferLocal: false);
            }
        }

        superseded?.Cancel();
    }

    /// <summary>Forgets what waits and cancels what runs.</summary>
    public void Stop()
    {
        CancellationTokenSource? running;
        lock (_gate)
        {
            _next = null;
            running = _running;
        }

        running?.Cancel();
    }

    private void WorkOff()
    {
        while (Take() is var (item, cancellation))
        {
            try
            {
                _work(item, cancellation);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                // Something newer is there.
            }
            catch (Exception exception)
            {
                Report(item, exception);
            }
        }
    }

    private void Report(T item, Exception exception)
    {
        try
        {
            _failed(item, exception);
        }
        catch (Exception)
        {
            // There is nobody left to tell, and the next item must still get its turn.
        }
    }

    private (T Item, CancellationToken Cancellation)? Take()
    {
        lock (_gate)
        {
            if (_next is not { } item)
            {
                _running = null;
                return null;
            }

            _next = null;
            _running = new CancellationTokenSource();
            return (item, _running.Token);
        }
    }
}
