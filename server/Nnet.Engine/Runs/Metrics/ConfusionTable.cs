namespace Nnet.Engine.Runs.Metrics;

/// <summary>Counts which class is taken for which.</summary>
/// <param name="classes">Number of classes.</param>
public sealed class ConfusionTable(int classes)
{
    private readonly int[] _counts = new int[classes * classes];

    /// <summary>Number of classes.</summary>
    public int Classes => classes;

    /// <summary>Samples of class <paramref name="truth"/> that were taken for <paramref name="answer"/>.</summary>
    public int this[int truth, int answer] => _counts[(truth * classes) + answer];

    /// <summary>Adds one sample.</summary>
    public void Add(int truth, int answer) => _counts[(truth * classes) + answer]++;

    /// <summary>Adds a batch.</summary>
    /// <param name="outputs">The network's outputs, sample by sample.</param>
    /// <param name="targets">The true classes.</param>
    /// <param name="count">Number of samples.</param>
    public void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int count)
    {
        var width = outputs.Length / count;
        for (var sample = 0; sample < count; sample++)
        {
            Add((int)targets[sample], Answers.ClassOf(outputs.Slice(sample * width, width)));
        }
    }

    /// <summary>Row by row, as JSON and tables want it.</summary>
    public int[][] ToRows() => [.. Enumerable.Range(0, classes).Select(truth => _counts[(truth * classes)..((truth + 1) * classes)])];
}
