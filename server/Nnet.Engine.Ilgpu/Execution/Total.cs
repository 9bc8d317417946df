namespace Nnet.Engine.Ilgpu.Execution;

/// <summary>What all samples add to a loss.</summary>
internal static class Total
{
    /// <summary>Their sum, in their order.</summary>
    public static double Of(ReadOnlySpan<float> losses)
    {
        var sum = 0.0;
        foreach (var loss in losses)
        {
            sum += loss;
        }
        return sum;
    }
}
