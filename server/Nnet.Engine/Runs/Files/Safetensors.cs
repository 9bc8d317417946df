using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Nnet.Language.Graph;

namespace Nnet.Engine.Runs.Files;

/// <summary>A tensor by name, in single precision.</summary>
/// <param name="Name">Its name: <c>dense_1.weight</c>.</param>
/// <param name="Shape">Its axes.</param>
/// <param name="Values">Its numbers, the last axis running fastest.</param>
public sealed record NamedTensor(string Name, Shape Shape, float[] Values);

/// <summary>
/// The safetensors format: the length of a JSON header as 8 little-endian bytes, the header, then all numbers. PyTorch,
/// JAX and others read it, and reading it runs no code.
/// </summary>
public static class Safetensors
{
    private const int LongestHeader = 100_000_000;

    /// <summary>Writes tensors.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="tensors">What.</param>
    /// <param name="metadata">Texts to put beside.</param>
    public static void Write(Stream stream, IReadOnlyList<NamedTensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        using var header = new MemoryStream();
        using (var json = new Utf8JsonWriter(header))
        {
            json.WriteStartObject();
            json.WriteStartObject("__metadata__");
            foreach (var (key, text) in metadata)
            {
                json.WriteString(key, text);
            }
            json.WriteEndObject();
            var offset = 0L;
            foreach (var tensor in tensors)
            {
                json.WriteStartObject(tensor.Name);
                json.WriteString("dtype", "F32");
                json.WriteStartArray("shape");
                foreach (var axis in tensor.Shape.Axes)
                {
                    json.WriteNumberValue(axis);
                }
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                offset += 4L * tensor.Values.Length;
                json.WriteNumberValue(offset);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        // Spaces behind the header keep the numbers on a multiple of eight bytes, as the format asks.
        while (header.Length % 8 != 0)
        {
            header.WriteByte((byte)' ');
        }
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        stream.Write(length);
        header.WriteTo(stream);
        foreach (var tensor in tensors)
        {
            stream.Write(MemoryMarshal.AsBytes(tensor.Values.AsSpan()));
        }
    }

    /// <summary>Reads all tensors.</summary>
    /// <exception cref="InvalidDataException">The file is no whole safetensors file of single-precision numbers.</exception>
    public static IReadOnlyList<NamedTensor> Read(Stream stream)
    {
        try
        {
            Span<byte> length = stackalloc byte[8];
            stream.ReadExactly(length);
            var size = BinaryPrimitives.ReadInt64LittleEndian(length);
            if (size is <= 0 or > LongestHeader)
            {
                throw new InvalidDataException("its header has an impossible length");
            }
            var header = new byte[size];
            stream.ReadExactly(header);
            using var json = JsonDocument.Parse(Encoding.UTF8.GetString(header));
            var tensors = new List<NamedTensor>();
            var position = 0L;
            foreach (var (name, entry) in json.RootElement.EnumerateObject().Where(entry => entry.Name != "__metadata__")
                .Select(entry => (entry.Name, entry.Value)).OrderBy(entry => entry.Value.GetProperty("data_offsets")[0].GetInt64()))
            {
                var shape = new Shape([.. entry.GetProperty("shape").EnumerateArray().Select(axis => axis.GetInt32())]);
                var (from, to) = (entry.GetProperty("data_offsets")[0].GetInt64(), entry.GetProperty("data_offsets")[1].GetInt64());
                if (entry.GetProperty("dtype").GetString() != "F32" || from != position || to - from != 4 * shape.Count)
                {
                    throw new InvalidDataException($"the header of tensor {name} does not fit");
                }
                var values = new float[shape.Count];
                stream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
                tensors.Add(new NamedTensor(name, shape, values));
                position = to;
            }
            return tensors;
        }
        catch (Exception problem) when (problem is EndOfStreamException or JsonException or KeyNotFoundException or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            throw new InvalidDataException($"it is damaged: {problem.Message}", problem);
        }
    }
}
