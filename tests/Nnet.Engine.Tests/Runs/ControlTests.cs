using Nnet.Engine.Runs;
using Nnet.Engine.Runs.Control;
using Nnet.Engine.Runs.Events;
using Nnet.Engine.Runs.Files;
using Nnet.Engine.Runs.Pictures;
using Xunit;

namespace Nnet.Engine.Tests.Runs;

/// <summary>What is asked of a run from outside: waiting, going on with another text, more epochs, pictures.</summary>
public sealed class ControlTests : IDisposable
{
    private const string Net = "input 2\ndense 8 activation=tanh\ndropout 10%\ndense 1 activation=sigmoid";
    private const string Data = "playground spiral samples=200\nsplit train=60% validation=20% test=20%";
    private const string Train = "loss binary_cross_entropy\noptimizer adam lr=0.02\nbatch 10\nmetrics accuracy\nepochs 6";

    private readonly TrainingLab _lab = new();

    private static string Whole => TrainingLab.Text(Data, Net, Train);

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void PausingChangesNothing()
    {
        var whole = _lab.Train(Whole);
        var paused = TrainWith(Whole, (control, happened) =>
        {
            if (happened is EpochDone { Epoch: 2 or 4 })
            {
                control.Ask(new RunRequest.Pause());
            }
            if (happened is Paused)
            {
                control.Ask(new RunRequest.Resume(null));
            }
        });
        Assert.Equal([3, 5], paused.Events.OfType<Paused>().Select(pause => pause.Epoch));
        Assert.Equal(2, paused.Events.OfType<Continued>().Count());
        AssertSameWeights(whole, paused);
    }

    [Fact]
    public void TextOfAResumedRunCountsFromThere()
    {
        var text = Whole.Replace("lr=0.02", "lr=0.005").Replace("epochs 6", "epochs 8 # two more");
        var run = TrainWith(Whole, PauseAfter(3, new RunRequest.Resume(text)));
        var continued = Assert.Single(run.Events.OfType<Continued>());
        Assert.Equal(["The learning rate is 0.005 instead of 0.02.", "8 epochs are planned instead of 6."], continued.Changes.AsEnumerable());
        Assert.Equal([0.02, 0.02, 0.02, 0.005, 0.005, 0.005, 0.005, 0.005], run.Epochs.Select(epoch => epoch.LearningRate));
        Assert.Equal(text, File.ReadAllText(Path.Combine(run.Folder, RunText.FileName)));
        Assert.Equal(8, run.Manifest.Started.Epochs);
    }

    [Theory]
    [InlineData("dense 8", "dense 9", 7, "The model M is another one")]
    [InlineData("samples=200", "samples=300", 1, "The data block d is another one")]
    [InlineData("batch 10", "batch 20", 14, "\"batch\" is not as it was")]
    [InlineData("adam lr=0.02", "sgd lr=0.02", 13, "The optimizer is another one")]
    [InlineData("epochs 6", "epochs 2", 16, "epochs 2 is over: the run is in epoch 4")]
    [InlineData("dense 8", "dens 8", 7, "The text has an error")]
    public void OtherChangesAreRefusedWithTheirLine(string was, string becomes, int line, string message)
    {
        var run = TrainWith(Whole, (control, happened) =>
        {
            if (happened is EpochDone { Epoch: 3 })
            {
                control.Ask(new RunRequest.Pause());
                control.Ask(new RunRequest.Resume(Whole.Replace(was, becomes)));
            }
            if (happened is Refused)
            {
                control.Ask(new RunRequest.Resume(null));
            }
        });
        var refused = Assert.Single(run.Events.OfType<Refused>());
        Assert.StartsWith(message, refused.Message, StringComparison.Ordinal);
        Assert.Equal(line, refused.Line);
        AssertSameWeights(_lab.Train(Whole), run);
    }

    [Fact]
    public void StepsWaitBehindEveryEpochAndChangeNothing()
    {
        var control = new RunControl();
        control.Ask(new RunRequest.Pause());
        var steps = 0;
        var run = _lab.Train(Whole, new RunOptions { Control = control }, default, happened =>
        {
            if (happened is Paused)
            {
                control.Ask(++steps <= 3 ? new RunRequest.Step(null) : new RunRequest.Resume(null));
            }
        });
        // Before the first step, and behind three epochs.
        Assert.Equal([(1, 0), (2, 12), (3, 24), (4, 36)], run.Events.OfType<Paused>().Select(pause => (pause.Epoch, (int)pause.Step)));
        AssertSameWeights(_lab.Train(Whole), run);
    }

    [Fact]
    public void ARunThatGoesOnStepsToTheEndOfItsEpoch()
    {
        var run = TrainWith(Whole, (control, happened) =>
        {
            if (happened is EpochDone { Epoch: 2 })
            {
                control.Ask(new RunRequest.Step(null));
            }
            if (happened is Paused)
            {
                control.Ask(new RunRequest.Resume(null));
            }
        });
        Assert.Equal(4, Assert.Single(run.Events.OfType<Paused>()).Epoch);
        AssertSameWeights(_lab.Train(Whole), run);
    }

    [Fact]
    public void MoreEpochsEndAsIfTheyHadBeenThereFromTheBeginning()
    {
        var whole = _lab.Train(Whole.Replace("epochs 6", "epochs 9"));
        var live = TrainWith(Whole, (control, happened) =>
        {
            if (happened is EpochDone { Epoch: 2 })
            {
                control.Ask(new RunRequest.TrainOn(3));
            }
        });
        AssertSameWeights(whole, live);

        var done = _lab.Train(Whole);
        Trainer.Resume(done.Folder, new RunOptions { Epochs = 9 }, _ => { }, default);
        Assert.Equal(9, RunManifest.Load(done.Folder).Done!.Epochs);
        AssertSameWeights(whole, done);
    }

    [Fact]
    public void ARunThatIsDoneHasNoFewerEpochsToGoOnTo()
    {
        var done = _lab.Train(Whole);
        var failed = Assert.IsType<Failed>(Trainer.Resume(done.Folder, new RunOptions { Epochs = 6 }, _ => { }, default));
        Assert.StartsWith("6 epochs are done already", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AStopEndsAPause()
    {
        using var stop = new CancellationTokenSource();
        var control = new RunControl();
        control.Ask(new RunRequest.Pause());
        var run = _lab.Train(Whole, new RunOptions { Control = control }, stop.Token, happened =>
        {
            if (happened is Paused)
            {
                stop.Cancel();
            }
        });
        Assert.Equal("stopped", run.Done.Status);
        Trainer.Resume(run.Folder, new RunOptions(), _ => { }, default);
        AssertSameWeights(_lab.Train(Whole), run);
    }

    [Fact]
    public void PicturesAreDrawnForThoseWhoLookAndChangeNothing()
    {
        var looked = TrainWith(Whole, (_, _) => { }, looks: true);
        var pictures = looked.Events.OfType<PictureDrawn>().ToArray();
        Assert.Equal(["ConfusionContent", "HistogramsContent", "SurfaceContent"], pictures.Select(each => each.Picture.GetType().Name).Distinct().Order());
        var surface = pictures.Select(each => each.Picture).OfType<SurfaceContent>().Last();
        Assert.Equal(["x1", "x2"], surface.Columns.AsEnumerable());
        Assert.Equal(surface.Size * surface.Size, surface.Cells.Length);
        // Everywhere alike would be no picture: the network parts the two arms at least a little.
        Assert.True(surface.Cells.Max() - surface.Cells.Min() > 60);
        Assert.Equal(120, surface.TrainPoints);
        Assert.Equal(160 * 3 * 4, surface.Points.Length);
        var confusion = pictures.Select(each => each.Picture).OfType<ConfusionContent>().Last();
        Assert.Equal(40, confusion.Counts.Sum(row => row.Sum()));
        Assert.Equal(confusion.Mistakes.Length, Math.Min(12, confusion.Counts[0][1] + confusion.Counts[1][0]));
        Assert.True(File.Exists(Path.Combine(looked.Folder, "pictures.jsonl")));
        Assert.DoesNotContain("\"picture\"", File.ReadAllText(Path.Combine(looked.Folder, "events.jsonl")));
        AssertSameWeights(_lab.Train(Whole), looked);
    }

    [Fact]
    public void NeuronsAreDrawnForThoseWhoAskForThem()
    {
        var text = TrainingLab.Text("playground circle samples=100\nfeatures [x1, x2, x1*x2]\nsplit train=80% validation=20%", "input 3\ndense 4 activation=relu\ndense 2\ntanh\ndense 1", "loss binary_cross_entropy\noptimizer adam lr=0.01\nepochs 3");
        var looked = TrainWith(text, (_, _) => { }, looks: true, neurons: true);
        var neurons = looked.Events.OfType<PictureDrawn>().Select(each => each.Picture).OfType<NeuronsContent>().Last();
        Assert.Equal([3, 4, 2, 1], neurons.Layers.Select(layer => layer.Units));
        Assert.Equal(["x1", "x2", "x1*x2"], neurons.Layers[0].Labels.AsEnumerable());
        var area = neurons.Size * neurons.Size;
        Assert.Equal([3 * area, 4 * area, 2 * area, null], neurons.Layers.Select(layer => layer.Cells?.Length));
        Assert.Equal([null, 4 * 3 * 4, 2 * 4 * 4, 2 * 4], neurons.Layers.Select(layer => layer.Weights?.Length));
        // x1 grows to the right and x2 upwards; relu gives nothing below zero, which is the middle.
        Assert.True(neurons.Layers[0].Cells![0] < 25 && neurons.Layers[0].Cells![neurons.Size - 1] > 230 && neurons.Layers[0].Cells![area] > 230);
        Assert.InRange(neurons.Layers[1].Cells!.Min(), 127, 128);
        Assert.Equal([-1f, 1f], neurons.Layers[2].Range.AsEnumerable());
        Assert.NotEqual(neurons.Layers[2].Cells![..area], neurons.Layers[2].Cells![area..]);
        AssertSameWeights(_lab.Train(text), looked);
    }

    [Fact]
    public void ANeuronsSurfaceIsWhatItGives()
    {
        // One hidden neuron that passes x1 on: its surface is that of the input, and its weights are told.
        var text = TrainingLab.Text("playground plane samples=50\nsplit train=80% validation=20%", "input 2\ndense 1 activation=tanh init=0.1\ndense 1", "loss mean_squared_error\noptimizer sgd lr=1e-7\nepochs 1");
        var neurons = TrainWith(text, (_, _) => { }, looks: true, neurons: true).Events.OfType<PictureDrawn>().Select(each => each.Picture).OfType<NeuronsContent>().Last();
        var hidden = neurons.Layers[1];
        Assert.Equal(0.1f, BitConverter.ToSingle(hidden.Weights!), 1e-4f);
        // Its corners: tanh(0.1·(6 + 6)) above right, about 0 above left.
        Assert.InRange(hidden.Cells![neurons.Size - 1] / 127.5 - 1, Math.Tanh(1.05), Math.Tanh(1.35));
        Assert.InRange(hidden.Cells![0] / 127.5 - 1, -0.1, 0.1);
    }

    [Fact]
    public void RegressionHasAScatter()
    {
        var regression = TrainWith(TrainingLab.Text("playground plane samples=100\nsplit train=80% validation=20%", "input 2\ndense 1", "loss mean_squared_error\noptimizer sgd lr=0.01\nepochs 2"), (_, _) => { });
        var kinds = regression.Events.OfType<PictureDrawn>().Select(each => each.Picture).ToArray();
        Assert.Equal(20 * 2 * 4, Assert.Single(kinds.OfType<ScatterContent>()).Points.Length);
        Assert.Single(kinds.OfType<SurfaceContent>());
    }

    private static Action<RunControl, RunEvent> PauseAfter(int epoch, RunRequest then) => (control, happened) =>
    {
        if (happened is EpochDone done && done.Epoch == epoch)
        {
            control.Ask(new RunRequest.Pause());
            control.Ask(then);
        }
    };

    private TrainedRun TrainWith(string text, Action<RunControl, RunEvent> listen, bool looks = false, bool neurons = false)
    {
        var control = new RunControl { WantsPictures = looks, WantsNeurons = neurons };
        return _lab.Train(text, new RunOptions { Control = control }, default, happened => listen(control, happened));
    }

    private static void AssertSameWeights(TrainedRun one, TrainedRun other)
        => Assert.Equal(File.ReadAllBytes(Path.Combine(one.Folder, "weights.safetensors")), File.ReadAllBytes(Path.Combine(other.Folder, "weights.safetensors")));
}
