using System.Diagnostics;

namespace Nnet.Engine.Execution;

/// <summary>Work in numbered pieces that may run at the same time.</summary>
public interface IWork
{
    /// <summary>Does one piece.</summary>
    void Run(int item);
}

/// <summary>
/// Threads that wait for work spinning, briefly, and then parked: a dispatch costs about a tenth of a microsecond while
/// they spin. Pieces are handed out one by one and their completion is counted, so a thread that the system has put
/// aside delays at most the piece that it holds. When that happens the machine is busy with other things: for a while
/// the caller then works alone, which gives the same results and waits for nobody.
/// </summary>
public sealed class Workers : IDisposable
{
    private const int SpinsBeforeParking = 4_000;
    private const int LeastRoundsAlone = 32;
    private const int MostRoundsAlone = 256;

    private static readonly long s_stall = Stopwatch.Frequency / 2_000;

    private readonly Thread[] _threads;
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _wake = new(0);

    // The round in the high half, the next piece in the low half.
    private long _ticket;
    private int _items;
    private int _done;
    private int _parked;
    private int _roundsAlone;
    private int _nextRoundsAlone = LeastRoundsAlone;
    private int _roundsTogether;
    private volatile IWork? _work;
    private volatile Exception? _failure;
    private volatile bool _closed;

    /// <summary>Starts threads so that <paramref name="count"/> work together, the caller's own included.</summary>
    public Workers(int count)
    {
        Count = Math.Max(1, count);
        _threads = new Thread[Count - 1];
        for (var i = 0; i < _threads.Length; i++)
        {
            _threads[i] = new Thread(Serve) { IsBackground = true, Name = $"nnet worker {i + 1}" };
            _threads[i].Start();
        }
    }

    /// <summary>Threads that work together, the caller's own included.</summary>
    public int Count { get; }

    /// <summary>Runs all pieces and returns when the last is done.</summary>
    public void Run(IWork work, int items)
    {
        if (_threads.Length == 0 || items < 2 || _roundsAlone > 0)
        {
            _roundsAlone -= _roundsAlone > 0 ? 1 : 0;
            for (var item = 0; item < items; item++)
            {
                work.Run(item);
            }
            return;
        }
        var round = (Volatile.Read(ref _ticket) >> 32) + 1;
        _work = work;
        Volatile.Write(ref _items, items);
        Volatile.Write(ref _done, 0);
        Interlocked.Exchange(ref _ticket, round << 32);
        var parked = Volatile.Read(ref _parked);
        if (parked > 0)
        {
            _wake.Release(Math.Min(parked, items - 1));
        }
        var began = Stopwatch.GetTimestamp();
        Take(round);
        var worked = Stopwatch.GetTimestamp();
        var spinner = default(SpinWait);
        while (Volatile.Read(ref _done) < items)
        {
            spinner.SpinOnce(sleep1Threshold: -1);
        }
        JudgeWait(Stopwatch.GetTimestamp() - worked, worked - began);
        // Closed until the next round is set up, or a thread that comes late could take a piece of it too early.
        Interlocked.Exchange(ref _ticket, (round << 32) | int.MaxValue);
        if (_failure is { } failure)
        {
            _failure = null;
            throw new AggregateException(failure);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }
            _closed = true;
        }
        _wake.Release(_threads.Length + 1);
        foreach (var thread in _threads)
        {
            thread.Join();
        }
        _wake.Dispose();
    }

    /// <summary>Decides from the time that the caller waited for others, and the time that it worked, how to go on.</summary>
    private void JudgeWait(long waited, long worked)
    {
        if (waited > s_stall && waited > 2 * worked)
        {
            _roundsAlone = _nextRoundsAlone;
            _nextRoundsAlone = Math.Min(MostRoundsAlone, 2 * _nextRoundsAlone);
            _roundsTogether = 0;
        }
        else if (++_roundsTogether > MostRoundsAlone)
        {
            _nextRoundsAlone = LeastRoundsAlone;
            _roundsTogether = 0;
        }
    }

    private void Serve()
    {
        var seen = 0L;
        while (!_closed)
        {
            var round = WaitForRound(seen);
            if (round == seen)
            {
                continue;
            }
            seen = round;
            Take(round);
        }
    }

    private long WaitForRound(long seen)
    {
        for (var spin = 0; spin < SpinsBeforeParking; spin++)
        {
            var round = Volatile.Read(ref _ticket) >> 32;
            if (round != seen || _closed)
            {
                return round;
            }
            Thread.SpinWait(8);
        }
        Interlocked.Increment(ref _parked);
        // A round that began between the last look and the count above would not have woken this thread.
        if (Volatile.Read(ref _ticket) >> 32 == seen && !_closed)
        {
            _wake.Wait();
        }
        Interlocked.Decrement(ref _parked);
        return Volatile.Read(ref _ticket) >> 32;
    }

    private void Take(long round)
    {
        while (true)
        {
            var ticket = Volatile.Read(ref _ticket);
            var item = (int)ticket;
            if (ticket >> 32 != round || item >= Volatile.Read(ref _items))
            {
                return;
            }
            if (Interlocked.CompareExchange(ref _ticket, ticket + 1, ticket) != ticket)
            {
                continue;
            }
            try
            {
                _work!.Run(item);
            }
            catch (Exception exception)
            {
                _failure = exception;
            }
            Interlocked.Increment(ref _done);
        }
    }
}
