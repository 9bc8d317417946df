using Nnet.Engine.Runs;
using Nnet.Engine.Runs.Events;
using Nnet.Engine.Runs.Files;
using Xunit;

namespace Nnet.Engine.Tests.Runs;

public sealed class TrainerTests : IDisposable
{
    private const string Circle = "playground circle samples=200\nsplit train=60% validation=20% test=20%";
    private const string Net = "input 2\ndense 6 activation=tanh\ndense 1";
    private const string Adam = "loss binary_cross_entropy\noptimizer adam lr=0.02\nbatch 10\nmetrics accuracy confusion\n";

    private readonly TrainingLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void LearnsTheCircle()
    {
        var run = _lab.Train(TrainingLab.Text(Circle, Net, Adam + "epochs 60"));
        Assert.Equal("completed", run.Done.Status);
        Assert.True(run.Done.Test!["accuracy"] >= 0.95, $"{run.Done.Test["accuracy"]}");
        Assert.Equal(60, run.Epochs.Length);
        Assert.Equal((120, 40, 40), (run.Started.Samples.Train, run.Started.Samples.Validation, run.Started.Samples.Test));
        Assert.Equal(40, run.Manifest.Confusion!.Sum(row => row.Sum()));
        Assert.Empty(run.Findings);
    }

    [Fact]
    public void SameSeedSameHistory()
    {
        string History(int seed)
        {
            var run = _lab.Train(TrainingLab.Text(Circle, Net, Adam + "epochs 5"), new RunOptions { Seed = seed });
            return string.Join('\n', run.Epochs.Select(epoch => $"{epoch.Train["loss"]:R} {epoch.Validation!["loss"]:R} {epoch.Train["accuracy"]:R}"));
        }
        Assert.Equal(History(3), History(3));
        Assert.NotEqual(History(3), History(4));
    }

    [Fact]
    public void ThreadsDoNotChangeTheHistory()
    {
        string History(int threads)
        {
            var run = _lab.Train(TrainingLab.Text(Circle, "input 2\ndense 256 activation=relu\ndense 256 activation=relu\ndense 1", Adam.Replace("10", "60") + "epochs 2"), new RunOptions { Threads = threads });
            return string.Join('\n', run.Epochs.Select(epoch => $"{epoch.Train["loss"]:R}"));
        }
        Assert.Equal(History(1), History(2));
    }

    [Fact]
    public void ScheduleChangesTheRate()
    {
        var run = _lab.Train(TrainingLab.Text(Circle, Net, Adam + "epochs 5\nschedule step every=2 gamma=0.1"));
        Assert.Equal([0.02, 0.02, 0.002, 0.002, 0.0002], run.Epochs.Select(epoch => Math.Round(epoch.LearningRate, 8)));
    }

    [Fact]
    public void StopsEarlyAndKeepsTheBestWeights()
    {
        // A rate that cannot settle: the figure soon stops improving.
        var run = _lab.Train(TrainingLab.Text(Circle, Net, Adam.Replace("0.02", "0.3") + "epochs 500\nearly_stopping patience=5"));
        Assert.Equal("early_stopped", run.Done.Status);
        Assert.Equal(run.Done.BestEpoch + 5, run.Done.Epochs);
        Assert.Equal(run.Epochs.Min(epoch => epoch.Validation!["loss"]), run.Epochs[run.Done.BestEpoch - 1].Validation!["loss"]);
        Assert.True(run.Epochs[run.Done.BestEpoch - 1].Best);
        Assert.Equal(run.Epochs[run.Done.BestEpoch - 1].Validation!["loss"], SavedLoss(run, "validation"), 1e-6);
    }

    [Fact]
    public void BestWeightsAreKeptEvenIfNothingStoppedEarly()
    {
        var run = _lab.Train(TrainingLab.Text(Circle, Net, Adam.Replace("0.02", "0.3") + "epochs 30\nearly_stopping patience=29"));
        Assert.Equal("completed", run.Done.Status);
        Assert.True(run.Done.BestEpoch < 30);
        Assert.Equal(run.Epochs[run.Done.BestEpoch - 1].Validation!["loss"], SavedLoss(run, "validation"), 1e-6);
    }

    [Fact]
    public void LastWeightsAreKeptOtherwise()
    {
        var run = _lab.Train(TrainingLab.Text(Circle, Net, Adam.Replace("0.02", "0.3") + "epochs 30\nearly_stopping patience=29 restore_best_weights=false"));
        Assert.Equal(run.Epochs[^1].Validation!["loss"], SavedLoss(run, "validation"), 1e-6);
        Assert.Equal(30, run.Manifest.KeptEpoch!.Epoch);
    }

    [Fact]
    public void StopKeepsTheBestWeights()
    {
        using var stop = new CancellationTokenSource();
        var run = _lab.Train(TrainingLab.Text(Circle, Net, Adam + "epochs 100000"), stop: stop.Token, listen: happened =>
        {
            if (happened is EpochDone { Epoch: 20 })
            {
                stop.Cancel();
            }
        });
        Assert.Equal(("stopped", 20), (run.Done.Status, run.Done.Epochs));
        Assert.Equal(run.Epochs[run.Done.BestEpoch - 1].Validation!["loss"], SavedLoss(run, "validation"), 1e-6);
    }

    [Fact]
    public void WithoutValidationTheTrainingLossIsWatched()
    {
        var run = _lab.Train(TrainingLab.Text("playground circle samples=100", Net, Adam + "epochs 3"));
        Assert.Equal("loss", run.Started.Monitor);
        Assert.All(run.Epochs, epoch => Assert.Null(epoch.Validation));
        Assert.Null(run.Done.Test);
    }

    [Fact]
    public void WatchedMetricIsMeasuredThoughNobodyAskedForIt()
    {
        var run = _lab.Train(TrainingLab.Text(Circle, Net, "loss binary_cross_entropy\noptimizer adam\nepochs 3\nearly_stopping monitor=val_accuracy"));
        Assert.Contains("accuracy", run.Epochs[0].Validation!.Keys);
        Assert.Equal(run.Epochs.Max(epoch => epoch.Validation!["accuracy"]), run.Epochs[run.Done.BestEpoch - 1].Validation!["accuracy"]);
    }

    [Fact]
    public void RegressionHasItsMetrics()
    {
        var run = _lab.Train(TrainingLab.Text("playground plane samples=300\nsplit train=80% test=20%", "input 2\ndense 1", "loss mean_squared_error\noptimizer adam lr=0.02\nepochs 60\nmetrics r2 mae rmse"));
        Assert.True(run.Done.Test!["r2"] > 0.999, $"{run.Done.Test["r2"]}");
        Assert.Equal(["loss", "r2", "mae", "rmse"], run.Done.Test.Keys);
        Assert.Equal(Math.Sqrt(run.Done.Test["loss"]), run.Done.Test["rmse"], 1e-5);
    }

    [Fact]
    public void AutoencoderLearnsItsInput()
    {
        File.WriteAllText(_lab.In("a.csv"), string.Concat(Enumerable.Range(0, 100).Select(i => $"{i % 10 / 10.0},{i % 10 / 5.0},{1 - (i % 10 / 10.0)}\n")));
        var run = _lab.Train(TrainingLab.Text("csv \"a.csv\"\ntarget input\nsplit train=80% test=20%", "input 3\ndense 1\ndense 3", "loss mean_squared_error\noptimizer adam lr=0.02\nepochs 200\nmetrics r2"));
        Assert.True(run.Done.Test!["r2"] > 0.99, $"{run.Done.Test["r2"]}");
    }

    [Fact]
    public void BatchEventsAreFew()
    {
        var run = _lab.Train(TrainingLab.Text("playground spiral samples=1000", Net, Adam.Replace("batch 10", "batch 1") + "epochs 100"));
        Assert.InRange(run.Events.OfType<BatchDone>().Count(), 0, (int)(20 * run.Done.Seconds) + 1);
    }

    [Fact]
    public void DataThatWentAwayFailsWithALine()
    {
        File.WriteAllText(_lab.In("a.csv"), "1,0\n2,1\n");
        var source = new Language.Text.SourceText(TrainingLab.Text("csv \"a.csv\"", "input 1\ndense 1", "loss binary_cross_entropy\noptimizer adam\nepochs 1"), _lab.In("test.nnet"));
        var analysis = Language.Analyzer.Analyze(source, new Engine.Data.DataProbe());
        File.Delete(_lab.In("a.csv"));
        var failed = Assert.IsType<Failed>(Trainer.Run(source, analysis.Trains[0], new RunOptions(), _ => { }, default));
        Assert.StartsWith("There is no file a.csv", failed.Message);
        Assert.Equal(2, failed.Line);
    }

    [Theory]
    [InlineData("input 2\ndense 8\nreshape 2x2x2\nsoftmax", 9, "softmax over the last axis of maps, whose classes are the channels, cannot")]
    public void WhatCannotBeTrainedIsRefusedOnItsLine(string model, int line, string message)
    {
        var run = _lab.Train(TrainingLab.Text(Circle, model, "loss cross_entropy\noptimizer adam\nepochs 1"));
        var failed = Assert.IsType<Failed>(Assert.Single(run.Events));
        Assert.StartsWith(message, failed.Message);
        Assert.Equal(line, failed.Line);
        Assert.False(Directory.Exists(run.Folder));
    }

    [Fact]
    public void AResidualNetworkReadsDigits()
    {
        var digits = Path.Combine(Support.Repository.Root, "examples", "data", "digits.csv.gz");
        var block = "block Basic(channels, stride=1) {\n add {\n path { conv channels kernel=3 stride=stride padding=1 bias=false; batchnorm; relu; conv channels kernel=3 padding=1 bias=false; batchnorm }\n path when stride > 1 { subsample stride; pad channels=(channels//4) }\n }\n relu\n}\n";
        var model = "input 1x8x8\nconv 8 kernel=3 padding=1 bias=false\nbatchnorm; relu\nBasic 8\nBasic 16 stride=2\nglobalavgpool\ndense 10";
        var run = _lab.Train(block + TrainingLab.Text($"csv \"{digits}\" shape=1x8x8\nsplit train=70% validation=10% test=20% seed=1 stratify=true\nnormalize minmax", model, "loss cross_entropy\noptimizer adam lr=0.01\nbatch 32\nepochs 3\nmetrics accuracy"));
        Assert.True(run.Done.Test!["accuracy"] > 0.9, $"accuracy {run.Done.Test["accuracy"]}");
    }

    [Fact]
    public void FolderWithOtherThingsIsLeftAlone()
    {
        Directory.CreateDirectory(_lab.In("mine"));
        File.WriteAllText(_lab.In("mine/thesis.tex"), "");
        var run = _lab.Train(TrainingLab.Text(Circle, Net, Adam + "epochs 1"), new RunOptions { RunDir = _lab.In("mine") });
        Assert.Equal($"The run folder cannot be written: {_lab.In("mine")} is not empty and holds no earlier run; name a new folder.", Assert.IsType<Failed>(run.Events.Single()).Message);
    }

    [Fact]
    public void RunFolderHoldsEverything()
    {
        var text = TrainingLab.Text(Circle, Net, Adam + "epochs 3");
        var run = _lab.Train(text);
        Assert.Equal(text, File.ReadAllText(Path.Combine(run.Folder, "model.nnet")));
        Assert.Equal(run.Events.Count, File.ReadAllLines(Path.Combine(run.Folder, "events.jsonl")).Length);
        var history = File.ReadAllLines(Path.Combine(run.Folder, "history.csv"));
        Assert.Equal("epoch,loss,accuracy,val_loss,val_accuracy,learning_rate,seconds", history[0]);
        Assert.Equal(4, history.Length);
        Assert.Contains("prefers-color-scheme: dark", File.ReadAllText(Path.Combine(run.Folder, "loss.svg")));
        Assert.Equal("completed", run.Manifest.Status);
        Assert.DoesNotContain(Directory.EnumerateFiles(run.Folder), file => file.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public void FolderOfAnEarlierRunIsReplaced()
    {
        var text = TrainingLab.Text(Circle, Net, Adam + "epochs 2");
        _lab.Train(text, new RunOptions { RunDir = _lab.In("again") });
        var run = _lab.Train(text, new RunOptions { RunDir = _lab.In("again") });
        Assert.Equal(3, File.ReadAllLines(Path.Combine(run.Folder, "history.csv")).Length);
    }

    [Fact]
    public void KilledRunLeavesLoadableWeights()
    {
        // What a kill leaves is what lies on the disk at any moment: here after the first epoch, the run still going.
        var copied = false;
        _lab.Train(TrainingLab.Text(Circle, Net, Adam + "epochs 3"), new RunOptions { RunDir = _lab.In("killed") }, listen: happened =>
        {
            if (happened is EpochDone { Epoch: 1 })
            {
                Directory.CreateDirectory(_lab.In("copy"));
                foreach (var file in Directory.EnumerateFiles(_lab.In("killed")).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
                {
                    using var from = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
                    using var to = File.Create(Path.Combine(_lab.In("copy"), Path.GetFileName(file)));
                    from.CopyTo(to);
                }
                copied = true;
            }
        });
        Assert.True(copied);
        using var saved = SavedRun.Open(_lab.In("copy"));
        Assert.Equal("running", saved.Manifest.Status);
        Assert.Equal(40, saved.Predict(saved.Read("test")).Length);
    }

    [Fact]
    public void CrashBetweenTheRenamesLeavesThePreviousWeights()
    {
        var run = _lab.Train(TrainingLab.Text(Circle, Net, Adam + "epochs 2"));
        File.Move(Path.Combine(run.Folder, WeightsFile.FileName), Path.Combine(run.Folder, "weights.previous.safetensors"), overwrite: true);
        using var saved = SavedRun.Open(run.Folder);
        Assert.Equal(40, saved.Read("test").Count);
    }

    private static double SavedLoss(TrainedRun run, string part)
    {
        using var saved = SavedRun.Open(run.Folder);
        return saved.Measure(saved.Read(part))["loss"];
    }
}
