using Nnet.Engine.Data;
using Nnet.Engine.Runs;
using Nnet.Engine.Runs.Files;
using Xunit;

namespace Nnet.Engine.Tests.Runs;

public sealed class SavedRunTests : IDisposable
{
    private readonly TrainingLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void PredictsAsTheRunDid()
    {
        var run = Table();
        using var saved = SavedRun.Open(run.Folder);
        Assert.Equal(run.Done.Test!["accuracy"], saved.Measure(saved.Read("test"))["accuracy"], 1e-9);
        Assert.Equal(["no", "yes"], saved.Manifest.Classes.AsEnumerable());
    }

    [Fact]
    public void OtherFileIsReadWithTheRunsClassesAndScale()
    {
        var run = Table();
        using var saved = SavedRun.Open(run.Folder);
        File.WriteAllText(_lab.In("new.csv"), "kind,b,a\nyes,10,90\nyes,80,70\n");
        var part = saved.Read(_lab.In("new.csv"));
        Assert.Equal([1, 1], part.ReadTargets());
        var outputs = saved.Predict(part);
        Assert.True(outputs[1] > 0.9 && outputs[3] > 0.9, string.Join(' ', outputs));
    }

    [Fact]
    public void TruthMayBeMissing()
    {
        var run = Table();
        using var saved = SavedRun.Open(run.Folder);
        File.WriteAllText(_lab.In("new.csv"), "a,b\n90,10\n10,40\n");
        var part = saved.Read(_lab.In("new.csv"));
        Assert.Equal((2, 0), (part.Count, part.TargetSize));
        File.WriteAllText(_lab.In("bare.csv"), "90,10\n10,40\n");
        Assert.Equal(saved.Predict(part), saved.Predict(saved.Read(_lab.In("bare.csv"))));
    }

    [Fact]
    public void OtherFileHasTheCategoriesOfTheRun()
    {
        var run = Flats();
        using var saved = SavedRun.Open(run.Folder);
        Assert.Equal(["place=centre", "place=edge", "place=wood", "lift=yes", "space"], saved.Manifest.TableColumns().SelectMany(column => column.Inputs));
        // Fewer texts in another order of columns, and one that nobody knows.
        File.WriteAllText(_lab.In("new.csv"), "space,lift,place\n50,yes,wood\n50,no,wood\n50,yes,moon\n60,yes,mars\n");
        var part = saved.Read(_lab.In("new.csv"));
        Assert.Equal([0, 0, 1, 1], part.ReadInputs()[..4]);
        Assert.Equal([0, 0, 1, 0], part.ReadInputs()[5..9]);
        Assert.Equal([0, 0, 0, 1], part.ReadInputs()[10..14]);
        Assert.Equal($"2 cells of place in {_lab.In("new.csv")} hold what the network was not trained with (the first is moon), and count as none of its categories.", Assert.Single(part.Notices));
        // Columns without names go by their place.
        File.WriteAllText(_lab.In("bare.csv"), "wood,yes,50\nwood,no,50\n");
        Assert.Equal(part.ReadInputs()[..10], saved.Read(_lab.In("bare.csv")).ReadInputs());
    }

    [Fact]
    public void OtherFileMayHaveMoreColumnsAndNoneThatIsLeftOut()
    {
        File.WriteAllText(_lab.In("t.csv"), "id,a,b,kind\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"r{i},{i * 37 % 100},{(i % 7 == 3 ? "" : $"{i * 53 % 100}")},{(i * 37 % 100 > 50 ? "yes" : "no")}\n")));
        var run = _lab.Train(TrainingLab.Text("csv \"t.csv\" ignore=id missing=drop", "input 2\ndense 2", "loss cross_entropy\noptimizer adam\nepochs 1"));
        using var saved = SavedRun.Open(run.Folder);
        File.WriteAllText(_lab.In("new.csv"), "note,b,a,when\nwell,10,90,today\n,,70,\nill,20,80,never\n");
        var part = saved.Read(_lab.In("new.csv"));
        Assert.Equal([90, 10, 80, 20], part.ReadInputs());
        Assert.Equal(0, part.TargetSize);
        Assert.Equal($"1 of 3 rows of {_lab.In("new.csv")} lacks a value and is left out, as in training; samples are numbered without it.", Assert.Single(part.Notices));
        File.WriteAllText(_lab.In("new.csv"), "b,a,kind\n10,90,yes\n");
        Assert.Equal([1], saved.Read(_lab.In("new.csv")).ReadTargets());
        File.WriteAllText(_lab.In("new.csv"), "b,a\n10,90\n");
        Assert.Equal([90, 10], saved.Read(_lab.In("new.csv")).ReadInputs());
    }

    [Fact]
    public void ValuesAreToldInTheirOwnUnit()
    {
        var run = Flats();
        using var saved = SavedRun.Open(run.Folder);
        var test = saved.Read("test");
        var (predicted, truth) = (saved.Predict(test), saved.TruthOf(test));
        Assert.InRange(truth.Min(), 50_000, 200_000);
        Assert.InRange(truth.Max(), 300_000, 600_000);
        Assert.Equal(predicted.Zip(truth, (one, other) => Math.Abs((double)one - other)).Average(), run.Done.Test!["mae"], 1);
        Assert.Equal(Math.Sqrt(predicted.Zip(truth, (one, other) => Math.Pow((double)one - other, 2)).Average()), run.Done.Test["rmse"], 1);
        Assert.InRange(run.Done.Test["mae"], 100, 20_000);
        Assert.True(run.Done.Test["r2"] > 0.95, $"{run.Done.Test["r2"]}");
        // What is learnt, and with it the loss, is about one.
        Assert.True(run.Done.Test["loss"] < 0.1, $"{run.Done.Test["loss"]}");
        Assert.Equal(run.Done.Test["mae"], saved.Measure(test)["mae"], 1e-3);
        File.WriteAllText(_lab.In("new.csv"), "place,lift,space,price\nwood,yes,60,150000\n");
        var other = saved.Read(_lab.In("new.csv"));
        Assert.Equal(150_000, saved.TruthOf(other)[0], 1f);
        Assert.InRange(saved.Predict(other)[0], 50_000, 600_000);
    }

    [Fact]
    public void ValuesThatChangedAreNotTheRunsOwnParts()
    {
        var run = Flats();
        File.WriteAllText(_lab.In("flats.csv"), File.ReadAllText(_lab.In("flats.csv")).Replace("centre", "middle"));
        using var saved = SavedRun.Open(run.Folder);
        Assert.StartsWith("The data has other values now than when the network was trained", Assert.Throws<DataException>(() => saved.Read("test")).Message);
    }

    [Fact]
    public void WrongColumnsAreOneClearError()
    {
        var run = Table();
        using var saved = SavedRun.Open(run.Folder);
        File.WriteAllText(_lab.In("new.csv"), "a,c,d,kind\n1,2,3,yes\n");
        Assert.Equal($"The network was trained on 2 columns (a, b), but {_lab.In("new.csv")} has 3 (a, c, d); missing: b.", Assert.Throws<DataException>(() => saved.Read(_lab.In("new.csv"))).Message);
    }

    [Fact]
    public void PartThatIsNotThere()
    {
        var run = Table();
        using var saved = SavedRun.Open(run.Folder);
        Assert.Equal("The run has no validation part; it has train and test.", Assert.Throws<DataException>(() => saved.Read("validation")).Message);
    }

    [Fact]
    public void DataThatGrewIsNoticed()
    {
        var run = Table();
        File.AppendAllText(_lab.In("t.csv"), "1,2,no\n");
        using var saved = SavedRun.Open(run.Folder);
        Assert.StartsWith("The data has 201 samples now, but 200 when the network was trained", Assert.Throws<DataException>(() => saved.Read("test")).Message);
    }

    [Fact]
    public void ImagesFindTheirLabelsBeside()
    {
        var random = new Random(1);
        var (pixels, labels) = (new byte[60 * 9], new byte[60]);
        for (var i = 0; i < 60; i++)
        {
            labels[i] = (byte)(i % 2);
            for (var j = 0; j < 9; j++)
            {
                pixels[(i * 9) + j] = (byte)(random.Next(40) + (j % 2 == i % 2 ? 200 : 0));
            }
        }
        File.WriteAllBytes(_lab.In("a-images-idx3"), Data.DataFolder.Idx(pixels, 60, 3, 3));
        File.WriteAllBytes(_lab.In("a-labels-idx1"), Data.DataFolder.Idx(labels, 60));
        var run = _lab.Train(TrainingLab.Text("idx \"a-images-idx3\" labels=\"a-labels-idx1\"", "input 1x3x3\nflatten\ndense 2", "loss cross_entropy\noptimizer adam lr=0.05\nepochs 20\nmetrics accuracy"));
        using var saved = SavedRun.Open(run.Folder);
        Assert.Equal(1, saved.Measure(saved.Read(_lab.In("a-images-idx3")))["accuracy"]);
        File.Delete(_lab.In("a-labels-idx1"));
        Assert.Equal(0, saved.Read(_lab.In("a-images-idx3")).TargetSize);
    }

    [Fact]
    public void FolderThatIsNoRun()
        => Assert.Equal($"{_lab.In("nowhere")} is no run folder: it has no run.json.", Assert.Throws<InvalidDataException>(() => SavedRun.Open(_lab.In("nowhere"))).Message);

    [Fact]
    public void DamagedWeights()
    {
        var run = Table();
        var path = Path.Combine(run.Folder, WeightsFile.FileName);
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^7]);
        Assert.EndsWith("follow its header: it was cut off.", Assert.Throws<InvalidDataException>(() => SavedRun.Open(run.Folder)).Message);
    }

    [Fact]
    public void WeightsOfAnotherModel()
    {
        var run = Table();
        var path = Path.Combine(run.Folder, "model.nnet");
        File.WriteAllText(path, File.ReadAllText(path).Replace("dense 8", "dense 9"));
        Assert.EndsWith("belongs to another model: dense_1.weight is 8×2, and the model needs 9×2.", Assert.Throws<InvalidDataException>(() => SavedRun.Open(run.Folder)).Message);
    }

    [Fact]
    public void BalancedClassesCountAsTheyDidInTraining()
    {
        // Nine of ten are of one class, so that the weights are 5/9 and 5.
        File.WriteAllText(_lab.In("b.csv"), string.Concat(Enumerable.Range(0, 200).Select(i => $"{i * 37 % 100},{(i % 10 == 0 ? 1 : 0)}\n")));
        var run = _lab.Train(TrainingLab.Text("csv \"b.csv\"\nsplit train=80% test=20% stratify=true\nnormalize standard", "input 1\ndense 2", "loss cross_entropy class_weights=balanced\noptimizer adam lr=0.02\nepochs 2\nmetrics accuracy"));
        Assert.Equal([0.5556, 5], run.Manifest.ClassWeights.Select(weight => Math.Round(weight, 4)));
        using var saved = SavedRun.Open(run.Folder);
        Assert.Equal(run.Done.Test!["loss"], saved.Measure(saved.Read("test"))["loss"], 1e-6);
    }

    [Fact]
    public void AnotherDataBlockIsMappedAsTheRunsOwn()
    {
        File.WriteAllText(_lab.In("hold.csv"), "kind,b,a\nyes,10,90\nno,80,7\n");
        var run = Table(more: "data held { csv \"hold.csv\" target=kind }\n");
        using var saved = SavedRun.Open(run.Folder);
        Assert.Equal(1, saved.Measure(saved.Read("held"))["accuracy"]);
    }

    [Fact]
    public void MovedProjectFindsItsData()
    {
        Directory.CreateDirectory(_lab.In("before/runs"));
        File.WriteAllText(_lab.In("before/t.csv"), string.Concat(Enumerable.Range(0, 50).Select(i => $"{i},{i % 2}\n")));
        var text = TrainingLab.Text("csv \"t.csv\"\nsplit train=80% test=20%", "input 1\ndense 2", "loss cross_entropy\noptimizer adam\nepochs 1\nmetrics accuracy");
        File.WriteAllText(_lab.In("before/net.nnet"), text);
        var source = new Language.Text.SourceText(text, _lab.In("before/net.nnet"));
        Trainer.Run(source, Language.Analyzer.Analyze(source, new DataProbe()).Trains[0], new RunOptions { RunDir = _lab.In("before/runs/one") }, _ => { }, default);
        Directory.Move(_lab.In("before"), _lab.In("after"));
        using var saved = SavedRun.Open(_lab.In("after/runs/one"));
        Assert.Equal(10, saved.Read("test").Count);
    }

    [Fact]
    public void FolderOfAnotherVersionIsRefused()
    {
        var run = Table();
        var path = Path.Combine(run.Folder, "run.json");
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"version\": 1,\n  \"nnet\": \"", "\"version\": 7,\n  \"nnet\": \"9."));
        Assert.Matches("run.json was written by nnet 9\\..* in version 7 of its format, and this nnet reads version 1", Assert.Throws<InvalidDataException>(() => SavedRun.Open(run.Folder)).Message);
    }

    // Prices that follow from two texts and a number.
    private TrainedRun Flats()
    {
        string[] places = ["centre", "edge", "wood"];
        var rows = Enumerable.Range(0, 240).Select(i => (Place: i * 7 % 3, Lift: i * 5 % 8 < 4, Space: 30 + (i * 37 % 90)));
        File.WriteAllText(_lab.In("flats.csv"), "place,lift,space,price\n" + string.Concat(rows.Select(row => $"{places[row.Place]},{(row.Lift ? "yes" : "no")},{row.Space},{(row.Space * 3000) + (row.Lift ? 40_000 : 0) + (row.Place == 0 ? 90_000 : 0)}\n")));
        return _lab.Train(TrainingLab.Text("csv \"flats.csv\"\nsplit train=80% test=20%\nnormalize standard target=standard", "input 5\ndense 16 activation=tanh\ndense 1", "loss mean_squared_error\noptimizer adam lr=0.02\nepochs 40\nmetrics mae rmse r2"));
    }

    private TrainedRun Table(string more = "")
    {
        var rows = Enumerable.Range(0, 200).Select(i => (A: i * 37 % 100, B: i * 53 % 100));
        File.WriteAllText(_lab.In("t.csv"), "a,b,kind\n" + string.Concat(rows.Select(row => $"{row.A},{row.B},{(row.A > 50 ? "yes" : "no")}\n")));
        return _lab.Train(more + TrainingLab.Text("csv \"t.csv\" target=kind\nsplit train=80% test=20%\nnormalize standard", "input 2\ndense 8 activation=tanh\ndense 2", "loss cross_entropy\noptimizer adam lr=0.02\nepochs 40\nmetrics accuracy"));
    }
}
