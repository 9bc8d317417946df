using Nnet.Engine.Data;
using Nnet.Language.Data;
using Nnet.Language.Training;
using Xunit;

namespace Nnet.Engine.Tests.Data;

public sealed class PreparationTests : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void PartsAreDisjointCompleteAndOfTheRightSize()
    {
        var random = new Random(7);
        for (var trial = 0; trial < 300; trial++)
        {
            var count = random.Next(1, 400);
            var train = random.NextDouble();
            var validation = random.NextDouble() * (1 - train);
            double[] shares = [train, validation, 1 - train - validation];
            var classes = trial % 2 == 0 ? null : Enumerable.Range(0, count).Select(_ => random.Next(5)).ToArray();
            var split = Split.Of(count, shares, (ulong)trial, trial % 3 != 0, classes);
            int[][] parts = [split.Train, split.Validation, split.Test];
            Assert.Equal(Enumerable.Range(0, count), parts.SelectMany(part => part).Order());
            Assert.All(parts.Zip(shares), pair => Assert.InRange(pair.First.Length, (count * pair.Second) - 1, (count * pair.Second) + 1));
        }
    }

    [Fact]
    public void StratifiedPartsHaveTheSharesOfTheWhole()
    {
        var random = new Random(3);
        for (var trial = 0; trial < 100; trial++)
        {
            var classes = Enumerable.Range(0, 200 + trial).Select(_ => random.Next(1, 4) * random.Next(2)).ToArray();
            var split = Split.Of(classes.Length, [0.7, 0.1, 0.2], (ulong)trial, true, classes);
            foreach (var group in classes.GroupBy(kind => kind))
            {
                Assert.All(new[] { (split.Train, 0.7), (split.Validation, 0.1), (split.Test, 0.2) }, part =>
                    Assert.InRange(part.Item1.Count(i => classes[i] == group.Key), (group.Count() * part.Item2) - 1.5, (group.Count() * part.Item2) + 1.5));
            }
        }
    }

    [Fact]
    public void ExactSharesAreExact()
    {
        var split = Split.Of(150, [0.6, 0.2, 0.2], 1, true, null);
        Assert.Equal((90, 30, 30), (split.Train.Length, split.Validation.Length, split.Test.Length));
    }

    [Fact]
    public void SeedDecidesTheParts()
    {
        int[] Test(ulong seed) => Split.Of(100, [0.8, 0, 0.2], seed, true, null).Test;
        Assert.Equal(Test(1), Test(1));
        Assert.NotEqual(Test(1), Test(2));
    }

    [Fact]
    public void WithoutShuffleTheOrderIsKept()
        => Assert.Equal([8, 9], Split.Of(10, [0.6, 0.2, 0.2], 1, false, null).Test);

    [Fact]
    public void StandardIsFittedOnTheTrainingPartAlone()
    {
        _folder.Write("a.csv", string.Concat(Enumerable.Range(0, 50).Select(i => $"{i},{i * 1000},7,{i % 2}\n")));
        var spec = _folder.Csv("a.csv");
        var data = DataSet.Load(spec with { Settings = spec.Settings.Add(DataFolder.Split(0.5, 0, 0.5)).Add(DataFolder.Call(new NormalizeSetting(), (NormalizeSetting.Method, "standard"))) });
        for (var column = 0; column < 2; column++)
        {
            var values = Enumerable.Range(0, data.Train.Count).Select(row => (double)data.Train.ReadInputs()[(row * 3) + column]).ToArray();
            Assert.Equal(0, values.Average(), 1e-5);
            Assert.Equal(1, values.Average(value => value * value), 1e-4);
        }
        Assert.NotEqual(0, Enumerable.Range(0, data.Test!.Count).Average(row => data.Test.ReadInputs()[row * 3]), 1e-3);
    }

    [Fact]
    public void ConstantColumnIsFedAsZeroAndTold()
    {
        _folder.Write("a.csv", "a,b,y\n1,7,0\n2,7,1\n3,7,0\n");
        var spec = _folder.Csv("a.csv");
        spec = spec with { Settings = spec.Settings.Add(DataFolder.Call(new NormalizeSetting(), (NormalizeSetting.Method, "standard"))) };
        var data = DataSet.Load(spec);
        Assert.Equal([0, 0, 0], Enumerable.Range(0, 3).Select(row => data.Train.ReadInputs()[(row * 2) + 1]));
        Assert.Equal("Column b has one value in the whole training part; it is fed in as 0, since nothing can be learnt from it.", data.Notices(spec).Single().Message);
    }

    [Fact]
    public void MinmaxGoesFromZeroToOne()
    {
        _folder.Write("a.csv", "a,y\n-2,0\n2,1\n0,0\n");
        var spec = _folder.Csv("a.csv");
        var data = DataSet.Load(spec with { Settings = spec.Settings.Add(DataFolder.Call(new NormalizeSetting(), (NormalizeSetting.Method, "minmax"))) });
        Assert.Equal([0, 1, 0.5f], data.Train.ReadInputs());
        Assert.Equal(-2, data.Normalization.Invert(0, 0), 1e-6);
    }

    [Fact]
    public void ImagesHaveOneMeanForAllPixels()
    {
        _folder.Write("images", DataFolder.Idx([0, 255, 0, 255, 255, 0, 255, 0], 2, 2, 2));
        _folder.Write("labels", DataFolder.Idx([0, 1], 2));
        var spec = _folder.Images("images", "labels");
        var data = DataSet.Load(spec with { Settings = spec.Settings.Add(DataFolder.Call(new NormalizeSetting(), (NormalizeSetting.Method, "standard"))) });
        Assert.Equal([-1, 1, -1, 1, 1, -1, 1, -1], data.Train.ReadInputs());
    }

    [Fact]
    public void TargetInputGivesTheNormalisedInput()
    {
        _folder.Write("a.csv", "0,4\n2,8\n");
        var spec = _folder.Csv("a.csv");
        spec = spec with { Settings = spec.Settings.AddRange(DataFolder.Call(new NormalizeSetting(), (NormalizeSetting.Method, "minmax")), DataFolder.Call(new TargetSetting(), (TargetSetting.What, DataFolder.Names("input")))) };
        var data = DataSet.Load(spec);
        Assert.Equal([0, 0, 1, 1], data.Train.ReadTargets());
        var target = DataFolder.Facts(spec).Target;
        Assert.Equal((2, 0, 1), (target.Width, target.Low, target.High));
    }

    [Fact]
    public void EveryEpochHasItsOwnOrderAndEverySampleOnce()
    {
        var samples = new Samples(23, Language.Graph.Shape.Of(1), [.. Enumerable.Range(0, 23).Select(i => (float)i)], new TargetFacts(1, 0, 0), [.. Enumerable.Range(0, 23).Select(i => 100f + i)]);
        var part = new MemoryPart("train", samples, [.. Enumerable.Range(0, 23)], false);
        List<float> Epoch(int epoch, int seed)
        {
            var batches = part.InBatches(5, seed);
            batches.Begin(epoch);
            var seen = new List<float>();
            for (var i = 0; i < batches.Count; i++)
            {
                var batch = batches[i];
                Assert.Equal(i == 4 ? 3 : 5, batch.Count);
                Assert.All(batch.Inputs.ToArray().Zip(batch.Targets.ToArray()), pair => Assert.Equal(pair.First + 100, pair.Second));
                seen.AddRange(batch.Inputs.ToArray());
            }
            return seen;
        }
        Assert.Equal(part.ReadInputs(), Epoch(0, 1).Order());
        Assert.NotEqual(Epoch(0, 1), Epoch(1, 1));
        Assert.NotEqual(Epoch(0, 1), Epoch(0, 2));
        Assert.Equal(Epoch(4, 9), Epoch(4, 9));
    }

    [Fact]
    public void NothingLeftToLearnFrom()
    {
        _folder.Write("a.csv", "1,0\n2,1\n");
        var spec = _folder.Csv("a.csv");
        Assert.Equal("Of 2 samples, train=10 % leaves none to learn from.",
            Assert.Throws<DataException>(() => DataSet.Load(spec with { Settings = spec.Settings.Add(DataFolder.Split(0.1, 0, 0.9)) })).Message);
    }

    [Fact]
    public void StratifyNeedsClasses()
    {
        _folder.Write("a.csv", "1,0.5\n2,1.5\n");
        var spec = _folder.Csv("a.csv");
        Assert.Equal("stratify keeps the shares of classes, but the target is no class: leave it out.",
            Assert.Throws<DataException>(() => DataSet.Load(spec with { Settings = spec.Settings.Add(DataFolder.Split(0.5, 0, 0.5, stratify: true)) })).Message);
    }

    [Fact]
    public void LookIsKeptUntilTheFileChanges()
    {
        _folder.Write("a.csv", "1,0\n2,1\n");
        var probe = new DataProbe();
        var first = probe.Look(_folder.Csv("a.csv"));
        Assert.Same(first, probe.Look(_folder.Csv("a.csv")));
        Assert.NotSame(first, probe.Look(_folder.Csv("a.csv", (CsvSource.Target, DataFolder.Names("0")))));
        _folder.Write("a.csv", "1,0\n2,1\n3,1\n");
        Assert.Equal(3, Assert.IsType<DataLook.Seen>(probe.Look(_folder.Csv("a.csv"))).Facts.Rows);
    }

    [Fact]
    public void LookNeverThrows()
    {
        var probe = new DataProbe();
        Assert.IsType<DataLook.Unreadable>(probe.Look(_folder.Block()));
        Assert.IsType<DataLook.Unreadable>(probe.Look(_folder.Csv("\0bad")));
        Assert.IsType<DataLook.Unreadable>(probe.Look(_folder.Csv(new string('x', 5000))));
        Assert.IsType<DataLook.Unreadable>(probe.Look(_folder.Csv("")));
        Assert.IsType<DataLook.Unreadable>(probe.Look(_folder.Csv("/dev/null")));
        Assert.IsType<DataLook.Unreadable>(probe.Look(_folder.Csv("/dev/zero")));
    }

    [Fact]
    public void WhatALookReadIsTakenOnceAndOnlyWhileTheFileIsTheSame()
    {
        _folder.Write("a.csv", "x,y\n1,0\n,1\n3,0\n");
        var data = _folder.Csv("a.csv", (CsvSource.Missing, "mean"));
        var probe = new DataProbe { Awaited = data };
        Assert.IsType<DataLook.Seen>(probe.Look(data));
        var first = DataSet.Load(data, DataDemand.Plain(TargetEncoding.Values), probe: probe);
        Assert.Equal([1, 2, 3], first.Train.ReadInputs());
        Assert.Null(probe.Take(data));

        // Another file, another block, and one that nobody waits for.
        Assert.IsType<DataLook.Seen>((probe = new DataProbe { Awaited = data }).Look(data));
        _folder.Write("a.csv", "x,y\n10,0\n20,1\n30,0\n40,0\n");
        Assert.Equal([10, 20, 30, 40], DataSet.Load(data, DataDemand.Plain(TargetEncoding.Values), probe: probe).Train.ReadInputs());
        var other = _folder.Csv("a.csv", (CsvSource.Target, DataFolder.Names("x")));
        Assert.IsType<DataLook.Seen>((probe = new DataProbe { Awaited = data }).Look(other));
        Assert.Null(probe.Take(data));
        Assert.IsType<DataLook.Seen>((probe = new DataProbe()).Look(data));
        Assert.Null(probe.Take(data));
    }
}
