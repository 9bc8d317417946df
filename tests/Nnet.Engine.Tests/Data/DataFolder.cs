using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;
using Nnet.Engine.Data;
using Nnet.Language.Data;
using Nnet.Language.Definitions;
using Nnet.Language.Text;
using Xunit;

namespace Nnet.Engine.Tests.Data;

/// <summary>A folder with data files that is gone after the test, and data blocks that read them.</summary>
public sealed class DataFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("nnet-data-").FullName;

    public void Write(string name, string text) => File.WriteAllText(In(name), text);

    public void Write(string name, byte[] bytes) => File.WriteAllBytes(In(name), bytes);

    public string In(string name) => System.IO.Path.Combine(Path, name);

    public static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }
        return packed.ToArray();
    }

    public static byte[] Gzip(string text) => Gzip(Encoding.UTF8.GetBytes(text));

    /// <summary>An IDX file of unsigned bytes.</summary>
    public static byte[] Idx(byte[] values, params int[] axes)
        => [0, 0, 8, (byte)axes.Length, .. axes.SelectMany(axis => new[] { (byte)(axis >> 24), (byte)(axis >> 16), (byte)(axis >> 8), (byte)axis }), .. values];

    public DataSpec Block(params Call[] settings) => new("d", default, default, [.. settings], In("file.nnet"));

    public DataSpec Source<T>(params (Argument Argument, object Value)[] arguments)
        where T : DataSource
        => Block(Call(Catalog<DataSource>.Get<T>(), arguments));

    public DataSpec Csv(string name, params (Argument Argument, object Value)[] arguments) => Block(Call(new CsvSource(), [(CsvSource.Path, name), .. arguments]));

    public DataSpec Images(string images, string labels) => Block(Call(new IdxSource(), (IdxSource.Path, images), (IdxSource.Labels, labels)));

    public DataSpec Playground(string set, int samples = 100, double noise = 0)
        => Block(Call(new PlaygroundSource(), (PlaygroundSource.Set, set), (PlaygroundSource.Samples, samples), (PlaygroundSource.Noise, noise)));

    public static Call Call(Definition definition, params (Argument Argument, object Value)[] arguments)
        => new(definition, new Span(0, 1), new Span(0, 1), [.. arguments.Select(pair => KeyValuePair.Create(pair.Argument, new GivenValue(pair.Value, new Span(2, 1), new Span(2, 1))))]);

    public static Call Split(double train, double validation, double test, bool stratify = false)
        => Call(new SplitSetting(), (SplitSetting.Train, train), (SplitSetting.Validation, validation), (SplitSetting.Test, test), (SplitSetting.Stratify, stratify));

    public static ImmutableArray<string> Names(params string[] names) => [.. names];

    /// <summary>The facts, or a failed test with the message in place of them.</summary>
    public static DataFacts Facts(DataSpec data) => new DataProbe().Look(data) switch
    {
        DataLook.Seen seen => seen.Facts,
        DataLook.Unreadable unreadable => throw new Xunit.Sdk.XunitException($"Unreadable: {unreadable.Message}"),
        _ => throw new InvalidOperationException(),
    };

    /// <summary>What is wrong with it.</summary>
    public static DataLook.Unreadable Problem(DataSpec data) => Assert.IsType<DataLook.Unreadable>(new DataProbe().Look(data));

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
