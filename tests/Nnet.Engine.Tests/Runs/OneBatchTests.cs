using Nnet.Engine.Data;
using Nnet.Engine.Runs;
using Nnet.Engine.Runs.Events;
using Nnet.Engine.Runs.Trials;
using Nnet.Language;
using Nnet.Language.Text;
using Xunit;

namespace Nnet.Engine.Tests.Runs;

public sealed class OneBatchTests : IDisposable
{
    private const string Circle = "playground circle samples=200";
    private const string Deep = "input 2\ndense 32 activation=tanh\ndense 32 activation=tanh\n";
    private const string Binary = "loss binary_cross_entropy\noptimizer adam lr=0.01\n";

    private readonly TrainingLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void HealthyModelLearnsItsBatch()
    {
        var learnt = Try(TrainingLab.Text(Circle, Deep + "dense 1", Binary));
        Assert.True(learnt.Learns, learnt.Message);
        Assert.Equal((16, null), (learnt.Samples, learnt.Line));
        Assert.Matches(@"^Yes: M learns 16 samples by heart, loss 0\.[6-9]\d* → 0\.00\d+ in \d+ steps\.$", learnt.Message);
        Assert.Equal(learnt.FirstLoss, learnt.Losses[0]);
        Assert.True(learnt.Losses[^1] <= learnt.Goal);
    }

    [Theory]
    [InlineData("dropout 60%\n", "binary_cross_entropy label_smoothing=20%", "regularize l2=0.5")]
    [InlineData("noise 3\n", "binary_cross_entropy", "regularize l1=0.5")]
    public void WhatMakesLearningByHeartHarderIsLeftOut(string layer, string loss, string setting)
        => Assert.True(Try(TrainingLab.Text(Circle, Deep + layer + "dense 1", Binary.Replace("binary_cross_entropy", loss) + setting)).Learns);

    [Fact]
    public void ConstantLabels()
    {
        var learnt = Try(Table(i => $"{i % 7},{i % 5},1", "input 2\ndense 8\ndense 2", "loss cross_entropy\noptimizer adam lr=0.01\n"));
        AssertNo(learnt, 2, "All 200 targets that were looked at are 1, so there is nothing to tell apart");
    }

    [Fact]
    public void SameInputWithOtherLabels()
    {
        var learnt = Try(Table(i => $"{i % 2},{i % 3},{i / 6 % 2}", "input 2\ndense 32 activation=relu\ndense 2", "loss cross_entropy\noptimizer adam lr=0.01\n"));
        AssertNo(learnt, 2, "have the same input and different targets");
    }

    [Fact]
    public void InputsThatAreAllTheSame()
        => AssertNo(Try(Table(i => $"3,3,{i % 2}", "input 2\ndense 8\ndense 2", "loss cross_entropy\noptimizer adam lr=0.01\n")), 2, "All 16 inputs are the same numbers (the first is 3)");

    [Fact]
    public void HeadThatCannotReachTheTargets()
        => AssertNo(Try(Table(i => $"{i},{i % 11},{i % 13 * 3}.5", "input 2\ndense 32 activation=tanh\ndense 1 activation=sigmoid", "loss mean_squared_error\noptimizer adam lr=0.01\n")), 7, "The last layer, sigmoid, gives (0,1), but the targets of the batch reach from ");

    [Fact]
    public void RateThatIsTooSmall()
        => AssertNo(Try(TrainingLab.Text(Circle, Deep + "dense 1", Binary.Replace("0.01", "0.00001"))), 12, "The rate is at fault: lr=1e-5 is too small. With lr=0.00");

    [Fact]
    public void RateThatIsTooLarge()
        => AssertNo(Try(TrainingLab.Text("playground plane samples=100", Deep.Replace("tanh", "identity") + "dense 1", "loss mean_squared_error\noptimizer sgd lr=20\n")), 12, "lr=20 is too large");

    [Fact]
    public void DeadRelus()
    {
        // Weights of −1 on inputs above 0: no unit ever gives more than 0.
        var learnt = Try(Table(i => $"{i % 7 + 1},{i % 11 + 1},{i % 77 / 39}", "input 2\ndense 8 activation=relu init=-1\ndense 1", Binary));
        AssertNo(learnt, 6, "100% of the units of relu_1 gave 0 for every sample (1 such layer)");
    }

    [Fact]
    public void TooFewParameters()
        => AssertNo(Try(Table(i => $"{i * 7919 % 101},{i * 104729 % 97},{i * 31 % 17}.5", "input 2\ndense 1", "loss mean_squared_error\noptimizer adam lr=0.1\n", "normalize standard\n")), 7, "M has 3 parameters for 16 targets, too few");

    [Fact]
    public void StopEndsIt()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        var source = new SourceText(TrainingLab.Text(Circle, Deep + "dense 1", Binary), _lab.In("test.nnet"));
        var learnt = Assert.IsType<BatchLearnt>(OneBatchCheck.Run(source, Analyzer.Analyze(source, new DataProbe()).Trains[0], new RunOptions(), _ => { }, stop.Token));
        Assert.Equal(("stopped", false), (learnt.Status, learnt.Learns));
    }

    private static void AssertNo(BatchLearnt learnt, int line, string reason)
    {
        Assert.StartsWith("No: M does not learn 16 samples by heart, loss ", learnt.Message);
        Assert.Contains(reason, learnt.Message);
        Assert.Equal((false, line), (learnt.Learns, learnt.Line));
    }

    private string Table(Func<int, string> row, string model, string train, string more = "")
    {
        File.WriteAllText(_lab.In("t.csv"), string.Concat(Enumerable.Range(0, 200).Select(i => row(i) + "\n")));
        return TrainingLab.Text($"csv \"t.csv\"\n{more}".TrimEnd(), model, train);
    }

    private BatchLearnt Try(string text)
    {
        var source = new SourceText(text, _lab.In("test.nnet"));
        var analysis = Analyzer.Analyze(source, new DataProbe());
        Assert.True(analysis.Trains.Length == 1 && analysis.Trains[0].Model!.IsComplete);
        var last = OneBatchCheck.Run(source, analysis.Trains[0], new RunOptions(), _ => { }, default);
        EventSchemaTests.Check(last);
        return Assert.IsType<BatchLearnt>(last);
    }
}
