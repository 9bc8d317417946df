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
        .ToDictionary(type => type.BaseType!.GetGenericArguments()[0]);

    /// <summary>Whether a greater value is better.</summary>
    public abstract bool MoreIsBetter { get; }

    /// <summary>The value over everything added; not a number when nothing was.</summary>
    public abstract double Value { get; }

    /// <summary>A new meter, or null for a metric that is no number.</summary>
    public static MetricMeter? For(Metric metric)
        => s_meters.TryGetValue(metric.GetType(), out var meter) ? (MetricMeter)Activator.CreateInstance(meter, nonPublic: true)! : null;

    /// <summary>Adds a batch.</summary>
    /// <param name="outputs">The network's outputs, sample by sample.</param>
    /// <param name="targets">The truth, sample by sample.</param>
    /// <param name="count">Number of samples.</param>
    public abstract void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int count);

    /// <summary>Forgets everything.</summary>
    public abstract void Reset();
}

/// <summary>Computes the metric that <typeparamref name="TMetric"/> declares.</summary>
public abstract class MetricMeter<TMetric> : MetricMeter
    where TMetric : Metric;
