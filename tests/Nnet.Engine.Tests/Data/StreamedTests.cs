using System.Globalization;
using System.Text;
using Nnet.Engine.Data;
using Nnet.Language.Data;
using Nnet.Language.Definitions;
using Xunit;

namespace Nnet.Engine.Tests.Data;

/// <summary>Tables that are larger than the memory they may take: read once, kept on the disk, shuffled in blocks.</summary>
public sealed class StreamedTests : IDisposable
{
    private const int Rows = 120_000;

    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void EveryEpochHasEverySampleOnceInAnOrderOfItsOwn()
    {
        Table();
        var train = DataSet.Load(Block(DataFolder.Split(0.8, 0.1, 0.1))).Train;
        Assert.Equal(96_000, train.Count);
        float[] Epoch(int epoch, int seed)
        {
            var batches = train.InBatches(100, seed);
            batches.Begin(epoch);
            return [.. Enumerable.Range(0, batches.Count).SelectMany(i => batches[i].Inputs.ToArray().Where((_, j) => j % 2 == 0))];
        }
        var first = Epoch(0, 1);
        Assert.Equal(96_000, first.Distinct().Count());
        Assert.Equal(first.Order(), Epoch(1, 1).Order());
        Assert.NotEqual(first, Epoch(1, 1));
        Assert.NotEqual(first, Epoch(0, 2));
        Assert.Equal(first, Epoch(0, 1));
        // Neighbours of the file are far apart.
        Assert.True(first.Zip(first.Skip(1)).Count(pair => Math.Abs(pair.First - pair.Second) < 20) < 2000);
    }

    [Fact]
    public void AnyBatchCanBeAskedForFirst()
    {
        Table();
        var train = DataSet.Load(Block()).Train;
        var (all, one) = (train.InBatches(1000, 3), train.InBatches(1000, 3));
        all.Begin(4);
        one.Begin(4);
        var before = Enumerable.Range(0, 90).Select(i => all[i].Inputs.ToArray()).ToArray();
        Assert.Equal(before[77], one[77].Inputs.ToArray());
        Assert.Equal(before[3], one[3].Inputs.ToArray());
    }

    [Fact]
    public void PartsAndScaleAreThoseOfATableInMemory()
    {
        Table();
        var normalize = DataFolder.Call(new NormalizeSetting(), (NormalizeSetting.Method, "standard"));
        var split = DataFolder.Call(new SplitSetting(), (SplitSetting.Train, 0.7), (SplitSetting.Validation, 0.2), (SplitSetting.Test, 0.1), (SplitSetting.Shuffle, false));
        var streamed = DataSet.Load(Block(normalize, split));
        var spec = Block(normalize, split);
        var memory = DataSet.Load(spec with { Settings = [.. spec.Settings.Where(call => call.Definition is not MemorySetting)] });
        Assert.Equal(memory.Parts.Select(part => (part.Name, part.Count, part.RowOf(0))), streamed.Parts.Select(part => (part.Name, part.Count, part.RowOf(0))));
        Assert.Equal(memory.Target.ClassCounts.AsEnumerable(), streamed.Target.ClassCounts);
        Assert.Equal(memory.Target.ClassNames.AsEnumerable(), streamed.Target.ClassNames);
        Assert.All(memory.Parts.Zip(streamed.Parts), parts =>
        {
            Assert.All(parts.First.ReadInputs().Zip(parts.Second.ReadInputs()).Take(5000), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
            Assert.Equal(parts.First.ReadTargets(), parts.Second.ReadTargets());
        });
    }

    [Fact]
    public void FeaturesAreComputedRowByRow()
    {
        Table();
        var features = DataFolder.Call(new FeaturesSetting(), (FeaturesSetting.Expressions, System.Collections.Immutable.ImmutableArray.Create<Formula>(new Formula.Apply("*", [new Formula.Variable("a"), new Formula.Constant(2)]) { Source = "a*2" })));
        var data = DataSet.Load(Block(features));
        Assert.Equal([0, 2, 4], data.Train.ReadInputs()[..3]);
        Assert.Equal(["a*2"], data.InputNames.AsEnumerable());
    }

    [Fact]
    public void HolesAreFilledByTheMean()
    {
        _folder.Write("t.csv", "a,b,y\n" + string.Concat(Enumerable.Range(0, Rows).Select(i => i % 10 == 3 ? $",{1000000 + i},1\n" : $"7,{1000000 + i},0\n")));
        var spec = Block();
        var call = spec.Settings[0];
        var data = DataSet.Load(spec with { Settings = [call with { Values = call.Values.With(CsvSource.Missing, new GivenValue("mean", default, default)) }, .. spec.Settings[1..]] });
        Assert.All(data.Train.ReadInputs().Where((_, i) => i % 2 == 0), value => Assert.Equal(7, value));
    }

    [Fact]
    public void StratifyIsExplained()
    {
        Table();
        Assert.StartsWith("stratify needs the classes of all rows at once", Assert.Throws<DataException>(() => DataSet.Load(Block(DataFolder.Split(0.8, 0, 0.2, stratify: true)))).Message);
    }

    [Fact]
    public void ArraysAreReadInPieces()
    {
        var values = Enumerable.Range(0, 300_000).SelectMany(i => BitConverter.GetBytes((float)i)).ToArray();
        _folder.Write("x.npy", NumpyTests.Npy("<f4", "(150000, 2)", values));
        _folder.Write("y.npy", NumpyTests.Npy("|u1", "(150000,)", [.. Enumerable.Range(0, 150_000).Select(i => (byte)(i % 3))]));
        var data = DataSet.Load(_folder.Block(DataFolder.Call(new NpySource(), (NpySource.Path, "x.npy"), (NpySource.Labels, "y.npy")), Memory()));
        Assert.Equal((150_000, 3), (data.Train.Count, data.Target.Classes));
        Assert.Equal([299_996, 299_997, 299_998, 299_999], data.Train.ReadInputs()[^4..]);
    }

    [Fact]
    public void ALookAtALargeTableTellsOfNumbersThatBecomeTheSame()
    {
        _folder.Write("a.csv", "until,y\n" + string.Concat(Enumerable.Range(0, 300_000).Select(i => $"{1_700_000_000 + i},{i % 2}\n")));
        var look = new DataProbe().Look(_folder.Block(DataFolder.Call(new CsvSource(), (CsvSource.Path, "a.csv")), Memory()));
        Assert.Equal(("until", 1.0), Assert.IsType<DataLook.Seen>(look).Facts.Merged.Select(values => (values.Column, Math.Round(values.Share, 2))).Single());
    }

    [Fact]
    public void ALookAtLargeArraysSeesWhatOneAtSmallOnesDoes()
    {
        var values = Enumerable.Range(0, 300_000).SelectMany(i => BitConverter.GetBytes((i % 1000) - 3.5f)).ToArray();
        _folder.Write("x.npy", NumpyTests.Npy("<f4", "(150000, 2)", values));
        _folder.Write("y.npy", NumpyTests.Npy("|u1", "(150000,)", [.. Enumerable.Range(0, 150_000).Select(i => (byte)(i % 3))]));
        var call = DataFolder.Call(new NpySource(), (NpySource.Path, "x.npy"), (NpySource.Labels, "y.npy"));
        var (streamed, whole) = (Look(_folder.Block(call, Memory())), Look(_folder.Block(call)));
        Assert.Equal((whole.Rows, whole.Input, whole.Target.Classes), (streamed.Rows, streamed.Input, streamed.Target.Classes));
        Assert.Equal(whole.Target.ClassCounts.AsEnumerable(), streamed.Target.ClassCounts);

        static DataFacts Look(DataSpec data) => Assert.IsType<DataLook.Seen>(new DataProbe().Look(data)).Facts;
    }

    [Fact]
    public void WhatIsNoNumberInALargeArrayIsCountedFromItsBeginning()
    {
        var values = Enumerable.Range(0, 300_000).SelectMany(i => BitConverter.GetBytes(i == 200_001 ? float.NaN : i)).ToArray();
        _folder.Write("x.npy", NumpyTests.Npy("<f4", "(150000, 2)", values));
        _folder.Write("y.npy", NumpyTests.Npy("|u1", "(150000,)", new byte[150_000]));
        var spec = _folder.Block(DataFolder.Call(new NpySource(), (NpySource.Path, "x.npy"), (NpySource.Labels, "y.npy")), Memory());
        Assert.Contains("sample 100,001 ", Assert.Throws<DataException>(() => DataSet.Load(spec)).Message);
    }

    [Fact]
    public void MemoryDoesNotGrowWithTheTable()
    {
        Table();
        var train = DataSet.Load(Block()).Train;
        var batches = train.InBatches(64, 1);
        batches.Begin(0);
        _ = batches[0];
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < batches.Count; i++)
        {
            _ = batches[i];
        }
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static Call Memory() => DataFolder.Call(new MemorySetting(), (MemorySetting.Megabytes, 1));

    private DataSpec Block(params Call[] settings)
        => _folder.Block([DataFolder.Call(new CsvSource(), (CsvSource.Path, "t.csv"), (CsvSource.Target, DataFolder.Names("y"))), Memory(), .. settings]);

    private void Table()
    {
        var text = new StringBuilder("a,b,y\n");
        for (var i = 0; i < Rows; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{i},{(i * 7919L % 1000) + 0.25},{(i % 3 == 0 ? "pear" : "apple")}\n");
        }
        _folder.Write("t.csv", text.ToString());
    }
}
