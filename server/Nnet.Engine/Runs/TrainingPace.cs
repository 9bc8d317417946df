using System.Diagnostics;

namespace Nnet.Engine.Runs;

/// <summary>How long a run takes: its time so far, its speed, and what is left.</summary>
/// <param name="samples">Samples in an epoch.</param>
/// <param name="epochs">Epochs that are planned.</param>
internal sealed class TrainingPace(int samples, int epochs)
{
    // One epoch alone of a tiny network says more of the machine's other work, and a first one compiles code.
    private const int Looked = 5;

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Queue<double> _trained = [];
    private readonly Queue<double> _epochs = [];
    private double _before;

    /// <summary>Time of the run, that before it was interrupted included.</summary>
    public double Seconds => _before + _clock.Elapsed.TotalSeconds;

    /// <summary>Epochs that are planned.</summary>
    public int Epochs { get; set; } = epochs;

    /// <summary>Time stands still until <see cref="Continue"/>.</summary>
    public void Pause() => _clock.Stop();

    /// <summary>Time goes on.</summary>
    public void Continue() => _clock.Start();

    /// <summary>Goes on with a run that had taken so long.</summary>
    public void GoOn(double seconds) => _before = seconds;

    /// <summary>Takes what an epoch took in all.</summary>
    public void Add(double seconds) => Push(_epochs, seconds);

    /// <summary>Samples a second while training, over the last epochs.</summary>
    /// <param name="seconds">What the steps of the newest epoch took.</param>
    public double Speed(double seconds)
    {
        Push(_trained, seconds);
        return (double)samples * _trained.Count / _trained.Sum();
    }

    /// <summary>Seconds until the last epoch would end, in the middle of one.</summary>
    /// <param name="epoch">The epoch that goes on, from 1.</param>
    /// <param name="done">Samples of it that are done.</param>
    /// <param name="seconds">What they took.</param>
    public double Left(int epoch, long done, double seconds)
        => (seconds / done * (samples - done)) + ((Epochs - epoch) * EpochSeconds(seconds / done * samples));

    /// <summary>Seconds until the last epoch would end, behind one.</summary>
    /// <param name="epoch">The epoch that is over, from 1.</param>
    /// <param name="seconds">What it took.</param>
    public double LeftAfter(int epoch, double seconds) => (Epochs - epoch) * EpochSeconds(seconds);

    // The mean of the last epochs; before there is one, what it looks like now.
    private double EpochSeconds(double now) => _epochs.Count == 0 ? now : _epochs.Average();

    private static void Push(Queue<double> queue, double value)
    {
        queue.Enqueue(value);
        if (queue.Count > Looked)
        {
            queue.Dequeue();
        }
    }
}
