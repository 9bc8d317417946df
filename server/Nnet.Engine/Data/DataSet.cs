using System.Collections.Immutable;
using Nnet.Engine.Data.Sources;
using Nnet.Engine.Data.Sources.Named;
using Nnet.Engine.Data.Streams;
using Nnet.Language.Data;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Graph;
using Nnet.Language.Training;

namespace Nnet.Engine.Data;

/// <summary>The data of a block, ready to train on: parted, normalised, targets as losses take them.</summary>
public sealed class DataSet
{
    internal DataSet(Shape shape, TargetFacts target, Normalization normalization, Normalization targetNormalization, Part train, Part? validation, Part? test)
        => (Shape, Target, Normalization, TargetNormalization, Train, Validation, Test) = (shape, target, normalization, targetNormalization, train, validation, test);

    /// <summary>Shape of one sample.</summary>
    public Shape Shape { get; }

    /// <summary>What is to be predicted.</summary>
    public TargetFacts Target { get; }

    /// <summary>How inputs were mapped.</summary>
    public Normalization Normalization { get; }

    /// <summary>How targets were mapped; what is told of them is mapped back.</summary>
    public Normalization TargetNormalization { get; }

    /// <summary>What the other outputs learn, as it lies in a target behind that of the model's last line.</summary>
    public ImmutableArray<OutputTarget> Others { get; internal init; } = [];

    /// <summary>Names of the inputs of a table; empty for images.</summary>
    public ImmutableArray<string> InputNames => [.. InputColumns.SelectMany(column => column is { IsToken: true, IsText: true } ? [column.Name] : column.Inputs)];

    /// <summary>The columns that the inputs become of, after <c>features</c>, those that tokens become of with an input for each category; empty for images.</summary>
    public ImmutableArray<TableColumn> InputColumns { get; internal init; } = [];

    /// <summary>The columns of the source, before <c>features</c>; empty for images.</summary>
    public ImmutableArray<TableColumn> Columns { get; internal init; } = [];

    /// <summary>The number that the source has for each class, where a class is not its own place.</summary>
    public ImmutableArray<int> ClassValues { get; internal init; } = [];

    /// <summary>The tokens of a text by their number; empty for anything else.</summary>
    public ImmutableArray<string> Vocabulary { get; internal init; } = [];

    /// <summary>How samples to learn from are changed in every epoch, or null.</summary>
    public Augmentation? Augmentation { get; internal init; }

    /// <summary>Rows that were left out since they lack a value (<c>missing=drop</c>), or their target.</summary>
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
    /// <param name="encoding">How the loss takes targets: whole numbers are classes, or values.</param>
    /// <param name="fold">The fold to watch, in place of the block's validation part; null for that.</param>
    /// <param name="fetching">Hears how far the files of a named set are fetched, or null.</param>
    /// <param name="stop">Ends the fetching.</param>
    /// <exception cref="DataException">It cannot be read or used.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public static DataSet Load(DataSpec data, TargetEncoding encoding = TargetEncoding.Values, Fold? fold = null, Action<FetchProgress>? fetching = null, CancellationToken stop = default)
        => Load(data, DataDemand.Plain(encoding), fold, fetching, stop);

    /// <summary>Reads the data of a block.</summary>
    /// <param name="data">The block.</param>
    /// <param name="demand">What goes into which input, and what each output learns.</param>
    /// <param name="fold">The fold to watch, in place of the block's validation part; null for that.</param>
    /// <param name="fetching">Hears how far the files of a named set are fetched, or null.</param>
    /// <param name="stop">Ends the fetching.</param>
    /// <param name="probe">Who looked at the block before and may have kept what was read, or null.</param>
    /// <exception cref="DataException">It cannot be read or used.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public static DataSet Load(DataSpec data, DataDemand demand, Fold? fold = null, Action<FetchProgress>? fetching = null, CancellationToken stop = default, DataProbe? probe = null)
    {
        var wiring = new Wiring(data, demand);
        var site = SourceSite.Of(data) with { Fetching = fetching, Stop = stop };
        if (SourceReader.For(site.Call.Definition) is IRowReader rows && rows.EstimateBytes(site) > StreamedTable.LimitOf(data))
        {
            if (!wiring.IsPlain)
            {
                throw new DataException(DataFindings.WrongFormat, $"{data.Name} is larger than `memory` allows and read row by row, which serves models with one input and one output alone. Raise `memory`.", MemorySetting.Megabytes);
            }
            return fold is null
                ? StreamedTable.Load(data, demand.Main.Encoding, site, rows)
                : throw new DataException(DataFindings.WrongFormat, $"{data.Name} is larger than `memory` allows and read row by row, so it cannot be dealt into folds. Raise `memory`, or train once with a split: among so many rows one validation part tells enough.");
        }
        // What is read from here on is the run's own: it is mapped in place.
        var source = probe?.Take(data) ?? ReadSource(site);
        var split = Split.Of(data, source, fold);
        var means = MissingCells.Means(source, split.Train);
        MissingCells.Fill(source, means);
        var others = demand.Others.Select(output => TargetFrom(data, output, source)).ToArray();
        var samples = wiring.Feed(source);
        var normalization = Normalization.Fit(data, samples, split.Train) with { Means = means };
        // The inputs are mapped where they lie: no part needs a copy of its own.
        var targets = demand.Main.IsScaled ? Normalization.FitTargets(data, samples, split.Train, normalization) : Normalization.None;
        normalization.Apply(samples.Inputs);
        targets.Apply(samples.Targets);
        var classes = ClassNumbers.Of(samples.Target, demand.Main.Encoding);
        ClassNumbers.Apply(classes, samples.Targets);
        var fed = Wiring.Encode(samples);
        var learnt = MapTargets(data, demand, fed, others, split.Train);
        var all = wiring.Gather(fed, [.. others.Zip(learnt, (other, output) => (other.Values, output.Width))]);
        Part? Take(string name, int[] which) => which.Length == 0 ? null : new MemoryPart(name, all, which, data.TargetIsInput && learnt.IsEmpty, learnt.Sum(output => output.Width));
        return new DataSet(fed.Shape, samples.Target, normalization, targets, Take("train", split.Train)!, Take("validation", split.Validation), Take("test", split.Test))
        {
            Others = learnt,
            Columns = source.Columns,
            InputColumns = samples.Columns,
            ClassValues = classes,
            Vocabulary = samples.Vocabulary,
            Augmentation = Augmentation.Of(data, fed.Shape, SampleIn(data, learnt)),
            Dropped = source.Dropped,
        };
    }

    // What another output learns, as the source has it; no values where that is the sample itself.
    private static (float[]? Values, TargetFacts Facts) TargetFrom(DataSpec data, OutputDemand output, Samples source)
    {
        var line = data.TargetOf(output.Name) ?? data.TargetOf("");
        return line is not null && DataSpec.IsSample(line) ? (null, new TargetFacts(0, 0, 0)) : Wiring.TargetOf(data, line, source);
    }

    // Maps what the other outputs learn, and says where it will lie.
    private static ImmutableArray<OutputTarget> MapTargets(DataSpec data, DataDemand demand, Samples fed, IReadOnlyList<(float[]? Values, TargetFacts Facts)> others, int[] train)
    {
        var outputs = ImmutableArray.CreateBuilder<OutputTarget>(others.Count);
        var offset = data.TargetIsInput ? fed.Size : fed.Target.Width;
        for (var i = 0; i < others.Count; i++)
        {
            var (output, (values, facts)) = (demand.Others[i], others[i]);
            var map = values is null || !output.IsScaled ? Normalization.None : Normalization.FitTargets(data, fed with { Target = facts, Targets = values, TargetStride = facts.Width, TargetInputs = [] }, train, Normalization.None);
            map.Apply(values);
            var classes = values is null ? [] : ClassNumbers.Of(facts, output.Encoding);
            ClassNumbers.Apply(classes, values);
            outputs.Add(new OutputTarget(output.Name, facts, map, classes, offset, values is null ? fed.Size : facts.Width));
            offset += outputs[i].Width;
        }
        return outputs.ToImmutable();
    }

    // Where the sample itself lies in its target, or null: what is learnt of a picture that is changed is the changed one.
    private static int? SampleIn(DataSpec data, ImmutableArray<OutputTarget> others)
        => data.TargetIsInput ? 0 : others.FirstOrDefault(output => data.TargetOf(output.Output) is { } line && DataSpec.IsSample(line))?.Offset;

    private const int WideTable = 32;

    /// <summary>What was seen while preparing: rows that were left out, columns that carry nothing.</summary>
    public IEnumerable<Finding> Notices(DataSpec data)
    {
        if (Dropped > 0)
        {
            var all = Dropped + Parts.Sum(part => part.Count);
            var argument = data.Source!.Values.Keys.First(argument => argument == CsvSource.Missing || argument == SeriesSource.Missing);
            yield return new Finding(RunFindings.DroppedRows, data.Source.SpanOf(argument), data.Source.Get((Argument<string>)argument) == "mean"
                ? $"{Dropped:N0} of {all:N0} rows {(Dropped == 1 ? "lacks its target and is" : "lack their target and are")} left out ({(double)Dropped / all:0.#%}): nothing can be learnt from {(Dropped == 1 ? "it" : "them")}."
                : $"{Dropped:N0} of {all:N0} rows {(Dropped == 1 ? "lacks" : "lack")} a value and {(Dropped == 1 ? "is" : "are")} left out ({(double)Dropped / all:0.#%}). If that is much, or if it is not by chance which rows lack one, missing=mean keeps them.");
        }
        var constant = ConstantInputs().ToArray();
        // Wide tables are mostly pixels, whose corners are always empty: nothing to tell anybody.
        if (constant.Length > 0 && Shape.Rank == 1 && (InputColumns.IsEmpty ? Shape.Count : InputColumns.Length) < WideTable)
        {
            yield return new Finding(RunFindings.ConstantColumn, (data.Find<NormalizeSetting>() ?? data.Source!).Span,
                $"{(constant.Length == 1 ? "Column" : $"{constant.Length} of {(InputColumns.IsEmpty ? Shape.Count : InputColumns.Length)} columns:")} {string.Join(", ", constant.Take(5))}{(constant.Length > 5 ? " …" : "")} "
                + $"{(constant.Length == 1 ? "has" : "have")} one value in the whole training part; {(constant.Length == 1 ? "it is" : "they are")} fed in as 0, since nothing can be learnt from {(constant.Length == 1 ? "it" : "them")}.");
        }
        if (AlikeCategories().ToArray() is { Length: > 0 } alike)
        {
            yield return new Finding(RunFindings.AlikeCategories, data.Source!.Span, $"{string.Join("; ", alike.Take(3))} differ in capitals or blanks alone, and are different categories. If they mean the same, write them alike.");
        }
        if (UnseenCategories().ToArray() is { Length: > 0 } unseen)
        {
            yield return new Finding(RunFindings.UnseenCategory, data.Source!.Span,
                $"{Few(unseen)} {(unseen.Length == 1 ? "stands" : "stand")} in no row of the training part, so nothing can be learnt of {(unseen.Length == 1 ? "it" : "them")}: {(unseen.Length == 1 ? "it is" : "they are")} fed in as no category at all. Rows of the other parts with {(unseen.Length == 1 ? "it" : "them")} are foretold from their other columns.");
        }
    }

    // Of each column the first texts that are one but for capitals and blanks.
    private IEnumerable<string> AlikeCategories()
        => Columns.SelectMany(column => column.Categories
            .GroupBy(category => string.Concat(category.Where(letter => !char.IsWhiteSpace(letter))).ToUpperInvariant())
            .Where(group => group.Count() > 1)
            .Take(1)
            .Select(group => $"{string.Join(", ", group.Take(3))} of {column.Name}"));

    // The map of a constant column gives 0. Without one of the numbers nobody looked.
    private IEnumerable<string> ConstantInputs()
        => InputColumns.IsEmpty
            ? Normalization.ConstantColumns.Select(column => $"{column}")
            : Places().Where(place => place.Column.Width == place.Constant.Length).Select(place => place.Column.Name);

    private IEnumerable<string> UnseenCategories()
        => Places().Where(place => place.Column.IsText && place.Column.Width > place.Constant.Length).SelectMany(place => place.Constant.Select(input => $"{place.Column.Name}={place.Column.CategoryOf(input)}"));

    // The columns, and which of the inputs that become of each have one value in the whole training part.
    private IEnumerable<(TableColumn Column, int[] Constant)> Places()
    {
        var constant = Normalization.ConstantColumns.ToHashSet();
        var place = 0;
        foreach (var column in InputColumns)
        {
            yield return (column, [.. Enumerable.Range(0, column.Width).Where(input => constant.Contains(place + input))]);
            place += column.Width;
        }
    }

    private static string Few(string[] names) => string.Join(", ", names.Take(5)) + (names.Length > 5 ? $" and {names.Length - 5} more categories" : "");

    internal static Samples ReadSource(SourceSite site) => SourceReader.For(site.Call.Definition).ReadOnce(site);

    internal static Samples ApplyFeatures(DataSpec data, Samples samples)
        => data.Find<FeaturesSetting>() is { } features ? Features.Apply(samples, features.Get(FeaturesSetting.Expressions)) : samples;
}
