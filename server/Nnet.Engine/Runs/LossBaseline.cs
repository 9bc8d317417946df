using Nnet.Engine.Data;
using Nnet.Language.Training;
using Nnet.Language.Training.Losses;

namespace Nnet.Engine.Runs;

/// <summary>What losses cost that know nothing of the input.</summary>
public static class LossBaseline
{
    private const int MostLookedAt = 50_000;

    /// <summary>The loss of the best constant answer, which a network that has learnt anything beats.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="part">The samples.</param>
    public static double Constant(Loss loss, Part part) => loss.Encoding switch
    {
        TargetEncoding.ClassIndex => Targets(part) is var targets ? targets.GroupBy(target => target).Sum(group => Surprise((double)group.Count() / targets.Length)) : 0,
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
        _ when loss is MeanAbsoluteError => 1 + Targets(part).Average(Math.Abs),
        _ => 1 + Targets(part).Average(value => value * value),
    };

    // More samples would cost more than they tell.
    private static float[] Targets(Part part) => part.Sample(MostLookedAt).ReadTargets();

    private static double Surprise(double share) => share > 0 ? -share * Math.Log(share) : 0;

    private static double PerOutput(Part part, Func<float[], double> cost)
    {
        var (width, targets) = (part.TargetSize, Targets(part));
        return Enumerable.Range(0, width).Average(output => cost([.. Enumerable.Range(0, targets.Length / width).Select(sample => targets[(sample * width) + output])]));
    }
}
