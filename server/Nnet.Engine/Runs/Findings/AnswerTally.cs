using Nnet.Engine.Data;
using Nnet.Engine.Runs.Metrics;

namespace Nnet.Engine.Runs.Findings;

/// <summary>Which classes a network answers to some samples.</summary>
/// <param name="Class">The class that it answers most.</param>
/// <param name="Share">In this share of the answers.</param>
public sealed record AnswerTally(int Class, double Share)
{
    /// <summary>Asks a network that tells one class for a sample.</summary>
    /// <param name="network">The network.</param>
    /// <param name="samples">What it is asked.</param>
    public static AnswerTally Of(Network<float> network, Part samples)
    {
        var outputs = new float[(long)samples.Count * network.OutputLength];
        network.Predict(samples.ReadInputs(), samples.Count, outputs);
        var most = Enumerable.Range(0, samples.Count)
            .CountBy(sample => Answers.ClassOf(outputs.AsSpan(sample * network.OutputLength, network.OutputLength)))
            .MaxBy(pair => pair.Value);
        return new AnswerTally(most.Key, most.Value / (double)samples.Count);
    }
}
