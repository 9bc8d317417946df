using System.Diagnostics;

namespace Nnet.Engine.Runs;

/// <summary>
/// Says now and then that it is time, for a caller who asks far more often than that. It reads the clock rarely: a step
/// of a tiny network takes less time than two looks at the clock.
/// </summary>
/// <param name="seconds">Time between two beats.</param>
public sealed class Pulse(double seconds)
{
    private const double ClockEvery = 0.002;
    private const int MostSkipped = 4096;

    private long _lastLook = Stopwatch.GetTimestamp();
    private long _lastBeat = Stopwatch.GetTimestamp();
    private int _skip = 1;
    private int _left = 1;

    /// <summary>Whether a beat is due; beats once when it is.</summary>
    public bool IsDue()
    {
        if (--_left > 0)
        {
            return false;
        }
        var now = Stopwatch.GetTimestamp();
        var sinceLook = Stopwatch.GetElapsedTime(_lastLook, now).TotalSeconds;
        _skip = sinceLook < ClockEvery / 2 ? Math.Min(2 * _skip, MostSkipped) : sinceLook > 2 * ClockEvery ? Math.Max(1, _skip / 4) : _skip;
        (_left, _lastLook) = (_skip, now);
        if (Stopwatch.GetElapsedTime(_lastBeat, now).TotalSeconds < seconds)
        {
            return false;
        }
        _lastBeat = now;
        return true;
    }
}
