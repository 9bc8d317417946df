namespace Nnet.Engine.Losses;

/// <summary>Targets of some samples.</summary>
/// <param name="Values">All of them, sample by sample.</param>
/// <param name="Width">Numbers in one sample's target.</param>
public readonly record struct TargetSample(float[] Values, int Width)
{
    /// <summary>Number of samples.</summary>
    public int Count => Values.Length / Width;
}
