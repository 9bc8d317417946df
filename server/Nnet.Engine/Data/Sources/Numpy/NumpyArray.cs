using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Nnet.Language.Findings;

namespace Nnet.Engine.Data.Sources.Numpy;

/// <summary>
/// An array as NumPy saves it (NEP 1): a magic number, a version, a header that is a Python dictionary in text, then the
/// values. Numbers of every size and both byte orders are read, booleans too; Fortran's order is turned around.
/// </summary>
/// <param name="Axes">Extent of each axis.</param>
/// <param name="Values">Its numbers, the last axis running fastest.</param>
/// <param name="IsBytes">Whether the file has unsigned bytes, as pictures do.</param>
internal sealed partial record NumpyArray(ImmutableArray<int> Axes, float[] Values, bool IsBytes)
{
    private const int LongestHeader = 1 << 20;
    private const int MostAxes = 8;

    /// <summary>Most rows that are read at once where an array is read in pieces.</summary>
    public const int PieceRows = 1 << 10;

    private static readonly Dictionary<string, (int Size, ReadElement Little, ReadElement Big)> s_types = new()
    {
        ["u1"] = (1, bytes => bytes[0], bytes => bytes[0]),
        ["i1"] = (1, bytes => (sbyte)bytes[0], bytes => (sbyte)bytes[0]),
        ["b1"] = (1, bytes => bytes[0], bytes => bytes[0]),
        ["u2"] = (2, bytes => BinaryPrimitives.ReadUInt16LittleEndian(bytes), bytes => BinaryPrimitives.ReadUInt16BigEndian(bytes)),
        ["i2"] = (2, bytes => BinaryPrimitives.ReadInt16LittleEndian(bytes), bytes => BinaryPrimitives.ReadInt16BigEndian(bytes)),
        ["u4"] = (4, bytes => BinaryPrimitives.ReadUInt32LittleEndian(bytes), bytes => BinaryPrimitives.ReadUInt32BigEndian(bytes)),
        ["i4"] = (4, bytes => BinaryPrimitives.ReadInt32LittleEndian(bytes), bytes => BinaryPrimitives.ReadInt32BigEndian(bytes)),
        ["u8"] = (8, bytes => BinaryPrimitives.ReadUInt64LittleEndian(bytes), bytes => BinaryPrimitives.ReadUInt64BigEndian(bytes)),
        ["i8"] = (8, bytes => BinaryPrimitives.ReadInt64LittleEndian(bytes), bytes => BinaryPrimitives.ReadInt64BigEndian(bytes)),
        ["f2"] = (2, bytes => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes), bytes => (float)BinaryPrimitives.ReadHalfBigEndian(bytes)),
        ["f4"] = (4, BinaryPrimitives.ReadSingleLittleEndian, BinaryPrimitives.ReadSingleBigEndian),
        ["f8"] = (8, bytes => (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes), bytes => (float)BinaryPrimitives.ReadDoubleBigEndian(bytes)),
    };

    private delegate float ReadElement(ReadOnlySpan<byte> bytes);

    /// <summary>Number of samples.</summary>
    public int Count => Axes[0];

    /// <summary>Reads an array.</summary>
    /// <param name="file">The file, for messages.</param>
    /// <param name="what">The array as messages call it: the file, or the array in it.</param>
    /// <param name="stream">Its bytes.</param>
    /// <exception cref="DataException">It is no array of numbers, or it is damaged.</exception>
    public static NumpyArray Read(DataFile file, string what, Stream stream)
    {
        try
        {
            var (type, isFortran, axes) = ReadHeader(file, what, stream);
            if (axes.Aggregate(1.0, (product, axis) => product * axis) > Array.MaxLength)
            {
                throw TooLarge(file, what, axes);
            }
            var values = ReadValues(file, what, stream, type, axes);
            return new NumpyArray(axes, isFortran && axes.Length > 1 ? FromFortran(values, axes) : values, type[1..] == "u1");
        }
        catch (Exception problem) when (problem is EndOfStreamException or InvalidDataException)
        {
            throw Wrong(file, $"{what} ends too early or is damaged: {problem.Message.TrimEnd('.')}. Fetch or write it again.");
        }
    }

    /// <summary>Reads an array in pieces of its first axis.</summary>
    /// <param name="file">The file.</param>
    /// <param name="stream">Its bytes.</param>
    /// <returns>The extents of all axes, and what gives the next so many rows.</returns>
    /// <exception cref="DataException">It is no array of numbers, or its order does not allow it.</exception>
    public static (ImmutableArray<int> Axes, Func<int, NumpyArray> Next) ReadPieces(DataFile file, Stream stream)
    {
        var (type, isFortran, axes) = ReadHeader(file, file.Written, stream);
        if (axes.Skip(1).Aggregate((double)PieceRows, (product, axis) => product * axis) > Array.MaxLength)
        {
            throw TooLarge(file, file.Written, axes);
        }
        var done = 0;
        return (axes, Next);

        NumpyArray Next(int rows)
        {
            if (isFortran && axes.Length > 1)
            {
                throw Wrong(file, $"{file.Written} is in Fortran's order, which cannot be read row by row, and it is larger than `memory` allows. Save it with order=\"C\".");
            }
            try
            {
                var piece = axes.SetItem(0, rows);
                var values = ReadValues(file, file.Written, stream, type, piece, done);
                done += rows;
                return new NumpyArray(piece, values, type[1..] == "u1");
            }
            catch (Exception problem) when (problem is EndOfStreamException or InvalidDataException)
            {
                throw Wrong(file, $"{file.Written} ends too early or is damaged: {problem.Message.TrimEnd('.')}. Fetch or write it again.");
            }
        }
    }

    private static (string Type, bool IsFortran, ImmutableArray<int> Axes) ReadHeader(DataFile file, string what, Stream stream)
    {
        Span<byte> head = stackalloc byte[12];
        stream.ReadExactly(head[..8]);
        if (!head.StartsWith((ReadOnlySpan<byte>)[0x93, .. "NUMPY"u8]))
        {
            throw Wrong(file, $"{what} is no NumPy array: it is {FileKind.Of(head[..8]) ?? $"something that begins with the bytes {Convert.ToHexString(head[..4])}"}.");
        }
        // Version 1 has two bytes for the header's length, later ones four.
        var wide = head[6] >= 2;
        stream.ReadExactly(head[8..(wide ? 12 : 10)]);
        var length = wide ? BinaryPrimitives.ReadUInt32LittleEndian(head[8..]) : BinaryPrimitives.ReadUInt16LittleEndian(head[8..]);
        if (length > LongestHeader)
        {
            throw Wrong(file, $"{what} says that its header has {length:N0} bytes: it is damaged.");
        }
        var bytes = new byte[length];
        stream.ReadExactly(bytes);
        var header = Encoding.UTF8.GetString(bytes);
        var (type, order, shape) = (TypePattern().Match(header), OrderPattern().Match(header), ShapePattern().Match(header));
        if (OfObjects(header) || !type.Success || !order.Success || !shape.Success)
        {
            throw Wrong(file, OfObjects(header) ? $"{what} holds Python objects or records, and only arrays of numbers are read." : $"{what} has a header that tells no type, order and shape of numbers: {header.Trim()}");
        }
        if (!s_types.ContainsKey(type.Groups[1].Value[1..]))
        {
            var isText = type.Groups[1].Value[1] is 'U' or 'S';
            throw Wrong(file, $"{what} holds {(isText ? "texts" : "values")} of type {type.Groups[1].Value}, and only booleans, integers and floats are read: {(isText ? "number them with np.unique(…, return_inverse=True)[1]" : "convert it with astype(\"float32\")")}.");
        }
        string[] extents = shape.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var axes = extents.Select(extent => int.TryParse(extent, NumberStyles.None, CultureInfo.InvariantCulture, out var axis) ? axis : -1).ToImmutableArray();
        if (axes.Length is 0 or > MostAxes || axes.Any(axis => axis <= 0))
        {
            throw Wrong(file, $"{what} has the shape ({shape.Groups[1].Value}), which is empty or has too many axes.");
        }
        return (type.Groups[1].Value, order.Groups[1].Value == "True", axes);
    }

    private static float[] ReadValues(DataFile file, string what, Stream stream, string type, ImmutableArray<int> axes, int before = 0)
    {
        var (size, little, big) = s_types[type[1..]];
        var read = type[0] == '>' ? big : little;
        var values = new float[axes.Aggregate(1, (product, axis) => product * axis)];
        var buffer = new byte[(1 << 16) / size * size];
        for (var done = 0; done < values.Length;)
        {
            var some = buffer.AsSpan(0, (int)Math.Min(buffer.Length, (long)(values.Length - done) * size));
            stream.ReadExactly(some);
            for (var i = 0; i < some.Length; i += size)
            {
                values[done++] = read(some.Slice(i, size));
            }
        }
        var bad = Array.FindIndex(values, value => !float.IsFinite(value));
        return bad < 0 ? values : throw new DataException(DataFindings.BadRow, $"{what}: sample {before + (bad / (values.Length / axes[0])) + 1:N0} holds a value that is not a finite number.", file.Argument);
    }

    // In Fortran's order the first axis runs fastest.
    private static float[] FromFortran(float[] values, ImmutableArray<int> axes)
    {
        var turned = new float[values.Length];
        var index = new int[axes.Length];
        foreach (var value in values)
        {
            var place = 0;
            for (var axis = 0; axis < axes.Length; axis++)
            {
                place = (place * axes[axis]) + index[axis];
            }
            turned[place] = value;
            for (var axis = 0; axis < axes.Length && ++index[axis] == axes[axis]; axis++)
            {
                index[axis] = 0;
            }
        }
        return turned;
    }

    private static bool OfObjects(string header) => header.Contains("'|O'", StringComparison.Ordinal) || header.Contains("'descr': [", StringComparison.Ordinal);

    private static DataException TooLarge(DataFile file, string what, ImmutableArray<int> axes) => Wrong(file, $"{what} has the shape ({string.Join(", ", axes)}), which does not fit into memory at once.");

    private static DataException Wrong(DataFile file, string message) => new(DataFindings.WrongFormat, message, file.Argument);

    [GeneratedRegex("'descr': '([<>|=][a-zA-Z][^']*)'")]
    private static partial Regex TypePattern();

    [GeneratedRegex("'fortran_order': (True|False)")]
    private static partial Regex OrderPattern();

    [GeneratedRegex(@"'shape': \(([0-9, ]*)\)")]
    private static partial Regex ShapePattern();
}
