using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using Nnet.Language.Graph;

namespace Nnet.Engine.Runs.Files;

/// <summary>A tensor of a safetensors file.</summary>
/// <param name="Name">Its name: <c>dense_1.weight</c>.</param>
/// <param name="Shape">Its axes.</param>
public sealed record TensorEntry(string Name, Shape Shape);

/// <summary>Gives the numbers of a tensor, the last axis running fastest.</summary>
/// <param name="tensor">Its number in the list that is written.</param>
public delegate ReadOnlySpan<float> TensorValues(int tensor);

/// <summary>
/// Writes the safetensors format: the length of a JSON header as 8 little-endian bytes, the header, then all numbers.
/// PyTorch, JAX and others read it, and reading it runs no code. <see cref="SafetensorsReader"/> reads it.
/// </summary>
public static class Safetensors
{
    /// <summary>The name of the header's texts.</summary>
    internal const string Metadata = "__metadata__";

    /// <summary>Writes tensors in single precision.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="tensors">Which, each name once.</param>
    /// <param name="values">Their numbers.</param>
    /// <param name="metadata">Texts to put beside.</param>
    public static void Write(Stream stream, IReadOnlyList<TensorEntry> tensors, TensorValues values, IReadOnlyDictionary<string, string> metadata)
    {
        using var header = new MemoryStream();
        using (var json = new Utf8JsonWriter(header, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteStartObject(Metadata);
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
                offset += sizeof(float) * tensor.Shape.Count;
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
        for (var i = 0; i < tensors.Count; i++)
        {
            stream.Write(MemoryMarshal.AsBytes(values(i)));
        }
    }
}
