namespace Nnet.Engine.Runs.Metrics;

/// <summary>Reads the class that a network answers.</summary>
public static class Answers
{
    /// <summary>Above this, yes.</summary>
    public const float Threshold = 0.5f;

    /// <summary>The class of one sample's outputs: the greatest, or 0 and 1 where there is one output.</summary>
    public static int ClassOf(ReadOnlySpan<float> outputs) => outputs.Length == 1 ? (outputs[0] > Threshold ? 1 : 0) : IndexOfMax(outputs);

    private static int IndexOfMax(ReadOnlySpan<float> outputs)
    {
        var best = 0;
        for (var i = 1; i < outputs.Length; i++)
        {
            best = outputs[i] > outputs[best] ? i : best;
        }
        return best;
    }
}
