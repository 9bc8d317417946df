using System.Globalization;
using Nnet.Engine.Data;
using Nnet.Engine.Runs;
using Nnet.Engine.Runs.Events;
using Nnet.Engine.Runs.Trials;
using Nnet.Engine.Tests.Support;
using Nnet.Language;
using Nnet.Language.Text;
using Xunit;

namespace Nnet.Engine.Tests.Runs;

public sealed class RateRangeTests : IDisposable
{
    private const string Circle = "playground circle samples=200";
    private const string Net = "input 2\ndense 6 activation=tanh\ndense 1";

    private readonly TrainingLab _lab = new();

    public void Dispose() => _lab.Dispose();

    // Far off at first, so that the block's own rate can be of no help.
    public static TheoryData<string, string, string, string> Sets => new()
    {
        { "iris", $"csv \"{Example("iris.csv")}\"\nsplit train=80% test=20% seed=1 stratify=true\nnormalize standard", "input 4\ndense 8 activation=tanh\ndense 3", "loss cross_entropy\noptimizer sgd lr=RATE momentum=0.9\nbatch 16\nepochs 10" },
        { "digits", $"csv \"{Example("digits.csv.gz")}\" shape=1x8x8\nsplit train=80% test=20% seed=1\nnormalize minmax", "input 1x8x8\nflatten\ndense 32 activation=relu\ndense 10", "loss cross_entropy\noptimizer adam lr=RATE\nbatch 32\nepochs 3" },
        { "spirals", "playground spiral samples=500 noise=5%", "input 2\ndense 16 activation=tanh\ndense 16 activation=tanh\ndense 1", "loss binary_cross_entropy\noptimizer adam lr=RATE\nbatch 10\nepochs 40" },
        { "a plane", "playground plane samples=300", "input 2\ndense 16 activation=relu\ndense 1", "loss mean_squared_error\noptimizer adam lr=RATE\nbatch 10\nepochs 10" },
    };

    [Theory]
    [MemberData(nameof(Sets))]
    public void SuggestedRateTrains(string name, string data, string model, string train)
    {
        double Loss(double rate) => _lab.Train(Text(data, model, train, rate)).Epochs is [.., var last] ? last.Train["loss"] : double.PositiveInfinity;
        var found = Find(Text(data, model, train, 1e-5));
        Assert.True(found.Suggested is not null, found.Message);
        var (suggested, untrained) = (Loss(found.Suggested.Value), Loss(1e-6));
        var best = new[] { 0.001, 0.003, 0.01, 0.03, 0.1, 0.3 }.Min(Loss);
        // Nine tenths of what the best rate of a grid learns in as many epochs.
        Assert.True(untrained - suggested > 0.9 * (untrained - best), $"{name}: {found.Suggested} comes to {suggested:G4}, the best rate to {best:G4}, no training to {untrained:G4}. {found.Message}");
    }

    [Fact]
    public void AnswerDoesNotDependOnTheBlocksRate()
    {
        var answers = new[] { 1e-6, 0.1, 5 }.Select(rate => Find(Text(Circle, Net, "loss binary_cross_entropy\noptimizer adam lr=RATE\nbatch 10", rate)).Suggested);
        Assert.Single(answers.Distinct());
    }

    [Fact]
    public void WeightsAndMomentsStayAsTheyWere()
    {
        var (source, spec) = Parse(Text(Circle, Net, "loss binary_cross_entropy\noptimizer adam lr=RATE\nbatch 10", 0.01));
        using var experiment = Experiment.Open(source, spec, new RunOptions(), _ => { }, default);
        var network = experiment.Network;
        var batches = experiment.InBatches();
        batches.Begin(0);
        network.TrainStep(batches[0].Inputs, batches[0].Targets, batches[0].Count, 0.01);
        var (weights, moment, step) = (network.Parameters.ToArray(), network.Moment(1).ToArray(), network.Step);
        RateRangeTest.Try(experiment, _ => { }, default);
        Assert.Equal(weights, network.Parameters.ToArray());
        Assert.Equal(moment, network.Moment(1).ToArray());
        Assert.Equal(step, network.Step);
    }

    [Fact]
    public void FixWritesTheRateIntoTheText()
    {
        var text = Text(Circle, Net, "loss binary_cross_entropy\noptimizer adam lr=RATE\nbatch 10", 0.00001);
        var found = Find(text);
        var edit = Assert.Single(Assert.Single(found.Fixes).Edits);
        Assert.Equal((found.Line, RateCurve.Text(found.Suggested!.Value)), (edit.Line, edit.NewText));
        Assert.Equal("1E-05", text.Split('\n')[edit.Line - 1][(edit.Column - 1)..(edit.EndColumn - 1)]);
    }

    [Fact]
    public void ModelThatCannotLearnGetsNoRate()
    {
        // Inputs that are all zero move no weight.
        File.WriteAllText(_lab.In("zero.csv"), string.Concat(Enumerable.Range(0, 60).Select(i => $"0,{i % 2}\n")));
        var found = Find(Text("csv \"zero.csv\"", "input 1\ndense 2 bias=false", "loss cross_entropy\noptimizer sgd lr=RATE\nbatch 60", 0.1));
        Assert.Null(found.Suggested);
        Assert.StartsWith("No rate made the loss fall: it stayed about 0.", found.Message);
        Assert.Empty(found.Fixes);
    }

    [Fact]
    public void StopEndsIt()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        var (source, spec) = Parse(Text(Circle, Net, "loss binary_cross_entropy\noptimizer adam lr=RATE", 0.1));
        var found = Assert.IsType<RateFound>(RateRangeTest.Run(source, spec, new RunOptions(), _ => { }, stop.Token));
        Assert.Equal(("stopped", null), (found.Status, found.Suggested));
    }

    private RateFound Find(string text)
    {
        var (source, spec) = Parse(text);
        var events = new List<RunEvent>();
        RateRangeTest.Run(source, spec, new RunOptions(), events.Add, default);
        foreach (var happened in events)
        {
            EventSchemaTests.Check(happened);
        }
        return Assert.IsType<RateFound>(events[^1]);
    }

    private (SourceText Source, Language.Training.TrainSpec Spec) Parse(string text)
    {
        var source = new SourceText(text, _lab.In("test.nnet"));
        return (source, Analyzer.Analyze(source, new DataProbe()).Trains[0]);
    }

    private static string Text(string data, string model, string train, double rate) => TrainingLab.Text(data, model, train.Replace("RATE", rate.ToString(CultureInfo.InvariantCulture)));

    private static string Example(string name) => Path.Combine(Repository.Root, "examples", "data", name);
}
