using Nnet.Engine.Compilation;
using Nnet.Engine.Execution;

namespace Nnet.Engine.Devices;

/// <summary>
/// An executor whose device may go away at any time: its driver fails, its memory is taken by others, somebody pulls it out. Whoever computes
/// with it then hears what was seen and what to do, and nothing more is asked of it.
/// </summary>
/// <param name="device">The device.</param>
/// <param name="inner">What computes there.</param>
internal sealed class GuardedExecutor(Device device, Executor<float> inner) : Executor<float>
{
    private DeviceException? _fault;

    public override int Threads => inner.Threads;

    public override double Run(Modes mode)
    {
        ThrowIfLost();
        try
        {
            return inner.Run(mode);
        }
        catch (Exception problem) when (IsFault(problem))
        {
            throw Lost(problem);
        }
    }

    public override void Differentiate()
    {
        ThrowIfLost();
        try
        {
            inner.Differentiate();
        }
        catch (Exception problem) when (IsFault(problem))
        {
            throw Lost(problem);
        }
    }

    public override void Keep(bool isFirst)
    {
        ThrowIfLost();
        try
        {
            inner.Keep(isFirst);
        }
        catch (Exception problem) when (IsFault(problem))
        {
            throw Lost(problem);
        }
    }

    public override void Update(double share, bool addsKept)
    {
        ThrowIfLost();
        try
        {
            inner.Update(share, addsKept);
        }
        catch (Exception problem) when (IsFault(problem))
        {
            throw Lost(problem);
        }
    }

    public override bool TryHold(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets)
    {
        ThrowIfLost();
        try
        {
            return inner.TryHold(inputs, targets);
        }
        catch (Exception problem) when (IsFault(problem))
        {
            throw Lost(problem);
        }
    }

    public override void Announce(ReadOnlySpan<int> rows)
    {
        ThrowIfLost();
        try
        {
            inner.Announce(rows);
        }
        catch (Exception problem) when (IsFault(problem))
        {
            throw Lost(problem);
        }
    }

    public override void Queue(int first, int step)
    {
        ThrowIfLost();
        try
        {
            inner.Queue(first, step);
        }
        catch (Exception problem) when (IsFault(problem))
        {
            throw Lost(problem);
        }
    }

    public override void TakeLosses(Span<double> losses)
    {
        ThrowIfLost();
        try
        {
            inner.TakeLosses(losses);
        }
        catch (Exception problem) when (IsFault(problem))
        {
            throw Lost(problem);
        }
    }

    public override void Fetch()
    {
        ThrowIfLost();
        try
        {
            inner.Fetch();
        }
        catch (Exception problem) when (IsFault(problem))
        {
            throw Lost(problem);
        }
    }

    public override void Fetch(Slot<float> slot)
    {
        ThrowIfLost();
        try
        {
            inner.Fetch(slot);
        }
        catch (Exception problem) when (IsFault(problem))
        {
            throw Lost(problem);
        }
    }

    /// <summary>Gives back what it has. A device that is lost has nothing to give, and whatever it answers is known already.</summary>
    public override void Dispose()
    {
        try
        {
            inner.Dispose();
        }
        catch (Exception problem) when (_fault is not null || IsFault(problem))
        {
        }
    }

    private bool IsFault(Exception problem) => problem is OutOfMemoryException || device.IsFault(problem);

    private void ThrowIfLost()
    {
        if (_fault is not null)
        {
            throw _fault;
        }
    }

    private DeviceException Lost(Exception problem)
    {
        var info = device.Info;
        return _fault = new DeviceException($"{info.Name} ({info.Kind}) has stopped working in the middle of the run: {device.WordsOf(problem).TrimEnd('.')}. "
            + "What was saved before is whole: go on from the last checkpoint on the processor with `nnet resume RUN-DIR --device cpu`. "
            + "`nnet devices` says whether the device is still there; if its memory was full, close what else uses it, or make the batch smaller.");
    }
}
