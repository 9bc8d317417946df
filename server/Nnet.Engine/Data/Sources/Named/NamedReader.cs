using System.Collections.Immutable;
using System.Formats.Tar;
using System.IO.Compression;
using Nnet.Language.Data;
using Nnet.Language.Findings;
using Nnet.Language.Graph;

namespace Nnet.Engine.Data.Sources.Named;

/// <summary>
/// Reads a set that everybody knows: from <c>dir=</c> if its files are there, otherwise from a cache, into which they are
/// fetched once. A look tells what everybody knows and fetches nothing.
/// </summary>
/// <typeparam name="TSource">The declaration.</typeparam>
internal abstract class NamedReader<TSource> : SourceReader<TSource>
    where TSource : NamedSource
{
    /// <summary>Environment variable with the address of a mirror: its files lie in a folder by the set's name.</summary>
    private const string MirrorVariable = "LSPNN_MIRROR";

    /// <summary>The files to fetch.</summary>
    protected abstract ImmutableArray<KnownFile> Known { get; }

    /// <summary>Shape of one sample.</summary>
    protected abstract Shape Shape { get; }

    /// <summary>Names of the classes; empty where their numbers are their names.</summary>
    protected abstract ImmutableArray<string> ClassNames { get; }

    /// <summary>Samples of each class.</summary>
    protected abstract ImmutableArray<int> ClassCounts { get; }

    /// <summary>Reads the set from a folder that has its files, or returns null where one is missing.</summary>
    protected abstract Samples? ReadFrom(DataFile folder);

    /// <inheritdoc/>
    public override DataFacts Look(SourceSite site) => new(ClassCounts.Sum(), new(Shape, Domain.Interval(0, 1)), new TargetFacts(1, 0, ClassCounts.Length - 1)
    {
        Classes = ClassCounts.Length,
        ClassCounts = ClassCounts,
        ClassNames = ClassNames.IsEmpty ? [.. Enumerable.Range(0, ClassCounts.Length).Select(number => $"{number}")] : ClassNames,
        IsNamed = !ClassNames.IsEmpty,
    });

    /// <inheritdoc/>
    public override Samples Read(SourceSite site)
    {
        var source = (NamedSource)site.Call.Definition;
        var given = site.Get(source.Dir);
        var folder = new DataFile(given, given.Length > 0 ? Path.GetFullPath(given, site.Folder) : Path.Combine(UserFolders.Cache, source.Name), source.Dir);
        folder = folder with { Written = given.Length > 0 ? given : folder.FullPath };
        if (Present(folder) is { } present)
        {
            return present;
        }
        Fetch(site, source, folder.FullPath);
        return Present(folder) ?? throw new DataException(DataFindings.WrongFormat, $"{folder.Written} still lacks files of {source.Name}, though all were fetched: the archive does not hold what it should.");
    }

    // The places where people who used other tools have them.
    private Samples? Present(DataFile folder) => new[] { "", "raw", Path.Combine("MNIST", "raw"), Path.Combine("FashionMNIST", "raw"), "cifar-10-batches-bin", "cifar-100-binary" }
        .Select(inner => folder with { FullPath = Path.Combine(folder.FullPath, inner) })
        .Where(inner => Directory.Exists(inner.FullPath)).Select(ReadFrom).FirstOrDefault(samples => samples is not null);

    private void Fetch(SourceSite site, NamedSource source, string folder)
    {
        var fetcher = new Fetcher(site.Fetching, site.Stop);
        try
        {
            foreach (var file in Known.Where(file => !File.Exists(Path.Combine(folder, file.Name))))
            {
                var mirror = Environment.GetEnvironmentVariable(MirrorVariable);
                var address = string.IsNullOrEmpty(mirror) ? file.Base : $"{mirror.TrimEnd('/')}/{source.Name}/";
                fetcher.Fetch(file, new Uri(address + file.Name), Path.Combine(folder, file.Name));
            }
            foreach (var archive in Known.Where(file => file.Name.EndsWith(".tar.gz", StringComparison.Ordinal)))
            {
                Unpack(Path.Combine(folder, archive.Name), folder);
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or InvalidDataException or UriFormatException)
        {
            throw new DataException(DataFindings.MissingFile,
                $"{source.Name} is not on this machine, and it could not be fetched: {problem.Message.TrimEnd('.')}. Without a network, put {string.Join(", ", Known.Select(file => file.Name))} into {folder}, or name a folder that has them with dir=.");
        }
    }

    // Names alone, so that no archive can write outside of its folder.
    private static void Unpack(string archive, string folder)
    {
        using var stream = new GZipStream(File.OpenRead(archive), CompressionMode.Decompress);
        using var tar = new TarReader(stream);
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile)
            {
                entry.ExtractToFile(Path.Combine(folder, Path.GetFileName(entry.Name)), overwrite: true);
            }
        }
    }
}
