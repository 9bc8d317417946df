using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using Nnet.Language.Graph;

namespace Nnet.Engine.Runs.Files;

/// <summary>
/// Reads safetensors files of single precision. Such a file may come from anywhere, so nothing in it is believed: the
/// whole header is checked against the length of the file before a number is read or memory is taken for one.
/// </summary>
public sealed class SafetensorsReader : IDisposable
{
    private const int LengthBytes = 8;

    // The reference implementation reads no longer header either.
    private const int LongestHeader = 100_000_000;
    private const int MostAxes = 8;

    private readonly Stream _stream;
    private readonly Dictionary<string, Stored> _stored = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _metadata = new(StringComparer.Ordinal);
    private readonly long _numbers;

    /// <summary>Reads and checks the header.</summary>
    /// <param name="stream">The file; it can seek, and is disposed with this.</param>
    /// <exception cref="InvalidDataException">The file is no whole safetensors file of single-precision numbers; the message says why, without its end.</exception>
    public SafetensorsReader(Stream stream)
    {
        _stream = stream;
        var header = ReadHeader();
        _numbers = LengthBytes + header.Length;
        try
        {
            Parse(header);
        }
        catch (JsonException problem)
        {
            throw new InvalidDataException($"its header is no sound JSON: {problem.Message.Split(" LineNumber")[0].TrimEnd('.')}", problem);
        }
        CheckPlaces(stream.Length - _numbers);
    }

    /// <summary>The tensors, in the order of the file.</summary>
    public IEnumerable<TensorEntry> Tensors => _stored.Values.OrderBy(stored => stored.Begin).Select(stored => stored.Tensor);

    /// <summary>The texts beside them.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _metadata;

    /// <summary>The tensor of that name, or null.</summary>
    public TensorEntry? Find(string name) => _stored.GetValueOrDefault(name)?.Tensor;

    /// <summary>Reads the numbers of a tensor.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="values">As many as it has.</param>
    public void Read(string name, Span<float> values)
    {
        var stored = _stored[name];
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, stored.Tensor.Shape.Count);
        _stream.Position = _numbers + stored.Begin;
        try
        {
            _stream.ReadExactly(MemoryMarshal.AsBytes(values));
        }
        catch (EndOfStreamException problem)
        {
            throw new InvalidDataException($"it ends within tensor {name}", problem);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private byte[] ReadHeader()
    {
        if (_stream.Length < LengthBytes)
        {
            throw new InvalidDataException($"it has {_stream.Length} bytes, too few for a safetensors file");
        }
        Span<byte> bytes = stackalloc byte[LengthBytes];
        _stream.Position = 0;
        _stream.ReadExactly(bytes);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        if (length > LongestHeader)
        {
            throw new InvalidDataException($"it says that its header has {length:N0} bytes, and no header has more than {LongestHeader:N0}: it is no safetensors file, or damaged");
        }
        if (length > (ulong)(_stream.Length - LengthBytes))
        {
            throw new InvalidDataException($"it says that its header has {length:N0} bytes, but only {_stream.Length - LengthBytes:N0} follow: it was cut off");
        }
        var header = new byte[length];
        _stream.ReadExactly(header);
        return header.Length > 0 && header[0] == '{' ? header : throw new InvalidDataException("its header does not begin with {: it is no safetensors file, or damaged");
    }

    private void Parse(byte[] header)
    {
        var json = new Utf8JsonReader(header, new JsonReaderOptions { MaxDepth = 4 });
        json.Read();
        while (Next(ref json) == JsonTokenType.PropertyName)
        {
            var name = Text(ref json);
            if (name == Safetensors.Metadata)
            {
                ReadMetadata(ref json);
            }
            else if (!_stored.TryAdd(name, ReadTensor(ref json, name)))
            {
                throw new InvalidDataException($"two tensors are named {name}");
            }
        }
        // What follows the header's object may be blanks alone, which the reader sees to.
        json.Read();
    }

    private void ReadMetadata(ref Utf8JsonReader json)
    {
        Expect(Next(ref json), JsonTokenType.StartObject, "the metadata");
        while (Next(ref json) == JsonTokenType.PropertyName)
        {
            var key = Text(ref json);
            Expect(Next(ref json), JsonTokenType.String, $"the metadata's {key}");
            if (!_metadata.TryAdd(key, Text(ref json)))
            {
                throw new InvalidDataException($"the metadata has {key} twice");
            }
        }
    }

    private static Stored ReadTensor(ref Utf8JsonReader json, string name)
    {
        Expect(Next(ref json), JsonTokenType.StartObject, $"tensor {name}");
        string? type = null;
        long[]? shape = null, offsets = null;
        while (Next(ref json) == JsonTokenType.PropertyName)
        {
            var field = Text(ref json);
            switch (field)
            {
                case "dtype" when type is null:
                    Expect(Next(ref json), JsonTokenType.String, $"the dtype of tensor {name}");
                    type = Text(ref json);
                    break;
                case "shape" when shape is null:
                    shape = ReadNumbers(ref json, $"the shape of tensor {name}", MostAxes);
                    break;
                case "data_offsets" when offsets is null:
                    offsets = ReadNumbers(ref json, $"the data_offsets of tensor {name}", 2);
                    break;
                default:
                    throw new InvalidDataException(field is "dtype" or "shape" or "data_offsets" ? $"tensor {name} has {field} twice" : $"tensor {name} has a field {field}, which the format does not know");
            }
        }
        if (type is null || shape is null || offsets is not [var begin, var end])
        {
            throw new InvalidDataException($"tensor {name} lacks its {(type is null ? "dtype" : shape is null ? "shape" : "two data_offsets")}");
        }
        if (type != "F32")
        {
            throw new InvalidDataException($"tensor {name} holds {type} numbers, and only F32 (single precision) is read");
        }
        var count = Count(name, shape);
        return end >= begin && end - begin == sizeof(float) * count
            ? new Stored(new TensorEntry(name, new Shape([.. shape.Select(axis => (int)axis)])), begin, end)
            : throw new InvalidDataException($"tensor {name} has a place of {end - begin:N0} bytes, but {string.Join('×', shape)} numbers take {sizeof(float) * count:N0}");
    }

    // Multiplied step by step: the product of hostile axes does not fit any number.
    private static long Count(string name, long[] shape)
    {
        var count = 1L;
        foreach (var axis in shape)
        {
            count = axis <= int.MaxValue && (axis == 0 || count <= Array.MaxLength / axis)
                ? count * axis
                : throw new InvalidDataException($"tensor {name} has an impossible shape, {string.Join('×', shape)}");
        }
        return count;
    }

    private static long[] ReadNumbers(ref Utf8JsonReader json, string what, int most)
    {
        Expect(Next(ref json), JsonTokenType.StartArray, what);
        var numbers = new List<long>();
        while (Next(ref json) != JsonTokenType.EndArray)
        {
            numbers.Add(json.TokenType == JsonTokenType.Number && json.TryGetInt64(out var number) && number >= 0 && numbers.Count < most
                ? number
                : throw new InvalidDataException($"{what} is no list of at most {most} whole numbers from 0"));
        }
        return [.. numbers];
    }

    // The tensors' places have to follow one another and fill the file to its end.
    private void CheckPlaces(long length)
    {
        var position = 0L;
        var before = "";
        foreach (var stored in _stored.Values.OrderBy(stored => stored.Begin).ThenBy(stored => stored.End))
        {
            if (stored.Begin != position)
            {
                throw new InvalidDataException(stored.Begin < position
                    ? $"the places of tensors {before} and {stored.Tensor.Name} overlap"
                    : $"{stored.Begin - position:N0} bytes in front of tensor {stored.Tensor.Name} belong to none");
            }
            (position, before) = (stored.End, stored.Tensor.Name);
        }
        if (position != length)
        {
            throw new InvalidDataException(position > length
                ? $"its tensors take {position:N0} bytes, but only {length:N0} follow its header: it was cut off"
                : $"{length - position:N0} bytes behind its last tensor belong to none");
        }
    }

    private static JsonTokenType Next(ref Utf8JsonReader json) => json.Read() ? json.TokenType : throw new InvalidDataException("its header ends too early");

    private static string Text(ref Utf8JsonReader json)
    {
        try
        {
            return json.GetString()!;
        }
        catch (InvalidOperationException problem)
        {
            throw new InvalidDataException("its header holds text that is not UTF-8", problem);
        }
    }

    private static void Expect(JsonTokenType seen, JsonTokenType wanted, string what)
    {
        if (seen != wanted)
        {
            throw new InvalidDataException($"{what} is no {(wanted == JsonTokenType.StartObject ? "object" : wanted == JsonTokenType.StartArray ? "list" : "text")}");
        }
    }

    /// <summary>A tensor and its place behind the header.</summary>
    private sealed record Stored(TensorEntry Tensor, long Begin, long End);
}
