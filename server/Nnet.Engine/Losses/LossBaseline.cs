namespace Nnet.Engine.Losses;

/// <summary>What answers cost that know nothing of the input.</summary>
/// <param name="Constant">The loss of the best constant answer, which a network that has learnt anything beats.</param>
/// <param name="Untrained">About what a network costs before it has learnt anything: logits near zero, other outputs of about one.</param>
public readonly record struct LossBaseline(double Constant, double Untrained)
{
    /// <summary>−p·log p, and 0 for what never happens.</summary>
    public static double Surprise(double share) => share > 0 ? -share * Math.Log(share) : 0;

    /// <summary>Σ −aᵢ·log(aᵢ/Σa): what it costs to answer with the shares of the amounts themselves.</summary>
    public static double Entropy(IReadOnlyCollection<double> amounts)
    {
        var all = amounts.Sum();
        return all > 0 ? all * amounts.Sum(amount => Surprise(amount / all)) : 0;
    }

    /// <summary>The mean over the outputs of what a constant answer costs for each.</summary>
    /// <param name="targets">Targets of samples to learn from.</param>
    /// <param name="cost">The cost for the targets of one output.</param>
    public static double PerOutput(TargetSample targets, Func<float[], double> cost)
    {
        var width = targets.Width;
        return Enumerable.Range(0, width).Average(output => cost([.. Enumerable.Range(0, targets.Count).Select(sample => targets.Values[(sample * width) + output])]));
    }

    /// <summary>The mean cost of a constant answer that is the targets' mean or median, whichever is better.</summary>
    /// <param name="values">The targets of one output.</param>
    /// <param name="cost">What a difference costs.</param>
    public static double Center(float[] values, Func<double, double> cost)
    {
        var (mean, median) = (values.Average(), values.Order().ElementAt(values.Length / 2));
        return Math.Min(values.Average(value => cost(value - mean)), values.Average(value => cost(value - median)));
    }

    /// <summary>Of a loss that compares numbers: the best constant, and outputs of about one beside targets that know nothing of them.</summary>
    /// <param name="targets">Targets of samples to learn from.</param>
    /// <param name="cost">What a difference costs.</param>
    public static LossBaseline OfDifferences(TargetSample targets, Func<double, double> cost)
        => new(PerOutput(targets, values => Center(values, cost)), cost(1) + targets.Values.Average(value => cost(value)));
}
