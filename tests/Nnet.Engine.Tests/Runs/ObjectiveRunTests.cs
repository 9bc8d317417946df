using Nnet.Engine.Runs;
using Xunit;

namespace Nnet.Engine.Tests.Runs;

/// <summary>Losses, schedules, averages and metrics as a run has them.</summary>
public sealed class ObjectiveRunTests : IDisposable
{
    private const string Data = "playground circle samples=300 noise=10%\nsplit train=60% validation=40%";
    private const string Net = "input 2\ndense 8 activation=tanh\ndense 1";
    private const string Loss = "loss binary_cross_entropy\nbatch 15\n";

    private readonly TrainingLab _lab = new();

    [Fact]
    public void AveragedWeightsGetStatisticsOfTheirOwn()
    {
        // Behind a dense layer, what batchnorm sees depends on the weights: those of the average give other numbers than those on the way.
        var run = _lab.Train(TrainingLab.Text("playground spiral samples=120\nsplit train=50% test=50%", "input 2\nd: dense 3\nb: batchnorm\nrelu\ndense 1", "loss binary_cross_entropy\noptimizer adam lr=0.1\nbatch 60\nepochs 8\naverage swa start=25%"));
        using var saved = Engine.Runs.SavedRun.Open(run.Folder);
        var inputs = saved.Read("train").ReadInputs();
        var weights = saved.Tensor("d.weight").ToArray();
        var bias = saved.Tensor("d.bias").ToArray();
        for (var unit = 0; unit < 3; unit++)
        {
            var values = Enumerable.Range(0, 60).Select(i => (inputs[2 * i] * (double)weights[2 * unit]) + (inputs[(2 * i) + 1] * weights[(2 * unit) + 1]) + bias[unit]).ToArray();
            var mean = values.Average();
            Assert.Equal(mean, saved.Tensor("b.running_mean")[unit], 1e-4);
            Assert.Equal(values.Sum(value => (value - mean) * (value - mean)) / 59, saved.Tensor("b.running_var")[unit], 1e-3);
        }
    }

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void WhatIsMeasuredAndSavedIsTheAverage()
    {
        var averaged = _lab.Train(TrainingLab.Text(Data, Net, Loss + "optimizer adam lr=0.02\nepochs 5\naverage ema decay=0.9"));
        var plain = _lab.Train(TrainingLab.Text(Data, Net, Loss + "optimizer adam lr=0.02\nepochs 5"));
        // Training itself is the same; what is kept of it is not.
        Assert.Equal(plain.Epochs.Select(epoch => epoch.Train["loss"]), averaged.Epochs.Select(epoch => epoch.Train["loss"]));
        Assert.NotEqual(plain.Epochs[^1].Validation!["loss"], averaged.Epochs[^1].Validation!["loss"]);
        using var saved = SavedRun.Open(averaged.Folder);
        Assert.Equal(averaged.Epochs[^1].Validation!["loss"], saved.Measure(saved.Read("validation"))["loss"], 1e-6);
    }

    [Fact]
    public void SwaBeginsLate()
    {
        var averaged = _lab.Train(TrainingLab.Text(Data, Net, Loss + "optimizer adam lr=0.02\nepochs 6\naverage swa start=50%")).Epochs;
        var plain = _lab.Train(TrainingLab.Text(Data, Net, Loss + "optimizer adam lr=0.02\nepochs 6")).Epochs;
        // The first average is of one epoch alone.
        Assert.Equal(plain.Take(4).Select(epoch => epoch.Validation!["loss"]), averaged.Take(4).Select(epoch => epoch.Validation!["loss"]));
        Assert.NotEqual(plain[4].Validation!["loss"], averaged[4].Validation!["loss"]);
    }

    [Fact]
    public void APlateauLowersTheRate()
    {
        // Nothing is learnt at a rate of nothing, so that every epoch is one without improvement.
        var run = _lab.Train(TrainingLab.Text(Data, Net, Loss + "optimizer sgd lr=1e-30\nschedule plateau factor=0.5 patience=1 monitor=val_loss\nepochs 6"));
        Assert.Equal([1, 1, 1, 0.5, 0.5, 0.25], run.Epochs.Select(epoch => Math.Round(epoch.LearningRate / 1e-30, 6)));
    }

    [Fact]
    public void ScheduleGoesOnFromStepToStep()
    {
        // 180 samples in 12 steps an epoch, 48 in all; an epoch tells the rate of its last step.
        var run = _lab.Train(TrainingLab.Text(Data, Net, Loss + "optimizer sgd lr=0.1\nschedule linear warmup=25%\nepochs 4"));
        Assert.Equal([0.1 * 12 / 13, 0.1 * (1 - (11 / 36.0)), 0.1 * (1 - (23 / 36.0)), 0.1 * (1 - (35 / 36.0))], run.Epochs.Select(epoch => epoch.LearningRate), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void MetricsOfClassesAreToldAndWatched()
    {
        var run = _lab.Train(TrainingLab.Text(Data, "input 2\ndense 8 activation=tanh\ndense 2", "loss cross_entropy class_weights=balanced label_smoothing=5%\noptimizer adam lr=0.03\nbatch 15\nepochs 20\nmetrics accuracy top_k 1 precision recall f1 micro auc perplexity\nearly_stopping monitor=val_auc patience=19"));
        var figures = run.Epochs[^1].Validation!;
        Assert.Equal(["loss", "accuracy", "top_k", "precision", "recall", "f1", "auc", "perplexity"], figures.Keys);
        Assert.Equal(figures["accuracy"], figures["top_k"], 1e-9);
        Assert.Equal(figures["accuracy"], figures["f1"], 1e-9);
        Assert.InRange(figures["auc"], 0.9, 1);
        Assert.InRange(figures["perplexity"], 1, 2);
        Assert.Equal(run.Epochs.MaxBy(epoch => epoch.Validation!["auc"])!.Epoch, run.Done.BestEpoch);
    }

    [Theory]
    [InlineData("loss huber delta=0.5", "plane samples=300", "1")]
    [InlineData("loss cosine", "plane samples=200\ntarget input", "2")]
    [InlineData("loss hinge", "gauss samples=300", "1")]
    [InlineData("loss multiclass_hinge", "gauss samples=300", "2")]
    public void OtherLossesLearn(string loss, string set, string outputs)
    {
        var run = _lab.Train(TrainingLab.Text($"playground {set}\nsplit train=60% validation=40%", $"input 2\ndense 8 activation=tanh\ndense {outputs}", $"{loss}\nbatch 15\noptimizer adam lr=0.02\nepochs 10"));
        Assert.Equal("completed", run.Done.Status);
        Assert.True(run.Epochs[^1].Validation!["loss"] < 0.5 * run.Epochs[0].Train["loss"], $"{run.Epochs[0].Train["loss"]} → {run.Epochs[^1].Validation!["loss"]}");
    }
}
