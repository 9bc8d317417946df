using System.Collections.Immutable;
using Nnet.Engine.Data.Sources;
using Nnet.Engine.Data.Sources.Named;
using Nnet.Engine.Data.Streams;
using Nnet.Language.Data;
using Nnet.Language.Findings;
using Nnet.Language.Graph;

namespace Nnet.Engine.Data;

/// <summary>The data of a block, ready to train on: parted, normalised, targets as losses take them.</summary>
public sealed class DataSet
{
    internal DataSet(Shape shape, TargetFacts target, Normalization normalization, Part train, Part? validation, Part? test)
        => (Shape, Target, Normalization, Train, Validation, Test) = (shape, target, normalization, train, validation, test);

    /// <summary>Shape of one sample.</summary>
    public Shape Shape { get; }

    /// <summary>What is to be predicted.</summary>
    public TargetFacts Target { get; }

    /// <summary>How inputs were mapped.</summary>
    public Normalization Normalization { get; }

    /// <summary>Names of the inputs of a table; empty for images.</summary>
    public ImmutableArray<string> ColumnNames { get; internal init; } = [];

    /// <summary>Names of the columns in the source, before <c>features</c>; empty for images.</summary>
    public ImmutableArray<string> SourceColumns { get; internal init; } = [];

    /// <summary>The tokens of a text by their number; empty for anything else.</summary>
    public ImmutableArray<string> Vocabulary { get; internal init; } = [];

    /// <summary>How samples to learn from are changed in every epoch, or null.</summary>
    public Augmentation? Augmentation { get; internal init; }

    /// <summary>Rows that were left out since they lack a value (<c>missing=drop</c>).</summary>
    public int Dropped { get; internal init; }

    /// <summary>Samples to learn from.</summary>
    public Part Train { get; }

    /// <summary>Samples to watch, or null.</summary>
    public Part? Validation { get; }

    /// <summary>Samples to judge by, or null.</summary>
    public Part? Test { get; }

    /// <summary>The parts that there are.</summary>
    public IEnumerable<Part> Parts => new[] { Train, Validation, Test }.OfType<Part>();

    /// <summary>Reads the data of a block.</summary>
    /// <param name="data">The block.</param>
    /// <param name="fold">The fold to watch, in place of the block's validation part; null for that.</param>
    /// <param name="fetching">Hears how far the files of a named set are fetched, or null.</param>
    /// <param name="stop">Ends the fetching.</param>
    /// <exception cref="DataException">It cannot be read or used.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public static DataSet Load(DataSpec data, Fold? fold = null, Action<FetchProgress>? fetching = null, CancellationToken stop = default)
    {
        var site = SourceSite.Of(data) with { Fetching = fetching, Stop = stop };
        if (SourceReader.For(site.Call.Definition) is IRowReader rows && rows.EstimateBytes(site) > StreamedTable.LimitOf(data))
        {
            return fold is null
                ? StreamedTable.Load(data, site, rows)
                : throw new DataException(DataFindings.WrongFormat, $"{data.Name} is larger than `memory` allows and read row by row, so it cannot be dealt into folds. Raise `memory`, or train once with a split: among so many rows one validation part tells enough.");
        }
        var source = ReadSource(site);
        var split = Split.Of(data, source, fold);
        var means = MissingCells.Means(source, split.Train);
        MissingCells.Fill(source, means);
        var samples = ApplyFeatures(data, source);
        var normalization = Normalization.Fit(data, samples, split.Train) with { Means = means };
        // The inputs are mapped where they lie: no part needs a copy of its own.
        normalization.Apply(samples.Inputs);
        Part? Take(string name, int[] rows) => rows.Length == 0 ? null : new MemoryPart(name, samples, rows, data.TargetIsInput);
        return new DataSet(samples.Shape, samples.Target, normalization, Take("train", split.Train)!, Take("validation", split.Validation), Take("test", split.Test))
        {
            ColumnNames = samples.ColumnNames,
            SourceColumns = source.ColumnNames,
            Vocabulary = samples.Vocabulary,
            Augmentation = Augmentation.Of(data, samples.Shape),
            Dropped = source.Dropped,
        };
    }

    private const int WideTable = 32;

    /// <summary>What was seen while preparing: rows that were left out, columns that carry nothing.</summary>
    public IEnumerable<Finding> Notices(DataSpec data)
    {
        if (Dropped > 0)
        {
            var all = Dropped + Parts.Sum(part => part.Count);
            yield return new Finding(DroppedRows, data.Source!.SpanOf(data.Source.Values.Keys.First(argument => argument == CsvSource.Missing || argument == SeriesSource.Missing)),
                $"{Dropped:N0} of {all:N0} rows {(Dropped == 1 ? "lacks" : "lack")} a value and {(Dropped == 1 ? "is" : "are")} left out ({(double)Dropped / all:0.#%}). If that is much, or if it is not by chance which rows lack one, missing=mean keeps them.");
        }
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

    /// <summary>Rows were left out since they lack a value.</summary>
    public static FindingKind DroppedRows { get; } = new("dropped-rows", Severity.Information, "Rows are left out",
        "Rows that lack a value cannot be fed in. Where few lack one by chance, leaving them out does no harm; otherwise the network never sees what they have in common.");

    /// <summary>Columns that have one value in the whole training part.</summary>
    public static FindingKind ConstantColumn { get; } = new("constant-column", Severity.Information, "A column is constant",
        "A column with a single value tells nothing about the target; dividing by its deviation of 0 would give no number.");

    internal static Samples ReadSource(SourceSite site) => SourceReader.For(site.Call.Definition).Read(site);

    internal static Samples ApplyFeatures(DataSpec data, Samples samples)
        => data.Find<FeaturesSetting>() is { } features ? Features.Apply(samples, features.Get(FeaturesSetting.Expressions)) : samples;
}
