using System.Collections.Immutable;
using Nnet.Language.Definitions;

namespace Nnet.Language.Data;

/// <summary><c>playground spiral samples=500 noise=10%</c>: the made-up sets of the TensorFlow Playground.</summary>
public sealed class PlaygroundSource : DataSource
{
    /// <summary>Which set.</summary>
    public static readonly Argument<string> Set = Argument.Word("set", "Which set: four to classify, plane and gauss_regression to fit.", ["circle", "xor", "gauss", "spiral", "plane", "gauss_regression"], positional: true);

    /// <summary>How many samples.</summary>
    public static readonly Argument<int> Samples = Argument.Integer("samples", "How many samples to draw.", 500, min: 4, max: 10_000_000).Also("n", "n_samples");

    /// <summary>How noisy.</summary>
    public static readonly Argument<double> Noise = Argument.Share("noise", "How much noise is added, 0 to 50%.", 0);

    /// <summary>Which drawing.</summary>
    public static readonly Argument<int> Seed = Argument.Integer("seed", "Any whole number; the same one draws the same samples.", 1, min: 0);

    /// <summary>Whether a set has values to fit, instead of two classes.</summary>
    public static bool IsToFit(string set) => set is "plane" or "gauss_regression";

    /// <inheritdoc/>
    public override string Name => "playground";

    /// <inheritdoc/>
    public override string Summary => "The sets of the TensorFlow Playground: points of the plane, x1 and x2 from −6 to 6.";

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Set, Samples, Noise, Seed];
}
