using Nnet.Language.Graph;
using Nnet.Language.Layers.Activations;
using Nnet.Language.Training;
using Nnet.Language.Training.Settings;

namespace Nnet.Engine.Runs.Trials;

/// <summary>Why a model did not learn one batch, from what can be seen of it; causes that make others needless come first.</summary>
/// <param name="experiment">The block made ready, behind its trial.</param>
/// <param name="inputs">The batch's inputs.</param>
/// <param name="targets">Its targets.</param>
/// <param name="count">Its samples.</param>
/// <param name="constant">Loss of the best answer that knows nothing of the input.</param>
internal sealed class OneBatchDiagnosis(Experiment experiment, float[] inputs, float[] targets, int count, double constant)
{
    private const int StepsOfARate = 400;
    private const int MostTargets = 5000;

    private readonly int _inputSize = inputs.Length / count;
    private readonly int _targetSize = targets.Length / count;

    private LayerGraph Model => experiment.Model;

    private Loss Loss => (Loss)experiment.Loss.Definition;

    /// <summary>That all targets there are are one number, so that there is nothing to learn; otherwise null.</summary>
    public Cause? AlikeTargets()
    {
        if (targets.AsSpan().ContainsAnyExcept(targets[0]))
        {
            return null;
        }
        var some = experiment.Data.Train.Sample(MostTargets).ReadTargets();
        return some.AsSpan().ContainsAnyExcept(targets[0])
            ? null
            : new Cause($"All {some.Length / _targetSize:N0} targets that were looked at are {Told(targets[0]):G6}, so there is nothing to tell apart: the target is the wrong column, or the labels were lost.", LineOfData);
    }

    /// <summary>What is likely wrong.</summary>
    /// <param name="trial">What came of training.</param>
    /// <param name="health">How the layers were doing then.</param>
    /// <param name="rate">The rate of it.</param>
    /// <param name="train">Trains anew at another rate.</param>
    public Cause Explain(BatchTrial trial, NetworkStatistics health, double rate, Func<double, int, BatchTrial> train)
        => InputsAlike() ?? Contradictions() ?? Head() ?? NotFinite(trial) ?? DeadRelus(health) ?? OtherRate(rate, train) ?? Vanished(health) ?? TooSmall()
            ?? new Cause(trial.Best < 0.5 * constant
                ? "It is on its way, but slow: more units, a normalisation of the inputs or a better optimizer would help."
                : "No single cause shows: look at whether inputs and targets belong together, and whether the model lets the input through to its last layer.", null);

    // A target in its own unit.
    private float Told(float target) => experiment.Data.TargetNormalization.Invert(target, 0);

    private Cause? InputsAlike()
    {
        for (var i = _inputSize; i < inputs.Length; i++)
        {
            if (inputs[i] != inputs[i - _inputSize])
            {
                return null;
            }
        }
        return new Cause($"All {count} inputs are the same numbers (the first is {inputs[0]:G4}), so no answer can tell them apart: look at how the data is read and normalised.", LineOfData);
    }

    // Shuffled labels show where a sample occurs twice.
    private Cause? Contradictions()
    {
        if (experiment.Spec.Data!.TargetIsInput)
        {
            return null;
        }
        var (pairs, first, second) = (0, 0, 0);
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (InputOf(i).SequenceEqual(InputOf(j)) && !TargetOf(i).SequenceEqual(TargetOf(j)))
                {
                    (pairs, first, second) = (pairs + 1, j, i);
                }
            }
        }
        return pairs == 0 ? null : new Cause($"{pairs} pair{(pairs == 1 ? " has" : "s have")} the same input and different targets ({Told(TargetOf(first)[0]):G4} and {Told(TargetOf(second)[0]):G4}): no network can learn both. Labels may be shuffled, or the inputs lack what decides.", LineOfData);
    }

    // What the last layer can give, and what it is compared with.
    private Cause? Head()
    {
        var output = Model.Output!;
        var domain = output.Facts!.Output.Domain;
        var line = LineOf(output);
        if (Loss.TakesProbabilities)
        {
            return output.Layer is Relu
                ? new Cause($"The model ends in {output.Layer.Name}, which cuts every score below 0 off, and {Loss.Name} makes the probabilities itself: leave the last activation out.", line)
                : null;
        }
        var (low, high) = (targets.Min(), targets.Max());
        return domain.Kind == DomainKind.Tokens || (low >= domain.Low && high <= domain.High)
            ? null
            : new Cause($"The last layer, {output.Layer.Name}, gives {domain}, but the targets of the batch reach from {low:G4} to {high:G4}: leave the last activation out, or bring the targets into its range.", line);
    }

    private Cause? NotFinite(BatchTrial trial)
        => double.IsFinite(trial.Losses[^1]) ? null
            : trial.Losses.Count == 1 ? new Cause($"The first loss is no number. Inputs reach {inputs.Max(Math.Abs):G4}: normalise them.", LineOfData)
            : new Cause($"The loss became no number behind step {trial.Losses.Count - 1}: lr={RateCurve.Text(experiment.Rate)} is too large.", LineOfOptimizer);

    private Cause? DeadRelus(NetworkStatistics health)
    {
        var dead = health.Layers.Where(layer => layer.DeadShare is > 0.9).ToArray();
        if (dead.Length == 0)
        {
            return null;
        }
        var node = Model.Nodes[dead[0].Node];
        return new Cause($"{dead[0].DeadShare:0%} of the units of {node.Name} gave 0 for every sample ({dead.Length} such layer{(dead.Length == 1 ? "" : "s")}), so no gradient passes: lower lr={RateCurve.Text(experiment.Rate)}, normalise the inputs (they reach {inputs.Max(Math.Abs):G4}), or take leaky_relu.", LineOf(node));
    }

    private Cause? OtherRate(double rate, Func<double, int, BatchTrial> train)
    {
        foreach (var factor in new[] { 0.1, 10, 0.01, 100, 1000 })
        {
            var other = train(rate * factor, StepsOfARate);
            if (other.Learns)
            {
                return new Cause($"The rate is at fault: lr={RateCurve.Text(rate)} is too {(factor < 1 ? "large" : "small")}. With lr={RateCurve.Text(rate * factor)} the same batch is learnt in {other.Steps} steps.", LineOfOptimizer);
            }
        }
        return null;
    }

    private Cause? Vanished(NetworkStatistics health)
    {
        var norms = health.Layers.Where(layer => layer.GradientNorm is not null).ToArray();
        return norms.Length > 1 && norms[0].GradientNorm < 1e-6 * norms[^1].GradientNorm
            ? new Cause($"The gradient does not reach the first layers: its norm is {norms[^1].GradientNorm:G2} in {Model.Nodes[norms[^1].Node].Name}, but {norms[0].GradientNorm:G2} in {Model.Nodes[norms[0].Node].Name}. Normalise between the layers, take relu for sigmoid or tanh, or add residuals.", LineOf(Model.Nodes[norms[0].Node]))
            : null;
    }

    private Cause? TooSmall()
    {
        var wanted = (long)count * (Loss.Encoding == TargetEncoding.Values ? _targetSize : 1);
        return Model.Parameters < 2 * wanted
            ? new Cause($"{Model.Name} has {Model.Parameters:N0} parameters for {wanted:N0} targets, too few to learn them by heart: give it more units.", LineOf(Model.Output!))
            : null;
    }

    private ReadOnlySpan<float> InputOf(int sample) => inputs.AsSpan(sample * _inputSize, _inputSize);

    private ReadOnlySpan<float> TargetOf(int sample) => targets.AsSpan(sample * _targetSize, _targetSize);

    private int LineOf(Node node) => node.Origin.Here.LineIn(experiment.Source) + 1;

    private int LineOfData => experiment.Source.LineAt((experiment.Spec.Data!.Source?.Span ?? experiment.Spec.Data.Span).Start) + 1;

    private int LineOfOptimizer => experiment.Source.LineAt(experiment.Spec.Find<OptimizerSetting>()!.Span.Start) + 1;

    /// <summary>A cause in words.</summary>
    /// <param name="Reason">What was seen, with its numbers, and what to do.</param>
    /// <param name="Line">The line to blame, from 1, or null.</param>
    public readonly record struct Cause(string Reason, int? Line);
}
