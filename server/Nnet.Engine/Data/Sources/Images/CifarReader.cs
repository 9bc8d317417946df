using System.Collections.Immutable;
using Nnet.Language.Data;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Graph;

namespace Nnet.Engine.Data.Sources.Images;

/// <summary>
/// Reads CIFAR's binary files: records of one label (CIFAR-10) or a coarse and a fine one (CIFAR-100), then the red, the
/// green and the blue plane of a picture of 32×32 bytes.
/// </summary>
internal sealed class CifarReader : SourceReader<CifarSource>
{
    private const int Pixels = 3 * 32 * 32;

    private static readonly string[] s_train10 = [.. Enumerable.Range(1, 5).Select(number => $"data_batch_{number}.bin")];

    /// <inheritdoc/>
    public override IEnumerable<Argument<string>> Files => [CifarSource.Path];

    /// <inheritdoc/>
    public override Call Redirect(Call call, string path, string? labels) => With(call, CifarSource.Path, path);

    /// <inheritdoc/>
    public override Samples Read(SourceSite site)
    {
        var file = site.File(CifarSource.Path);
        return Directory.Exists(file.FullPath) ? ReadFolder(file, site.Get(CifarSource.Labels) == "fine") : ReadFile(file, site.Get(CifarSource.Labels) == "fine");
    }

    /// <summary>Reads a folder with the files of one of the two sets.</summary>
    internal static Samples ReadFolder(DataFile folder, bool fine)
    {
        string[] present = [.. Directory.EnumerateFiles(folder.FullPath).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        var is10 = s_train10.Any(present.Contains);
        string[] train = is10 ? [.. s_train10.Where(present.Contains)] : present.Contains("train.bin") ? ["train.bin"] : [];
        if (train.Length == 0)
        {
            throw new DataException(DataFindings.MissingFile, $"{folder.Written} holds neither data_batch_1.bin … data_batch_5.bin (CIFAR-10) nor train.bin (CIFAR-100). Name the folder that does, or a .bin file.", folder.Argument);
        }
        var test = is10 ? "test_batch.bin" : "test.bin";
        DataFile In(string name) => folder with { Written = Path.Combine(folder.Written, name), FullPath = Path.Combine(folder.FullPath, name) };
        var samples = Read([.. train.Select(In)], is10, fine, ClassNames(folder.FullPath, is10, fine));
        return present.Contains(test) ? samples.WithTest(Read([In(test)], is10, fine, ClassNames(folder.FullPath, is10, fine)), folder.Argument) : samples;
    }

    private static Samples ReadFile(DataFile file, bool fine)
    {
        var (length, name) = (file.ContentLength().Length, Path.GetFileName(file.FullPath));
        // A record is one byte longer in CIFAR-100, which tells them apart but for multiples of both lengths.
        var (is10, is100) = (length % (Pixels + 1) == 0, length % (Pixels + 2) == 0);
        if (!is10 && !is100)
        {
            throw new DataException(DataFindings.WrongFormat, $"{file.Written} has {length:N0} bytes, which is no whole number of records: those of CIFAR-10 have {Pixels + 1:N0} bytes, those of CIFAR-100 {Pixels + 2:N0}. It was cut off, or it is something else.", file.Argument);
        }
        is10 &= !is100 || !name.StartsWith("t", StringComparison.Ordinal) || name.Contains("batch", StringComparison.Ordinal);
        return Read([file], is10, fine, ClassNames(Path.GetDirectoryName(file.FullPath)!, is10, fine));
    }

    private static Samples Read(DataFile[] files, bool is10, bool fine, ImmutableArray<string> names)
    {
        var labels = is10 ? 1 : 2;
        var most = is10 ? 10 : fine ? 100 : 20;
        var count = 0L;
        foreach (var file in files)
        {
            var length = file.ContentLength().Length;
            count += length % (Pixels + labels) == 0 ? length / (Pixels + labels) : throw new DataException(DataFindings.WrongFormat, $"{file.Written} has {length:N0} bytes, which is no whole number of records of {Pixels + labels:N0} bytes: it was cut off. Fetch it again.", file.Argument);
        }
        var (inputs, targets) = (new float[count * Pixels], new float[count]);
        var record = new byte[Pixels + labels];
        var done = 0;
        foreach (var file in files)
        {
            using var stream = file.Open();
            while (stream.ReadAtLeast(record, record.Length, throwOnEndOfStream: false) == record.Length)
            {
                var label = record[fine ? labels - 1 : 0];
                targets[done] = label < most ? label : throw new DataException(DataFindings.BadRow, $"{file.Written}: a record has the class {label}, and there are {most}: the file is damaged or holds something else.", file.Argument);
                for (var i = 0; i < Pixels; i++)
                {
                    inputs[((long)done * Pixels) + i] = record[labels + i] / 255f;
                }
                done++;
            }
        }
        return new Samples(done, Shape.Of(3, 32, 32), inputs, TargetDescription.Of(targets, 1, names), targets);
    }

    // The sets come with a file of names.
    private static ImmutableArray<string> ClassNames(string folder, bool is10, bool fine)
    {
        var path = Path.Combine(folder, is10 ? "batches.meta.txt" : fine ? "fine_label_names.txt" : "coarse_label_names.txt");
        return File.Exists(path) ? [.. File.ReadLines(path).Select(line => line.Trim()).Where(line => line.Length > 0)] : [];
    }
}
