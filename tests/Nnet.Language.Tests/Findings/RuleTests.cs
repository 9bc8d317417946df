using Nnet.Language.Data;
using Nnet.Language.Findings;
using Xunit;

namespace Nnet.Language.Tests.Findings;

/// <summary>Every finding fires where it should, is mended by each of its fixes, and is silent beside it.</summary>
public class RuleTests
{
    private const string Csv = "data d {\n  csv \"t.csv\"\n  split train=80% validation=10% test=10%\n}\n";

    [Fact]
    public void SamplesAreClean()
    {
        Check.Silent(Samples.LeNet);
        Check.Silent(Samples.Spirals);
        Assert.NotEmpty(Samples.Examples);
        Assert.All(Samples.Examples, example => Check.Silent(example));
        Check.Silent(Samples.LeNet, Facts.Classes(10, "1x28x28", 10_000));
        Check.Silent(Samples.Spirals, Facts.Classes(2, "7", 500));
    }

    [Fact]
    public void DenseNeedsVector()
    {
        Check.FiresAlone("needs-vector", "model M {\n  input 1x8x8\n  conv 4 kernel=3 activation=relu\n  ⟦dense⟧ 10\n}", message: "4×6×6");
        Check.FiresAlone("needs-vector", "model M { input 1x8x8; relu; head: ⟦dense⟧ 10 }");
    }

    [Fact]
    public void WindowLargerThanInput()
    {
        Check.FiresAlone("window-too-large", "model M {\n  input 1x4x4\n  conv 4 kernel=⟦5⟧\n}", message: "1×4×4");
        Check.Silent("model M {\n  input 1x4x4\n  conv 4 kernel=4\n}");
        Check.Silent("model M {\n  input 1x4x4\n  conv 4 kernel=5 padding=1\n}");
    }

    [Fact]
    public void ConvNeedsSpace()
    {
        Check.FiresAlone("needs-space", "model M {\n  input 16\n  ⟦conv⟧ 4 kernel=3\n}");
        Check.Silent("model M {\n  input 1x16\n  conv 4 kernel=3\n}");
        Check.Silent("model M {\n  input 1x8x8\n  conv 4 kernel=3\n}");
    }

    [Fact]
    public void UnitsAndClasses()
    {
        Check.FiresAlone("units-differ", Train("input 4; dense 8 activation=relu; dense ⟦2⟧", "cross_entropy"), Facts.Classes(3), "3 classes");
        Check.FiresAlone("units-differ", Train("input 4; dense 8 activation=relu; dense ⟦2⟧ activation=sigmoid", "binary_cross_entropy"), Facts.Classes(2));
        Check.FiresAlone("units-differ", Train("input 4; dense 8 activation=relu; dense ⟦3⟧", "mean_squared_error"), Facts.Values(0, 50));
        Check.FiresAlone("units-differ", Train("input 4; dense 8 activation=relu; dense 3", "⟦mean_squared_error⟧"), Facts.Classes(3), "The loss of classes is cross_entropy");
        Check.Silent(Train("input 4; dense 8 activation=relu; dense 3", "cross_entropy"), Facts.Classes(3));
        Check.Silent(Train("input 4; dense 8 activation=relu; dense 1 activation=sigmoid", "binary_cross_entropy"), Facts.Classes(2));
    }

    [Fact]
    public void TargetEncoding()
    {
        Check.Fires("target-encoding", Train("input 4; dense 1", "⟦cross_entropy⟧"), Facts.Values(0.5, 42), "0.5 to 42");
        Check.Fires("target-encoding", Train("input 4; dense 3 activation=sigmoid", "⟦binary_cross_entropy⟧"), Facts.Classes(3), "3 classes");
        Check.Fires("target-encoding", Train("input 4; dense 1", "⟦mean_squared_error⟧"), Facts.Classes(3, named: true), "kind0");
        Check.Silent(Train("input 4; dense 1", "mean_squared_error"), Facts.Values(0.5, 42));
    }

    [Fact]
    public void InputShape()
    {
        Check.FiresAlone("input-differs", Train("input ⟦5⟧; dense 3", "cross_entropy"), Facts.Classes(3), "5");
        Check.FiresAlone("input-differs", Train("input ⟦8x8x1⟧; flatten; dense 3", "cross_entropy"), Facts.Classes(3, "1x8x8"), "channels come first");
        Check.Silent(Train("input 1x8x8; flatten; dense 3", "cross_entropy"), Facts.Classes(3, "1x8x8"));
        Check.FiresAlone("input-differs", Train("input ⟦2⟧; dense 3", "cross_entropy"), new Facts(Facts.Classes(3).Known with { Columns = [new("age", 0, 9, 5, 2), new("sex", 0, 1, 0, 0) { Inputs = 3, Categories = [new("f", 70), new("m", 70), new("x", 10)] }] }), "sample of d is 4, since sex becomes 3 inputs.");
    }

    [Fact]
    public void TokensThatTheInputDoesNotKnow()
    {
        Check.FiresAlone("input-differs", Train("input [seq=8] domain=⟦tokens(20)⟧; embedding 30 8; dense 30", "cross_entropy"), Facts.Text(30), "Write tokens(30)");
        Check.Silent(Train("input [seq=8] domain=tokens(40); embedding 40 8; dense 30", "cross_entropy"), Facts.Text(30));
    }

    [Fact]
    public void SoftmaxOverOneUnit()
    {
        Check.FiresAlone("softmax-of-one", "model M { input 4; dense 1 activation=⟦softmax⟧ }");
        Check.Silent("model M { input 4; dense 2 activation=softmax }");
    }

    [Fact]
    public void DropoutOfEverything()
    {
        Check.FiresAlone("dropout-rate", "model M { input 4; dropout ⟦100%⟧; dense 2 }");
        Check.FiresAlone("dropout-rate", "model M { input 4; dropout ⟦20⟧; dense 2 }");
        Check.Silent("model M { input 4; dropout 20%; dropout 0.3; dropout; dense 2 }");
    }

    [Fact]
    public void SplitSum()
    {
        Check.FiresAlone("split-sum", "data d {\n  csv \"a.csv\"\n  ⟦split train=80% test=30%⟧\n}", message: "110%");
        Check.FiresAlone("split-sum", "data d {\n  csv \"a.csv\"\n  ⟦split train=70% validation=10%⟧\n}", message: "80%");
        Check.Silent("data d {\n  csv \"a.csv\"\n  split train=0.7 validation=15% test=0.15\n}");
    }

    [Fact]
    public void UnreadableData()
    {
        Check.FiresAlone("missing-file", "data d { csv ⟦\"irsi.csv\"⟧ }", new Once("irsi.csv", new Unreadable(DataFindings.MissingFile, "There is no irsi.csv.", CsvSource.Path, "\"iris.csv\"")));
        Check.FiresAlone("unknown-column", "data d { csv \"a.csv\" target=⟦kind⟧ }", new Once("kind", new Unreadable(DataFindings.UnknownColumn, "There is no column kind.", CsvSource.Target, "species")));
        var added = Check.FiresAlone("no-categories", "data d { ⟦csv⟧ \"a.csv\" }", new UntilIgnored("name"));
        Assert.Equal("Add ignore=name", Assert.Single(added.Fixes).Title);
        Check.FiresAlone("no-categories", "data d { csv \"a.csv\" ignore=⟦id⟧ }", new UntilIgnored("name"));
        Check.FiresAlone("no-categories", "data d { ⟦series⟧ \"a.csv\" }", new UntilIgnored("name"));
        Check.FiresAlone("bad-row", "data d { ⟦csv⟧ \"a.csv\" }", new Unreadable(DataFindings.BadRow, "Row 12 has 3 columns.", null));
    }

    [Fact]
    public void DomainMismatch()
    {
        Check.FiresAlone("domain-mismatch", Train("input 4; dense 3 activation=⟦relu⟧", "cross_entropy"), message: "[0,∞)");
        Check.FiresAlone("domain-mismatch", Train("input 4; dense 1 activation=⟦tanh⟧", "binary_cross_entropy"), message: "(−1,1)");
        Check.FiresAlone("domain-mismatch", Train("input 4; dense 3\n  ⟦sigmoid⟧", "cross_entropy"));
        Check.Silent(Train("input 4; dense 3 activation=softmax", "cross_entropy"));
        Check.Silent(Train("input 4; dense 1", "binary_cross_entropy"));
    }

    [Fact]
    public void LinearStack()
    {
        Check.FiresAlone("linear-stack", "model M {\n  input 8\n  dense 16\n  ⟦dense⟧ 4\n}", message: "line 3");
        Check.Silent("model M { input 8; dense 16 activation=relu; dense 4 }");
        // A linear bottleneck is a choice: fewer numbers pass through it.
        Check.Silent("model M { input 64; dense 32 activation=relu; dense 2; dense 32 activation=relu; dense 64 }");
        Check.Silent("model M { input 1x8x8; conv 4 kernel=3; maxpool 2; conv 8 kernel=2; flatten; dense 10 }");
    }

    [Fact]
    public void RepeatedSquashing()
    {
        Check.FiresAlone("double-softmax", "model M {\n  input 4\n  dense 3 activation=softmax\n  ⟦softmax⟧\n}");
        Check.FiresAlone("double-softmax", "model M {\n  input 4\n  dense 1 activation=sigmoid\n  ⟦sigmoid⟧\n}");
        Check.Silent("model M { input 4; dense 3 activation=sigmoid; dense 1 activation=sigmoid }");
    }

    [Fact]
    public void SoftmaxWithBinaryLoss()
    {
        Check.FiresAlone("softmax-with-binary-loss", Train("input 4; dense 3 activation=softmax", "⟦binary_cross_entropy⟧"));
        Check.Silent(Train("input 4; dense 3 activation=sigmoid", "binary_cross_entropy"));
        Check.Silent(Train("input 4; dense 3 activation=softmax", "cross_entropy"));
    }

    [Fact]
    public void ErrorLossOnClassifier()
    {
        Check.Fires("error-loss-on-classifier", Train("input 4; dense 1 activation=sigmoid", "⟦mean_squared_error⟧"), Facts.Classes(2));
        Check.FiresAlone("error-loss-on-classifier", Train("input 4; dense 3 activation=softmax", "⟦mean_squared_error⟧"));
        Check.Silent(Train("input 4; dense 1 activation=sigmoid", "mean_squared_error"), Facts.Values(0, 0.9));
    }

    [Fact]
    public void OutputRange()
    {
        Check.FiresAlone("output-range", Train("input 4; dense 1 activation=⟦sigmoid⟧", "mean_squared_error"), Facts.Values(5, 42), "42");
        Check.FiresAlone("output-range", Train("input 4; dense 1\n  ⟦relu⟧", "mean_squared_error"), Facts.Values(-5, 42));
        Check.Silent(Train("input 4; dense 1", "mean_squared_error"), Facts.Values(-5, 42));
        // On a scale of their own targets lie on both sides of 0, or between 0 and 1.
        var scaled = Csv.Replace("}", "  normalize standard target=standard\n}", StringComparison.Ordinal);
        Check.Silent(Train("input 4; dense 1 activation=relu", "mean_squared_error", data: scaled), Facts.Values(-5, 42));
        Check.Silent(Train("input 4; dense 1 activation=sigmoid", "mean_squared_error", data: scaled.Replace("target=standard", "target=minmax", StringComparison.Ordinal)), Facts.Values(-5, 42));
        Check.Silent(Train("input 4; dense 1 activation=relu", "mean_squared_error"), Facts.Values(0, 42));
    }

    [Theory]
    [InlineData("dense 3", "cross_entropy", "", "cross_entropy compares classes")]
    [InlineData("dense 1", "binary_cross_entropy", "", "binary_cross_entropy compares classes")]
    [InlineData("dense 4", "mean_squared_error", "  target input\n", "the target of d is the input")]
    public void ScaledClasses(string head, string loss, string target, string message)
    {
        var data = Csv.Replace("}", $"{target}  normalize standard target=⟦standard⟧\n}}", StringComparison.Ordinal);
        Check.FiresAlone("scaled-classes", Train($"input 4; {head}", loss, data: data), loss == "mean_squared_error" ? Facts.Values(-1, 1, width: 4) : Facts.Classes(loss == "cross_entropy" ? 3 : 2), message);
        Check.Silent(Train("input 4; dense 1", "mean_squared_error", data: Csv.Replace("}", "  normalize standard target=standard\n}", StringComparison.Ordinal)), Facts.Values(200, 300));
    }

    [Fact]
    public void BiasBeforeBatchNorm()
    {
        Check.FiresAlone("bias-before-batchnorm", "model M {\n  input 1x8x8\n  ⟦conv⟧ 4 kernel=3\n  batchnorm\n  relu\n}", message: "4 parameters");
        Check.FiresAlone("bias-before-batchnorm", "model M {\n  input 8\n  ⟦dense⟧ 4 bias=true\n  batchnorm\n}");
        Check.Silent("model M { input 1x8x8; conv 4 kernel=3 bias=false; batchnorm; relu }");
        Check.Silent("model M { input 1x8x8; conv 4 kernel=3 activation=relu; batchnorm }");
    }

    [Fact]
    public void BatchSize()
    {
        Check.FiresAlone("batch-size", Train("input 4; dense 3", "cross_entropy", "batch ⟦200⟧"), Facts.Classes(3), "120");
        Check.FiresAlone("batch-size", Train("input 4; dense 3 bias=false; batchnorm", "cross_entropy", "batch ⟦1⟧"));
        Check.Silent(Train("input 4; dense 3", "cross_entropy", "batch 120"), Facts.Classes(3));
    }

    [Fact]
    public void LearningRate()
    {
        Check.FiresAlone("learning-rate", Train("input 4; dense 3", "cross_entropy", optimizer: "adam lr=⟦0.5⟧"));
        Check.FiresAlone("learning-rate", Train("input 4; dense 3", "cross_entropy", optimizer: "sgd lr=⟦10⟧"));
        Check.FiresAlone("learning-rate", Train("input 4; dense 3", "cross_entropy", optimizer: "sgd lr=⟦1e-9⟧"));
        Check.Silent(Train("input 4; dense 3", "cross_entropy", optimizer: "sgd lr=1"));
        Check.Silent(Train("input 4; dense 3", "cross_entropy", optimizer: "adam lr=0.01"));
    }

    [Fact]
    public void ArgumentWithoutEffect()
    {
        Check.FiresAlone("argument-without-effect", Train("input 4; dense 3", "cross_entropy", optimizer: "sgd ⟦nesterov=true⟧"));
        Check.FiresAlone("ignored-argument", Train("input 4; dense 3", "cross_entropy", optimizer: "adam ⟦momentum=0.9⟧"));
        Check.Silent(Train("input 4; dense 3", "cross_entropy", optimizer: "sgd momentum=0.9 nesterov=true"));
    }

    [Fact]
    public void AdamWithL2()
    {
        Check.FiresAlone("adam-with-l2", Train("input 4; dense 3", "cross_entropy", optimizer: "adam ⟦weight_decay=1e-4⟧"));
        Check.FiresAlone("adam-with-l2", Train("input 4; dense 2000 activation=relu; dense 3", "cross_entropy", "regularize ⟦l2=1e-3⟧"));
        // Lectures and the Playground use it on networks of a few units, where it does what it says.
        Check.Silent(Train("input 4; dense 3", "cross_entropy", "regularize l2=1e-3"));
        Check.Silent(Train("input 4; dense 3", "cross_entropy", optimizer: "sgd weight_decay=1e-4"));
        Check.Silent(Train("input 4; dense 3", "cross_entropy", "regularize l1=1e-3"));
    }

    [Fact]
    public void MonitorWithoutFigure()
    {
        const string noValidation = "data d {\n  csv \"t.csv\"\n  split train=80% test=20%\n}\n";
        Check.FiresAlone("monitor-without-figure", Train("input 4; dense 3", "cross_entropy", "early_stopping monitor=⟦val_loss⟧", data: noValidation));
        Check.Fires("monitor-without-figure", Train("input 4; dense 3", "cross_entropy", "⟦early_stopping⟧ patience=3", data: noValidation));
        Check.Silent(Train("input 4; dense 3", "cross_entropy", "early_stopping monitor=loss", data: noValidation));
        Check.Silent(Train("input 4; dense 3", "cross_entropy", "early_stopping"));
    }

    [Fact]
    public void WithoutALookDataRulesAreSilent()
    {
        Check.Silent(Train("input 5; dense 2", "cross_entropy"));
        Check.Silent(Train("input 4; dense 1 activation=sigmoid", "mean_squared_error"));
    }

    [Fact]
    public void EveryKindOfFindingIsDeclaredOnceAndExplained()
    {
        var kinds = FindingKinds.All;
        Assert.Equal(kinds.Length, kinds.Select(kind => kind.Code).Distinct().Count());
        Assert.All(kinds, kind =>
        {
            Assert.Matches("^[a-z0-9]+(-[a-z0-9]+)*$", kind.Code);
            Assert.False(string.IsNullOrWhiteSpace(kind.Title));
            Assert.EndsWith(".", kind.Explanation, StringComparison.Ordinal);
        });
    }

    private static string Train(string body, string loss, string settings = "batch 16", string optimizer = "adam", string data = Csv)
        => $"{data}model M {{ {body} }}\ntrain M on d {{\n  loss {loss}\n  optimizer {optimizer}\n  epochs 10\n  {settings}\n}}\n";

    /// <summary>A table with a column of names, fine once it is left out.</summary>
    private sealed class UntilIgnored(string column) : IDataProbe
    {
        public DataLook? Look(DataSpec data)
            => data.Source!.Values.Any(pair => pair.Key.Name == "ignore" && pair.Value.Value is System.Collections.Immutable.ImmutableArray<string> names && names.Contains(column))
                ? Facts.Classes(3).Look(data)
                : new DataLook.Unreadable(DataFindings.NoCategories, "It holds names.", CsvSource.Ignore, data.Source.Has(CsvSource.Ignore) ? $"[id, {column}]" : column);
    }

    /// <summary>Unreadable while a text is there, fine once it has been mended.</summary>
    private sealed class Once(string wrong, IDataProbe unreadable) : IDataProbe
    {
        public DataLook? Look(DataSpec data)
            => data.Source!.Values.Values.Any(given => given.Value is string text ? text == wrong : given.Value is System.Collections.Immutable.ImmutableArray<string> names && names.Contains(wrong))
                ? unreadable.Look(data)
                : Facts.Classes(3).Look(data);
    }
}
