using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Nnet.Engine.Runs;
using Nnet.Engine.Runs.Control;
using Nnet.Engine.Runs.Events;
using Nnet.Engine.Runs.Pictures;
using Nnet.Engine.Tests.Support;
using Xunit;

namespace Nnet.Engine.Tests.Runs;

public sealed class EventSchemaTests : IDisposable
{
    private static readonly string s_page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "events.md"));
    private static readonly JsonNode s_schema = JsonNode.Parse(Regex.Match(s_page, "```json schema\n(.*?)```", RegexOptions.Singleline).Groups[1].Value)!;

    private readonly TrainingLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void EventsOfARunFit()
    {
        var run = _lab.Train(TrainingLab.Text("playground spiral samples=300\nsplit train=50% validation=25% test=25%", "input 2\ndense 32 activation=relu\ndense 1", "loss binary_cross_entropy\noptimizer adam\nbatch 1\nepochs 40\nmetrics accuracy"));
        Assert.Equal(["started", "epoch", "done"], run.Events.Where(happened => happened is not BatchDone).Select(Name).Distinct());
        Assert.All(run.Events, Check);
    }

    [Fact]
    public void EventsOfASickRunFit()
    {
        var run = _lab.Train(TrainingLab.Text("playground circle samples=100", "input 2\ndense 8 activation=relu\ndense 1", "loss mean_squared_error\noptimizer sgd lr=0.9 momentum=0.9\nepochs 40"));
        Assert.Contains(run.Events, happened => happened is FindingSeen);
        Assert.All(run.Events, Check);
    }

    [Fact]
    public void EventsOfAWatchedAndPausedRunFit()
    {
        var control = new RunControl { WantsPictures = true, WantsNeurons = true };
        control.Ask(new RunRequest.Pause());
        control.Ask(new RunRequest.Resume("nothing"));
        control.Ask(new RunRequest.Resume(null));
        var text = TrainingLab.Text("playground spiral samples=300\nsplit train=50% validation=25% test=25%", "input 2\ndense 8\ndense 1", "loss binary_cross_entropy\noptimizer adam\nepochs 3");
        var run = _lab.Train(text, new RunOptions { Control = control });
        Assert.Superset(new HashSet<string> { "paused", "refused", "continued", "picture" }, run.Events.Select(Name).ToHashSet());
        Assert.All(run.Events, Check);
    }

    [Fact]
    public void FailureFits() => Check(new Failed("No.", null));

    [Fact]
    public void WhatIsNotFiniteIsNull()
    {
        Assert.Contains("\"loss\":null", RunEventJson.Write(new BatchDone(1, 1, double.NaN, double.PositiveInfinity, 1)));
        var spread = new SpreadOverTime(float.NegativeInfinity, float.PositiveInfinity, []);
        var picture = new HistogramsContent { Bins = Histogram.Bins, Decades = [], Epochs = [1], Layers = [new(1, "dense_1", spread, spread, spread)] };
        Assert.Contains("\"low\":null,\"high\":null", RunEventJson.Write(new PictureDrawn(1, picture)));
    }

    [Fact]
    public void ExamplesOfThePageFitAndAreReadBack()
    {
        var lines = Regex.Match(s_page, "```json\n(.*?)```", RegexOptions.Singleline).Groups[1].Value.Trim().Split('\n');
        Assert.Equal(11, lines.Length);
        foreach (var line in lines)
        {
            Assert.Empty(MiniSchema.Problems(JsonNode.Parse(line), s_schema, s_schema, "$"));
            Assert.Equal(line, RunEventJson.Write(RunEventJson.Read(line)));
        }
    }

    [Fact]
    public void ValidatorFindsWhatIsWrong()
    {
        Assert.NotEmpty(MiniSchema.Problems(JsonNode.Parse("""{"event":"batch","epoch":0,"step":1,"loss":1,"samplesPerSecond":1,"secondsLeft":1}"""), s_schema, s_schema, "$"));
        Assert.NotEmpty(MiniSchema.Problems(JsonNode.Parse("""{"event":"failed","message":"x"}"""), s_schema, s_schema, "$"));
        Assert.NotEmpty(MiniSchema.Problems(JsonNode.Parse("""{"event":"nothing"}"""), s_schema, s_schema, "$"));
    }

    internal static void Check(RunEvent happened)
    {
        var json = RunEventJson.Write(happened);
        Assert.DoesNotContain('\n', json);
        var problems = MiniSchema.Problems(JsonNode.Parse(json), s_schema, s_schema, "$").ToArray();
        Assert.True(problems.Length == 0, $"{json}\n{string.Join('\n', problems)}");
    }

    private static string Name(RunEvent happened) => (string)JsonNode.Parse(RunEventJson.Write(happened))!["event"]!;
}
