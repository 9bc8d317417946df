using Xunit;

namespace Nnet.Engine.Tests.Runs;

/// <summary>Every check fires on a sick network and is silent on its healthy twin, which its own fix makes.</summary>
public sealed class RunFindingTests : IDisposable
{
    private const string Circle = "  playground circle samples=300\n  split train=70% validation=30%";

    private readonly TrainingLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void DivergingBlamesTheRate()
    {
        var sick = _lab.Train(TrainingLab.Text("  playground plane samples=300 noise=20%\n  normalize standard", "  input 2\n  dense 16 activation=relu\n  dense 1", "  loss mean_squared_error\n  optimizer sgd lr=0.8\n  epochs 12"));
        var finding = Assert.Single(sick.Findings);
        Assert.Contains(finding.Code, new[] { "diverging", "not-a-number" });
        Assert.Equal("  optimizer sgd lr=0.8", Line(sick, finding.Line));
        Assert.Equal("Change lr to 0.08", finding.Fixes[0].Title);
        Assert.Empty(_lab.Train(sick.Apply(finding)).Findings);
    }

    [Fact]
    public void AClassThatIsOnlyInTheValidationPartIsNotOverfitting()
    {
        File.WriteAllText(_lab.In("kinds.csv"), "a,b,kind\n" + string.Concat(Enumerable.Range(0, 120).Select(i => $"{(i / 40) + (0.2 * Math.Sin(i))},{2 - (i / 40) + (0.2 * Math.Cos(3 * i))},{(i < 40 ? "ash" : i < 80 ? "elm" : "oak")}\n")));
        var sick = _lab.Train(TrainingLab.Text("  csv \"kinds.csv\"\n  split train=60% validation=40% shuffle=false\n  normalize standard", "  input 2\n  dense 16 activation=relu\n  dense 3", "  loss cross_entropy\n  optimizer adam lr=0.02\n  epochs 40\n  metrics accuracy"));
        var finding = Assert.Single(sick.Findings);
        Assert.Equal(("unseen-class", 3, 1), (finding.Code, finding.Line, finding.Epoch));
        Assert.StartsWith("83% of the validation part are of class oak, which no sample to learn from has", finding.Message);
        Assert.Empty(_lab.Train(sick.Apply(finding)).Findings);
    }

    [Fact]
    public void ATestPartThatIsKnownByHeartIsSaid()
    {
        const string Model = "  input 2\n  dense 8 activation=tanh\n  dense 1", Train = "  loss binary_cross_entropy\n  optimizer adam lr=0.02\n  epochs 30";
        string Data(string file) => $"  csv \"{file}.csv\"\n  split train=60% validation=20% test=20% stratify=true\n  normalize standard";
        // 60 rows five times over; the same rows once each; and measures so coarse that rows are alike without being copies.
        string Row(int i) => $"{Math.Sin(7 * i)},{Math.Cos(11 * i)},{(Math.Sin(7 * i) > 0 ? 1 : 0)}\n";
        File.WriteAllText(_lab.In("copies.csv"), "a,b,kind\n" + string.Concat(Enumerable.Range(0, 300).Select(i => Row(i % 60))));
        File.WriteAllText(_lab.In("once.csv"), "a,b,kind\n" + string.Concat(Enumerable.Range(0, 300).Select(Row)));
        File.WriteAllText(_lab.In("coarse.csv"), "a,b,kind\n" + string.Concat(Enumerable.Range(0, 300).Select(i => $"{i * 37 % 9},{i * 11 % 7},{(i * 37 % 9 > 4 ? 1 : 0)}\n")));
        var finding = Assert.Single(_lab.Train(TrainingLab.Text(Data("copies"), Model, Train)).Findings);
        Assert.Equal(("shared-samples", 3, 1), (finding.Code, finding.Line, finding.Epoch));
        Assert.Matches(@"^\d+% of the test part stand in the training part as well, number for number \(of its 1[78]\d samples \d\d differ\)", finding.Message);
        Assert.Empty(_lab.Train(TrainingLab.Text(Data("once"), Model, Train)).Findings);
        Assert.Empty(_lab.Train(TrainingLab.Text(Data("coarse"), Model, Train)).Findings);
    }

    [Fact]
    public void AFewTargetsThatMakeAllOfTheErrorAreSaid()
    {
        File.WriteAllText(_lab.In("flats.csv"), "space,price\n" + string.Concat(Enumerable.Range(0, 200).Select(i => $"{(i * 37 % 200) / 100.0},{(1 + ((i * 37 % 200) / 100.0)) * (i % 67 == 5 ? 1000 : 1)}\n")));
        var sick = _lab.Train(TrainingLab.Text("  csv \"flats.csv\"\n  split train=70% validation=30%\n  normalize standard", "  input 1\n  dense 8 activation=tanh\n  dense 1", "  loss mean_squared_error\n  optimizer adam lr=0.01\n  epochs 40"));
        var finding = Assert.Single(sick.Findings);
        Assert.Equal(("outlier-targets", "Use huber"), (finding.Code, finding.Fixes[0].Title));
        Assert.Contains("loss huber\n", sick.Apply(finding));
    }

    [Fact]
    public void ABatchOfNearlyAllSamplesIsToBlameForFewSteps()
    {
        var sick = _lab.Train(TrainingLab.Text("  playground spiral samples=1000 seed=1\n  split train=80% validation=20%", "  input 2\n  dense 16 activation=tanh\n  dense 1", "  loss binary_cross_entropy\n  optimizer sgd lr=0.02\n  batch 800\n  epochs 20\n  metrics accuracy"));
        var finding = Assert.Single(sick.Findings);
        Assert.Equal("slow-learning", finding.Code);
        Assert.Equal("  batch 800", Line(sick, finding.Line));
        Assert.Contains("an epoch has 1 step, and the whole run 20", finding.Message);
    }

    [Theory]
    [InlineData(3, "overfitting")]
    [InlineData(0, "no-signal")]
    public void WhoeverWasNeverBetterThanGuessingIsToldWhetherThereIsSomethingToLearn(double signal, string code)
    {
        var random = new Random(5);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        var rows = Enumerable.Range(0, 200).Select(_ =>
        {
            var measures = Enumerable.Range(0, 12).Select(_ => Normal()).ToArray();
            return FormattableString.Invariant($"{string.Join(",", measures.Select(measure => measure.ToString("0.###", System.Globalization.CultureInfo.InvariantCulture)))},{(random.NextDouble() < 1 / (1 + Math.Exp(-signal * measures[0])) ? 1 : 0)}\n");
        });
        File.WriteAllText(_lab.In("patients.csv"), string.Concat(rows));
        var run = _lab.Train(TrainingLab.Text("  csv \"patients.csv\"\n  split train=70% validation=30%\n  normalize standard", "  input 12\n  dense 128 activation=relu\n  dense 128 activation=relu\n  dense 1", "  loss binary_cross_entropy\n  optimizer adam lr=0.03\n  epochs 30"));
        Assert.Equal(code, Assert.Single(run.Findings).Code);
    }

    [Fact]
    public void CommentHidesAFinding()
    {
        string Text(string comment) => TrainingLab.Text("  playground plane samples=300", "  input 2\n  dense 1", $"  loss mean_squared_error\n  optimizer sgd lr=0.11{comment}\n  batch 300\n  epochs 40");
        Assert.Contains("diverging", _lab.Train(Text("")).Codes);
        var run = _lab.Train(Text(" # nnet: ignore diverging"));
        Assert.DoesNotContain("diverging", run.Codes);
        Assert.DoesNotContain(run.Manifest.Findings, finding => finding.Code == "diverging");
        Assert.Contains("diverging", _lab.Train(Text(" # nnet: ignore overfitting")).Codes);
    }

    [Fact]
    public void RowsThatWereDroppedAreCounted()
    {
        File.WriteAllText(_lab.In("gaps.csv"), string.Concat(Enumerable.Range(0, 50).Select(i => $"{(i % 10 == 3 ? "" : i)},{i % 2}\n")));
        var run = _lab.Train(TrainingLab.Text("  csv \"gaps.csv\" missing=drop\n  normalize standard", "  input 1\n  dense 2", "  loss cross_entropy\n  optimizer adam\n  epochs 1"));
        var finding = Assert.Single(run.Findings, finding => finding.Code == "dropped-rows");
        Assert.Equal(("information", 2, 0), (finding.Severity, finding.Line, finding.Epoch));
        Assert.StartsWith("5 of 50 rows lack a value and are left out (10%).", finding.Message);
        Assert.Equal(45, run.Started.Samples.Train);
    }

    [Fact]
    public void TargetsFarFromZeroGetAScaleOfTheirOwn()
    {
        File.WriteAllText(_lab.In("rents.csv"), "space,rent\n" + string.Concat(Enumerable.Range(0, 120).Select(i => $"{(i * 37 % 120) / 100.0},{2000 + (25 * (i * 37 % 120))}\n")));
        var sick = _lab.Train(TrainingLab.Text("  csv \"rents.csv\"\n  normalize standard", "  input 1\n  dense 8 activation=tanh\n  dense 1", "  loss mean_squared_error\n  optimizer adam lr=0.01\n  epochs 60\n  metrics mae"));
        var finding = Assert.Single(sick.Findings, finding => finding.Code == "unscaled-target");
        var cured = sick.Apply(finding);
        Assert.Contains("normalize standard target=standard\n", cured);
        var healthy = _lab.Train(cured);
        Assert.Empty(healthy.Findings);
        // The error is in the unit of the rents as before.
        Assert.InRange(healthy.Epochs[^1].Train["mae"], 1, 200);
        Assert.True(sick.Epochs[^1].Train["mae"] > 1000);
    }

    [Fact]
    public void DivergingNamesItsNumbers()
    {
        // Momentum without an end: the loss swings higher and higher, but stays a number for long.
        var sick = _lab.Train(TrainingLab.Text("  playground plane samples=300", "  input 2\n  dense 1", "  loss mean_squared_error\n  optimizer sgd lr=0.11\n  batch 300\n  epochs 40"));
        var finding = Assert.Single(sick.Findings, finding => finding.Code == "diverging");
        Assert.Matches(@"^The loss rose to [\d.,]+, [\d.]+ times its value at the start of [\d.]+, and guessing would cost [\d.]+\. Steps at lr=0\.11 are too long", finding.Message);
        Assert.Empty(_lab.Train(sick.Apply(finding)).Findings);
    }

    [Fact]
    public void ATrainingLossThatDropoutLiftsIsExplained()
    {
        string Text(string dropout) => TrainingLab.Text("  playground circle samples=400 seed=1\n  split train=70% validation=30% seed=1", $"  input 2\n  dense 32 activation=relu\n{dropout}  dense 1", "  loss binary_cross_entropy\n  optimizer adam lr=0.01\n  batch 16\n  epochs 40");
        var finding = Assert.Single(_lab.Train(Text("  dropout 50%\n")).Findings);
        Assert.Equal(("dropout-gap", "hint", 8), (finding.Code, finding.Severity, finding.Line));
        Assert.Matches(@"^In epoch 40 the training loss is 0\.\d+ and the validation loss 0\.\d+, which looks the wrong way round\. Nothing is wrong: 50% of the values", finding.Message);
        Assert.Empty(finding.Fixes);
        Assert.Empty(_lab.Train(Text("  dropout 10%\n")).Findings);
        Assert.Empty(_lab.Train(Text("")).Findings);
    }

    [Fact]
    public void AnEasierValidationPartIsNotExplainedByDropout()
    {
        // Labels of the training part are mixed up, those of the validation part are not: without dropout the gap stays.
        var rows = Enumerable.Range(0, 400).Select(i => (X: (i * 37 % 100 / 50.0) - 1, Row: i)).Select(point => FormattableString.Invariant($"{point.X:0.00},{((point.X > 0) == (point.Row >= 280 || point.Row % 4 != 0) ? 1 : 0)}"));
        File.WriteAllText(_lab.In("mixed.csv"), string.Join('\n', rows));
        var run = _lab.Train(TrainingLab.Text("  csv \"mixed.csv\"\n  split train=70% validation=30% shuffle=false", "  input 1\n  dense 16 activation=relu\n  dropout 20%\n  dense 1", "  loss binary_cross_entropy\n  optimizer adam lr=0.01\n  batch 16\n  epochs 20"));
        Assert.True(run.Epochs[^1].Train["loss"] > 1.5 * run.Epochs[^1].Validation!["loss"]);
        Assert.DoesNotContain("dropout-gap", run.Codes);
    }

    [Fact]
    public void OutputsFarBeyondTheirTargetsBlameTheTarget()
    {
        string Rows(double unit) => string.Join('\n', Enumerable.Range(0, 300).Select(i => FormattableString.Invariant($"{(i * 37 % 300 / 50.0) - 3:0.00},{unit * Math.Sin(2 * ((i * 37 % 300 / 50.0) - 3)):0.#######}")));
        string Text(string table) => TrainingLab.Text($"  csv \"{table}\"\n  split train=70% validation=30%", "  input 1\n  dense 16 activation=tanh\n  dense 16 activation=tanh\n  dense 1", "  loss mean_squared_error\n  optimizer adam lr=0.01\n  batch 32\n  epochs 60");
        File.WriteAllText(_lab.In("kilometres.csv"), Rows(1e-4));
        File.WriteAllText(_lab.In("decimetres.csv"), Rows(1));
        var finding = Assert.Single(_lab.Train(Text("kilometres.csv")).Findings);
        Assert.Equal(("wide-outputs", "warning", 2), (finding.Code, finding.Severity, finding.Line));
        Assert.Matches(@"^After \d+ epochs the outputs reach from -[\d.e-]+ to [\d.e-]+, [\d.,]+ times as far as the targets, which lie between -[\d.e-]+ and [\d.e-]+\. .* 10,000 times as large, for instance\.$", finding.Message);
        Assert.DoesNotContain("wide-outputs", _lab.Train(Text("decimetres.csv")).Codes);
    }

    [Fact]
    public void NotANumberStopsAndKeepsGoodWeights()
    {
        var sick = _lab.Train(TrainingLab.Text(Circle, "  input 2\n  dense 16 activation=relu\n  dense 16 activation=relu\n  dense 1", "  loss mean_squared_error\n  optimizer sgd lr=0.9 momentum=0.9\n  epochs 30"));
        var finding = sick.Findings[^1];
        Assert.Equal(("not-a-number", "error"), (finding.Code, finding.Severity));
        Assert.Matches(@"^In step [\d,]+ \(epoch \d+\) the (loss|(output|gradient|weight|bias) of \w+ \(line \d+\)) was the first to be infinite or no number", finding.Message);
        Assert.Equal("diverged", sick.Done.Status);
        using var saved = Engine.Runs.SavedRun.Open(sick.Folder);
        Assert.All(saved.Predict(saved.Read("train")), value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void UnscaledInputsBlameTheData()
    {
        File.WriteAllText(_lab.In("a.csv"), string.Concat(Enumerable.Range(0, 200).Select(i => $"{i * 37 % 1000},{i * 91 % 2000},{(i * 37 % 1000 > 500 ? 1 : 0)}\n")));
        var sick = _lab.Train(TrainingLab.Text("  csv \"a.csv\"", "  input 2\n  dense 16 activation=relu\n  dense 1", "  loss binary_cross_entropy\n  optimizer sgd lr=0.1\n  epochs 20\n  metrics accuracy"));
        var finding = sick.Findings[0];
        Assert.Contains(finding.Code, new[] { "high-first-loss", "diverging", "not-a-number" });
        Assert.Equal("  csv \"a.csv\"", Line(sick, finding.Line));
        Assert.Contains($"Inputs reach {Enumerable.Range(0, 200).Max(i => i * 91 % 2000):#,0}", finding.Message);
        Assert.Empty(_lab.Train(sick.Apply(finding)).Findings);
    }

    [Fact]
    public void WholeNumbersToFitAreNoClasses()
    {
        // Marks from 3 to 8 that hardly follow from the input: a bad fit, but no answer is a class.
        File.WriteAllText(_lab.In("marks.csv"), string.Concat(Enumerable.Range(0, 300).Select(i => $"{(i * 37 % 100) / 50.0 - 1},{3 + (i * 91 % 6)}\n")));
        string Text(string loss) => TrainingLab.Text("  csv \"marks.csv\"", $"  input 1\n  dense 8 activation=tanh\n  dense {(loss == "cross_entropy" ? 9 : 1)}", $"  loss {loss}\n  optimizer adam lr=0.003\n  epochs 20");
        Assert.DoesNotContain("one-answer", _lab.Train(Text("mean_squared_error")).Codes);
    }

    [Fact]
    public void OverfittingNamesTheEpoch()
    {
        // Half of what there is to see is noise: from an epoch on it is learnt by heart.
        var text = TrainingLab.Text("  playground circle samples=160 noise=50%\n  split train=50% validation=50%", "  input 2\n  dense 64 activation=relu\n  dense 64 activation=relu\n  dense 1", "  loss binary_cross_entropy\n  optimizer adam lr=0.01\n  epochs 200\n  metrics accuracy");
        var sick = _lab.Train(text);
        var finding = Assert.Single(sick.Findings);
        Assert.Equal("overfitting", finding.Code);
        Assert.Matches(@"^Since epoch \d+ the validation loss has risen from [\d.]+ to [\d.]+, while the training loss fell from [\d.]+ to [\d.]+: the network learns its 80 samples by heart\.", finding.Message);
        Assert.Equal("  epochs 200", Line(sick, finding.Line));
        Assert.Empty(_lab.Train(sick.Apply(finding)).Findings);
        Assert.DoesNotContain("overfitting", _lab.Train(sick.Apply(finding, fix: 1)).Codes);
    }

    [Fact]
    public void OverfittingThatCostsAnswersIsToldOfGoodNetworksToo()
    {
        var sick = _lab.Train(TrainingLab.Text("  playground circle samples=800 noise=8%\n  split train=50% validation=50% seed=1", "  input 2\n  dense 32 activation=relu\n  dense 32 activation=relu\n  dense 1", "  loss binary_cross_entropy\n  optimizer adam lr=0.01\n  batch 20\n  epochs 600\n  metrics accuracy"));
        var finding = Assert.Single(sick.Findings);
        Assert.Equal("overfitting", finding.Code);
        Assert.InRange(sick.Epochs[finding.Epoch - 1].Validation!["accuracy"], 0.95, 1);
    }

    [Fact]
    public void DeadRelusAreCounted()
    {
        // A first step of this size throws all units below zero.
        var sick = _lab.Train(TrainingLab.Text(Circle, "  input 2\n  dense 16 activation=relu\n  dense 8 activation=relu\n  dense 1", "  loss binary_cross_entropy\n  optimizer adam lr=5\n  epochs 20\n  metrics accuracy"));
        var finding = Assert.Single(sick.Findings, finding => finding.Code == "dead-relus");
        Assert.Matches(@"^\d+ of (16|8) units of dense_[12] gave 0 for every sample of epoch \d+", finding.Message);
        Assert.Contains("activation=relu", Line(sick, finding.Line));
        var healthy = _lab.Train(sick.Source.Content.Replace("lr=5", "lr=0.02"));
        Assert.Empty(healthy.Findings);
        Assert.Contains("activation=leaky_relu", sick.Apply(finding, fix: 1));
    }

    [Fact]
    public void VanishingGradientsBlameTheFirstLayer()
    {
        var layers = string.Concat(Enumerable.Repeat("  dense 8 activation=sigmoid\n", 8));
        var sick = _lab.Train(TrainingLab.Text(Circle, "  input 2\n" + layers + "  dense 1", "  loss binary_cross_entropy\n  optimizer sgd lr=0.05\n  epochs 20\n  metrics accuracy"));
        var finding = Assert.Single(sick.Findings);
        Assert.Equal("vanishing-gradients", finding.Code);
        Assert.Equal(8, finding.Fixes[0].Edits.Length);
        Assert.Contains("Each of the 8 sigmoid layers lets through a quarter of it or less", finding.Message);
        Assert.DoesNotContain("vanishing-gradients", _lab.Train(sick.Apply(finding)).Codes);
    }

    [Fact]
    public void RateThatFlattensTanhIsToBlameForVanishingGradients()
    {
        var sick = _lab.Train(TrainingLab.Text("  playground spiral samples=300\n  split train=70% validation=30%", "  input 2\n  dense 8 activation=tanh\n  dense 8 activation=tanh\n  dense 1", "  loss binary_cross_entropy\n  optimizer adam lr=3\n  epochs 40"));
        Assert.All(sick.Findings, finding => Assert.Equal("  optimizer adam lr=3", Line(sick, finding.Line)));
        Assert.Single(sick.Findings);
    }

    [Fact]
    public void LabelsThatNothingExplainAreNoOverfitting()
    {
        var random = new Random(5);
        File.WriteAllText(_lab.In("noise.csv"), string.Concat(Enumerable.Range(0, 120).Select(_ => $"{random.NextDouble():F4},{random.NextDouble():F4},{random.NextDouble():F4},{random.Next(2)}\n")));
        var sick = _lab.Train(TrainingLab.Text("  csv \"noise.csv\"\n  split train=50% validation=50%\n  normalize standard", "  input 3\n  dense 64 activation=relu\n  dense 64 activation=relu\n  dense 1", "  loss binary_cross_entropy\n  optimizer adam lr=0.01\n  epochs 60\n  metrics accuracy"));
        Assert.Equal(("no-signal", "  csv \"noise.csv\""), (Assert.Single(sick.Findings).Code, Line(sick, sick.Findings[0].Line)));
    }

    [Fact]
    public void StoppedRunIsNotJudgedByItsEnd()
    {
        using var stop = new CancellationTokenSource();
        var run = _lab.Train(
            TrainingLab.Text(Circle, "  input 2\n  dense 4 activation=tanh\n  dense 1", "  loss binary_cross_entropy\n  optimizer sgd lr=0.0001\n  epochs 4000"),
            stop: stop.Token,
            listen: happened =>
            {
                if (happened is Engine.Runs.Events.EpochDone { Epoch: 12 })
                {
                    stop.Cancel();
                }
            });
        Assert.Equal("stopped", run.Done.Status);
        Assert.Empty(run.Findings);
    }

    [Fact]
    public void LayersTellTheirWeightsAndUpdates()
    {
        var run = _lab.Train(TrainingLab.Text(Circle, "  input 2\n  dense 8 activation=tanh\n  dense 1", "  loss binary_cross_entropy\n  optimizer sgd lr=0.1\n  batch 210\n  epochs 1"));
        var layer = run.Epochs[0].Layers[0];
        // Plain steps are the rate times the gradient.
        Assert.Equal(0.1 * layer.GradientNorm, layer.UpdateShare!.Value * layer.WeightNorm!.Value, 1e-6);
        Assert.InRange(layer.SaturatedShare!.Value, 0, 1);
        Assert.Null(run.Epochs[0].Layers[1].SaturatedShare);
    }

    [Fact]
    public void SpikeIsNoDivergence()
    {
        // A rate at which the loss jumps now and then, and always comes back.
        var run = _lab.Train(TrainingLab.Text("  playground spiral samples=500 noise=10%", "  input 2\n  dense 8 activation=tanh\n  dense 8 activation=tanh\n  dense 1", "  loss binary_cross_entropy\n  optimizer adam lr=0.03\n  batch 10\n  epochs 300"));
        Assert.Empty(run.Findings);
    }

    [Fact]
    public void FindingIsToldOnce()
    {
        var sick = _lab.Train(TrainingLab.Text(Circle, "  input 2\n" + string.Concat(Enumerable.Repeat("  dense 8 activation=sigmoid\n", 8)) + "  dense 1", "  loss binary_cross_entropy\n  optimizer sgd lr=0.05\n  epochs 60"));
        Assert.Single(sick.Codes, code => code == "vanishing-gradients");
    }

    private static string Line(TrainedRun run, int line) => run.Source[run.Source.LineSpan(line - 1)];
}
