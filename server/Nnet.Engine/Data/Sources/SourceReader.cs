using System.Collections.Frozen;
using System.Collections.Immutable;
using Nnet.Engine.Data.Sources.Named;
using Nnet.Engine.Data.Streams;
using Nnet.Language.Data;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;

namespace Nnet.Engine.Data.Sources;

/// <summary>Reads one kind of source. The reader of a declaration is found by its class alone.</summary>
public abstract class SourceReader
{
    private static readonly FrozenDictionary<Type, SourceReader> s_all = typeof(SourceReader).Assembly.GetTypes()
        .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(SourceReader)))
        .Select(type => (SourceReader)Activator.CreateInstance(type, nonPublic: true)!)
        .ToFrozenDictionary(reader => reader.SourceType);

    /// <summary>The declaration whose lines it reads.</summary>
    internal abstract Type SourceType { get; }

    /// <summary>The reader of a source.</summary>
    public static SourceReader For(Definition source)
        => s_all.GetValueOrDefault(source.GetType()) ?? throw new NotSupportedException($"No reader is written for {source.Name}.");

    /// <summary>Reads everything.</summary>
    /// <param name="site">The line that names the source.</param>
    /// <exception cref="DataException">The source cannot be read.</exception>
    public abstract Samples Read(SourceSite site);

    /// <summary>Reads everything, or gives what was read for the same site before.</summary>
    /// <exception cref="DataException">The source cannot be read.</exception>
    public Samples ReadOnce(SourceSite site)
    {
        var samples = site.Kept?.Samples ?? Read(site);
        if (site.Kept is { } kept)
        {
            kept.Samples = samples;
        }
        return samples;
    }

    /// <summary>Looks at the source as quickly as right facts allow.</summary>
    /// <exception cref="DataException">The source cannot be read.</exception>
    public virtual DataFacts Look(SourceSite site) => this is IRowReader rows && rows.EstimateBytes(site) > site.MemoryLimit ? DescribingSink.Describe(site, rows) : Describe(ReadOnce(site));

    /// <summary>The files that it reads, so that a look can be kept until one of them changes.</summary>
    public virtual IEnumerable<Argument<string>> Files => [];

    /// <summary>The line as it would be for another file of the same format.</summary>
    /// <param name="call">The line.</param>
    /// <param name="path">The other file, from the root.</param>
    /// <param name="labels">The file with its truth, from the root, or null.</param>
    /// <exception cref="DataException">The source takes no other file.</exception>
    public virtual Call Redirect(Call call, string path, string? labels)
        => throw new DataException(DataFindings.WrongFormat, $"The network was trained on {call.Definition.Name}, which reads no other files: name train, validation or test in place of {path}.");

    internal static Call With(Call call, Argument argument, object value) => call with { Values = call.Values.With(argument, new GivenValue(value, call.NameSpan, call.NameSpan)) };

    private protected static DataFacts Describe(Samples samples)
    {
        MissingCells.Fill(samples, MissingCells.Means(samples, [.. Enumerable.Range(0, samples.Count)]));
        return new(samples.Count, new(samples.Shape, samples.DescribeDomain()), samples.Target) { Columns = samples.DescribeColumns(), Dates = samples.Dates, Merged = samples.Merged };
    }
}

/// <summary>Reads the source that <typeparamref name="TSource"/> declares.</summary>
public abstract class SourceReader<TSource> : SourceReader
    where TSource : DataSource
{
    internal override Type SourceType => typeof(TSource);
}

/// <summary>Whether a source has to give the truth.</summary>
public enum Truth
{
    /// <summary>It has to.</summary>
    Needed,

    /// <summary>It gives it if it has it: a file to predict for.</summary>
    IfPresent,

    /// <summary>Only where the line names it, since the sample itself is the target.</summary>
    OnlyIfNamed,
}

/// <summary>The line that names a source, in its place.</summary>
/// <param name="Call">The source with its arguments.</param>
/// <param name="Folder">Folder that relative paths start from.</param>
/// <param name="Truth">Whether the source has to give the truth.</param>
public sealed record SourceSite(Call Call, string Folder, Truth Truth = Truth.Needed)
{
    /// <summary>The columns of the table that the network was trained on, with their categories; empty to make them of this table.</summary>
    public ImmutableArray<TableColumn> Known { get; init; } = [];

    /// <summary>Whether rows follow each other in time, so that columns of dates say which one is older and are no inputs.</summary>
    public bool IsOrdered { get; init; }

    /// <summary>Known columns that a table need not have: those that are to be foretold.</summary>
    public ImmutableArray<string> Foretold { get; init; } = [];

    /// <summary>The vocabulary of the text that the network was trained on; empty to make one of this text.</summary>
    public ImmutableArray<string> Vocabulary { get; init; } = [];

    /// <summary>The source of a data block.</summary>
    /// <exception cref="DataException">The block names none.</exception>
    public static SourceSite Of(DataSpec data)
        => data.Source is { } call
            ? new SourceSite(call, Path.GetDirectoryName(data.File is null ? null : Path.GetFullPath(data.File)) ?? Environment.CurrentDirectory, data.TargetIsInput ? Truth.OnlyIfNamed : Truth.Needed) { MemoryLimit = StreamedTable.LimitOf(data) }
            : throw new DataException(DataFindings.MissingFile, $"The data block {data.Name} does not say where its samples come from: write {string.Join(", ", Catalog<DataSource>.All.Select(source => source.Name))}.");

    /// <summary>Bytes that its samples may take in memory; larger tables are read row by row.</summary>
    public long MemoryLimit { get; init; } = StreamedTable.DefaultLimit;

    /// <summary>Where what was read is kept for whoever reads it next; null to keep nothing.</summary>
    public KeptSamples? Kept { get; init; }

    /// <summary>Hears how far files are fetched, or null.</summary>
    public Action<FetchProgress>? Fetching { get; init; }

    /// <summary>Ends what takes long.</summary>
    public CancellationToken Stop { get; init; }

    /// <summary>The value of an argument.</summary>
    public T Get<T>(Argument<T> argument) => Call.Get(argument);

    /// <summary>A file that an argument names.</summary>
    public DataFile File(Argument<string> argument) => new(Get(argument), Path.GetFullPath(Get(argument), Folder), argument);
}

/// <summary>What a source held when it was read.</summary>
public sealed class KeptSamples
{
    /// <summary>Its samples; null while nothing was read.</summary>
    public Samples? Samples { get; set; }
}
