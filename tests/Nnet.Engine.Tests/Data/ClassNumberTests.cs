using System.Globalization;
using Nnet.Engine.Data;
using Nnet.Engine.Runs;
using Nnet.Engine.Tests.Runs;
using Nnet.Language.Data;
using Nnet.Language.Training;
using Xunit;

namespace Nnet.Engine.Tests.Data;

/// <summary>Classes may have any whole numbers in a file; a network's outputs are counted from 0.</summary>
public sealed class ClassNumberTests : IDisposable
{
    private readonly DataFolder _folder = new();
    private readonly TrainingLab _lab = new();

    public void Dispose()
    {
        _folder.Dispose();
        _lab.Dispose();
    }

    [Theory]
    [InlineData("1 2 3 2", "1 2 3", "0 1 2 1")]
    [InlineData("2 4 4 2", "2 4", "0 1 1 0")]
    [InlineData("1 -1 -1 1", "-1 1", "1 0 0 1")]
    [InlineData("1 2 7 6", "1 2 6 7", "0 1 3 2")]
    [InlineData("1 1 1 1", "0 1", "1 1 1 1")]
    [InlineData("0 1 3 1", "0 1 2 3", "0 1 3 1")]
    [InlineData("0 1 2 1", "0 1 2", "0 1 2 1")]
    public void ClassesHaveTheNumbersThatThereAre(string labels, string classes, string places)
    {
        var spec = Table(labels);
        Assert.Equal(classes, string.Join(' ', DataFolder.Facts(spec).Target.ClassNames));
        Assert.Equal(places, Shown(DataSet.Load(spec, TargetEncoding.ClassIndex).Train.ReadTargets()));
        // As values they are what they are.
        Assert.Equal(labels, Shown(DataSet.Load(spec).Train.ReadTargets()));
    }

    [Fact]
    public void NamesAreThoseOfTheNumbersThatThereAre()
    {
        var spec = Table("1 2 3 2", "low", "middle", "high");
        Assert.Equal(["low", "middle", "high"], DataFolder.Facts(spec).Target.ClassNames.AsEnumerable());
        Assert.Equal("0 1 2 1", Shown(DataSet.Load(spec, TargetEncoding.ClassIndex).Train.ReadTargets()));
        // Names for all numbers from 0 on name them, whichever there are.
        var whole = Table("1 2 3 2", "none", "low", "middle", "high");
        Assert.Equal(["none", "low", "middle", "high"], DataFolder.Facts(whole).Target.ClassNames.AsEnumerable());
        Assert.Equal("1 2 3 2", Shown(DataSet.Load(whole, TargetEncoding.ClassIndex).Train.ReadTargets()));
    }

    [Fact]
    public void StreamedClassesAreThoseInMemory()
    {
        _folder.Write("long.csv", string.Concat(Enumerable.Range(0, 200_000).Select(i => $"{i},{2 + (i % 3 * 2)}\n")));
        var spec = _folder.Csv("long.csv");
        var limited = spec with { Settings = [.. spec.Settings, DataFolder.Call(new MemorySetting(), (MemorySetting.Megabytes, 1))] };
        var (memory, streamed) = (DataSet.Load(spec, TargetEncoding.ClassIndex), DataSet.Load(limited, TargetEncoding.ClassIndex));
        Assert.IsNotType<MemoryPart>(streamed.Train);
        Assert.Equal(memory.Train.ReadTargets(), streamed.Train.ReadTargets());
        Assert.Equal([2, 4, 6], streamed.ClassValues.AsEnumerable());
    }

    [Fact]
    public void RunKeepsTheNumbersOfItsClasses()
    {
        File.WriteAllText(_lab.In("seeds.csv"), string.Concat(Enumerable.Range(0, 90).Select(i => $"{(i % 3) - 1},{i % 3 * 2 + 1}\n")));
        var run = _lab.Train(TrainingLab.Text("  csv \"seeds.csv\"\n  split train=70% test=30% stratify=true", "  input 1\n  dense 8 activation=relu\n  dense 3", "  loss cross_entropy\n  optimizer adam lr=0.05\n  epochs 40\n  metrics accuracy confusion"));
        Assert.Equal(1, run.Done.Test!["accuracy"]);
        using var saved = SavedRun.Open(run.Folder);
        Assert.Equal(["1", "3", "5"], saved.Manifest.Classes.AsEnumerable());
        Assert.Equal(1, saved.Measure(saved.Read("test"))["accuracy"]);
        File.WriteAllText(_lab.In("more.csv"), "1,5\n-1,1\n");
        Assert.Equal("2 0", Shown(saved.Read(_lab.In("more.csv")).ReadTargets()));
        File.WriteAllText(_lab.In("odd.csv"), "1,5\n-1,2\n");
        Assert.Equal("Sample 2 is of class 2, but the network was trained on the classes 1, 3, 5 alone.", Assert.Throws<DataException>(() => saved.Read(_lab.In("odd.csv"))).Message);
    }

    [Fact]
    public void YesAndNoMayBePlusAndMinus()
    {
        File.WriteAllText(_lab.In("signs.csv"), string.Concat(Enumerable.Range(0, 60).Select(i => $"{i % 2},{(i % 2 * 2) - 1}\n")));
        var run = _lab.Train(TrainingLab.Text("  csv \"signs.csv\"", "  input 1\n  dense 1", "  loss binary_cross_entropy\n  optimizer adam lr=0.1\n  epochs 40\n  metrics accuracy"));
        Assert.Equal(1, run.Epochs[^1].Train["accuracy"]);
    }

    private DataSpec Table(string labels, params string[] names)
    {
        _folder.Write("t.csv", string.Concat(labels.Split(' ').Select((label, i) => $"{i}.5,{label}\n")));
        return names.Length == 0 ? _folder.Csv("t.csv") : _folder.Csv("t.csv", (CsvSource.Classes, DataFolder.Names(names)));
    }

    private static string Shown(float[] targets) => string.Join(' ', targets.Select(target => target.ToString(CultureInfo.InvariantCulture)));
}
