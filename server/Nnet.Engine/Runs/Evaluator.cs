using System.Collections.Immutable;
using Nnet.Engine.Data;
using Nnet.Engine.Runs.Metrics;

namespace Nnet.Engine.Runs;

/// <summary>Measures loss and metrics of a part, a few hundred samples at a time.</summary>
/// <param name="network">The network.</param>
/// <param name="metrics">Name and meter of each metric.</param>
/// <param name="targetMap">How targets were mapped: metrics are of values in their own unit, the loss is of what is learnt.</param>
public sealed class Evaluator(Network<float> network, ImmutableArray<(string Name, MetricMeter Meter)> metrics, Normalization targetMap)
{
    private readonly float[] _inputs = new float[network.Options.MaxBatch * network.InputLength];
    private readonly float[] _targets = new float[network.Options.MaxBatch * network.TargetLength];
    private readonly float[] _mainTargets = network.Objectives.Length > 1 ? new float[network.Options.MaxBatch * network.TargetLengthOf(0)] : [];
    private readonly double[] _losses = new double[network.Objectives.Length];
    private readonly float[] _outputs = new float[network.Options.MaxBatch * network.OutputLength];

    /// <summary>
    /// Loss and metrics of a part, in the order in which the block asks for them, then the losses of other outputs; rounded to the single precision that
    /// events tell: who reads them from the events of an earlier run decides as that run did.
    /// </summary>
    /// <param name="part">The samples.</param>
    /// <param name="confusion">Counts which class was taken for which, or null.</param>
    public OrderedDictionary<string, double> Measure(Part part, ConfusionTable? confusion = null)
    {
        foreach (var (_, meter) in metrics)
        {
            meter.Reset();
        }
        var loss = 0.0;
        Array.Clear(_losses);
        for (var start = 0; start < part.Count; start += network.Options.MaxBatch)
        {
            var count = Math.Min(network.Options.MaxBatch, part.Count - start);
            part.Read(start, count, _inputs, _targets);
            var targets = _targets.AsSpan(0, count * part.TargetStride);
            var outputs = _outputs.AsSpan(0, count * network.OutputLength);
            loss += network.Evaluate(_inputs.AsSpan(0, count * part.InputSize), targets, count, outputs) * (double)count;
            for (var i = 1; i < _losses.Length; i++)
            {
                _losses[i] += network.Losses[i] * count;
            }
            if (_losses.Length > 1)
            {
                // What is judged by metrics is the model's last line.
                var mains = _mainTargets.AsSpan(0, count * network.TargetLengthOf(0));
                Targets.Take(targets, part.TargetStride, 0, network.TargetLengthOf(0), mains);
                targets = mains;
            }
            targetMap.Invert(targets);
            targetMap.Invert(outputs);
            foreach (var (_, meter) in metrics)
            {
                meter.Add(outputs, targets, count);
            }
            confusion?.Add(outputs, targets, count);
        }
        var figures = new OrderedDictionary<string, double> { ["loss"] = (float)(loss / part.Count) };
        foreach (var (name, meter) in metrics)
        {
            figures[name] = (float)meter.Value;
        }
        for (var i = 1; i < _losses.Length; i++)
        {
            figures[network.Objectives[i].Figure] = (float)(_losses[i] / part.Count);
        }
        return figures;
    }

    /// <summary>The figures beside the loss: the metrics, then the losses of other outputs.</summary>
    public IEnumerable<string> Names => [.. metrics.Select(metric => metric.Name), .. network.Objectives.Skip(1).Select(objective => objective.Figure)];
}
