namespace Nnet.Editor.Workspace;

/// <summary>Does something at most once in an interval: at once when it was quiet, otherwise when the interval is over. The last request is never lost.</summary>
/// <param name="interval">The least time between two of them.</param>
/// <param name="act">What is done; on the thread pool.</param>
public sealed class Throttle(TimeSpan interval, Action act)
{
    private readonly Lock _gate = new();
    private DateTime _next = DateTime.MinValue;
    private bool _waiting;

    /// <summary>Asks for it.</summary>
    public void Request()
    {
        TimeSpan delay;
        lock (_gate)
        {
            if (_waiting)
            {
                return;
            }
            _waiting = true;
            delay = _next - DateTime.UtcNow;
        }
        _ = ActAfter(delay > TimeSpan.Zero ? delay : TimeSpan.Zero);
    }

    private async Task ActAfter(TimeSpan delay)
    {
        await Task.Delay(delay).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        lock (_gate)
        {
            _waiting = false;
            _next = DateTime.UtcNow + interval;
        }
        act();
    }
}
