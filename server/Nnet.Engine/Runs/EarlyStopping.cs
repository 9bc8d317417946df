namespace Nnet.Engine.Runs;

/// <summary>
/// Watches one figure, remembers the best epoch and says when to stop. As in Keras: an epoch is an improvement when it
/// beats the best by more than min_delta, and training stops after <c>patience</c> epochs without one.
/// </summary>
/// <param name="moreIsBetter">Whether a greater figure is better.</param>
/// <param name="minDelta">Least change that counts.</param>
/// <param name="patience">Epochs without improvement before it stops; null never stops.</param>
public sealed class EarlyStopping(bool moreIsBetter, double minDelta = 0, int? patience = null)
{
    /// <summary>Epochs without improvement since the best one.</summary>
    public int Waited { get; private set; }

    /// <summary>The best epoch from 1, or 0 before there is one.</summary>
    public int BestEpoch { get; private set; }

    /// <summary>The best figure.</summary>
    public double Best { get; private set; } = moreIsBetter ? double.NegativeInfinity : double.PositiveInfinity;

    /// <summary>Whether to stop now.</summary>
    public bool ShouldStop { get; private set; }

    /// <summary>Takes the figure of an epoch and says whether it is the best so far. What is not a number never is.</summary>
    /// <param name="epoch">From 1.</param>
    /// <param name="figure">The watched figure.</param>
    public bool Improves(int epoch, double figure)
    {
        if (moreIsBetter ? figure - minDelta > Best : figure + minDelta < Best)
        {
            (Best, BestEpoch, Waited) = (figure, epoch, 0);
            return true;
        }
        Waited++;
        // Keras lets the first epoch pass whatever the patience.
        ShouldStop = patience is { } limit && Waited >= limit && epoch > 1;
        return false;
    }

    /// <summary>Goes on where another one was.</summary>
    /// <param name="bestEpoch">Its best epoch.</param>
    /// <param name="best">The figure of that epoch.</param>
    /// <param name="waited">Epochs without improvement since.</param>
    public void Restore(int bestEpoch, double best, int waited) => (BestEpoch, Best, Waited) = (bestEpoch, best, waited);
}
