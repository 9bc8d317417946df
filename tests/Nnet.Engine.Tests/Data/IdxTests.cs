using Nnet.Engine.Data;
using Xunit;

namespace Nnet.Engine.Tests.Data;

public sealed class IdxTests : IDisposable
{
    private readonly DataFolder _folder = new();

    public IdxTests()
    {
        _folder.Write("images", DataFolder.Idx([0, 51, 102, 153, 204, 255, 0, 255], 2, 2, 2));
        _folder.Write("labels", DataFolder.Idx([3, 1], 2));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ImagesAreScaledAndLabelsAreClasses()
    {
        var data = DataSet.Load(_folder.Images("images", "labels"));
        Assert.Equal("1×2×2", data.Shape.ToString());
        Assert.Equal([0, 0.2f, 0.4f, 0.6f, 0.8f, 1, 0, 1], data.Train.ReadInputs());
        Assert.Equal([3, 1], data.Train.ReadTargets());
        Assert.Equal(["1", "3"], data.Target.ClassNames.AsEnumerable());
    }

    [Fact]
    public void LookIsAsReadingSays()
    {
        var facts = DataFolder.Facts(_folder.Images("images", "labels"));
        Assert.Equal((2, "1×2×2 [0,1]"), (facts.Rows, facts.Input.ToString()));
        Assert.Equal([1, 1], facts.Target.ClassCounts.AsEnumerable());
        Assert.Empty(facts.Columns);
    }

    [Fact]
    public void GzipIsUnpacked()
    {
        _folder.Write("images.gz", DataFolder.Gzip(File.ReadAllBytes(_folder.In("images"))));
        Assert.Equal(2, DataFolder.Facts(_folder.Images("images.gz", "labels")).Rows);
        Assert.Equal(8, DataSet.Load(_folder.Images("images.gz", "labels")).Train.ReadInputs().Length);
    }

    [Fact]
    public void OtherTypesAreTakenAsTheyAre()
    {
        _folder.Write("floats", [0, 0, 0x0D, 2, 0, 0, 0, 2, 0, 0, 0, 1, 0x40, 0x48, 0, 0, 0xBF, 0x80, 0, 0]);
        Assert.Equal([3.125f, -1], DataSet.Load(_folder.Images("floats", "labels")).Train.ReadInputs());
        Assert.Equal("[−1,3.125]", DataFolder.Facts(_folder.Images("floats", "labels")).Input.Domain.ToString());
    }

    [Fact]
    public void CountsHaveToAgree()
    {
        _folder.Write("labels", DataFolder.Idx([3, 1, 2], 3));
        Assert.Equal("labels has 3 labels, but there are 2 samples: the two files do not belong together.", Message());
    }

    [Fact]
    public void SwappedFiles()
        => Assert.Equal("labels has one number for each sample, as labels have. Are the two files swapped?", DataFolder.Problem(_folder.Images("labels", "images")).Message);

    [Fact]
    public void ImagesAsLabels()
        => Assert.Equal("images has 3 axes (2×2×2), but labels are one number for each sample. Are the two files swapped?", DataFolder.Problem(_folder.Images("images", "images")).Message);

    [Fact]
    public void CutOff()
    {
        _folder.Write("images", File.ReadAllBytes(_folder.In("images"))[..^3]);
        Assert.Equal("images ends too early: its header says 2×2×2 unsigned bytes, 24 bytes, but it has 21. Fetch it again.", Message());
        Assert.Equal("images ends too early: its header says 2×2×2 unsigned bytes, 24 bytes. Fetch it again.", Assert.Throws<DataException>(() => DataSet.Load(_folder.Images("images", "labels"))).Message);
    }

    [Fact]
    public void GzipThatWasCutOff()
    {
        var noise = new byte[20_000];
        new Random(1).NextBytes(noise);
        _folder.Write("images", DataFolder.Gzip(DataFolder.Idx(noise, 2, 100, 100))[..10_000]);
        Assert.Equal("images ends too early: its header says 2×100×100 unsigned bytes, 20,016 bytes. Fetch it again.", Message());
        Assert.Contains("damaged", Assert.Throws<DataException>(() => DataSet.Load(_folder.Images("images", "labels"))).Message);
    }

    [Theory]
    [InlineData("5.1,3.5,setosa\n", "images is not an IDX file: it is text that begins with \"5.1,3.5,setosa\".")]
    [InlineData("<!DOCTYPE html>", "images is not an IDX file: it is a web page, perhaps saved in place of the file.")]
    [InlineData("PK\u0003\u0004....", "images is not an IDX file: it is a zip archive (an .npz or .xlsx file is one too).")]
    [InlineData("\0\0\u000A\u0003....", "images is not an IDX file: it is something that begins with the bytes 00000A03.")]
    [InlineData("\u0001\u0002\u0003\u0004", "images is not an IDX file: it is something that begins with the bytes 01020304.")]
    public void OtherFormatsAreNamed(string content, string message)
    {
        _folder.Write("images", content);
        Assert.Equal(message, Message());
    }

    [Fact]
    public void GzipInGzip()
    {
        _folder.Write("images", DataFolder.Gzip(DataFolder.Gzip(File.ReadAllBytes(_folder.In("images")))));
        Assert.Equal("images is not an IDX file: it is a gzip file.", Message());
    }

    [Fact]
    public void DamagedHeader()
    {
        _folder.Write("images", DataFolder.Idx([], 2_000_000_000, 1000));
        Assert.Equal("images says that it holds 2000000000×1000 values, which cannot be: it is damaged or too large.", Message());
    }

    private string Message() => DataFolder.Problem(_folder.Images("images", "labels")).Message;
}
