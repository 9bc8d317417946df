using Nnet.Engine.Data;
using Nnet.Language.Training;
using Nnet.Language.Training.Losses;

namespace Nnet.Engine.Runs;

/// <summary>What losses cost that know nothing of the input.</summary>
public static class LossBaseline
{
    /// <summary>The loss of the best constant answer, which a network that has learnt anything beats.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="part">The samples.</param>
    public static double Constant(Loss loss, Part part) => loss.Encoding switch
    {
        TargetEncoding.ClassIndex => part.Targets.GroupBy(target => target).Sum(group => Surprise((double)group.Count() / part.Count)),
        TargetEncoding.Binary => PerOutput(part, values => values.Average() is var share ? Surprise(share) + Surprise(1 - share) : 0),
        _ when loss is MeanAbsoluteError => PerOutput(part, values => values.Order().ElementAt(values.Length / 2) is var median ? values.Average(value => Math.Abs(value - median)) : 0),
        _ => PerOutput(part, values => values.Average() is var mean ? values.Average(value => (value - mean) * (value - mean)) : 0),
    };

    /// <summary>About what a network costs before it has learnt anything: logits near zero, other outputs of about one.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="part">The samples.</param>
    /// <param name="outputs">Number of outputs.</param>
    public static double Untrained(Loss loss, Part part, int outputs) => loss.Encoding switch
    {
        TargetEncoding.ClassIndex => Math.Log(outputs),
        TargetEncoding.Binary => Math.Log(2),
        _ when loss is MeanAbsoluteError => 1 + part.Targets.Average(Math.Abs),
        _ => 1 + part.Targets.Average(value => value * value),
    };

    private static double Surprise(double share) => share > 0 ? -share * Math.Log(share) : 0;

    private static double PerOutput(Part part, Func<float[], double> cost)
    {
        var width = part.TargetSize;
        return Enumerable.Range(0, width).Average(output => cost([.. Enumerable.Range(0, part.Count).Select(sample => part.Targets[(sample * width) + output])]));
    }
}
