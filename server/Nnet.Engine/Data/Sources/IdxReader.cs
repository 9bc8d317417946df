using System.Buffers.Binary;
using System.Collections.Immutable;
using Nnet.Language.Data;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Graph;

namespace Nnet.Engine.Data.Sources;

/// <summary>
/// Reads IDX files (LeCun's format of MNIST): two zero bytes, a type, a number of axes, their extents, then the values,
/// all big-endian. Bytes are scaled to 0…1; other types are taken as they are.
/// </summary>
internal sealed class IdxReader : SourceReader<IdxSource>
{
    // Code of each element type, its size in bytes, and how a value is read.
    private static readonly Dictionary<byte, ElementType> s_types = new()
    {
        [0x08] = new("unsigned bytes", 1, bytes => bytes[0]),
        [0x09] = new("signed bytes", 1, bytes => (sbyte)bytes[0]),
        [0x0B] = new("16-bit integers", 2, bytes => BinaryPrimitives.ReadInt16BigEndian(bytes)),
        [0x0C] = new("32-bit integers", 4, bytes => BinaryPrimitives.ReadInt32BigEndian(bytes)),
        [0x0D] = new("floats", 4, bytes => BinaryPrimitives.ReadSingleBigEndian(bytes)),
        [0x0E] = new("doubles", 8, bytes => (float)BinaryPrimitives.ReadDoubleBigEndian(bytes)),
    };

    private delegate float ReadElement(ReadOnlySpan<byte> bytes);

    /// <inheritdoc/>
    public override IEnumerable<Argument<string>> Files => [IdxSource.Path, IdxSource.Labels];

    /// <inheritdoc/>
    public override Samples Read(SourceSite site)
    {
        var file = site.File(IdxSource.Path);
        using var stream = file.Open();
        var header = ReadHeader(file, stream);
        CheckSamples(file, header);
        var inputs = ReadValues(file, stream, header, scaleBytes: true);
        var labels = ReadLabels(site, header.Count);
        return new Samples(header.Count, header.SampleShape, inputs, labels.Facts, labels.Values);
    }

    /// <inheritdoc/>
    public override Call Redirect(Call call, string path, string? labels)
    {
        call = With(call, IdxSource.Path, path);
        return (labels ?? LabelsBeside(path)) is { } found ? With(call, IdxSource.Labels, found) : call with { Values = call.Values.Without(IdxSource.Labels) };
    }

    // MNIST's files are named alike: t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte.
    private static string? LabelsBeside(string images)
    {
        var name = Path.GetFileName(images).Replace("images", "labels").Replace("idx3", "idx1");
        var path = Path.Combine(Path.GetDirectoryName(images)!, name);
        return path != images && File.Exists(path) ? path : null;
    }

    /// <inheritdoc/>
    public override DataFacts Look(SourceSite site)
    {
        var file = site.File(IdxSource.Path);
        Header header;
        using (var stream = file.Open())
        {
            header = ReadHeader(file, stream);
            CheckSamples(file, header);
            if (!header.IsBytes)
            {
                stream.Dispose();
                return Describe(Read(site));
            }
        }
        var (length, isGzip) = file.ContentLength();
        if (isGzip ? length != header.Length : length < header.Length)
        {
            throw Truncated(file, header, isGzip ? null : length);
        }
        return new DataFacts(header.Count, new(header.SampleShape, Domain.Interval(0, 1)), ReadLabels(site, header.Count).Facts);
    }

    private static (TargetFacts Facts, float[] Values) ReadLabels(SourceSite site, int samples)
    {
        if (site.Truth != Truth.Needed && !site.Call.Has(IdxSource.Labels))
        {
            return (new TargetFacts(1, 0, 0), []);
        }
        var file = site.File(IdxSource.Labels);
        using var stream = file.Open();
        var header = ReadHeader(file, stream);
        if (header.Axes.Length != 1)
        {
            throw new DataException(DataFindings.WrongFormat,
                $"{file.Written} has {header.Axes.Length} axes ({string.Join("×", header.Axes)}), but labels are one number for each sample. Are the two files swapped?", IdxSource.Labels);
        }
        if (header.Count != samples)
        {
            throw new DataException(DataFindings.WrongFormat,
                $"{file.Written} has {header.Count:N0} labels, but there are {samples:N0} samples: the two files do not belong together.", IdxSource.Labels);
        }
        var values = ReadValues(file, stream, header, scaleBytes: false);
        return (TargetDescription.Of(values, 1), values);
    }

    private static void CheckSamples(DataFile file, Header header)
    {
        if (header.Axes.Length == 1)
        {
            throw new DataException(DataFindings.WrongFormat,
                $"{file.Written} has one number for each sample, as labels have. Are the two files swapped?", IdxSource.Path);
        }
    }

    private static Header ReadHeader(DataFile file, Stream stream)
    {
        Span<byte> bytes = stackalloc byte[4];
        if (!Fill(file, stream, bytes) || bytes[0] != 0 || bytes[1] != 0 || !s_types.TryGetValue(bytes[2], out var type) || bytes[3] == 0)
        {
            throw new DataException(DataFindings.WrongFormat, $"{file.Written} is not an IDX file: it is {file.Sniff() ?? $"something that begins with the bytes {Convert.ToHexString(bytes)}"}.", file.Argument);
        }
        var axes = new int[bytes[3]];
        for (var i = 0; i < axes.Length; i++)
        {
            if (!Fill(file, stream, bytes))
            {
                throw new DataException(DataFindings.WrongFormat, $"{file.Written} ends within its header: it is damaged.", file.Argument);
            }
            axes[i] = BinaryPrimitives.ReadInt32BigEndian(bytes);
        }
        var header = new Header(type, [.. axes], IsBytes: type.Size == 1 && type.Name.StartsWith('u'));
        if (axes.Any(axis => axis <= 0) || header.Elements > Array.MaxLength)
        {
            throw new DataException(DataFindings.WrongFormat, $"{file.Written} says that it holds {string.Join("×", axes)} values, which cannot be: it is damaged or too large.", file.Argument);
        }
        return header;
    }

    private static float[] ReadValues(DataFile file, Stream stream, Header header, bool scaleBytes)
    {
        var values = new float[header.Elements];
        var buffer = new byte[(1 << 16) / header.Type.Size * header.Type.Size];
        var divisor = scaleBytes ? 255f : 1f;
        var done = 0;
        while (done < values.Length)
        {
            var wanted = (int)Math.Min(buffer.Length, (long)(values.Length - done) * header.Type.Size);
            if (!Fill(file, stream, buffer.AsSpan(0, wanted)))
            {
                throw Truncated(file, header, null);
            }
            if (header.IsBytes)
            {
                for (var i = 0; i < wanted; i++)
                {
                    values[done++] = buffer[i] / divisor;
                }
                continue;
            }
            for (var i = 0; i < wanted; i += header.Type.Size)
            {
                values[done++] = header.Type.Read(buffer.AsSpan(i, header.Type.Size));
            }
        }
        for (var i = 0; i < values.Length && !header.IsBytes; i++)
        {
            if (!float.IsFinite(values[i]))
            {
                throw new DataException(DataFindings.BadRow, $"{file.Written}: sample {(i / (header.Elements / header.Count)) + 1:N0} holds a value that is not a finite number.", file.Argument);
            }
        }
        return values;
    }

    // Whether everything came; a damaged gzip counts as an end.
    private static bool Fill(DataFile file, Stream stream, Span<byte> bytes)
    {
        try
        {
            return stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length;
        }
        catch (InvalidDataException)
        {
            throw new DataException(DataFindings.WrongFormat, $"{file.Written} is a damaged gzip file: it cannot be unpacked to its end. Fetch it again.", file.Argument);
        }
    }

    private static DataException Truncated(DataFile file, Header header, long? length)
        => new(DataFindings.WrongFormat, $"{file.Written} ends too early: its header says {string.Join("×", header.Axes)} {header.Type.Name}, {header.Length:N0} bytes"
            + (length is { } known ? $", but it has {known:N0}" : "") + ". Fetch it again.", file.Argument);

    /// <summary>How a file stores a number.</summary>
    private sealed record ElementType(string Name, int Size, ReadElement Read);

    /// <summary>What stands before the values.</summary>
    private sealed record Header(ElementType Type, ImmutableArray<int> Axes, bool IsBytes)
    {
        public int Count => Axes[0];

        public long Elements => Axes.Aggregate(1L, (product, axis) => product * axis);

        public long Length => 4 + (4 * Axes.Length) + (Elements * Type.Size);

        // Grey pictures have no axis of channels in the file.
        public Shape SampleShape => new(Axes.Length == 3 ? [1, .. Axes[1..]] : [.. Axes[1..]]);
    }
}
