using System.Globalization;
using Nnet.Engine.Data;
using Nnet.Engine.Layers.Sequences;
using Nnet.Engine.Runs;
using Nnet.Engine.Runs.Events;
using Nnet.Language;
using Nnet.Language.Findings;
using Nnet.Language.Text;
using Xunit;

namespace Nnet.Engine.Tests.Runs;

/// <summary>Runs of a model with two inputs and two outputs, from a table to predictions.</summary>
public sealed class SeveralRunTests : IDisposable
{
    private const string Data = "csv \"t.csv\" target=kind\nfeatures [town] input=city\nfeatures [size, size*age] input=home\ntarget price output=price\nsplit train=60% validation=20% test=20% seed=3\nnormalize standard target=standard";
    private const string Net = "input home 2\ninput city [1] domain=tokens(4)\nembedding 4 2\nplace: flatten\nfrom home\nconcat place\nshared: dense 12 activation=tanh\npath { price: dense 1; output }\nkind: dense 3";
    private const string Train = "loss cross_entropy class_weights=balanced\nloss mean_squared_error output=price weight=50%\noptimizer adam lr=0.02\nbatch 8\nepochs 40\nmetrics accuracy confusion\nearly_stopping monitor=val_price_loss patience=40";

    private readonly TrainingLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void A_row_is_led_to_inputs_and_outputs()
    {
        Write("t.csv", 40);
        var spec = Spec();
        var data = DataSet.Load(spec.Data!, DataDemand.Of(spec));
        // In the order of the model: the home's two numbers, then the number of the town, which is not scaled; the kind, then the price.
        Assert.Equal((3, 1, 2), (data.Train.InputSize, data.Train.TargetSize, data.Train.TargetStride));
        Assert.Equal(["size", "size*age", "town"], data.InputNames.AsEnumerable());
        var (inputs, targets) = data.Train.ReadAll();
        for (var i = 0; i < data.Train.Count; i++)
        {
            var (town, size, age, kind, price) = Row(data.Train.RowOf(i));
            Assert.Equal(Array.IndexOf(["east", "north", "south", "west"], town), inputs[(3 * i) + 2]);
            Assert.Equal(size, data.Normalization.Invert(inputs[3 * i], 0), 1e-3);
            Assert.Equal(size * age, data.Normalization.Invert(inputs[(3 * i) + 1], 1), 1e-2);
            Assert.Equal(Array.IndexOf(["flat", "house", "hut"], kind), targets[2 * i]);
            Assert.Equal(price, data.Others[0].Normalization.Invert(targets[(2 * i) + 1], 0), 1e-2);
        }
        Assert.Equal("none", data.TargetNormalization.Method);
        Assert.Equal(targets.Where((_, i) => i % 2 == 0).ToArray(), data.Train.ReadTargets());
    }

    [Fact]
    public void Both_outputs_learn_and_are_told_of()
    {
        Write("t.csv", 300);
        var run = _lab.Train(TrainingLab.Text(Data, Net, Train));
        Assert.True(run.Done.Test!["accuracy"] > 0.9, $"accuracy {run.Done.Test["accuracy"]}");
        Assert.True(run.Done.Test["price_loss"] < 0.1, $"price_loss {run.Done.Test["price_loss"]}");
        Assert.Equal(["loss", "accuracy", "price_loss"], run.Epochs[0].Validation!.Keys);
        Assert.StartsWith("epoch,loss,accuracy,price_loss,val_loss,val_accuracy,val_price_loss,", File.ReadAllText(Path.Combine(run.Folder, "history.csv")));
        Assert.Equal(run.Epochs.MinBy(epoch => epoch.Validation!["price_loss"])!.Epoch, run.Done.BestEpoch);
        Assert.Empty(run.Findings);
        Assert.Equal(60, run.Manifest.Confusion!.Sum(row => row.Sum()));
    }

    [Fact]
    public void A_saved_run_answers_both_questions()
    {
        Write("t.csv", 300);
        var run = _lab.Train(TrainingLab.Text(Data, Net, Train));
        using var saved = SavedRun.Open(run.Folder);
        var test = saved.Read("test");
        Assert.Equal(run.Done.Test!, saved.Measure(test));
        var answers = saved.PredictAll(test);
        Assert.Equal(["kind", "price"], answers.Select(answer => answer.Name));
        Assert.Equal(["flat", "house", "hut"], answers[0].Classes.AsEnumerable());
        for (var i = 0; i < test.Count; i++)
        {
            // In its own unit.
            Assert.Equal(Row(test.RowOf(i)).Price, answers[1].Truth[i], 1e-2);
            Assert.Equal(1, answers[0].Outputs.AsSpan(3 * i, 3).ToArray().Sum(), 1e-5);
        }
        Assert.True(Math.Abs(answers[1].Outputs.Zip(answers[1].Truth, (value, truth) => value - truth).Average()) < 30);

        // Without the truth, with columns in another order, and a town that nobody knows.
        File.WriteAllText(_lab.In("new.csv"), "age,size,town\n10,50,moon\n10,50,west\n");
        var part = saved.Read(_lab.In("new.csv"));
        Assert.Equal((0, 3), (part.TargetSize, part.InputSize));
        Assert.Equal((Tokens.None, 3), (part.ReadInputs()[2], part.ReadInputs()[5]));
        Assert.Contains("the first is moon", Assert.Single(part.Notices));
        Assert.All(saved.PredictAll(part), answer => Assert.True(answer.Truth.Length == 0 && answer.Outputs.All(float.IsFinite)));

        // With the truth of one of the two there is none of both.
        File.WriteAllText(_lab.In("half.csv"), "town,size,age,kind\nwest,50,10,hut\n");
        Assert.Equal(0, saved.Read(_lab.In("half.csv")).TargetSize);
        Write("again.csv", 30);
        Assert.Equal((1, 2), (saved.Read(_lab.In("again.csv")).TargetSize, saved.Read(_lab.In("again.csv")).TargetStride));
    }

    [Fact]
    public void A_stopped_run_ends_as_if_nothing_had_happened()
    {
        Write("t.csv", 120);
        var text = TrainingLab.Text(Data, Net, Train.Replace("epochs 40", "epochs 8"));
        var whole = _lab.Train(text);
        using var stop = new CancellationTokenSource();
        var stopped = _lab.Train(text, null, stop.Token, happened =>
        {
            if (happened is EpochDone { Epoch: 3 })
            {
                stop.Cancel();
            }
        });
        Assert.Equal("stopped", stopped.Done.Status);
        var events = new List<RunEvent>();
        Trainer.Resume(stopped.Folder, new RunOptions(), events.Add, default);
        var resumed = new TrainedRun(whole.Source, events, stopped.Folder);
        Assert.Equal(File.ReadAllBytes(Path.Combine(whole.Folder, "weights.safetensors")), File.ReadAllBytes(Path.Combine(resumed.Folder, "weights.safetensors")));
        Assert.Equal(whole.Epochs.Select(epoch => epoch.Validation!["price_loss"]), resumed.Epochs.Select(epoch => epoch.Validation!["price_loss"]));
    }

    [Fact]
    public void A_category_that_is_in_no_row_to_learn_from_is_none()
    {
        // The only row of the west stands at the end, in the test part.
        File.WriteAllText(_lab.In("t.csv"), "town,size,age,kind,price\n" + string.Concat(Enumerable.Range(0, 20).Select(i => $"{(i == 19 ? "west" : i % 2 == 0 ? "east" : "north")},{i},{i % 7},{(i % 3 == 0 ? "a" : i % 3 == 1 ? "b" : "c")},{i * 2}\n")));
        var spec = Spec(Data.Replace("seed=3", "shuffle=false"), Net.Replace("tokens(4)", "tokens(3)").Replace("embedding 4", "embedding 3"));
        var data = DataSet.Load(spec.Data!, DataDemand.Of(spec));
        Assert.Equal(Tokens.None, data.Test!.ReadInputs()[^1]);
        Assert.Contains(data.Notices(spec.Data!), notice => notice.Kind == RunFindings.UnseenCategory && notice.Message.Contains("town=west"));
        Assert.All(data.Train.ReadInputs().Where((_, i) => i % 3 == 2), town => Assert.InRange(town, 0, 1));
    }

    [Fact]
    public void Texts_may_be_classes_and_the_sample_a_target()
    {
        Write("t.csv", 60);
        var spec = Spec(
            Data.Replace("target=kind", "target=price").Replace("target price output=price", "target kind output=price\ntarget input output=copy").Replace(" target=standard", ""),
            Net.Replace("path { price: dense 1; output }", "path { price: dense 3; output }\npath { copy: dense 3; output }").Replace("kind: dense 3", "kind: dense 1"),
            "loss huber\nloss cross_entropy output=price\nloss mean_squared_error output=copy\noptimizer adam\nepochs 1");
        var data = DataSet.Load(spec.Data!, DataDemand.Of(spec));
        Assert.Equal([(1, 1), (2, 3)], data.Others.Select(output => (output.Offset, output.Width)));
        Assert.Equal(["flat", "house", "hut"], data.Others[0].Facts.ClassNames.AsEnumerable());
        var (inputs, targets) = data.Train.ReadAll();
        Assert.Equal(inputs[..3], targets[2..5]);
        Assert.Equal("flat house hut", string.Join(" ", Enumerable.Range(0, 3).Select(kind => Row(data.Train.RowOf(Array.FindIndex(data.Train.ReadTargets(1, 1), target => target == kind))).Kind)));
    }

    [Fact]
    public void What_cannot_be_led_is_told_of()
    {
        Write("t.csv", 40);
        Assert.StartsWith("There is no column prize among those that are fed in, which are town, size, age, price. Did you mean `price`?", Assert.Throws<DataException>(() => Load(Data.Replace("target price", "target prize"))).Message);
        Assert.StartsWith("town holds texts, so it is a class", Assert.Throws<DataException>(() => Load(Data.Replace("target price", "target [price, town]").Replace("[town]", "[age]"))).Message);
        Assert.EndsWith("Raise `memory`.", Assert.Throws<DataException>(() => Load(Data + "\nmemory 1", rows: 200_000)).Message);

        DataSet Load(string data, int rows = 40)
        {
            Write("t.csv", rows);
            var spec = Spec(data, isSound: false);
            return DataSet.Load(spec.Data!, DataDemand.Of(spec));
        }
    }

    [Fact]
    public void A_batch_of_both_is_learnt_by_heart()
    {
        Write("t.csv", 60);
        var source = new SourceText(TrainingLab.Text(Data, Net, Train), _lab.In("test.nnet"));
        var learnt = Assert.IsType<BatchLearnt>(Engine.Runs.Trials.OneBatchCheck.Run(source, Analyzer.Analyze(source, new DataProbe()).Trains[0], new RunOptions(), _ => { }, default));
        Assert.True(learnt.Learns, learnt.Message);
    }

    private Language.Training.TrainSpec Spec(string data = Data, string net = Net, string train = Train, bool isSound = true)
    {
        var analysis = Analyzer.Analyze(new SourceText(TrainingLab.Text(data, net, train), _lab.In("test.nnet")), new DataProbe());
        Assert.True(!isSound || !analysis.HasErrors, string.Join("\n", analysis.Findings.Select(finding => finding.Message)));
        return analysis.Trains[0];
    }

    private static (string Town, float Size, float Age, string Kind, float Price) Row(int i)
    {
        string town = new[] { "north", "south", "east", "west" }[i * 7 % 4];
        float size = 20 + (i * 37 % 100), age = i * 53 % 80;
        return (town, size, age, size < 50 ? "hut" : age < 40 ? "house" : "flat", (size * 10) + (town == "north" ? 300 : 0) + 5000);
    }

    private void Write(string file, int rows)
        => File.WriteAllText(_lab.In(file), "town,size,age,kind,price\n" + string.Concat(Enumerable.Range(0, rows).Select(i => Row(i) is var row ? string.Create(CultureInfo.InvariantCulture, $"{row.Town},{row.Size},{row.Age},{row.Kind},{row.Price}\n") : "")));
}
