using Nnet.Engine.Runs;
using Nnet.Engine.Runs.Events;
using Nnet.Engine.Runs.Files;
using Xunit;

namespace Nnet.Engine.Tests.Runs;

public sealed class ResumeTests : IDisposable
{
    // Everything whose state a checkpoint has to carry: two moments, dropout, running statistics, early stopping.
    private const string Net = "input 2\ndense 16 activation=relu\nbatchnorm\ndropout 20%\ndense 8 activation=tanh\ndense 1";
    private const string Data = "playground spiral samples=300 noise=5%\nsplit train=60% validation=20% test=20%";
    private const string Train = "loss binary_cross_entropy\noptimizer adam lr=0.02\nschedule step every=3 gamma=0.7\nbatch 7\nmetrics accuracy\nepochs 12\nearly_stopping patience=9";

    private readonly TrainingLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void StoppedRunEndsAsIfNothingHadHappened()
    {
        var whole = _lab.Train(TrainingLab.Text(Data, Net, Train));
        var stopped = StopAfter(5);
        Assert.Equal("stopped", stopped.Done.Status);
        var resumed = Resume(stopped.Folder);
        AssertSame(whole, resumed);
        Assert.Equal(6, resumed.Started.Resumed!.Epoch);
    }

    [Theory]
    [InlineData("optimizer nadam lr=0.01\nschedule plateau factor=0.5 patience=1\nclip norm=0.5\naverage ema decay=0.9")]
    [InlineData("optimizer rmsprop lr=0.005 momentum=0.5 centered=true\nschedule cosine warmup=20%\naverage swa start=30%")]
    [InlineData("optimizer sgd lr=0.1 momentum=0.9 dampening=0.2\nschedule one_cycle\nclip value=0.1")]
    public void WhatOptimizersSchedulesAndAveragesKeepIsKept(string lines)
    {
        var text = TrainingLab.Text(Data, Net, Train.Replace("optimizer adam lr=0.02\nschedule step every=3 gamma=0.7", lines));
        var whole = _lab.Train(text);
        AssertSame(whole, Resume(Stop(text, 5, null).Folder));
    }

    [Fact]
    public void RunMayBeStoppedAgainAndAgain()
    {
        var whole = _lab.Train(TrainingLab.Text(Data, Net, Train));
        var folder = StopAfter(2).Folder;
        for (var epoch = 4; epoch < 12; epoch += 3)
        {
            Resume(folder, stopAfter: epoch);
        }
        AssertSame(whole, Resume(folder));
    }

    [Fact]
    public void MiddleOfAnEpochIsAPlaceToGoOnFrom()
    {
        var text = TrainingLab.Text(Data.Replace("300", "20000"), Net, Train.Replace("batch 7", "batch 2").Replace("epochs 12", "epochs 3"));
        var whole = _lab.Train(text);
        using var stop = new CancellationTokenSource();
        var stopped = _lab.Train(text, null, stop.Token, happened =>
        {
            if (happened is BatchDone batch && batch.Step % 6000 != 0)
            {
                stop.Cancel();
            }
        });
        var resumed = Resume(stopped.Folder);
        Assert.NotEqual(0, resumed.Started.Resumed!.Step % whole.Started.StepsPerEpoch);
        AssertSame(whole, resumed);
    }

    [Fact]
    public void TableOnTheDiskAndNoisySamplesGoOnTheSame()
    {
        File.WriteAllText(_lab.In("big.csv"), string.Concat(Enumerable.Range(0, 120_000).Select(i => $"{i * 7919L % 1000},{i * 104729L % 1000},{(i * 7919L % 1000 > 500 ? 1 : 0)}\n")));
        var text = TrainingLab.Text("csv \"big.csv\"\nmemory 1\nsplit train=90% validation=10%\nnormalize standard\naugment noise=0.1", "input 2\ndense 192 activation=tanh\ndense 192 activation=tanh\ndense 1", "loss binary_cross_entropy\noptimizer adam lr=0.01\nbatch 64\nepochs 2");
        var whole = _lab.Train(text);
        using var stop = new CancellationTokenSource();
        var stopped = _lab.Train(text, null, stop.Token, happened =>
        {
            if (happened is BatchDone { Step: > 100 and < 1600 })
            {
                stop.Cancel();
            }
        });
        var resumed = Resume(stopped.Folder);
        Assert.NotEqual(0, resumed.Started.Resumed!.Step % whole.Started.StepsPerEpoch);
        AssertSame(whole, resumed);
    }

    [Fact]
    public void OtherNumberOfThreadsChangesNothing()
    {
        var whole = _lab.Train(TrainingLab.Text(Data, Net, Train), new RunOptions { Threads = 1 });
        AssertSame(whole, Resume(StopAfter(3).Folder, new RunOptions { Threads = 2 }));
    }

    [Fact]
    public void EarlierEpochsAreToldOnceMore()
    {
        var resumed = Resume(StopAfter(5).Folder);
        Assert.Equal(Enumerable.Range(1, resumed.Done.Epochs), resumed.Epochs.Select(epoch => epoch.Epoch));
        Assert.Equal(resumed.Done.Epochs + 1, File.ReadAllLines(Path.Combine(resumed.Folder, "history.csv")).Length);
        var kept = File.ReadAllLines(Path.Combine(resumed.Folder, "events.jsonl")).Select(RunEventJson.Read).ToArray();
        Assert.Single(kept.OfType<Started>());
        Assert.Single(kept.OfType<Done>());
        Assert.Equal(resumed.Epochs.Length, kept.OfType<EpochDone>().Count());
    }

    [Fact]
    public void FindingsAreToldOnceInAllParts()
    {
        // Labels that nothing explains: whatever is learnt is learnt by heart.
        var random = new Random(5);
        File.WriteAllText(_lab.In("noise.csv"), string.Concat(Enumerable.Range(0, 120).Select(_ => $"{random.NextDouble():F4},{random.NextDouble():F4},{random.NextDouble():F4},{random.Next(2)}\n")));
        var sick = TrainingLab.Text("csv \"noise.csv\"\nsplit train=50% validation=50%\nnormalize standard", "input 3\ndense 64 activation=relu\ndense 64 activation=relu\ndense 1", "loss binary_cross_entropy\noptimizer adam lr=0.01\nepochs 60");
        var whole = _lab.Train(sick);
        var stopped = Stop(sick, whole.Findings[0].Epoch + 1, null);
        var resumed = Resume(stopped.Folder);
        Assert.Equal(whole.Codes, resumed.Codes);
        Assert.Equal(whole.Findings.Select(finding => finding.Epoch), resumed.Manifest.Findings.Select(finding => finding.Epoch));
    }

    [Fact]
    public void DamagedCheckpointGivesWayToTheOneBefore()
    {
        var whole = _lab.Train(TrainingLab.Text(Data, Net, Train));
        var stopped = StopAfter(5, new RunOptions { CheckpointSeconds = 0 });
        var path = Path.Combine(stopped.Folder, "checkpoint.safetensors");
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^9]);
        var resumed = Resume(stopped.Folder);
        Assert.StartsWith($"{path} cannot be used: its tensors take", resumed.Started.Resumed!.Problem);
        AssertSame(whole, resumed);
    }

    [Fact]
    public void TwoDamagedCheckpointsAreRefused()
    {
        var stopped = StopAfter(5, new RunOptions { CheckpointSeconds = 0 });
        foreach (var name in new[] { "checkpoint.safetensors", "checkpoint.previous.safetensors" })
        {
            File.WriteAllText(Path.Combine(stopped.Folder, name), "{}");
        }
        Assert.Equal($"{Path.Combine(stopped.Folder, "checkpoint.safetensors")} cannot be used: it has 2 bytes, too few for a safetensors file.", Refusal(stopped.Folder));
    }

    [Fact]
    public void CheckpointWithoutItsPlaceIsRefused()
    {
        var stopped = StopAfter(5);
        File.Delete(Path.Combine(stopped.Folder, "checkpoint.previous.safetensors"));
        File.Copy(Path.Combine(stopped.Folder, WeightsFile.FileName), Path.Combine(stopped.Folder, "checkpoint.safetensors"), overwrite: true);
        Assert.EndsWith("cannot be used: its metadata does not say where the run was.", Refusal(stopped.Folder));
    }

    [Fact]
    public void OtherModelIsRefused()
    {
        var stopped = StopAfter(5);
        var text = Path.Combine(stopped.Folder, "model.nnet");
        File.WriteAllText(text, File.ReadAllText(text).Replace("dense 16", "dense 17"));
        Assert.EndsWith("belongs to another model: dense_1.weight is 16×2, and the model needs 17×2.", Refusal(stopped.Folder));
    }

    [Fact]
    public void OtherDataIsRefused()
    {
        File.WriteAllText(_lab.In("t.csv"), string.Concat(Enumerable.Range(0, 50).Select(i => $"{i % 7},{i % 5},{i % 2}\n")));
        var text = TrainingLab.Text("csv \"t.csv\"", Net, Train.Replace("epochs 12", "epochs 100").Replace("patience=9", "patience=99"));
        var stopped = Stop(text, 3, null);
        File.AppendAllText(_lab.In("t.csv"), "1,2,1\n");
        Assert.StartsWith("The data has 51 samples to learn from, 0 to watch and 0 to test with now, but 50, 0 and 0 when the run began.", Refusal(stopped.Folder));
        File.WriteAllText(_lab.In("t.csv"), string.Concat(Enumerable.Range(0, 50).Select(i => $"{i % 7},{i % 6},{i % 2}\n")));
        Assert.StartsWith("The data has as many samples as when the run began, but their numbers are others.", Refusal(stopped.Folder));
    }

    [Fact]
    public void CutOffEventsAreRefused()
    {
        var stopped = StopAfter(5);
        File.WriteAllText(Path.Combine(stopped.Folder, "events.jsonl"), "");
        Assert.Contains("events.jsonl has 0 bytes, but it had ", Refusal(stopped.Folder));
    }

    [Fact]
    public void RunThatIsOverHasNothingToGoOnWith()
    {
        var run = _lab.Train(TrainingLab.Text(Data, Net, Train.Replace("epochs 12", "epochs 2")));
        Assert.Equal($"The run in {run.Folder} is over: 2 epochs were trained. Say with --epochs how many there are to be in all, and it goes on.", Refusal(run.Folder));
    }

    [Fact]
    public void RunThatStillGoesOnIsLeftAlone()
    {
        var refused = "";
        _lab.Train(TrainingLab.Text(Data, Net, Train), new RunOptions { RunDir = _lab.In("busy") }, listen: happened =>
        {
            if (happened is EpochDone { Epoch: 2 })
            {
                refused = Refusal(_lab.In("busy"));
            }
        });
        Assert.Equal($"The run folder cannot be written: {_lab.In("busy")} is in use by another training run.", refused);
    }

    [Fact]
    public void FolderThatIsNoRun() => Assert.Equal($"{_lab.In("nothing")} is no run folder: it has no run.json.", Refusal(_lab.In("nothing")));

    [Fact]
    public void BrokenDownRunKeepsItsLastGoodWeights()
    {
        var run = _lab.Train(TrainingLab.Text("playground plane samples=200", "input 2\ndense 8\ndense 1", "loss mean_squared_error\noptimizer sgd lr=60\nbatch 10\nepochs 30"));
        Assert.Equal("diverged", run.Done.Status);
        var finding = Assert.Single(run.Findings, finding => finding.Code == "not-a-number");
        Assert.Matches(@"^In step \d+ \(epoch \d+\) the (output|gradient|loss)", finding.Message);
        using var saved = SavedRun.Open(run.Folder);
        Assert.All(saved.Predict(saved.Read("train")), output => Assert.True(float.IsFinite(output)));
        Assert.StartsWith($"The run in {run.Folder} diverged", Refusal(run.Folder));
    }

    private TrainedRun StopAfter(int epoch, RunOptions? options = null) => Stop(TrainingLab.Text(Data, Net, Train), epoch, options);

    private TrainedRun Stop(string text, int epoch, RunOptions? options)
    {
        using var stop = new CancellationTokenSource();
        return _lab.Train(text, options, stop.Token, happened =>
        {
            if (happened is EpochDone done && done.Epoch == epoch)
            {
                stop.Cancel();
            }
        });
    }

    private static TrainedRun Resume(string folder, RunOptions? options = null, int stopAfter = 0)
    {
        using var stop = new CancellationTokenSource();
        var events = new List<RunEvent>();
        Trainer.Resume(folder, options ?? new RunOptions(), happened =>
        {
            events.Add(happened);
            if (happened is EpochDone done && done.Epoch == stopAfter)
            {
                stop.Cancel();
            }
        }, stop.Token);
        return new TrainedRun(RunText.Open(folder).Source, events, folder);
    }

    private static string Refusal(string folder) => Assert.IsType<Failed>(Trainer.Resume(folder, new RunOptions(), _ => { }, default)).Message;

    private static void AssertSame(TrainedRun whole, TrainedRun resumed)
    {
        Assert.Equal((whole.Done.Status, whole.Done.Epochs, whole.Done.BestEpoch), (resumed.Done.Status, resumed.Done.Epochs, resumed.Done.BestEpoch));
        Assert.Equal(whole.Epochs.Select(Figures), resumed.Epochs.Select(Figures));
        Assert.Equal(File.ReadAllBytes(Path.Combine(whole.Folder, WeightsFile.FileName)), File.ReadAllBytes(Path.Combine(resumed.Folder, WeightsFile.FileName)));
        Assert.Contains(resumed.Manifest.Status, new[] { "completed", "early_stopped" });
    }

    private static string Figures(EpochDone epoch) => $"{epoch.Epoch} {(float)epoch.LearningRate:R} {epoch.Train["loss"]:R} {epoch.Validation?["loss"]:R} {epoch.Validation?.GetValueOrDefault("accuracy"):R}";
}
