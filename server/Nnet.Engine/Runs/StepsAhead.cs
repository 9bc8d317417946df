using System.Diagnostics;

namespace Nnet.Engine.Runs;

/// <summary>
/// How many steps a device is given at once: as many as take about as long as an eye needs to see a change, so that the run stays easy to
/// watch and to stop. What the steps compute does not depend on it.
/// </summary>
internal sealed class StepsAhead
{
    private const double Short = 0.010;
    private const double Long = 0.040;

    private long _asked;
    private int _steps = 1;
    private int _given;

    /// <summary>How many to take now; it is asked once before each.</summary>
    /// <param name="most">As many as there are, and perhaps none.</param>
    public int Next(int most)
    {
        if (_given > 0)
        {
            var seconds = Stopwatch.GetElapsedTime(_asked).TotalSeconds;
            // Only what was used in full says how long so many take.
            if (_given == _steps)
            {
                _steps = seconds < Short ? Math.Min(2 * _steps, Network<float>.MostSteps) : seconds > Long ? Math.Max(1, _steps / 2) : _steps;
            }
        }
        _asked = Stopwatch.GetTimestamp();
        return _given = Math.Max(1, Math.Min(_steps, most));
    }
}
