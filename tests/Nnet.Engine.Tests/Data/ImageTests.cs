using System.Buffers.Binary;
using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;
using Nnet.Engine.Data;
using Nnet.Language.Data;
using Xunit;

namespace Nnet.Engine.Tests.Data;

/// <summary>Folders of pictures and CIFAR's files; the pictures are written here, by every way that the format has.</summary>
public sealed class ImageTests : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void FoldersAreClasses()
    {
        Put("flowers/rose/b.png", Png(2, 1, 8, 0, [[0, 255]]));
        Put("flowers/rose/a.png", Png(2, 1, 8, 0, [[51, 102]]));
        Put("flowers/aster/c.PNG", Png(2, 1, 8, 0, [[255, 0]]));
        var data = DataSet.Load(Block("flowers"));
        Assert.Equal("1×1×2", data.Shape.ToString());
        Assert.Equal(["aster", "rose"], data.Target.ClassNames.AsEnumerable());
        Assert.Equal([1, 0, 0.2f, 0.4f, 0, 1], data.Train.ReadInputs());
        Assert.Equal([0, 1, 1], data.Train.ReadTargets());
    }

    // Depth, colour type, one row of bytes, and the red, green, blue, opacity of its first two pixels.
    [Theory]
    [InlineData(1, 0, new byte[] { 0b1000_0000 }, new[] { 255, 255, 255, 255, 0, 0, 0, 255 })]
    [InlineData(2, 0, new byte[] { 0b0110_0000 }, new[] { 85, 85, 85, 255, 170, 170, 170, 255 })]
    [InlineData(4, 0, new byte[] { 0x2F }, new[] { 34, 34, 34, 255, 255, 255, 255, 255 })]
    [InlineData(16, 0, new byte[] { 0x80, 0, 255, 255 }, new[] { 128, 128, 128, 255, 255, 255, 255, 255 })]
    [InlineData(8, 2, new byte[] { 1, 2, 3, 4, 5, 6 }, new[] { 1, 2, 3, 255, 4, 5, 6, 255 })]
    [InlineData(8, 4, new byte[] { 9, 100, 7, 0 }, new[] { 9, 9, 9, 100, 7, 7, 7, 0 })]
    [InlineData(8, 6, new byte[] { 1, 2, 3, 4, 5, 6, 7, 8 }, new[] { 1, 2, 3, 4, 5, 6, 7, 8 })]
    [InlineData(8, 3, new byte[] { 1, 0 }, new[] { 40, 50, 60, 255, 10, 20, 30, 128 })]
    [InlineData(1, 3, new byte[] { 0b0100_0000 }, new[] { 10, 20, 30, 128, 40, 50, 60, 255 })]
    public void EveryColourTypeIsRead(int depth, int type, byte[] row, int[] expected)
    {
        Put("p/a/x.png", Png(2, 1, depth, type, [row], palette: type == 3 ? [10, 20, 30, 40, 50, 60] : null, transparent: type == 3 ? [128] : null));
        var data = DataSet.Load(_folder.Source<ImagesSource>((ImagesSource.Path, "p"), (ImagesSource.Colors, "rgba")));
        var planes = data.Train.ReadInputs();
        Assert.Equal(expected, Enumerable.Range(0, 8).Select(i => (int)MathF.Round(255 * planes[(i % 4 * 2) + (i / 4)])));
    }

    // Every filter tells the same pixels in another way.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void EveryFilterIsUndone(int filter)
    {
        var random = new Random(filter);
        var rows = Enumerable.Range(0, 5).Select(_ => Enumerable.Range(0, 12).Select(_ => (byte)random.Next(256)).ToArray()).ToArray();
        Put("p/a/x.png", Png(4, 5, 8, 2, rows, filter));
        var planes = DataSet.Load(Block("p")).Train.ReadInputs();
        Assert.Equal(Enumerable.Range(0, 60).Select(i => (int)rows[i % 20 / 4][(i % 4 * 3) + (i / 20)]), planes.Select(value => (int)MathF.Round(255 * value)));
    }

    [Fact]
    public void InterlacedPicturesAreTheSame()
    {
        var rows = Enumerable.Range(0, 11).Select(y => Enumerable.Range(0, 9).Select(x => (byte)((y * 20) + x)).ToArray()).ToArray();
        Put("plain/a/x.png", Png(9, 11, 8, 0, rows));
        Put("laced/a/x.png", Interlaced(9, 11, rows));
        Assert.Equal(DataSet.Load(Block("plain")).Train.ReadInputs(), DataSet.Load(Block("laced")).Train.ReadInputs());
    }

    [Fact]
    public void SizesAreBroughtTogether()
    {
        Put("p/a/x.png", Png(4, 2, 8, 0, [[0, 100, 200, 200], [0, 100, 0, 0]]));
        Put("p/a/y.png", Png(2, 1, 8, 0, [[255, 0]]));
        Assert.Equal("p/a/y.png has 1×2 pixels, but p/a/x.png has 2×4. Bring all to one size, such as size=2x4.", DataFolder.Problem(Block("p")).Message.Replace('\\', '/'));
        var data = DataSet.Load(_folder.Source<ImagesSource>((ImagesSource.Path, "p"), (ImagesSource.Size, ImmutableArray.Create(1, 2))));
        Assert.Equal([50, 100, 255, 0], data.Train.ReadInputs().Select(value => MathF.Round(255 * value)));
    }

    [Fact]
    public void GrowingPicturesAreLinearBetweenTheirPixels()
    {
        Put("p/a/x.png", Png(2, 1, 8, 0, [[0, 200]]));
        var data = DataSet.Load(_folder.Source<ImagesSource>((ImagesSource.Path, "p"), (ImagesSource.Size, ImmutableArray.Create(1, 4))));
        Assert.Equal([0, 50, 150, 200], data.Train.ReadInputs().Select(value => MathF.Round(255 * value)));
    }

    [Fact]
    public void OneColouredPictureMakesAllColoured()
    {
        Put("p/a/x.png", Png(1, 1, 8, 0, [[10]]));
        Put("p/a/y.png", Png(1, 1, 8, 2, [[1, 2, 3]]));
        Assert.Equal("3×1×1", DataSet.Load(Block("p")).Shape.ToString());
        Assert.Equal("1×1×1", DataSet.Load(_folder.Source<ImagesSource>((ImagesSource.Path, "p"), (ImagesSource.Colors, "gray"))).Shape.ToString());
    }

    [Fact]
    public void DamagedPicturesAreRefusedWithTheReason()
    {
        var whole = Png(3, 3, 8, 2, [new byte[9], new byte[9], new byte[9]]);
        string Problem(byte[] file)
        {
            Put("p/a/x.png", file);
            return DataFolder.Problem(Block("p")).Message.Replace('\\', '/');
        }
        Assert.Equal("p/a/x.png cannot be used: it was cut off.", Problem(whole[..^5]));
        Assert.Equal("p/a/x.png cannot be used: it is empty.", Problem([]));
        Assert.Equal("p/a/x.png cannot be used: its checksum is wrong, so it is damaged.", Problem([.. whole[..20], 9, .. whole[21..]]));
        Assert.StartsWith("p/a/x.png cannot be used: it is no PNG picture but a JPEG picture", Problem([0xFF, 0xD8, 0xFF, 0, 0, 0, 0, 0, 0]));
        Assert.Contains("its pixels end too early", Problem(Png(3, 3, 8, 2, [new byte[9]])));
        Assert.Contains("colour type 5 with 8 bits", Problem(Png(1, 1, 8, 5, [[1]])));
        Assert.Contains("it says that it has 100,000×100,000 pixels", Problem(Png(100_000, 100_000, 8, 0, [[1]])));
        Assert.Contains("a row has the filter 7", Problem(Png(1, 1, 8, 0, [[1]], 7)));
        Assert.Contains("colour number 9, and its table has 1", Problem(Png(1, 1, 8, 3, [[9]], palette: [1, 2, 3])));
        Assert.Contains("colours by number and no table", Problem(Png(1, 1, 8, 3, [[0]])));
        for (var length = 0; length < whole.Length; length++)
        {
            Problem(whole[..length]);
        }
    }

    [Fact]
    public void FoldersWithoutPicturesAreExplained()
    {
        Assert.StartsWith("There is no folder p.", DataFolder.Problem(Block("p")).Message);
        Directory.CreateDirectory(_folder.In("p"));
        Assert.Equal("p has no folders, and each folder in it is a class.", DataFolder.Problem(Block("p")).Message);
        Put("p/a/x.jpg", [0xFF, 0xD8]);
        Assert.StartsWith("p holds no PNG picture, but x.jpg; only PNG is read.", DataFolder.Problem(Block("p")).Message);
        Put("p/b/x.png", Png(1, 1, 8, 0, [[1]]));
        Assert.StartsWith("p holds 1 PNG pictures and 1 of other formats (p/a/x.jpg), which would be left out; only PNG is read.", DataFolder.Problem(Block("p")).Message.Replace('\\', '/'));
    }

    [Fact]
    public void CifarFoldersKeepTheirTestFile()
    {
        Put("c/data_batch_1.bin", Records(1, 3, 7, 1));
        Put("c/data_batch_2.bin", Records(1, 2));
        Put("c/test_batch.bin", Records(1, 9));
        System.IO.File.WriteAllText(_folder.In("c/batches.meta.txt"), string.Join('\n', Enumerable.Range(0, 10).Select(i => $"kind{i}")));
        var data = DataSet.Load(Cifar("c"));
        Assert.Equal((4, 1, "3×32×32"), (data.Train.Count, data.Test!.Count, data.Shape.ToString()));
        Assert.Equal([3, 7, 1, 2], data.Train.ReadTargets());
        Assert.Equal("kind9", data.Target.ClassNames[9]);
        Assert.Equal(3 / 255f, data.Train.ReadInputs()[0]);
    }

    [Fact]
    public void CifarHundredHasFineAndCoarseLabels()
    {
        Put("train.bin", Records(2, 50, 60));
        Assert.Equal([50, 60], DataSet.Load(Cifar("train.bin")).Train.ReadTargets());
        Assert.Equal([0, 0], DataSet.Load(_folder.Source<CifarSource>((CifarSource.Path, "train.bin"), (CifarSource.Labels, "coarse"))).Train.ReadTargets());
    }

    [Fact]
    public void DamagedCifarIsRefused()
    {
        Put("a.bin", Records(1, 3)[..^5]);
        Assert.StartsWith("a.bin has 3,068 bytes, which is no whole number of records", DataFolder.Problem(Cifar("a.bin")).Message);
        Put("b.bin", Records(1, 77));
        Assert.Equal("b.bin: a record has the class 77, and there are 10: the file is damaged or holds something else.", DataFolder.Problem(Cifar("b.bin")).Message);
        Directory.CreateDirectory(_folder.In("c"));
        Assert.StartsWith("c holds neither data_batch_1.bin", DataFolder.Problem(Cifar("c")).Message);
    }

    // The first byte of each picture is its label too.
    private static byte[] Records(int labels, params byte[] kinds) => [.. kinds.SelectMany(kind => (byte[])[.. new byte[labels - 1], kind, kind, .. new byte[3071]])];

    private static byte[] Png(int width, int height, int depth, int type, byte[][] rows, int filter = 0, byte[]? palette = null, byte[]? transparent = null)
    {
        var bytesPerPixel = Math.Max(1, depth * (type switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 }) / 8);
        var packed = rows.SelectMany((row, y) => Filtered(filter, row, y == 0 ? new byte[row.Length] : rows[y - 1], bytesPerPixel).Prepend((byte)filter)).ToArray();
        return File(width, height, depth, type, 0, packed, palette, transparent);
    }

    private static IEnumerable<byte> Filtered(int filter, byte[] row, byte[] above, int distance) => row.Select((value, i) =>
    {
        int left = i < distance ? 0 : row[i - distance], up = above[i], corner = i < distance ? 0 : above[i - distance];
        var p = left + up - corner;
        var paeth = Math.Abs(p - left) <= Math.Abs(p - up) && Math.Abs(p - left) <= Math.Abs(p - corner) ? left : Math.Abs(p - up) <= Math.Abs(p - corner) ? up : corner;
        return (byte)(value - (filter switch { 1 => left, 2 => up, 3 => (left + up) / 2, 4 => paeth, _ => 0 }));
    });

    private static byte[] Interlaced(int width, int height, byte[][] rows)
    {
        var packed = new List<byte>();
        foreach (var (x0, y0, dx, dy) in new[] { (0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2) })
        {
            for (var y = y0; y < height && x0 < width; y += dy)
            {
                packed.Add(0);
                for (var x = x0; x < width; x += dx)
                {
                    packed.Add(rows[y][x]);
                }
            }
        }
        return File(width, height, 8, 0, 1, [.. packed], null, null);
    }

    private static byte[] File(int width, int height, int depth, int type, byte interlace, byte[] packed, byte[]? palette, byte[]? transparent)
    {
        using var stream = new MemoryStream();
        using (var zlib = new ZLibStream(stream, CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write(packed);
        }
        byte[] header = [.. Big(width), .. Big(height), (byte)depth, (byte)type, 0, 0, interlace];
        return [0x89, .. "PNG\r\n\x1A\n"u8, .. Chunk("IHDR", header), .. palette is null ? [] : Chunk("PLTE", palette), .. transparent is null ? [] : Chunk("tRNS", transparent), .. Chunk("IDAT", stream.ToArray()), .. Chunk("IEND", [])];
    }

    private static byte[] Chunk(string kind, byte[] data)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(kind), .. data];
        var crc = uint.MaxValue;
        foreach (var value in body)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 1 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
            }
        }
        return [.. Big(data.Length), .. body, .. Big((int)~crc)];
    }

    private static byte[] Big(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private void Put(string path, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.In(path))!);
        System.IO.File.WriteAllBytes(_folder.In(path), content);
    }

    private DataSpec Block(string folder) => _folder.Source<ImagesSource>((ImagesSource.Path, folder));

    private DataSpec Cifar(string path) => _folder.Source<CifarSource>((CifarSource.Path, path));
}
