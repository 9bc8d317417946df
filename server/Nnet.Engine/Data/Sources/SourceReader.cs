using System.Collections.Frozen;
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

    /// <summary>Looks at the source as quickly as right facts allow.</summary>
    /// <exception cref="DataException">The source cannot be read.</exception>
    public virtual DataFacts Look(SourceSite site) => Describe(Read(site));

    /// <summary>The files that it reads, so that a look can be kept until one of them changes.</summary>
    public virtual IEnumerable<Argument<string>> Files => [];

    private protected static DataFacts Describe(Samples samples)
        => new(samples.Count, new(samples.Shape, samples.DescribeDomain()), samples.Target) { Columns = samples.DescribeColumns() };
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
/// <param name="Inputs">With <see cref="Truth.IfPresent"/>: the number of columns that are inputs.</param>
public sealed record SourceSite(Call Call, string Folder, Truth Truth = Truth.Needed, int Inputs = 0)
{
    /// <summary>The source of a data block.</summary>
    /// <exception cref="DataException">The block names none.</exception>
    public static SourceSite Of(DataSpec data)
        => data.Source is { } call
            ? new SourceSite(call, Path.GetDirectoryName(data.File is null ? null : Path.GetFullPath(data.File)) ?? Environment.CurrentDirectory, data.TargetIsInput ? Truth.OnlyIfNamed : Truth.Needed)
            : throw new DataException(DataFindings.MissingFile, $"The data block {data.Name} does not say where its samples come from: write csv, idx or playground.");

    /// <summary>The value of an argument.</summary>
    public T Get<T>(Argument<T> argument) => Call.Get(argument);

    /// <summary>A file that an argument names.</summary>
    public DataFile File(Argument<string> argument) => new(Get(argument), Path.GetFullPath(Get(argument), Folder), argument);
}
