using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;
using Nnet.Engine.Data;
using Nnet.Language.Data;
using Nnet.Language.Definitions;
using Nnet.Language.Training;
using Xunit;

namespace Nnet.Engine.Tests.Data;

public sealed class NumpyTests : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("<f4", 1.5)]
    [InlineData(">f4", 1.5)]
    [InlineData("<f8", -2.25)]
    [InlineData(">f8", -2.25)]
    [InlineData("<f2", 0.5)]
    [InlineData("|u1", 200)]
    [InlineData("|i1", -3)]
    [InlineData("<i2", -300)]
    [InlineData(">u2", 60000)]
    [InlineData("<i4", -70000)]
    [InlineData("<u4", 70000)]
    [InlineData(">i8", -5)]
    [InlineData("<u8", 5)]
    [InlineData("|b1", 1)]
    public void EveryTypeOfNumberIsRead(string type, double value)
    {
        _folder.Write("x.npy", Npy(type, "(2, 1)", [.. Bytes(type, value), .. Bytes(type, 0)]));
        _folder.Write("y.npy", Npy("<i8", "(2,)", [.. Bytes("<i8", 1), .. Bytes("<i8", 0)]));
        var part = DataSet.Load(Block("x.npy", "y.npy")).Train;
        Assert.Equal([(float)value, 0], part.ReadInputs());
        Assert.Equal([1, 0], part.ReadTargets());
    }

    [Fact]
    public void PicturesOfBytesAreScaledAndGetTheirChannel()
    {
        _folder.Write("x.npy", Npy("|u1", "(2, 2, 3)", [.. Enumerable.Range(0, 12).Select(i => (byte)(i * 20))]));
        _folder.Write("y.npy", Npy("|u1", "(2,)", [3, 0]));
        var data = DataSet.Load(Block("x.npy", "y.npy"));
        Assert.Equal("1×2×3", data.Shape.ToString());
        Assert.Equal(220 / 255f, data.Train.ReadInputs()[^1], 1e-6f);
        Assert.Equal(4, data.Target.Classes);
    }

    [Fact]
    public void ChannelsMayStandLast()
    {
        _folder.Write("x.npy", Npy("<f4", "(1, 1, 2, 3)", [.. new[] { 1f, 2, 3, 4, 5, 6 }.SelectMany(BitConverter.GetBytes)]));
        _folder.Write("y.npy", Npy("|u1", "(1,)", [0]));
        var data = DataSet.Load(_folder.Source<NpySource>((NpySource.Path, "x.npy"), (NpySource.Labels, "y.npy"), (NpySource.Layout, "channels_last")));
        Assert.Equal("3×1×2", data.Shape.ToString());
        Assert.Equal([1, 4, 2, 5, 3, 6], data.Train.ReadInputs());
    }

    [Fact]
    public void FortransOrderIsTurnedAround()
    {
        _folder.Write("x.npy", Npy("<f4", "(2, 3)", [.. new[] { 1f, 4, 2, 5, 3, 6 }.SelectMany(BitConverter.GetBytes)], fortran: true));
        _folder.Write("y.npy", Npy("|u1", "(2,)", [0, 1]));
        Assert.Equal([1, 2, 3, 4, 5, 6], DataSet.Load(Block("x.npy", "y.npy")).Train.ReadInputs());
    }

    [Fact]
    public void TargetsMayBeSeveralValues()
    {
        _folder.Write("x.npy", Npy("|u1", "(2, 1)", [1, 2]));
        _folder.Write("y.npy", Npy("<f4", "(2, 2)", [.. new[] { 0.5f, 1, 2, 3 }.SelectMany(BitConverter.GetBytes)]));
        Assert.Equal(2, DataFolder.Facts(Block("x.npy", "y.npy")).Target.Width);
    }

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.Optimal)]
    public void ArchivesKeepTheirTestPart(CompressionLevel level)
    {
        Archive("m.npz", level, ("x_train", Npy("|u1", "(3, 2, 2)", new byte[12])), ("y_train", Npy("|u1", "(3,)", [0, 1, 2])), ("x_test", Npy("|u1", "(1, 2, 2)", [255, 255, 255, 255])), ("y_test", Npy("|u1", "(1,)", [2])));
        var data = DataSet.Load(_folder.Source<NpzSource>((NpzSource.Path, "m.npz")));
        Assert.Equal((3, 1), (data.Train.Count, data.Test!.Count));
        Assert.Equal([1, 1, 1, 1], data.Test.ReadInputs());
        var spec = _folder.Source<NpzSource>((NpzSource.Path, "m.npz"));
        var parted = DataSet.Load(spec with { Settings = [.. spec.Settings, DataFolder.Split(0.67, 0.33, 0)] });
        Assert.Equal((2, 1, 1), (parted.Train.Count, parted.Validation!.Count, parted.Test!.Count));
        Assert.Equal("npz has a test part of its own, 1 samples: part the other 3 with train= and validation= alone.", Assert.Throws<DataException>(() => DataSet.Load(spec with { Settings = [.. spec.Settings, DataFolder.Split(0.8, 0, 0.2)] })).Message);
    }

    [Fact]
    public void ArraysOfAnArchiveGoByName()
    {
        Archive("a.npz", CompressionLevel.Fastest, ("pixels", Npy("|u1", "(1, 2)", [1, 2])), ("kinds", Npy("|u1", "(1,)", [0])));
        Assert.Equal(1, DataFolder.Facts(_folder.Source<NpzSource>((NpzSource.Path, "a.npz"), (NpzSource.Inputs, DataFolder.Names("pixels")), (NpzSource.Labels, "kinds"))).Rows);
        Assert.Equal("a.npz has no array pixel; it has pixels, kinds.", DataFolder.Problem(_folder.Source<NpzSource>((NpzSource.Path, "a.npz"), (NpzSource.Inputs, DataFolder.Names("pixel")))).Message);
        Assert.StartsWith("a.npz has no array with a usual name (x_train, X_train, train_images", DataFolder.Problem(_folder.Source<NpzSource>((NpzSource.Path, "a.npz"))).Message);
    }

    [Fact]
    public void SeveralArraysAreColumnsOfArrays()
    {
        (string, byte[])[] arrays =
        [
            ("x_image", Npy("|u1", "(3, 2, 2)", [0, 51, 102, 255, 1, 2, 3, 4, 5, 6, 7, 8])),
            ("x_meta", Npy("|i1", "(3, 3)", [1, 2, 3, 4, 5, 6, 7, 8, 9])),
            ("x_age", Npy("|u1", "(3,)", [30, 40, 50])),
            ("y", Npy("|u1", "(3,)", [0, 1, 0])),
            ("few", Npy("|u1", "(2, 1)", [0, 1])),
        ];
        Archive("a.npz", CompressionLevel.Fastest, arrays);
        DataSpec Of(params string[] names) => _folder.Source<NpzSource>((NpzSource.Path, "a.npz"), (NpzSource.Inputs, DataFolder.Names(names)));
        var all = DataSet.Load(Of("x_image", "x_meta", "x_age"));
        Assert.Equal([0, 0.2f, 0.4f, 1, 1, 2, 3, 30], all.Train.ReadInputs()[..8]);
        Assert.Equal(["x_image[0]", "x_image[1]", "x_image[2]", "x_image[3]", "x_meta[0]", "x_meta[1]", "x_meta[2]", "x_age"], all.InputNames.AsEnumerable());
        var facts = DataFolder.Facts(Of("x_image", "x_meta", "x_age"));
        Assert.Equal([("x_image", 4, 0.0, 1.0), ("x_meta", 3, 1.0, 9.0), ("x_age", 1, 30.0, 50.0)], facts.Columns.Select(column => (column.Name, column.Inputs, column.Low, column.High)));
        Assert.Equal((5.0, 2.5819889), (facts.Columns[1].Mean, Math.Round(facts.Columns[1].Deviation, 7)));

        var lines = Of("x_image", "x_meta", "x_age");
        lines = lines with { Settings = [.. lines.Settings, Feed("meta", "x_meta"), Feed("image", "x_image"), DataFolder.Call(new TargetSetting(), (TargetSetting.What, DataFolder.Names("x_age")), (TargetSetting.Output, "age"))] };
        var demand = DataDemand.Plain(TargetEncoding.ClassIndex) with { Inputs = [new("image", IsTokens: false), new("meta", IsTokens: false)], Others = [new("age", TargetEncoding.Values, IsScaled: true)] };
        var led = DataSet.Load(lines, demand);
        Assert.Equal([0, 0.2f, 0.4f, 1, 1, 2, 3], led.Train.ReadInputs()[..7]);
        Assert.Equal(("age", 1), (led.Others[0].Output, led.Others[0].Width));
        Assert.Equal("few of a.npz has 2 samples, but x_image has 3: the arrays do not belong together.", DataFolder.Problem(Of("x_image", "few")).Message);
        var doubled = new Formula.Apply("*", [new Formula.Variable("x_meta") { Source = "x_meta" }, new Formula.Constant(2) { Source = "2" }]) { Source = "x_meta*2" };
        var computed = Of("x_meta", "x_age");
        computed = computed with { Settings = [.. computed.Settings, DataFolder.Call(new FeaturesSetting(), (FeaturesSetting.Expressions, ImmutableArray.Create<Formula>(doubled)))] };
        Assert.Contains("x_meta*2 calculates with x_meta, which holds 3 numbers for each sample", DataFolder.Problem(computed).Message);

        static Call Feed(string input, string array) => DataFolder.Call(new FeaturesSetting(), (FeaturesSetting.Expressions, ImmutableArray.Create<Formula>(new Formula.Variable(array) { Source = array })), (FeaturesSetting.Input, input));
    }

    [Theory]
    [InlineData("|O", "(2,)", "holds Python objects or records")]
    [InlineData("<c8", "(2,)", "holds values of type <c8, and only booleans, integers and floats are read")]
    [InlineData("<U5", "(2,)", "holds texts of type <U5, and only booleans, integers and floats are read: number them with np.unique")]
    [InlineData("<M8[s]", "(1,)", "holds values of type <M8[s]")]
    [InlineData("<f4", "(2,)", "Samples of one number want a second axis")]
    [InlineData("<f4", "(0, 2)", "has the shape (0, 2), which is empty")]
    [InlineData("<f4", "(99999999, 99999999)", "which does not fit into memory at once")]
    [InlineData("<f4", "()", "has the shape ()")]
    [InlineData("<f4", "(9, 9)", "x.npy ends too early or is damaged")]
    public void WhatCannotBeReadIsSaid(string type, string shape, string message)
    {
        _folder.Write("x.npy", Npy(type, shape, new byte[8]));
        _folder.Write("y.npy", Npy("|u1", "(2,)", [0, 1]));
        Assert.Contains(message, DataFolder.Problem(Block("x.npy", "y.npy")).Message);
    }

    [Fact]
    public void OtherFilesAreNamed()
    {
        _folder.Write("x.npy", "a,b\n1,2\n");
        _folder.Write("y.npy", Npy("|u1", "(2,)", [0, 1]));
        Assert.StartsWith("x.npy is no NumPy array: it is text that begins with", DataFolder.Problem(Block("x.npy", "y.npy")).Message);
        _folder.Write("cut.npz", "PK\u0003\u0004....");
        Assert.StartsWith("cut.npz is an .npz file that is damaged or was cut off", DataFolder.Problem(_folder.Source<NpzSource>((NpzSource.Path, "cut.npz"))).Message);
        Assert.StartsWith("y.npy is no sound .npz file but a NumPy array", DataFolder.Problem(_folder.Source<NpzSource>((NpzSource.Path, "y.npy"))).Message);
    }

    [Fact]
    public void NumbersOfTargetsAndSamplesHaveToAgree()
    {
        _folder.Write("x.npy", Npy("|u1", "(3, 1)", [1, 2, 3]));
        _folder.Write("y.npy", Npy("|u1", "(2,)", [0, 1]));
        Assert.Equal("There are 2 targets, but 3 samples: the two arrays do not belong together.", DataFolder.Problem(Block("x.npy", "y.npy")).Message);
        Assert.StartsWith("y.npy has one number for each sample, as targets have.", DataFolder.Problem(Block("y.npy", "x.npy")).Message);
    }

    public static byte[] Npy(string type, string shape, byte[] values, bool fortran = false)
    {
        var header = $"{{'descr': '{type}', 'fortran_order': {(fortran ? "True" : "False")}, 'shape': {shape}, }}".PadRight(117) + "\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header), .. values];
    }

    private static byte[] Bytes(string type, double value)
    {
        byte[] bytes = type[1..] switch
        {
            "f2" => BitConverter.GetBytes((Half)value),
            "f4" => BitConverter.GetBytes((float)value),
            "f8" => BitConverter.GetBytes(value),
            "u1" or "b1" => [(byte)value],
            "i1" => [(byte)(sbyte)value],
            "i2" => BitConverter.GetBytes((short)value),
            "u2" => BitConverter.GetBytes((ushort)value),
            "i4" => BitConverter.GetBytes((int)value),
            "u4" => BitConverter.GetBytes((uint)value),
            "i8" => BitConverter.GetBytes((long)value),
            _ => BitConverter.GetBytes((ulong)value),
        };
        return type[0] == '>' ? [.. bytes.Reverse()] : bytes;
    }

    private DataSpec Block(string samples, string labels) => _folder.Source<NpySource>((NpySource.Path, samples), (NpySource.Labels, labels));

    private void Archive(string name, CompressionLevel level, params (string Name, byte[] Content)[] arrays)
    {
        using var archive = ZipFile.Open(_folder.In(name), ZipArchiveMode.Create);
        foreach (var (array, content) in arrays)
        {
            using var stream = archive.CreateEntry(array + ".npy", level).Open();
            stream.Write(content);
        }
    }
}
