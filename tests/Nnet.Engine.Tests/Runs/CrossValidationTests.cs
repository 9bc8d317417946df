using Nnet.Engine.Data;
using Nnet.Engine.Runs;
using Nnet.Engine.Runs.Control;
using Nnet.Engine.Runs.Events;
using Nnet.Engine.Runs.Files;
using Nnet.Language;
using Nnet.Language.Text;
using Xunit;

namespace Nnet.Engine.Tests.Runs;

public sealed class CrossValidationTests : IDisposable
{
    private const string Net = "input 1\ndense 4 activation=tanh\ndense 2";
    private const string Block = "loss cross_entropy\noptimizer adam lr=0.05\nbatch 10\nepochs 3\nmetrics accuracy";

    private readonly TrainingLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void EverySampleIsWatchedOnceAndTheTestPartStays()
    {
        var (events, done) = Run(Table("split train=60% validation=20% test=20%"));
        Assert.Equal(5, done.Folds.Length);
        Assert.All(events.OfType<Started>(), started => Assert.Equal(new SampleCounts(64, 16, 20), started.Samples));
        Assert.Equal(Enumerable.Range(1, 5), events.OfType<Started>().Select(started => started.Fold!.Number));
        var (watched, tests) = (new List<int>(), new HashSet<string>());
        foreach (var fold in done.Folds)
        {
            using var saved = SavedRun.Open(fold.RunDir);
            var (validation, train, test) = (Rows(saved.Read("validation")), Rows(saved.Read("train")), Rows(saved.Read("test")));
            Assert.Empty(validation.Intersect(train));
            Assert.Empty(test.Intersect(train.Concat(validation)));
            watched.AddRange(validation);
            tests.Add(string.Join(' ', test));
            Assert.Equal(fold.Validation!["loss"], saved.Measure(saved.Read("validation"))["loss"], 1e-6);
        }
        Assert.Equal(80, watched.Distinct().Count());
        Assert.Single(tests);
    }

    [Fact]
    public void FoldsHaveTheSameSharesOfTheClasses()
    {
        // A tenth of the samples is of class 1: two in every fold of 20.
        var (_, done) = Run(Table(""));
        foreach (var fold in done.Folds)
        {
            using var saved = SavedRun.Open(fold.RunDir);
            Assert.Equal(2, saved.Read("validation").ReadTargets().Count(target => target == 1));
        }
    }

    [Fact]
    public void MeanAndDeviationAreThoseOfTheFolds()
    {
        var (_, done) = Run(Table(""));
        var losses = done.Folds.Select(fold => fold.Validation!["loss"]).ToArray();
        var mean = losses.Average();
        Assert.Equal(mean, done.Validation!["loss"].Mean, 1e-12);
        Assert.Equal(Math.Sqrt(losses.Sum(loss => (loss - mean) * (loss - mean)) / 4), done.Validation["loss"].Deviation, 1e-12);
        Assert.True(done.Validation["loss"].Deviation > 0);
        Assert.Null(done.Test);
        Assert.Equal(done.RunDir, Assert.IsType<FoldsDone>(RunEventJson.Read(File.ReadAllText(Path.Combine(done.RunDir, CrossValidation.FileName)))).RunDir);
    }

    [Fact]
    public void EventsFitTheSchema()
    {
        var (events, _) = Run(Table(""));
        Assert.All(events, EventSchemaTests.Check);
    }

    [Fact]
    public void StoppedFoldGoesOn()
    {
        using var stop = new CancellationTokenSource();
        var text = Table("").Replace("epochs 3", "epochs 30");
        var whole = Run(text).Done;
        var (_, stopped) = Run(text, folder: "again", stop: stop.Token, listen: happened =>
        {
            if (happened is EpochDone { Epoch: 7 })
            {
                stop.Cancel();
            }
        });
        Assert.Equal(("stopped", 1), (stopped.Status, stopped.Folds.Length));
        Assert.IsType<Done>(Trainer.Resume(stopped.Folds[0].RunDir, new RunOptions(), _ => { }, default));
        Assert.Equal(File.ReadAllBytes(Path.Combine(whole.Folds[0].RunDir, WeightsFile.FileName)), File.ReadAllBytes(Path.Combine(stopped.Folds[0].RunDir, WeightsFile.FileName)));
    }

    [Fact]
    public void SamplesInTheirOrderHaveNoFolds()
        => Assert.StartsWith("The samples of d are kept in their order by shuffle=false, so that a fold from the middle would be foretold from what came after it", Assert.IsType<Failed>(Last(Table("split train=80% validation=20% shuffle=false"), 5)).Message);

    [Fact]
    public void MoreFoldsThanSamples()
        => Assert.Equal("101 folds need at least 101 samples, but d has 100 beside its test part.", Assert.IsType<Failed>(Last(Table(""), 101)).Message);

    [Fact]
    public void TimeHasNoFolds()
    {
        File.WriteAllText(_lab.In("s.csv"), "v\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{Math.Sin(i / 5.0):F4}\n")));
        var failed = Assert.IsType<Failed>(Last(TrainingLab.Text("series \"s.csv\" window=4", "input [time=4, 1]\nflatten\ndense 1", Block.Replace("cross_entropy", "mean_squared_error").Replace("\nmetrics accuracy", "").Replace("0.05", "0.01")), 3));
        Assert.StartsWith("The samples of d follow each other in time, so that a fold from the middle", failed.Message);
    }

    [Fact]
    public void FolderWithOtherThingsIsLeftAlone()
    {
        Directory.CreateDirectory(_lab.In("mine"));
        File.WriteAllText(_lab.In("mine/thesis.tex"), "");
        var failed = Assert.IsType<Failed>(Last(Table(""), 5, "mine"));
        Assert.EndsWith("mine is not empty and holds no earlier folds; name a new folder.", failed.Message);
    }

    private static int[] Rows(Part part) => [.. Enumerable.Range(0, part.Count).Select(part.RowOf)];

    private string Table(string line)
    {
        File.WriteAllText(_lab.In("t.csv"), string.Concat(Enumerable.Range(0, 100).Select(i => $"{i},{(i % 10 == 0 ? 1 : 0)}\n")));
        return TrainingLab.Text($"csv \"t.csv\"\nnormalize standard\n{line}".TrimEnd(), Net, Block);
    }

    [Fact]
    public void PausingFoldsChangesNothingAndNoFoldIsTrainedUnlikeTheOthers()
    {
        var (_, whole) = Run(Table(""), "whole");
        var control = new RunControl();
        var events = new List<RunEvent>();
        var text = Table("");
        var last = Last(text, 5, "paused", happened =>
        {
            events.Add(happened);
            if (happened is EpochDone { Epoch: 1 })
            {
                control.Ask(new RunRequest.TrainOn(5));
                control.Ask(new RunRequest.Pause());
            }
            if (happened is Paused)
            {
                control.Ask(new RunRequest.Resume(text.Replace("lr=0.05", "lr=0.5")));
                control.Ask(new RunRequest.Resume(null));
            }
        }, control: control);
        Assert.Equal(whole.Validation!["loss"], Assert.IsType<FoldsDone>(last).Validation!["loss"]);
        Assert.Equal(5, events.OfType<Paused>().Count());
        Assert.Equal(10, events.OfType<Refused>().Count(refused => refused.Message.StartsWith("This run is one fold of several", StringComparison.Ordinal)));
        Assert.All(events.OfType<Done>(), done => Assert.Equal(3, done.Epochs));
    }

    private (List<RunEvent> Events, FoldsDone Done) Run(string text, string folder = "folds", CancellationToken stop = default, Action<RunEvent>? listen = null)
    {
        var events = new List<RunEvent>();
        var last = Last(text, 5, folder, happened =>
        {
            events.Add(happened);
            listen?.Invoke(happened);
        }, stop);
        return (events, Assert.IsType<FoldsDone>(last));
    }

    private RunEvent Last(string text, int folds, string folder = "folds", Action<RunEvent>? listen = null, CancellationToken stop = default, RunControl? control = null)
    {
        var source = new SourceText(text, _lab.In("test.nnet"));
        var analysis = Analyzer.Analyze(source, new DataProbe());
        Assert.False(analysis.HasErrors, string.Join("\n", analysis.Findings.Select(finding => finding.Message)));
        return CrossValidation.Run(source, analysis.Trains[0], folds, new RunOptions { RunDir = _lab.In(folder), Control = control }, listen ?? (_ => { }), stop);
    }
}
