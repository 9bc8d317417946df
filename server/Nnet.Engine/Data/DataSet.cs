using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using Nnet.Engine.Data.Sources;
using Nnet.Language.Data;
using Nnet.Language.Findings;
using Nnet.Language.Graph;

namespace Nnet.Engine.Data;

/// <summary>Samples that are used together.</summary>
/// <param name="Name"><c>train</c>, <c>validation</c> or <c>test</c>.</param>
/// <param name="Inputs">All inputs, sample by sample, normalised.</param>
/// <param name="Targets">All targets, sample by sample; empty when the truth is not known.</param>
/// <param name="Rows">Number of each sample in its source, from 0.</param>
public sealed record Part(string Name, float[] Inputs, float[] Targets, int[] Rows)
{
    /// <summary>Number of samples.</summary>
    public int Count => Rows.Length;

    /// <summary>Numbers in one sample's input.</summary>
    public int InputSize => Inputs.Length / Math.Max(1, Count);

    /// <summary>Numbers in one sample's target; 0 when the truth is not known.</summary>
    public int TargetSize => Targets.Length / Math.Max(1, Count);

    /// <summary>Tells these samples from others: a hash of all inputs and targets.</summary>
    public string Fingerprint()
    {
        var hash = 0xCBF29CE484222325;
        foreach (var values in new[] { Inputs, Targets })
        {
            foreach (var bits in MemoryMarshal.Cast<float, uint>(values))
            {
                hash = (hash ^ bits) * 0x100000001B3;
            }
        }
        return hash.ToString("x16", CultureInfo.InvariantCulture);
    }

    /// <summary>A part of at most <paramref name="most"/> samples, evenly spread over this one.</summary>
    public Part Sample(int most)
    {
        if (Count <= most)
        {
            return this;
        }
        var chosen = Enumerable.Range(0, most).Select(i => (int)((long)i * Count / most)).ToArray();
        float[] Take(float[] values, int size) => [.. chosen.SelectMany(i => values[(i * size)..((i + 1) * size)])];
        return new Part(Name, Take(Inputs, InputSize), Take(Targets, TargetSize), [.. chosen.Select(i => Rows[i])]);
    }
}

/// <summary>The data of a block in memory, ready to train on: parted, normalised, targets as losses take them.</summary>
public sealed class DataSet
{
    private DataSet(Shape shape, TargetFacts target, Normalization normalization, Part train, Part? validation, Part? test)
        => (Shape, Target, Normalization, Train, Validation, Test) = (shape, target, normalization, train, validation, test);

    /// <summary>Shape of one sample.</summary>
    public Shape Shape { get; }

    /// <summary>What is to be predicted.</summary>
    public TargetFacts Target { get; }

    /// <summary>How inputs were mapped.</summary>
    public Normalization Normalization { get; }

    /// <summary>Names of the inputs of a table; empty for images.</summary>
    public ImmutableArray<string> ColumnNames { get; private init; } = [];

    /// <summary>Names of the columns in the source, before <c>features</c>; empty for images.</summary>
    public ImmutableArray<string> SourceColumns { get; private init; } = [];

    /// <summary>Samples to learn from.</summary>
    public Part Train { get; }

    /// <summary>Samples to watch, or null.</summary>
    public Part? Validation { get; }

    /// <summary>Samples to judge by, or null.</summary>
    public Part? Test { get; }

    /// <summary>The parts that there are.</summary>
    public IEnumerable<Part> Parts => new[] { Train, Validation, Test }.OfType<Part>();

    /// <summary>Reads the data of a block.</summary>
    /// <exception cref="DataException">It cannot be read or used.</exception>
    public static DataSet Load(DataSpec data)
    {
        var source = ReadSource(SourceSite.Of(data));
        var samples = ApplyFeatures(data, source);
        var split = Split.Of(data, samples);
        var normalization = Normalization.Fit(data, samples, split.Train);
        Part? Take(string name, int[] rows) => rows.Length == 0 ? null : MakePart(name, samples, rows, normalization, data.TargetIsInput);
        return new DataSet(samples.Shape, samples.Target, normalization, Take("train", split.Train)!, Take("validation", split.Validation), Take("test", split.Test))
        {
            ColumnNames = samples.ColumnNames,
            SourceColumns = source.ColumnNames,
        };
    }

    private const int WideTable = 32;

    /// <summary>What was seen while preparing: columns that carry nothing.</summary>
    public IEnumerable<Finding> Notices(DataSpec data)
    {
        var constant = Normalization.ConstantColumns.ToArray();
        // Wide tables are mostly pixels, whose corners are always empty: nothing to tell anybody.
        if (constant.Length > 0 && Shape.Rank == 1 && Shape.Count < WideTable && data.Find<NormalizeSetting>() is { } setting)
        {
            var names = constant.Take(5).Select(column => ColumnNames.IsEmpty ? $"{column}" : ColumnNames[column]);
            yield return new Finding(ConstantColumn, setting.Span,
                $"{(constant.Length == 1 ? "Column" : $"{constant.Length} of {Shape.Count} columns:")} {string.Join(", ", names)}{(constant.Length > 5 ? " …" : "")} "
                + $"{(constant.Length == 1 ? "has" : "have")} one value in the whole training part; it is fed in as 0, since nothing can be learnt from it.");
        }
    }

    /// <summary>Columns that have one value in the whole training part.</summary>
    public static FindingKind ConstantColumn { get; } = new("constant-column", Severity.Information, "A column is constant",
        "A column with a single value tells nothing about the target; dividing by its deviation of 0 would give no number.");

    internal static Samples ReadSource(SourceSite site) => SourceReader.For(site.Call.Definition).Read(site);

    internal static Samples ApplyFeatures(DataSpec data, Samples samples)
        => data.Find<FeaturesSetting>() is { } features ? Features.Apply(samples, features.Get(FeaturesSetting.Expressions)) : samples;

    internal static Part MakePart(string name, Samples samples, int[] rows, Normalization normalization, bool targetIsInput)
    {
        var inputs = Gather(samples.Inputs, samples.Size, rows);
        normalization.Apply(inputs);
        var targets = targetIsInput ? inputs : samples.HasTargets ? Gather(samples.Targets, samples.Target.Width, rows) : [];
        return new Part(name, inputs, targets, rows);
    }

    private static float[] Gather(float[] values, int size, int[] rows)
    {
        var gathered = new float[(long)rows.Length * size];
        for (var i = 0; i < rows.Length; i++)
        {
            values.AsSpan(rows[i] * size, size).CopyTo(gathered.AsSpan(i * size));
        }
        return gathered;
    }
}
