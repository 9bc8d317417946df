namespace Nnet.Engine.Runs.Pictures;

/// <summary>
/// Which epochs a history of bounded length has: at first every one, and each time it is full every second one is left out and
/// half as many are looked at from then on. The newest is always among them.
/// </summary>
public sealed class EpochHistory
{
    private const int Most = 48;

    private readonly List<int> _epochs = [];
    private int _stride = 1;

    /// <summary>The epochs, the oldest first.</summary>
    public IReadOnlyList<int> Epochs => _epochs;

    /// <summary>Of the columns before the last <see cref="Add"/>, those that stay.</summary>
    public IReadOnlyList<int> Kept { get; private set; } = [];

    /// <summary>Whether an epoch is one of those that stay.</summary>
    /// <param name="epoch">From 1.</param>
    public bool IsDue(int epoch) => (epoch - 1) % _stride == 0;

    /// <summary>Takes an epoch in.</summary>
    /// <param name="epoch">It is later than all before.</param>
    public void Add(int epoch)
    {
        List<int> kept = [.. Enumerable.Range(0, _epochs.Count)];
        // The one before was there for the time being, until the next came.
        if (kept.Count > 0 && !IsDue(_epochs[^1]))
        {
            kept.RemoveAt(kept.Count - 1);
        }
        while (kept.Count >= Most)
        {
            _stride *= 2;
            kept.RemoveAll(index => !IsDue(_epochs[index]));
        }
        Kept = kept;
        int[] epochs = [.. kept.Select(index => _epochs[index]), epoch];
        _epochs.Clear();
        _epochs.AddRange(epochs);
    }

    /// <summary>Begins with the epochs of an earlier process.</summary>
    public void GoOn(IEnumerable<int> epochs)
    {
        _epochs.Clear();
        _epochs.AddRange(epochs);
        // The distance at which they were taken is the largest power of two that all but the newest lie at.
        while (_epochs.Count > 2 && _epochs.SkipLast(1).All(epoch => (epoch - 1) % (2 * _stride) == 0))
        {
            _stride *= 2;
        }
    }
}
