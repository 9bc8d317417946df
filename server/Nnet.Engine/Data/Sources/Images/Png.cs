using System.Buffers.Binary;
using System.IO.Compression;

namespace Nnet.Engine.Data.Sources.Images;

/// <summary>
/// A picture as PNG files hold it (ISO/IEC 15948), with four bytes for each pixel: red, green, blue, opacity. All colour
/// types, depths up to 8 bits and both orders of rows (plain and Adam7) are read; 16 bits are rounded to 8.
/// </summary>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Pixels">Width × height × 4 bytes.</param>
/// <param name="IsGray">Whether the file has no colours.</param>
internal sealed record Png(int Width, int Height, byte[] Pixels, bool IsGray)
{
    private const int MostPixels = 1 << 26;

    private static readonly uint[] s_crc = [.. Enumerable.Range(0, 256).Select(number => Enumerable.Range(0, 8).Aggregate((uint)number, (crc, _) => (crc & 1) == 1 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1))];

    // Where each of the seven passes of an interlaced picture begins, and how far its pixels are apart.
    private static readonly (int X, int Y, int StepX, int StepY)[] s_passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    /// <summary>Decodes a file.</summary>
    /// <exception cref="InvalidDataException">It is no PNG file, or it is damaged; the message says how, without its end.</exception>
    public static Png Decode(ReadOnlySpan<byte> file)
    {
        if (!file.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]))
        {
            throw new InvalidDataException(file.IsEmpty ? "it is empty" : $"it is no PNG picture but {FileKind.Of(file[..Math.Min(file.Length, 64)]) ?? "something else"}");
        }
        Header? header = null;
        ReadOnlySpan<byte> palette = [], transparent = [];
        using var packed = new MemoryStream();
        var rest = file[8..];
        while (true)
        {
            if (rest.Length < 12 || BinaryPrimitives.ReadUInt32BigEndian(rest) > rest.Length - 12)
            {
                throw new InvalidDataException("it was cut off");
            }
            var length = BinaryPrimitives.ReadInt32BigEndian(rest);
            ReadOnlySpan<byte> kind = rest.Slice(4, 4), data = rest.Slice(8, length);
            if (Crc(rest.Slice(4, length + 4)) != BinaryPrimitives.ReadUInt32BigEndian(rest[(8 + length)..]))
            {
                throw new InvalidDataException("its checksum is wrong, so it is damaged");
            }
            if (header is null && !kind.SequenceEqual("IHDR"u8))
            {
                throw new InvalidDataException("it does not begin with its header");
            }
            if (kind.SequenceEqual("IHDR"u8))
            {
                header = Header.Read(data);
            }
            else if (kind.SequenceEqual("PLTE"u8))
            {
                palette = data;
            }
            else if (kind.SequenceEqual("tRNS"u8))
            {
                transparent = data;
            }
            else if (kind.SequenceEqual("IDAT"u8))
            {
                packed.Write(data);
            }
            else if (kind.SequenceEqual("IEND"u8))
            {
                break;
            }
            else if ((kind[0] & 0x20) == 0)
            {
                throw new InvalidDataException($"it has a part {System.Text.Encoding.ASCII.GetString(kind)} that this reader does not know");
            }
            rest = rest[(12 + length)..];
        }
        if (header!.IsPalette && palette.IsEmpty)
        {
            throw new InvalidDataException("it has colours by number and no table of them");
        }
        packed.Position = 0;
        return new Png(header.Width, header.Height, Unpack(header, packed, palette, transparent), header.IsGray);
    }

    private static byte[] Unpack(Header header, Stream packed, ReadOnlySpan<byte> palette, ReadOnlySpan<byte> transparent)
    {
        var pixels = new byte[header.Width * header.Height * 4];
        using var stream = new ZLibStream(packed, CompressionMode.Decompress);
        foreach (var (x, y, stepX, stepY) in header.IsInterlaced ? s_passes : [(0, 0, 1, 1)])
        {
            var (width, height) = ((header.Width - x + stepX - 1) / stepX, (header.Height - y + stepY - 1) / stepY);
            if (width <= 0 || height <= 0)
            {
                continue;
            }
            var (row, above) = (new byte[((width * header.BitsPerPixel) + 7) / 8], new byte[((width * header.BitsPerPixel) + 7) / 8]);
            for (var line = 0; line < height; line++)
            {
                var filter = stream.ReadByte();
                if (filter < 0 || stream.ReadAtLeast(row, row.Length, throwOnEndOfStream: false) < row.Length)
                {
                    throw new InvalidDataException("its pixels end too early");
                }
                Unfilter(filter, row, above, Math.Max(1, header.BitsPerPixel / 8));
                for (var i = 0; i < width; i++)
                {
                    header.Decode(row, i, palette, transparent, pixels.AsSpan(4 * (((y + (line * stepY)) * header.Width) + x + (i * stepX)), 4));
                }
                (row, above) = (above, row);
            }
        }
        return pixels;
    }

    // Each byte is told as the difference from what its neighbours make likely.
    private static void Unfilter(int filter, Span<byte> row, ReadOnlySpan<byte> above, int distance)
    {
        for (var i = 0; i < row.Length; i++)
        {
            int left = i < distance ? 0 : row[i - distance], up = above[i], corner = i < distance ? 0 : above[i - distance];
            row[i] += (byte)(filter switch
            {
                0 => 0,
                1 => left,
                2 => up,
                3 => (left + up) / 2,
                4 => Paeth(left, up, corner),
                _ => throw new InvalidDataException($"a row has the filter {filter}, and there are five, from 0: it is damaged"),
            });
        }
    }

    private static int Paeth(int left, int up, int corner)
    {
        var estimate = left + up - corner;
        var (toLeft, toUp, toCorner) = (Math.Abs(estimate - left), Math.Abs(estimate - up), Math.Abs(estimate - corner));
        return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc = s_crc[(byte)(crc ^ value)] ^ (crc >> 8);
        }
        return ~crc;
    }

    /// <summary>What the header tells, and how a pixel is read by it.</summary>
    private sealed record Header(int Width, int Height, int Depth, int ColorType, bool IsInterlaced)
    {
        public bool IsPalette => ColorType == 3;

        public bool IsGray => ColorType is 0 or 4;

        public int BitsPerPixel => Depth * (ColorType switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 });

        public static Header Read(ReadOnlySpan<byte> data)
        {
            if (data.Length != 13)
            {
                throw new InvalidDataException("its header has another length than headers have");
            }
            var (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(data), BinaryPrimitives.ReadUInt32BigEndian(data[4..]));
            var (depth, type) = (data[8], data[9]);
            if (width == 0 || height == 0 || (ulong)width * height > MostPixels)
            {
                throw new InvalidDataException($"it says that it has {width:N0}×{height:N0} pixels, and at most {MostPixels:N0} are read");
            }
            var isKnown = (type, depth) is (0, 1 or 2 or 4 or 8 or 16) or (3, 1 or 2 or 4 or 8) or (2 or 4 or 6, 8 or 16);
            return isKnown && data[10] == 0 && data[11] == 0 && data[12] <= 1
                ? new Header((int)width, (int)height, depth, type, data[12] == 1)
                : throw new InvalidDataException($"it has colour type {type} with {depth} bits, compression {data[10]}, filter {data[11]} and interlace {data[12]}, which no PNG picture has");
        }

        public void Decode(ReadOnlySpan<byte> row, int index, ReadOnlySpan<byte> palette, ReadOnlySpan<byte> transparent, Span<byte> pixel)
        {
            pixel[3] = byte.MaxValue;
            switch (ColorType)
            {
                case 3:
                    var color = Sample(row, index);
                    if (3 * color + 3 > palette.Length)
                    {
                        throw new InvalidDataException($"a pixel has the colour number {color}, and its table has {palette.Length / 3}");
                    }
                    palette.Slice(3 * color, 3).CopyTo(pixel);
                    pixel[3] = color < transparent.Length ? transparent[color] : byte.MaxValue;
                    break;
                case 0 or 4:
                    var stride = ColorType == 4 ? 2 : 1;
                    pixel[..3].Fill(Scaled(row, index * stride));
                    pixel[3] = ColorType == 4 ? Scaled(row, (index * stride) + 1) : Matches(row, index, 1, transparent) ? (byte)0 : byte.MaxValue;
                    break;
                default:
                    var channels = ColorType == 2 ? 3 : 4;
                    for (var channel = 0; channel < channels; channel++)
                    {
                        pixel[channel] = Scaled(row, (index * channels) + channel);
                    }
                    pixel[3] = ColorType == 2 && Matches(row, index * 3, 3, transparent) ? (byte)0 : pixel[3];
                    break;
            }
        }

        private byte Scaled(ReadOnlySpan<byte> row, int index)
        {
            var most = (1 << Depth) - 1;
            return (byte)(((Sample(row, index) * 255) + (most / 2)) / most);
        }

        // One colour of a picture without opacity may be named as the transparent one.
        private bool Matches(ReadOnlySpan<byte> row, int index, int channels, ReadOnlySpan<byte> transparent)
        {
            var matches = transparent.Length == 2 * channels;
            for (var channel = 0; channel < channels && matches; channel++)
            {
                matches = Sample(row, index + channel) == BinaryPrimitives.ReadUInt16BigEndian(transparent[(2 * channel)..]);
            }
            return matches;
        }

        private int Sample(ReadOnlySpan<byte> row, int index) => Depth switch
        {
            16 => BinaryPrimitives.ReadUInt16BigEndian(row[(2 * index)..]),
            8 => row[index],
            _ => (row[index * Depth / 8] >> (8 - Depth - (index * Depth % 8))) & ((1 << Depth) - 1),
        };
    }
}
