using System.Collections.Immutable;
using System.Text;
using Nnet.Engine.Data.Sources;
using Nnet.Language.Data;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Graph;

namespace Nnet.Engine.Data;

/// <summary>
/// Looks at data files for the checks. What was seen is kept until a file's size or time of change, or what the block
/// says of it, is another. Safe to use from several threads.
/// </summary>
public sealed class DataProbe : IDataProbe
{
    private const int MostKept = 64;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, DataLook> _looks = [];
    private readonly Queue<string> _oldest = [];

    private (string Key, Samples Samples)? _kept;

    /// <summary>The data block that is read soon after it was looked at, so that what a look reads is kept for it; null for none.</summary>
    public DataSpec? Awaited { get; init; }

    /// <inheritdoc/>
    public long? Memory { get; } = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <inheritdoc/>
    public DataLook Look(DataSpec data)
    {
        try
        {
            var site = SourceSite.Of(data);
            var key = KeyOf(data, site);
            lock (_lock)
            {
                if (_looks.TryGetValue(key, out var known))
                {
                    return known;
                }
            }
            var look = LookAnew(data, site, key);
            lock (_lock)
            {
                if (_looks.TryAdd(key, look))
                {
                    _oldest.Enqueue(key);
                }
                if (_oldest.Count > MostKept)
                {
                    _looks.Remove(_oldest.Dequeue());
                }
            }
            return look;
        }
        catch (DataException problem)
        {
            return problem.ToLook();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or OutOfMemoryException or ArgumentException or NotSupportedException or KeyNotFoundException or InvalidOperationException)
        {
            return new DataLook.Unreadable(DataFindings.MissingFile, $"The data cannot be read: {problem.Message}", null);
        }
    }

    /// <summary>Gives away what a look at the awaited block read, if its files are still the same; null where nothing was kept.</summary>
    internal Samples? Take(DataSpec data)
    {
        lock (_lock)
        {
            var samples = _kept is { } kept && kept.Key == KeyOf(data, SourceSite.Of(data)) ? kept.Samples : null;
            _kept = null;
            return samples;
        }
    }

    private DataLook LookAnew(DataSpec data, SourceSite site, string key)
    {
        try
        {
            site = site with { Kept = new KeptSamples() };
            var facts = Describe(data, site);
            if (Awaited is { } awaited && site.Kept.Samples is { } samples && key == KeyOf(awaited, SourceSite.Of(awaited)))
            {
                lock (_lock)
                {
                    _kept = (key, samples);
                }
            }
            return new DataLook.Seen(facts);
        }
        catch (DataException problem)
        {
            return problem.ToLook();
        }
    }

    private static DataFacts Describe(DataSpec data, SourceSite site)
    {
        var facts = SourceReader.For(site.Call.Definition).Look(site);
        if (data.NamesInputs || data.OtherTargets.Any())
        {
            facts = Lead(data, facts, site);
        }
        else if (data.Find<FeaturesSetting>() is not null)
        {
            var computed = DataSet.ApplyFeatures(data, DataSet.ReadSource(site));
            facts = facts with { Input = new TensorType(computed.Shape, computed.DescribeDomain()) };
        }
        Augmentation.Check(data, facts.Input.Shape);
        return data.TargetIsInput ? facts with { Target = TargetOfInput(data, facts) } : facts;
    }

    // What the inputs are fed with and the outputs learn, as far as it shows without their model.
    private static DataFacts Lead(DataSpec data, DataFacts facts, SourceSite site)
    {
        var samples = DataSet.ReadSource(site);
        var targets = data.OtherTargets.ToImmutableDictionary(line => line.Get(TargetSetting.Output), line => DataSpec.IsSample(line) ? TargetOfInput(data, facts) : Wiring.TargetOf(data, line, samples).Facts);
        MissingCells.Fill(samples, MissingCells.Means(samples, [.. Enumerable.Range(0, samples.Count)]));
        samples = Wiring.WithoutTargets(data, samples);
        var inputs = data.Features.Select(line =>
        {
            var fed = Features.Apply(samples, data.FormulasOf(line, samples.Columns.Select(column => column.Name)));
            return new InputFacts(line.Get(FeaturesSetting.Input), new TensorType(fed.Shape, fed.DescribeDomain()), fed.DescribeColumns());
        }).ToImmutableArray();
        return facts with
        {
            Input = inputs is [var only] ? only.Type : new TensorType(samples.Shape, samples.DescribeDomain()),
            Inputs = data.NamesInputs ? inputs : [],
            Targets = targets,
        };
    }

    // An autoencoder has to reach what it is fed with, after normalisation.
    private static TargetFacts TargetOfInput(DataSpec data, DataFacts facts)
    {
        var method = data.Find<NormalizeSetting>()?.Get(NormalizeSetting.Method);
        var (low, high) = method switch
        {
            "minmax" => (0, 1),
            "standard" => (double.NegativeInfinity, double.PositiveInfinity),
            _ => (facts.Input.Domain.Low, facts.Input.Domain.High),
        };
        return new TargetFacts((int)facts.Input.Shape.Count, low, high);
    }

    // Everything that a look depends on, as text.
    private static string KeyOf(DataSpec data, SourceSite site)
    {
        var key = new StringBuilder(site.Folder);
        foreach (var file in SourceReader.For(site.Call.Definition).Files.Where(site.Call.Has))
        {
            key.Append('|').Append(site.File(file).Stamp());
        }
        foreach (var call in data.Settings.Where(call => call.Definition is not SplitSetting))
        {
            key.Append('\n').Append(call.Definition.Name);
            foreach (var (argument, given) in call.Values.OrderBy(pair => pair.Key.Name, StringComparer.Ordinal))
            {
                key.Append(' ').Append(argument.Name).Append('=').Append(Render(given.Value));
            }
        }
        return key.ToString();
    }

    private static string Render(object value) => value switch
    {
        ImmutableArray<string> names => string.Join('\u0001', names),
        ImmutableArray<int> numbers => string.Join('\u0001', numbers),
        ImmutableArray<Formula> formulas => string.Join('\u0001', formulas),
        _ => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "",
    };
}
