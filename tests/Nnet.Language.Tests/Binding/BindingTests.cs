using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Graph;
using Nnet.Language.Layers;
using Xunit;

namespace Nnet.Language.Tests.Binding;

public class BindingTests
{
    [Theory]
    [InlineData("unknown-word", "model M { input 4; ⟦dens⟧ 3 }", "Did you mean `dense`?")]
    [InlineData("unknown-word", "model M { input 1x8x8; ⟦maxpol⟧ 2 }", "Did you mean `maxpool`?")]
    [InlineData("unknown-word", "model M { input 4; ⟦zzzzzz⟧ }", "There is no layer `zzzzzz`.")]
    [InlineData("other-spelling", "model M { input 4; ⟦Linear⟧ 3 }", "`dense`")]
    [InlineData("other-spelling", "model M { input 1x8x8; ⟦Conv2D⟧ 3 kernel=3 }", "`conv`")]
    [InlineData("other-spelling", "model M { input 1x8x8; ⟦MaxPool2d⟧ 2 }", "`maxpool`")]
    [InlineData("other-spelling", "model M { input 1x8x8; conv 3 ⟦kernel_size⟧=3 }", "`kernel`")]
    [InlineData("other-spelling", "model M { input 4; dense ⟦out_features⟧=3 }", "`units`")]
    [InlineData("other-spelling", "model M { input 4; dense 3 activation=⟦ReLU⟧ }", "`relu`")]
    [InlineData("other-spelling", "model M { input 4; dense 3 bias=⟦False⟧ }", "`false`")]
    [InlineData("unknown-word", "model M { input 4; dense 3 activation=⟦rleu⟧ }", "Did you mean `relu`?")]
    [InlineData("unknown-argument", "model M { input 4; dense 3 ⟦activatoin⟧=relu }", "Did you mean `activation`?")]
    [InlineData("unknown-argument", "model M { input 4; dense 3 ⟦colour⟧=2 }", "it takes units, activation, bias")]
    [InlineData("duplicate-argument", "model M { input 4; dense 3 ⟦units=4⟧ }", "given twice")]
    [InlineData("duplicate-argument", "model M { input 4; dense 3 bias=true ⟦bias=false⟧ }", "given twice")]
    [InlineData("argument-order", "model M { input 4; dense bias=false ⟦3⟧ }", "come first")]
    [InlineData("too-many-values", "model M { input 4; dense 3 ⟦relu⟧ }", "Did you mean `activation=relu`?")]
    [InlineData("too-many-values", "model M { input 4; dense 3 ⟦ReLU⟧ }", "Did you mean `activation=relu`?")]
    [InlineData("too-many-values", "model M { input 1x8x8; conv 3 ⟦5⟧ }", "Did you mean `kernel=5`?")]
    [InlineData("too-many-values", "model M { input 4; dense 3 ⟦dropout⟧; relu; dense 2 }", "line of its own")]
    [InlineData("too-many-values", "model M { input 4; relu ⟦3⟧ }", "relu takes no values")]
    [InlineData("missing-argument", "model M { input 4; ⟦dense⟧ }", "dense needs units")]
    [InlineData("missing-argument", "model M { input 1x8x8; ⟦conv⟧ 3 }", "conv needs `kernel=`")]
    [InlineData("missing-argument", "data d { ⟦playground⟧ }", "playground needs set")]
    [InlineData("wrong-value", "model M { input 4; dense ⟦2.5⟧ }", "a whole number from 1, but this is `2.5`")]
    [InlineData("wrong-value", "model M { input 4; dense ⟦\"3\"⟧ }", "units of dense is a whole number")]
    [InlineData("wrong-value", "model M { input 4; dense ⟦(2 - 2)⟧ }", "`(2 - 2)` = 0")]
    [InlineData("wrong-value", "data d { csv ⟦iris⟧ }", "\"iris\"")]
    [InlineData("unknown-name", "let size = 3\nmodel M { input 4; dense ⟦sise⟧ }", "Did you mean `size`?")]
    [InlineData("unknown-name", "model M { input 4; dense ⟦n⟧ }", "`let`")]
    [InlineData("unknown-name", "model M { input 4; dense (⟦mn⟧(3, 4)) }", "Did you mean `min`?")]
    [InlineData("calculation", "model M { input 4; dense (1 ⟦/⟧ 0) }", "by zero")]
    [InlineData("calculation", "let a = true ⟦+⟧ 1", "takes numbers")]
    [InlineData("duplicate-name", "let a = 1\nlet ⟦a⟧ = 2", "declared already")]
    [InlineData("duplicate-name", "model M { input 4; dense 3 }\nmodel ⟦M⟧ { input 4; dense 3 }", "There is a model `M`")]
    [InlineData("duplicate-name", "model M { input 4; a: dense 3; ⟦a⟧: relu }", "a name stands for one thing")]
    [InlineData("empty-model", "⟦model M⟧ { }", "no layers")]
    [InlineData("missing-input", "model M { ⟦dense⟧ 3 }", "begins without an input")]
    [InlineData("dead-end", "model M { input 4; ⟦dense⟧ 3; input 5 }", "begins another input")]
    [InlineData("misplaced", "model M { input 4; ⟦loss⟧ cross_entropy }", "`train` block")]
    [InlineData("misplaced", "data d { csv \"a\"; ⟦dense⟧ 3 }", "`model` block")]
    [InlineData("misplaced", "data d { csv \"a\"; ⟦batch⟧ 3 }", "`train` block")]
    [InlineData("misplaced", "⟦dense⟧ 3\nrelu", "outside of a model")]
    [InlineData("unknown-word", "⟦modle⟧ M { input 4 }", "Did you mean `model`?")]
    [InlineData("unknown-word", "⟦network⟧ M { input 4 }", "Did you mean `model`?")]
    [InlineData("missing-setting", "⟦data d⟧ {\n  normalize standard\n}", "where its samples come from")]
    [InlineData("duplicate-setting", "data d {\n  csv \"a\"\n  ⟦csv⟧ \"b\"\n}", "Line 2 gives")]
    [InlineData("duplicate-setting", "data d {\n  csv \"a\"\n  ⟦playground⟧ xor\n}", "Line 2 gives a source, csv")]
    [InlineData("unknown-word", "data d {\n  csv \"a\"\n  ⟦normalise_data⟧ standard\n}", "data block has no setting")]
    [InlineData("cannot-use", "use ⟦\"a.nnet\"⟧\nmodel M { input 4; dense 3 }", "save it first")]
    public void FindsWhatIsWrong(string code, string marked, string? message)
    {
        if (message is null)
        {
            Assert.Contains(Check.Analyze(marked).Findings, finding => finding.Kind.Code == code);
            return;
        }
        Check.FiresAlone(code, marked, message: message);
    }

    [Theory]
    [InlineData("missing-setting", "loss", "  optimizer adam\n  epochs 3\n")]
    [InlineData("missing-setting", "optimizer", "  loss cross_entropy\n  epochs 3\n")]
    [InlineData("missing-setting", "epochs", "  loss cross_entropy\n  optimizer adam # behind a comment\n")]
    public void RequiredSettingsAreInserted(string code, string setting, string body)
        => Check.FiresAlone(code, $"data d {{ csv \"a\" }}\nmodel M {{ input 4; dense 3 }}\n⟦train M on d⟧ {{\n{body}}}\n", message: $"`{setting}`");

    [Theory]
    [InlineData("⟦sgd⟧ lr=0.1", "unknown-word", "`optimizer sgd`")]
    [InlineData("optimizer ⟦sgdd⟧ lr=0.1", "unknown-word", "Did you mean `sgd`?")]
    [InlineData("optimizer ⟦SGD⟧ lr=0.1", "other-spelling", "`sgd`")]
    [InlineData("⟦optimizer⟧", "missing-argument", "optimizer needs a choice")]
    [InlineData("optimizer sgd ⟦learning_rate⟧=0.1", "other-spelling", "`lr`")]
    public void ChoicesAreChecked(string line, string code, string message)
        => Check.Fires(code, $"data d {{ csv \"a\" }}\nmodel M {{ input 4; dense 3 }}\ntrain M on d {{\n  loss cross_entropy\n  epochs 3\n  {line}\n}}\n", message: message);

    [Theory]
    [InlineData("normalize ⟦zscore⟧", "`standard`")]
    [InlineData("normalize ⟦min_max⟧", "`minmax`")]
    [InlineData("csv \"a\" missing=⟦impute⟧", "`mean`")]
    public void WordsOfOthersAreTranslated(string line, string ours)
        => Check.Fires("other-spelling", $"data d {{\n  {line}\n}}\n", message: ours);

    [Fact]
    public void TrainNamesItsModelAndData()
    {
        const string rest = " {\n  loss cross_entropy\n  optimizer adam\n  epochs 3\n}\ndata table { csv \"a\" }\nmodel Net { input 4; dense 3 }\n";
        Check.FiresAlone("unknown-name", "train ⟦Nett⟧ on table" + rest, message: "Did you mean `Net`?");
        Check.FiresAlone("unknown-name", "train Net on ⟦tabel⟧" + rest, message: "Did you mean `table`?");
        Check.Silent("train Net on table" + rest);
        Check.FiresAlone("duplicate-name", "train Net on table" + rest + "train ⟦Net⟧ on table {\n  loss cross_entropy\n  optimizer sgd\n  epochs 3\n}\n");
        var train = Assert.Single(Check.Analyze("train Net on table" + rest).Trains);
        Assert.Equal("Net", train.Model?.Name);
        Assert.Equal("table", train.Data?.Name);
        Assert.Equal(3, train.Epochs);
    }

    [Fact]
    public void AnErrorDoesNotCascade()
    {
        var analysis = Check.Analyze("model M {\n  input 4\n  dens 8\n  dense 3\n  softmax\n}");
        Assert.Single(analysis.Findings);
        Assert.Null(analysis.Models[0].Nodes[1].Facts);
        Assert.Single(Check.Analyze("model M {\n  dense 8 activation=relu\n  conv 3 kernel=3\n  dense 4\n}").Findings);
        Assert.Single(Check.Analyze("let n = m\nmodel M { input n; dense n }").Findings);
    }

    [Fact]
    public void AHalfTypedArgumentLeavesShapesUp()
    {
        var analysis = Check.Analyze("model M {\n  input 1x28x28\n  conv 6 kernel=5 padding=\n  flatten\n}");
        Assert.Single(analysis.Findings);
        Assert.Equal("6×24×24", analysis.Models[0].Nodes[1].Facts?.Output.Shape.ToString());
    }

    [Fact]
    public void ActivationMakesANodeOfTheSameOrigin()
    {
        var analysis = Check.Analyze("model M {\n  input 4\n  head: dense 8 activation=tanh\n  dense 3\n  dense 3\n}");
        var model = analysis.Models[0];
        Assert.Equal(["input_1", "head", "tanh_1", "dense_1", "dense_2"], model.Nodes.Select(node => node.Name));
        Assert.Equal(model.Nodes[1].Origin, model.Nodes[2].Origin);
        Assert.Equal(1, Assert.Single(model.Nodes[2].Inputs));
        Assert.Equal(4, Assert.Single(model.Outputs));
        Assert.Equal(2, model.Nodes[1].Origin.LineIn(analysis.Source));
    }

    [Fact]
    public void LetsStandForValues()
    {
        var model = Check.Analyze("let d = 2*3 + 2\nlet act = relu\nmodel M {\n  let h = d//3 + 2^2\n  input d\n  dense h activation=act\n  dense (max(h, 10)) bias=(d > 7)\n}").Models[0];
        Assert.Equal(["8", "6", "6", "10"], model.Nodes.Select(node => node.Facts!.Output.Shape.ToString()));
        Assert.True(model.Nodes[3].Get(Dense.Bias));
        Assert.Equal(InitializerFamily.He, ((Activation)model.Nodes[2].Layer).SuitableInitializer);
    }

    [Theory]
    [InlineData("2 + 3 * 4", 14)]
    [InlineData("(2 + 3) * 4", 20)]
    [InlineData("2 ^ 3 ^ 2", 512)]
    [InlineData("- 2 ^ 2", -4)]
    [InlineData("10 - 3 - 2", 5)]
    [InlineData("7 // 2 * 2", 6)]
    [InlineData("-7 // 2", -4)]
    [InlineData("-7 % 3", 2)]
    [InlineData("2 * -3", -6)]
    [InlineData("min(3, 1, 2) + abs(-1)", 2)]
    [InlineData("50% * 4", 2)]
    public void Calculations(string text, double expected)
    {
        // Seen through an argument that takes any number.
        var analysis = Check.Analyze($"let x = {text}\nmodel M {{ input 4; leaky_relu (x + 100) }}");
        Assert.Equal(expected + 100, analysis.Models[0].Nodes[1].Get(Layers.Activations.LeakyRelu.Slope));
    }

    [Theory]
    [InlineData("1 < 2 and 3 >= 3", true)]
    [InlineData("1 == 2 or 2 != 2", false)]
    [InlineData("true or false and false", true)]
    public void Conditions(string text, bool expected)
        => Assert.Equal(expected, Check.Analyze($"let x = {text}\nmodel M {{ input 4; dense 3 bias=x }}").Models[0].Nodes[1].Get(Dense.Bias));

    [Fact]
    public void InitialWeightsSuitTheActivationThatTakesThem()
    {
        var nodes = Check.Analyze("model M { input 1x8x8; conv 4 kernel=3 bias=false; batchnorm; relu; flatten; dense 8; dropout; selu; dense 4 activation=tanh; dense 2 }").Models[0].Nodes;
        Initializer Of(int node) => nodes[node].Facts!.Weights[0].Initial;
        Assert.Equal(new Initializer.Uniform(Math.Sqrt(6.0 / 9), "He uniform"), Of(1));
        Assert.Equal(new Initializer.Normal(Math.Sqrt(1.0 / 144), "LeCun normal"), Of(5));
        Assert.Equal(new Initializer.Uniform(Math.Sqrt(6.0 / 12), "Glorot uniform"), Of(8));
        Assert.Equal(new Initializer.Uniform(Math.Sqrt(6.0 / 6), "Glorot uniform"), Of(10));
        Assert.DoesNotContain(nodes, node => node.Facts!.Weights.Any(weight => weight.Initial is Initializer.Automatic));
    }

    [Fact]
    public void FeaturesAreFormulas()
    {
        var data = Check.Analyze("let k = 2\ndata d { playground xor\n features [x1, k*x1^2 - sin(-x2), \"a b\"] }").Data[0];
        var formulas = data.Find<Data.FeaturesSetting>()!.Get(Data.FeaturesSetting.Expressions);
        Assert.Equal(["x1", "k*x1^2 - sin(-x2)", "\"a b\""], formulas.Select(formula => formula.Source));
        Assert.Equal((2 * 9) + Math.Sin(0.5), formulas[1].Evaluate(name => name == "x1" ? 3 : 0.5), 12);
        Assert.Equal(["x1", "x2"], formulas[1].Variables);
    }

    [Fact]
    public void RepeatWritesALineSeveralTimes()
    {
        var analysis = Check.Analyze("model M {\n  input 8\n  repeat 3 dense 8 activation=relu\n  repeat 2 {\n    let n = 4\n    dense n\n    relu\n  }\n}");
        var model = analysis.Models[0];
        Assert.Equal(1 + 6 + 4, model.Nodes.Length);
        Assert.All(model.Nodes.Skip(1).Take(6), node => Assert.Equal(2, node.Origin.LineIn(analysis.Source)));
        Check.Fires("wrong-value", "model M { input 4; repeat ⟦0⟧ relu }");
    }

    [Fact]
    public void NoSpellingMeansTwoThings()
    {
        static void Unambiguous<T>(params string[] shared)
            where T : Definition
        {
            var spellings = Catalog<T>.All.SelectMany(definition => definition.Aliases.Append(definition.Name).Select(spelling => (Spelling: spelling.ToLowerInvariant(), definition))).Distinct().ToList();
            Assert.Empty(spellings.GroupBy(pair => pair.Spelling).Where(group => group.Count() > 1).Select(group => group.Key).Except(shared));
            Assert.All(Catalog<T>.All, definition =>
            {
                Assert.Matches("^[a-z][a-z0-9_]*$", definition.Name);
                var names = definition.Arguments.SelectMany(argument => argument.Aliases.Append(argument.Name)).ToList();
                Assert.Equal(names.Count, names.Distinct().Count());
                // What goes without a name is declared first.
                Assert.Equal(definition.Arguments.OrderByDescending(argument => argument.IsPositional), definition.Arguments);
                Assert.EndsWith(".", definition.Summary, StringComparison.Ordinal);
            });
        }
        // PyTorch's layer and Keras' activation: the one before arguments, the other as activation=.
        Unambiguous<Layer>("linear");
        Unambiguous<Training.Loss>();
        Unambiguous<Training.Optimizer>();
        Unambiguous<Training.Schedule>();
        Unambiguous<Training.Metric>();
        Unambiguous<Data.DataSetting>();
        Unambiguous<Training.TrainSetting>();
    }

    [Fact]
    public void AFaultBecomesOneFinding()
    {
        var analysis = Analyzer.Analyze(new Text.SourceText("data d { csv \"a\" }"), new Broken());
        var finding = Assert.Single(analysis.Findings);
        Assert.Equal("internal", finding.Kind.Code);
        Assert.Equal(Severity.Error, finding.Kind.Severity);
    }

    private sealed class Broken : Data.IDataProbe
    {
        public Data.DataLook Look(Data.DataSpec data) => throw new InvalidOperationException("broken on purpose");
    }
}
