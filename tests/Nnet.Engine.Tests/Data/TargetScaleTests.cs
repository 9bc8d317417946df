using Nnet.Engine.Data;
using Nnet.Language.Data;
using Nnet.Language.Definitions;
using Xunit;

namespace Nnet.Engine.Tests.Data;

/// <summary><c>normalize … target=</c>: values to predict are learnt on a scale of their own.</summary>
public sealed class TargetScaleTests : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ScaleIsThatOfTheTrainingPart()
    {
        _folder.Write("a.csv", "x,y\n1,100\n2,300\n3,9000\n");
        var data = DataSet.Load(Spec("a.csv", "standard", 2 / 3.0));
        Assert.Equal([-1, 1], data.Train.ReadTargets());
        Assert.Equal([88], data.Validation!.ReadTargets());
        Assert.Equal((100, 9000), (data.Target.Low, data.Target.High));
    }

    [Fact]
    public void MappedBackTheyAreWhatTheyWere()
    {
        _folder.Write("a.csv", "x,y,z\n1,100,5\n2,300,7\n3,900,1\n4,250,2\n");
        var data = DataSet.Load(Spec("a.csv", "minmax", 0.75, DataFolder.Names("y", "z")));
        var targets = data.Train.ReadTargets();
        Assert.All(targets.Zip([0, 4 / 6f, 0.25f, 1, 1, 0]), pair => Assert.Equal(pair.Second, pair.First, 1e-6f));
        data.TargetNormalization.Invert(targets);
        Assert.Equal([100, 5, 300, 7, 900, 1], targets.Select(value => MathF.Round(value, 3)));
    }

    [Fact]
    public void SeriesHasOneScaleForWhatComesAndWhatWas()
    {
        _folder.Write("s.csv", "sun,heat\n1,10\n2,20\n3,30\n4,40\n5,50\n");
        var spec = _folder.Source<SeriesSource>((SeriesSource.Path, "s.csv"), (SeriesSource.Window, 2));
        var data = DataSet.Load(spec with { Settings = spec.Settings.Add(Normalize("standard", "standard")) });
        var (inputs, targets) = (data.Train.ReadInputs(), data.Train.ReadTargets());
        // The heat that the first sample foretells is the last one that the second is fed with.
        Assert.Equal(inputs[7], targets[0], 1e-6f);
        data.TargetNormalization.Invert(targets);
        Assert.Equal([30, 40, 50], targets.Select(value => MathF.Round(value, 3)));
    }

    [Fact]
    public void ClassesHaveNoScale()
    {
        _folder.Write("a.csv", "x,y\n1,yes\n2,no\n3,no\n");
        Assert.Equal("normalize target=standard maps values, but the targets are classes (no, yes). Leave target= out.", Assert.Throws<DataException>(() => DataSet.Load(Spec("a.csv", "standard", 1))).Message);
    }

    private DataSpec Spec(string name, string target, double train, object? targets = null)
    {
        var csv = targets is null ? _folder.Csv(name) : _folder.Csv(name, (CsvSource.Target, targets));
        var split = DataFolder.Call(new SplitSetting(), (SplitSetting.Train, train), (SplitSetting.Validation, 1 - train), (SplitSetting.Shuffle, false));
        return csv with { Settings = csv.Settings.AddRange(split, Normalize("none", target)) };
    }

    private static Call Normalize(string method, string target) => DataFolder.Call(new NormalizeSetting(), (NormalizeSetting.Method, method), (NormalizeSetting.Target, target));
}
