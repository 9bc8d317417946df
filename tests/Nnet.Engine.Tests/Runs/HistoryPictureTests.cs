using Nnet.Engine.Runs;
using Nnet.Engine.Runs.Files;
using Nnet.Engine.Runs.Pictures;
using Xunit;

namespace Nnet.Engine.Tests.Runs;

/// <summary>Pictures that show how a run went: histograms over time, texts written, forecasts.</summary>
public sealed class HistoryPictureTests : IDisposable
{
    private const string Data = "playground spiral samples=200\nsplit train=60% validation=20% test=20%";
    private const string Net = "input 2\ndense 8 activation=relu\ndense 4\ntanh\ndense 1 activation=sigmoid";

    private readonly TrainingLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void HistogramsOfEveryLineAreKeptThoughNobodyWatches()
    {
        var picture = Picture<HistogramsContent>(_lab.Train(TrainingLab.Text(Data, Net, Train(5))));
        Assert.Equal([1, 5], [picture.Epochs[0], picture.Epochs[^1]]);
        Assert.Equal(picture.Epochs.Order(), picture.Epochs);
        Assert.Equal(["dense_1", "dense_2", "dense_3"], picture.Layers.Select(layer => layer.Name));
        Assert.All(picture.Layers.SelectMany(layer => new[] { layer.Weights, layer.Gradients, layer.Outputs }), spread =>
        {
            Assert.Equal(picture.Epochs.Length * picture.Bins, spread.Shares.Length);
            Assert.All(spread.Shares.Chunk(picture.Bins), histogram => Assert.Equal(255, histogram.Max()));
        });
    }

    [Fact]
    public void WhatALineGivesIsWhatStandsBehindItsActivation()
    {
        var layers = Picture<HistogramsContent>(_lab.Train(TrainingLab.Text(Data, Net, Train(3)))).Layers;
        // A relu gives nothing below zero; a dense layer whose tanh is another line gives what it is fed with, and a sigmoid stays between 0 and 1, though the loss computes it.
        Assert.Equal(0, layers[0].Outputs.Low);
        Assert.Equal(-layers[1].Outputs.High, layers[1].Outputs.Low);
        Assert.Equal((0f, 1f), (layers[2].Outputs.Low, layers[2].Outputs.High));
    }

    [Fact]
    public void WhatALayerGivesIsWhatItComputes()
    {
        using var experiment = Open("playground plane samples=50\nsplit train=80% validation=20%", "input 2\ndense 3 activation=relu\ndense 2\ndense 1", "loss mean_squared_error\noptimizer sgd lr=0.1\nbatch 20\nepochs 1");
        var network = experiment.Network;
        var inputs = experiment.Data.Train.Sample(5).ReadInputs();
        var hidden = network.Graph.Nodes.First(node => node.Name == "dense_1");
        var weight = network.ValuesOf(network.Tensors[0]);
        var bias = network.ValuesOf(network.Tensors[1]);
        bias[1] = 0.5f;
        var given = network.ActivationsOf(inputs, 5, [new LearningLine(hidden, null, null).GivenBy(network.Graph).Id], 1000)[0];
        // Unit after unit, sample by sample.
        Assert.Equal(15, given.Length);
        for (var unit = 0; unit < 3; unit++)
        {
            for (var sample = 0; sample < 5; sample++)
            {
                var expected = Math.Max(0, (weight[unit * 2] * inputs[sample * 2]) + (weight[(unit * 2) + 1] * inputs[(sample * 2) + 1]) + bias[unit]);
                Assert.Equal(expected, given[(unit * 5) + sample], 1e-5f);
            }
        }
    }

    [Fact]
    public void HistogramsOfALongRunAreAsManyAsFit()
    {
        var picture = Picture<HistogramsContent>(_lab.Train(TrainingLab.Text(Data, Net, Train(120))));
        Assert.InRange(picture.Epochs.Length, 2, 49);
        Assert.Equal((1, 120), (picture.Epochs[0], picture.Epochs[^1]));
    }

    [Fact]
    public void WhatOneProcessSawTheNextGoesOnWith()
    {
        var run = _lab.Train(TrainingLab.Text(Data, Net, Train(4)));
        var before = Picture<HistogramsContent>(run);
        Trainer.Resume(run.Folder, new RunOptions { Epochs = 7 }, _ => { }, default);
        var after = Picture<HistogramsContent>(run);
        Assert.Equal((1, 7), (after.Epochs[0], after.Epochs[^1]));
        Assert.Equal(before.Layers[2].Outputs.Shares[..before.Bins], after.Layers[2].Outputs.Shares[..before.Bins]);
    }

    [Fact]
    public void GiantsAreCountedAtTheEdge()
    {
        // A run that diverges gets to the greatest number that there is, and its picture is told all the same.
        var (history, histogram) = (new EpochHistory(), Histogram.AroundZero());
        history.Add(1);
        histogram.Add([-3.4e38f, 1, 3.4e38f, float.PositiveInfinity], history);
        var told = histogram.Tell();
        Assert.True(float.IsFinite(told.High - told.Low), $"{told.Low} to {told.High}");
        Assert.True(told.Shares[0] > 0 && told.Shares[^1] > 0);
    }

    [Fact]
    public void NumbersThatGrowWidenTheBinsOfAllEpochs()
    {
        var (history, histogram) = (new EpochHistory(), Histogram.AroundZero());
        history.Add(1);
        histogram.Add([-0.8f, 0.8f], history);
        var narrow = histogram.Tell();
        Assert.Equal((-1f, 1f), (narrow.Low, narrow.High));
        history.Add(2);
        histogram.Add([-3f, 3f, float.NaN, float.PositiveInfinity], history);
        var wide = histogram.Tell();
        Assert.Equal((-4f, 4f), (wide.Low, wide.High));
        // The two peaks of the first epoch lie where −0.8 and 0.8 are now.
        Assert.Equal([12, 19], Enumerable.Range(0, 32).Where(bin => wide.Shares[bin] > 0));
        Assert.Equal([4, 28], Enumerable.Range(0, 32).Where(bin => wide.Shares[32 + bin] > 0));
    }

    [Fact]
    public void AGiantAmongManyIsCountedAtTheEdge()
    {
        var (history, histogram) = (new EpochHistory(), Histogram.AroundZero());
        float[] values = [.. Enumerable.Repeat(0.5f, 999)];
        history.Add(1);
        histogram.Add(values, history);
        history.Add(2);
        histogram.Add([.. values, 1e9f], history);
        Assert.Equal(0.625f, histogram.Tell().High);
        Assert.True(histogram.Tell().Shares[63] > 0);
    }

    [Fact]
    public void AHistoryLeavesOutEverySecondEpochWhenItIsFull()
    {
        var history = new EpochHistory();
        for (var epoch = 1; epoch <= 200; epoch++)
        {
            if (history.IsDue(epoch) || epoch == 200)
            {
                history.Add(epoch);
            }
        }
        Assert.InRange(history.Epochs.Count, 24, 49);
        Assert.Equal((1, 200), (history.Epochs[0], history.Epochs[^1]));
        Assert.All(history.Epochs.SkipLast(1), epoch => Assert.Equal(1, epoch % 8));
    }

    [Fact]
    public void ATextIsGoneOnWith()
    {
        var run = TrainText("tokens=characters");
        var picture = Picture<PassageContent>(run);
        Assert.Equal("validation", picture.Part);
        Assert.Equal(12, picture.Begin.Length);
        Assert.Equal([0.3, 0.7, 1], picture.Passages.Select(passage => Math.Round(passage.Temperature, 6)));
        // The text is "the cat sat on the mat. " over and over: who has learnt it writes it.
        Assert.Contains("cat sat on the mat. the cat", picture.Passages[0].Text, StringComparison.Ordinal);
        Assert.Equal(1, picture.Earlier[0].Epoch);
        Assert.NotEqual(picture.Earlier[0].Text, picture.Passages[1].Text);
    }

    [Fact]
    public void TheSameSeedWritesTheSameText()
        => Assert.Equal(Picture<PassageContent>(TrainText("tokens=characters")).Passages.AsEnumerable(), Picture<PassageContent>(TrainText("tokens=characters")).Passages.AsEnumerable());

    [Theory]
    [InlineData("tokens=words predict=last", "last")]
    [InlineData("tokens=words", "each")]
    public void WordsAreWrittenAsPeopleWriteThem(string source, string predict)
        => Assert.Contains("the mat. the cat sat", Picture<PassageContent>(TrainText(source, predict == "last")).Passages[0].Text, StringComparison.Ordinal);

    [Fact]
    public void ASeriesIsForeseen()
    {
        var run = TrainSeries("value\n" + string.Join('\n', Enumerable.Range(0, 400).Select(i => FormattableString.Invariant($"{10 + (3 * Math.Sin(i * Math.PI / 8)):0.####}"))), "target=value", 1, 1);
        var picture = Picture<ForecastContent>(run);
        var series = Assert.Single(picture.Series);
        Assert.Equal(("validation", 1, "value"), (picture.Part, picture.Horizon, series.Name));
        var (history, truth, ahead, fedBack) = (Floats(series.History), Floats(series.Truth), Floats(series.Ahead), Floats(series.FedBack));
        Assert.Equal(16, history.Length);
        Assert.Equal((48, 48, 48), (truth.Length, ahead.Length, fedBack.Length));
        // The sine goes on where the history ends, in the units of the table.
        Assert.Equal(truth[0], history[0], 0.01f);
        Assert.Equal(ahead[0], fedBack[0], 1e-5f);
        Assert.True(ahead.Zip(truth, (guess, true_) => Math.Abs(guess - true_)).Average() < 0.5, "one step ahead");
        Assert.True(fedBack.Zip(truth, (guess, true_) => Math.Abs(guess - true_)).Average() < 1, "fed back");
    }

    [Fact]
    public void WhereOtherColumnsAreFedInPredictionsAreNotFedBack()
    {
        var table = "warmth,rain\n" + string.Join('\n', Enumerable.Range(0, 120).Select(i => FormattableString.Invariant($"{Math.Sin(i):0.###},{Math.Cos(i):0.###}")));
        var series = Assert.Single(Picture<ForecastContent>(TrainSeries(table, "target=warmth", 2, 1)).Series);
        Assert.Empty(series.FedBack);
        Assert.Equal(16, Floats(series.History).Length);
    }

    private static string Train(int epochs) => $"loss binary_cross_entropy\noptimizer adam lr=0.02\nbatch 10\nmetrics accuracy\nepochs {epochs}";

    private static T Picture<T>(TrainedRun run) => RunRecord.Load(run.Folder).Pictures.Select(drawn => drawn.Picture).OfType<T>().Single();

    private static float[] Floats(byte[] packed) => [.. packed.Chunk(4).Select(four => BitConverter.ToSingle(four))];

    private Experiment Open(string data, string model, string train)
    {
        var source = new Nnet.Language.Text.SourceText(TrainingLab.Text(data, model, train), _lab.In("test.nnet"));
        var analysis = Nnet.Language.Analyzer.Analyze(source, new Nnet.Engine.Data.DataProbe());
        Assert.False(analysis.HasErrors);
        return Experiment.Open(source, analysis.Trains[0], new RunOptions(), _ => { }, default);
    }

    private TrainedRun TrainText(string source, bool isLast = false)
    {
        File.WriteAllText(_lab.In("cat.txt"), string.Concat(Enumerable.Repeat("the cat sat on the mat. ", 60)));
        var vocabulary = source.Contains("words", StringComparison.Ordinal) ? 6 : 11;
        var net = $"input [seq=12] domain=tokens({vocabulary})\nembedding {vocabulary} 16\nlstm 32{(isLast ? "" : " return_sequences=true")}\ndense {vocabulary}";
        return _lab.Train(TrainingLab.Text($"text \"cat.txt\" length=12 stride=1 {source}\nsplit train=80% validation=20%", net, "loss cross_entropy\noptimizer adam lr=0.01\nbatch 16\nepochs 6"));
    }

    private TrainedRun TrainSeries(string table, string target, int columns, int targets)
    {
        File.WriteAllText(_lab.In("table.csv"), table);
        return _lab.Train(TrainingLab.Text($"series \"table.csv\" window=16 {target}\nnormalize standard\nsplit train=70% validation=30%", $"input [time=16, {columns}]\nflatten\ndense 16 activation=tanh\ndense {targets}", "loss mean_squared_error\noptimizer adam lr=0.02\nbatch 16\nepochs 60"));
    }
}
