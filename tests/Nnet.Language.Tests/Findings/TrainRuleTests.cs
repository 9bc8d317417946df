using Nnet.Language.Data;
using Xunit;

namespace Nnet.Language.Tests.Findings;

/// <summary>What rules see in train blocks and in the data: each fires where it should and is mended by each of its fixes.</summary>
public class TrainRuleTests
{
    private const string Csv = "data d {\n  csv \"t.csv\"\n  split train=80% validation=10% test=10%\n}\n";

    [Fact]
    public void LinearModel()
    {
        Check.FiresAlone("linear-model", Train("input 2\n  ⟦dense⟧ 1 activation=sigmoid", "binary_cross_entropy", data: "data d { playground circle }\n"), message: "straight line");
        Check.FiresAlone("linear-model", Train("input 3\n  ⟦dense⟧ 1", "binary_cross_entropy", data: "data d {\n  playground xor\n  features [x1, x2, 2*x1-x2]\n}\n"));
        Check.Fires("linear-model", Train("input 2\n  dense 8\n  ⟦dense⟧ 1", "binary_cross_entropy", data: "data d { playground spiral }\n"));
        Check.Silent(Train("input 2; dense 4 activation=tanh; dense 1", "binary_cross_entropy", data: "data d { playground spiral }\n"));
        Check.Silent(Train("input 2; dense 1", "binary_cross_entropy", data: "data d { playground gauss }\n"));
        // The Playground's own lesson: with x1*x2 a line is enough for xor.
        Check.Silent(Train("input 1; dense 1", "binary_cross_entropy", data: "data d {\n  playground xor\n  features [x1*x2]\n}\n"));
        Check.Silent(Train("input 1; dense 1", "binary_cross_entropy", data: "data d {\n  playground circle\n  features [x1^2 + x2^2]\n}\n"));
    }

    [Fact]
    public void StepWithoutSlope()
    {
        Check.FiresAlone("step-without-slope", Train("input 4; dense 8 activation=⟦step⟧; dense 3", "cross_entropy"), message: "40 parameters");
        Check.Silent(Train("input 4; dense 8 activation=sigmoid; dense 3", "cross_entropy"));
        // Nothing before it would learn, or a way leads round it.
        Check.Silent(Train("input 4; dense 8 freeze=true activation=step; dense 3", "cross_entropy"));
        Check.Silent(Train("input 4; dense 4; residual { step }; dense 3", "cross_entropy"));
        Check.Silent("model Perceptron { input 4; dense 1 activation=step }");
    }

    [Fact]
    public void MoreParametersThanSamples()
    {
        Check.FiresAlone("more-parameters-than-samples", Train("input 4; dense 500 activation=relu; dense 3", "cross_entropy").Replace("train M on d", "⟦train M on d⟧"), Facts.Classes(3), "33 for each");
        Check.FiresAlone("more-parameters-than-samples", Train("input 4; dense 500 activation=relu; dense 3", "cross_entropy", optimizer: "sgd lr=0.01").Replace("train M on d", "⟦train M on d⟧"), Facts.Classes(3));
        Check.Silent(Train("input 4; dense 8 activation=relu; dense 3", "cross_entropy"), Facts.Classes(3));
        // What holds a network back is left to do so.
        Check.Silent(Train("input 4; dense 500 activation=relu; dropout; dense 3", "cross_entropy"), Facts.Classes(3));
        Check.Silent(Train("input 4; dense 500 activation=relu; dense 3", "cross_entropy", "early_stopping"), Facts.Classes(3));
        Check.Silent(Train("input 4; dense 500 activation=relu; dense 3", "cross_entropy", "regularize l1=1e-4"), Facts.Classes(3));
        Check.Silent(Train("input 4; dense 500 freeze=true activation=relu; dense 3", "cross_entropy"), Facts.Classes(3, rows: 190));
    }

    [Fact]
    public void PatienceTooLong()
    {
        Check.FiresAlone("patience-too-long", Train("input 4; dense 3", "cross_entropy", "early_stopping patience=⟦10⟧"), message: "only 10");
        Check.FiresAlone("patience-too-long", Train("input 4; dense 3", "cross_entropy", "⟦early_stopping⟧").Replace("epochs 10", "epochs 3"), message: "when no patience is given");
        Check.Silent(Train("input 4; dense 3", "cross_entropy", "early_stopping patience=9"));
    }

    [Fact]
    public void LastWeightsKept()
    {
        Check.FiresAlone("last-weights-kept", Train("input 4; dense 3", "cross_entropy", "early_stopping patience=3 restore_best_weights=⟦false⟧"), message: "the last 3 epochs");
        Check.Silent(Train("input 4; dense 3", "cross_entropy", "early_stopping patience=3"));
    }

    [Fact]
    public void UnscaledFeatures()
    {
        var facts = Columns(("rooms", 1, 6), ("area", 20, 310));
        Check.FiresAlone("unscaled-features", Train("input 2; dense 3", "cross_entropy", data: "data d {\n  ⟦csv⟧ \"t.csv\"\n}\n"), facts, "area goes from 20 to 310 beside rooms from 1 to 6");
        Check.Silent(Train("input 2; dense 3", "cross_entropy", data: "data d {\n  csv \"t.csv\"\n  normalize minmax\n}\n"), facts);
        // The line that says so is only half written.
        Check.SilentOn("unscaled-features", Train("input 2; dense 3", "cross_entropy", data: "data d {\n  csv \"t.csv\"\n  normalize standart\n}\n"), facts);
        Check.Silent(Train("input 2; batchnorm; dense 3", "cross_entropy", data: "data d {\n  csv \"t.csv\"\n}\n"), facts);
        Check.Silent(Train("input 2; dense 3", "cross_entropy", data: "data d {\n  csv \"t.csv\"\n}\n"), Columns(("width", 0.1, 2.5), ("length", 4.3, 7.9)));
    }

    [Fact]
    public void RowNumbers()
    {
        var marked = Train("input 2; dense 3", "cross_entropy", data: "data d {\n  ⟦csv⟧ \"t.csv\" ignore=b\n  normalize standard\n}\n");
        var text = marked.Replace("⟦", "").Replace("⟧", "");
        Assert.Equal("Change ignore to [b, id]", Assert.Single(Check.Fires("row-number", marked, new Numbered("id", 1), "id counts the rows from 1 to 150").Fixes).Title);
        Check.SilentOn("row-number", text, new Numbered("distance", 1));
        Check.SilentOn("row-number", text, new Numbered("id", 7));
    }

    [Fact]
    public void MergedNumbers()
    {
        var time = new MergedValues("time", 1748779205000, 1748779213000, 1748779205000, 0.98);
        var marked = Train("input 2; dense 3", "cross_entropy", data: "data d {\n  ⟦csv⟧ \"t.csv\"\n  normalize standard\n}\n");
        var text = marked.Replace("⟦", "").Replace("⟧", "");
        var finding = Check.Fires("merged-numbers", marked, new Merging(time), "time holds 1748779205000 and 1748779213000, which both become 1748779270144: a network's numbers have seven digits, and 98% of the rows lose what tells them apart from others. Write");
        Assert.Equal("Add ignore=time", Assert.Single(finding.Fixes).Title);
        Assert.Empty(Check.Fires("merged-numbers", marked, new Merging(time with { Column = "until" }), "until holds").Fixes);
        Check.Fires("merged-numbers", marked, new Merging(time, time with { Column = "area" }), "So does area. Write a time as what has passed since a start in the table, and leave an id out: ignore=[time, area].");
        Check.SilentOn("merged-numbers", text, new Merging());
        Check.SilentOn("merged-numbers", text.Replace("normalize", "features [area]\n  normalize"), new Merging(time));

        Assert.Contains(Check.Analyze(text.Replace("normalize", "features [area, time - 5]\n  normalize"), new Merging(time)).Findings, found => found.Kind.Code == "merged-numbers");
    }

    [Fact]
    public void AccuracyOfImbalance()
    {
        Check.FiresAlone("imbalanced-accuracy", Train("input 4; dense 2", "cross_entropy", "metrics ⟦accuracy⟧"), Counts(290, 10), "96.7%");
        Check.Silent(Train("input 4; dense 2", "cross_entropy", "metrics accuracy confusion"), Counts(290, 10));
        Check.Silent(Train("input 4; dense 2", "cross_entropy", "metrics accuracy"), Counts(200, 100));
        Check.Silent(Train("input 4; dense 4", "cross_entropy", "metrics accuracy"), Counts(200, 100, 100, 1));
        Check.Silent(Train("input 4; dense 2", "cross_entropy"), Counts(290, 10));
    }

    [Fact]
    public void MemoryOfBatch()
    {
        var small = new Facts(Facts.Classes(3, rows: 10_000).Known) { Memory = 1_000_000 };
        Check.FiresAlone("needs-more-memory", Train("input 4; dense 100 activation=relu; dense 3", "cross_entropy", "batch ⟦2000⟧"), small, "at least 1.7 MB: 0.8 kB of values for each sample, and 6.4 kB of weights and gradients. This machine has 1 MB; 1,024 samples fit");
        Check.Silent(Train("input 4; dense 100 activation=relu; dense 3", "cross_entropy", "batch 1000"), small);
        Check.Fires("needs-more-memory", Train("input 4; dense 100000 activation=relu; dropout; dense 3", "cross_entropy", "batch ⟦1⟧"), small, "not even one");
    }

    [Fact]
    public void ScheduleNeverSteps()
    {
        Check.FiresAlone("schedule-never-steps", Train("input 4; dense 3", "cross_entropy", "schedule ⟦step⟧ every=10"), message: "only 10");
        Check.FiresAlone("schedule-never-steps", Train("input 4; dense 3", "cross_entropy", "schedule ⟦exponential⟧ gamma=1"), message: "multiplies the rate by 1");
        Check.Silent(Train("input 4; dense 3", "cross_entropy", "schedule step every=9"));
        Check.Silent(Train("input 4; dense 3", "cross_entropy", "schedule exponential"));
    }

    [Fact]
    public void SchedulesThatCountStepsOrWait()
    {
        Check.FiresAlone("schedule-never-steps", Train("input 4; dense 3", "cross_entropy", "schedule ⟦plateau⟧ patience=8 monitor=loss"), message: "lets 8 epochs without improvement pass");
        Check.FiresAlone("schedule-never-steps", Train("input 4; dense 3", "cross_entropy", "schedule ⟦constant⟧"), message: "no warmup");
        Check.Silent(Train("input 4; dense 3", "cross_entropy", "schedule plateau patience=7 monitor=loss"));
        Check.Silent(Train("input 4; dense 3", "cross_entropy", "schedule constant warmup=5%"));
        Check.Silent(Train("input 4; dense 3", "cross_entropy", "schedule cosine warmup=5%"));
        Check.Silent(Train("input 4; dense 3", "cross_entropy", "schedule one_cycle"));
    }

    [Fact]
    public void PlateauAfterStopping()
    {
        Check.FiresAlone("plateau-after-stopping", Train("input 4; dense 3", "cross_entropy", "schedule plateau patience=⟦4⟧\n  early_stopping patience=5").Replace("epochs 10", "epochs 40"), message: "after 5 epochs without improvement");
        Check.FiresAlone("plateau-after-stopping", Train("input 4; dense 3", "cross_entropy", "schedule ⟦plateau⟧\n  early_stopping patience=6").Replace("epochs 10", "epochs 40"), message: "when no patience is given");
        Check.Silent(Train("input 4; dense 3", "cross_entropy", "schedule plateau patience=2\n  early_stopping patience=5").Replace("epochs 10", "epochs 40"));
        Check.Silent(Train("input 4; dense 3", "cross_entropy", "schedule plateau patience=4 monitor=loss\n  early_stopping patience=5").Replace("epochs 10", "epochs 40"));
    }

    [Fact]
    public void APlateauWatchesWhatThereIs()
    {
        Check.FiresAlone("monitor-without-figure", Train("input 4; dense 3", "cross_entropy", "schedule plateau patience=2 monitor=⟦accuracy⟧"), message: "plateau watches accuracy");
        Check.FiresAlone("monitor-without-figure", Train("input 4; dense 3", "cross_entropy", "schedule ⟦plateau⟧ patience=2", data: "data d {\n  csv \"t.csv\"\n  split train=80% test=20%\n}\n"), message: "no validation part");
        Check.Silent(Train("input 4; dense 3", "cross_entropy", "schedule plateau patience=2 monitor=val_f1\n  metrics f1"));
    }

    [Fact]
    public void ClassWeightsAndClasses()
    {
        Check.FiresAlone("class-weights", Train("input 4; dense 3", "cross_entropy class_weights=⟦[1, 2]⟧"), message: "has 2 numbers, but M ends in an output for each of 3 classes");
        Check.FiresAlone("class-weights", Train("input 4; dense 1", "binary_cross_entropy class_weights=⟦[1, 2, 3]⟧"), message: "a yes-or-no answer has 2");
        Check.Silent(Train("input 4; dense 3", "cross_entropy class_weights=[1, 2, 0.5]"));
        Check.Silent(Train("input 4; dense 3", "cross_entropy class_weights=balanced"));
    }

    [Fact]
    public void NothingToTrain()
    {
        Check.FiresAlone("nothing-to-train", Train("input 4; dense 3 freeze=true", "cross_entropy").Replace("train M on d", "⟦train M on d⟧"), message: "All 15 weights of M are frozen");
        Check.Silent(Train("input 4; dense 8 freeze=true activation=relu; dense 3", "cross_entropy"));
    }

    [Fact]
    public void SquashedScores()
    {
        Check.FiresAlone("squashed-scores", Train("input 4; dense 1 activation=⟦sigmoid⟧", "hinge"), message: "values in (0,1)");
        Check.FiresAlone("squashed-scores", Train("input 4; dense 3; ⟦softmax⟧", "multiclass_hinge"));
        Check.Silent(Train("input 4; dense 1", "hinge"));
        Check.Silent(Train("input 4; dense 3", "multiclass_hinge"));
    }

    [Fact]
    public void TopOfAll()
    {
        Check.FiresAlone("top-k-of-all", Train("input 4; dense 3", "cross_entropy", "metrics top_k ⟦3⟧"), message: "among the 3 likeliest");
        Check.FiresAlone("top-k-of-all", Train("input 4; dense 4", "cross_entropy", "metrics ⟦top_k⟧ accuracy"), message: "when nothing is said");
        Check.Silent(Train("input 4; dense 3", "cross_entropy", "metrics accuracy top_k 2"));
    }

    [Fact]
    public void MetricOfOtherTargets()
    {
        Check.FiresAlone("metric-of-numbers", Train("input 4; dense 3", "cross_entropy", "metrics ⟦mae⟧"), message: "mae compares numbers");
        Check.Silent(Train("input 4; dense 3", "mean_squared_error", "metrics mae r2"));
        Check.Silent(Train("input 4; dense 1", "binary_cross_entropy", "metrics accuracy mae"));
    }

    [Fact]
    public void DistributionsWantShares()
    {
        Check.Fires("target-encoding", Train("input 4; dense 3", "⟦kl_divergence⟧"), Facts.Classes(3), "a class out of 3");
        Check.Silent(Train("input 4; dense 3", "kl_divergence"), Facts.Values(0, 1, width: 3));
    }

    [Fact]
    public void OneHotTargets()
        => Check.Fires("target-encoding", Train("input 4; dense 3", "⟦cross_entropy⟧"), Facts.Values(0, 1, width: 3), "3 numbers from 0 to 1. If one of them is 1 in each sample, keep its place alone, in Python with y.argmax(axis=1)");

    [Fact]
    public void ShuffledSeries()
    {
        const string Series = "data d {\n  series \"t.csv\" window=4\n  split train=80% validation=20%SHUFFLE\n}\n";
        Check.FiresAlone("shuffled-series", Series.Replace("SHUFFLE", " ⟦shuffle=true⟧"), message: "Windows of 4 rows that begin 1 row apart");
        Check.Silent(Series.Replace("SHUFFLE", ""));
        Check.Silent(Series.Replace("SHUFFLE", " shuffle=false"));
        Check.Silent(Csv.Replace("test=10%", "test=10% shuffle=true"));
    }

    [Fact]
    public void LearningRateMindsTheSize()
    {
        Check.Silent(Train("input 7; dense 8 activation=tanh; dense 1", "binary_cross_entropy", optimizer: "adam lr=0.03"));
        Check.FiresAlone("learning-rate", Train("input 7; dense 500 activation=tanh; dense 1", "binary_cross_entropy", optimizer: "adam lr=⟦0.03⟧"), message: "1e-7 to 0.01");
    }

    [Fact]
    public void OutputsOfAFullyConvolutionalNet()
    {
        const string text = "input 1x8x8; conv ⟦3⟧ kernel=3; relu; globalavgpool";
        Check.Fires("units-differ", Train(text, "cross_entropy"), Facts.Classes(5, "1x8x8"), "3 outputs");
        Check.Silent(Train(text.Replace("⟦3⟧", "5"), "cross_entropy"), Facts.Classes(5, "1x8x8"));
    }

    private static string Train(string body, string loss, string settings = "batch 16", string optimizer = "adam", string data = Csv)
        => $"{data}model M {{\n  {body}\n}}\ntrain M on d {{\n  loss {loss}\n  optimizer {optimizer}\n  epochs 10\n  {settings}\n}}\n";

    private static Facts Columns(params (string Name, double Low, double High)[] columns)
        => new(new DataFacts(150, new Graph.TensorType(Graph.Shape.Of(columns.Length)), new TargetFacts(1, 0, 2) { Classes = 3, ClassCounts = [50, 50, 50] })
        {
            Columns = [.. columns.Select(column => new ColumnFacts(column.Name, column.Low, column.High, (column.Low + column.High) / 2, (column.High - column.Low) / 4))],
        });

    private static Facts Counts(params int[] counts)
        => new(new DataFacts(counts.Sum(), new Graph.TensorType(Graph.Shape.Of(4)), new TargetFacts(1, 0, counts.Length - 1) { Classes = counts.Length, ClassCounts = [.. counts] }));

    /// <summary>A table whose first column counts its rows, until it is left out.</summary>
    private sealed class Numbered(string name, double first) : IDataProbe
    {
        public DataLook? Look(DataSpec data)
        {
            var facts = Columns((name, first, first + 149), ("area", 20, 310)).Known;
            var counter = facts.Columns[0] with { Deviation = Math.Sqrt(((150.0 * 150) - 1) / 12), First = [first, first + 1, first + 2] };
            return new DataLook.Seen(facts with { Columns = data.Source!.Get(CsvSource.Ignore).Contains(name) ? facts.Columns.RemoveAt(0) : facts.Columns.SetItem(0, counter) });
        }
    }

    /// <summary>A table with columns in which different numbers become the same, until they are left out.</summary>
    private sealed class Merging(params MergedValues[] merged) : IDataProbe
    {
        public DataLook? Look(DataSpec data)
        {
            var ignored = data.Source!.Get(CsvSource.Ignore);
            var facts = Columns([.. new[] { ("time", 1.7e12, 1.8e12), ("area", 20.0, 310.0) }.Where(column => !ignored.Contains(column.Item1))]).Known;
            return new DataLook.Seen(facts with { Merged = [.. merged.Where(values => !ignored.Contains(values.Column))] });
        }
    }
}
