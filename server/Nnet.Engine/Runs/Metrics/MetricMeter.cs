using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Graph;
using Nnet.Language.Training;

namespace Nnet.Engine.Runs.Metrics;

/// <summary>
/// Computes one metric over many batches. Classes are judged as the loss sees them: the greatest output, or more than
/// one half. The meter of a declaration is found by its class alone.
/// </summary>
public abstract class MetricMeter
{
    private static readonly Dictionary<Type, Type> s_meters = typeof(MetricMeter).Assembly.GetTypes()
        .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(MetricMeter)))
        .ToDictionary(type => MetricOf(type));

    /// <summary>The metric with its arguments.</summary>
    protected Call Call { get; private set; } = null!;

    /// <summary>Where the classes lie in an output.</summary>
    protected ClassAxis Axis { get; private set; }

    /// <summary>Whether a greater value is better.</summary>
    public abstract bool MoreIsBetter { get; }

    /// <summary>The value over everything added; not a number when nothing was.</summary>
    public abstract double Value { get; }

    /// <summary>A new meter, or null for a metric that is no number.</summary>
    /// <param name="call">The metric with its arguments.</param>
    /// <param name="output">Shape of the model's output.</param>
    public static MetricMeter? For(Call call, Shape output)
    {
        if (!s_meters.TryGetValue(call.Definition.GetType(), out var type))
        {
            return null;
        }
        var meter = (MetricMeter)Activator.CreateInstance(type, nonPublic: true)!;
        (meter.Call, meter.Axis) = (call, ClassAxis.Of(output));
        return meter;
    }

    /// <summary>Name and meter of each metric of a train block.</summary>
    /// <param name="spec">The block; its model is complete.</param>
    /// <param name="watched">Figures that are needed as well, though the block may not list them; those that are no metrics are passed over.</param>
    public static ImmutableArray<(string Name, MetricMeter Meter)> AllOf(TrainSpec spec, ImmutableArray<string> watched) =>
    [
        .. spec.Metrics.Concat(watched.Select(Catalog<Metric>.Find).OfType<Metric>().Select(metric => new Call(metric, default, default, ArgumentValues.Empty)))
            .DistinctBy(call => call.Definition)
            .Select(call => (call.Definition.Name, Meter: For(call, spec.Model!.Output!.Facts!.Output.Shape)))
            .Where(pair => pair.Meter is not null)
            .Select(pair => (pair.Name, pair.Meter!)),
    ];

    /// <summary>Adds a batch.</summary>
    /// <param name="outputs">The network's outputs, sample by sample.</param>
    /// <param name="targets">The truth, sample by sample.</param>
    /// <param name="count">Number of samples.</param>
    public abstract void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int count);

    /// <summary>Forgets everything.</summary>
    public abstract void Reset();

    private static Type MetricOf(Type meter)
    {
        while (meter.BaseType != typeof(MetricMeter))
        {
            if (meter.BaseType!.IsGenericType && meter.BaseType.GetGenericArguments()[0].IsSubclassOf(typeof(Metric)))
            {
                return meter.BaseType.GetGenericArguments()[0];
            }
            meter = meter.BaseType;
        }
        throw new InvalidOperationException($"{meter} computes no metric.");
    }
}

/// <summary>Computes the metric that <typeparamref name="TMetric"/> declares.</summary>
public abstract class MetricMeter<TMetric> : MetricMeter
    where TMetric : Metric;
