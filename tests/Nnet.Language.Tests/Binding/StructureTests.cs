using Nnet.Language.Data;
using Nnet.Language.Findings;
using Nnet.Language.Graph;
using Nnet.Language.Text;
using Xunit;

namespace Nnet.Language.Tests.Binding;

/// <summary>Blocks, paths, joints, labels, conditions and several inputs.</summary>
public class StructureTests
{
    [Theory]
    [InlineData("block B(n, m=n) { dense n; relu; dense m }\nmodel M { input 4; B 8 }", "8", 40 + 72)]
    [InlineData("block B(n, m=(2*n)) { dense n; relu; dense m }\nmodel M { input 4; B m=3 n=8 }", "3", 40 + 27)]
    [InlineData("block A(act) { dense 4 activation=act; dense 4; act }\nmodel M { input 4; A relu }", "4", 40)]
    [InlineData("block A(x) { dense x }\nblock B(x) { repeat 2 { A x; relu } }\nmodel M { input 4; B 5 }", "5", 25 + 30)]
    [InlineData("let d = 3\nblock A { let e = (2*d); dense e; relu; dense d }\nmodel M { input 4; A }", "3", 30 + 21)]
    public void BlocksStandForTheirLines(string text, string output, int parameters) => IsExact(text, output, parameters);

    [Theory]
    [InlineData("model M { input 4; residual { dense 4; relu; dense 4 } }", "4", 40)]
    [InlineData("model M { input 4; add { path { dense 8 }; path { dense 8; relu } } }", "8", 80)]
    [InlineData("model M { input 4; add { path { dense 4 }; path when in.features > 4 { dense 8 } } }", "4", 20)]
    [InlineData("model M { input 4; concat { path { dense 3 }; path } }", "7", 15)]
    [InlineData("model M { input 8x4x4; multiply { path; path { globalavgpool; dense 8 activation=sigmoid } } }", "8×4×4", 72)]
    [InlineData("model M { input 4; e: dense 6; relu; dense 2; concat e }", "8", 30 + 14)]
    [InlineData("model M { input 4; a: dense 3; relu; b: dense 3; relu; dense 3; add a b }", "3", 15 + 12 + 12)]
    [InlineData("model M { input 2; add { repeat 3 path { dense 5; relu } } }", "5", 45)]
    [InlineData("model M { e0: input 4; relu; add e0 { path { dense 4 }; path { tanh } } }", "4", 20)]
    public void JoinsBringPathsTogether(string text, string output, int parameters) => IsExact(text, output, parameters);

    [Fact]
    public void ALabelOfAWholeBlockIsItsEnd()
        => IsExact("block B(n) { dense n; relu }\nmodel M { input 4; e: B 6; dense 2; relu; concat e }", "8", 30 + 14);

    [Fact]
    public void ABlockTakesALabel()
        => IsExact("block B(n, skip) { dense n; concat skip }\nmodel M { x: input 4; B 6 x }", "10", 30);

    [Fact]
    public void SeveralInputsAndOutputs()
    {
        var model = Check.Analyze("model M {\n  input left 4\n  a: dense 3 activation=relu\n  right: input 5\n  dense 3 activation=relu\n  concat a\n  path { aux: dense 2 }\n  output aux\n  dense 1\n}").Models[0];
        Assert.Equal(["left", "right"], model.Inputs.Select(input => input.Name));
        Assert.Equal(["aux", "dense_2"], model.Outputs.Select(id => model.Nodes[id].Name));
        Assert.Equal("6", model.Nodes.Single(node => node.Layer.Name == "concat").Facts!.Output.ToString().Split(' ')[0]);
        Check.Silent("model M {\n  input left 4\n  a: dense 3 activation=relu\n  right: input 5\n  dense 3 activation=relu\n  concat a\n  path { aux: dense 2 }\n  output aux\n  dense 1\n}");
    }

    [Fact]
    public void FromGoesOnFromALabel()
    {
        var model = Check.Analyze("model M { input 4; t: dense 8 activation=relu; dense 2; output; from t; dense 3 }").Models[0];
        Assert.Equal(["dense_1", "dense_2"], model.Outputs.Select(id => model.Nodes[id].Name));
        Assert.Equal(27, model.Nodes[^1].Facts!.Parameters);
    }

    [Theory]
    [InlineData("model M { input 3x8x4; conv (in.channels*2 + in.height) kernel=1; globalavgpool; dense in.features }", "14", 56 + 210)]
    [InlineData("model M { e: input 4; dense 2; relu; dense e.features }", "4", 10 + 12)]
    public void ExpressionsAskForShapes(string text, string output, int parameters) => IsExact(text, output, parameters);

    [Fact]
    public void ALineWhoseConditionFailsIsSkipped()
        => IsExact("let deep = false\nmodel M { input 4; dense 4 activation=relu when deep; dense 2 }", "2", 10);

    [Fact]
    public void WeightsCanBeTiedAndFrozen()
    {
        var model = Check.Analyze("model M { input 4; e: dense 4 freeze=true activation=relu; dense 4 tie=e bias=false }").Models[0];
        Assert.Equal((20, 20), (model.Parameters, model.FrozenParameters));
        Assert.Equal(1, model.Nodes[^1].Facts!.Weights[0].TiedTo);
        Check.Fires("tie-differs", "model M { input 4; e: dense 5 activation=relu; dense 4 tie=⟦e⟧ }", message: "cannot be the same numbers");
        Check.Fires("tie-differs", "model M { e: input 4; dense 4 tie=⟦e⟧ }", message: "no weights");
    }

    [Fact]
    public void CallsOfABlockCanShareTheirWeights()
    {
        var model = Check.Analyze("block Two(n) { dense n activation=relu; dense 4 freeze=true }\nblock Tower(n) { Two n; prelu }\nmodel M { input left 4; a: Tower 6; input right 4; Tower 6 tie=a; concat a; dense 2 }").Models[0];
        Assert.Equal((30 + 28 + 1 + 18, 28), (model.Parameters, model.FrozenParameters));
        Assert.Equal(["dense_1", "dense_1", "dense_2", "dense_2", "prelu_1"], model.Nodes.SelectMany(node => node.Facts!.Weights).Select(weight => weight.TiedTo).OfType<int>().Select(id => model.Nodes[id].Name));
        Check.Silent("block Tower(n) { dense n activation=relu }\nmodel M { input left 4; a: Tower 6; input right 4; Tower 6 tie=a; concat a; dense 2 }");
        // What shares with a layer that shares itself has the first one's weights.
        Assert.Equal([1, 1, 1], Check.Analyze("block B { dense 4 activation=relu }\nmodel M { input 4; a: B; repeat 2 B tie=a; b: B tie=a }").Models[0].Nodes.Where(node => node.Layer.Name == "dense").Skip(1).Select(node => node.Facts!.Weights[0].TiedTo!.Value));
        Check.Fires("tie-differs", "block B(n) { dense n activation=relu }\nmodel M { input 4; a: B 4; B 5 tie=⟦a⟧ }", message: "The weight of dense_1 is 4×4, but here dense wants 5×4");
        Check.Fires("tie-differs", "block B { dense 4 activation=relu }\nblock C { conv 2 kernel=3; relu }\nmodel M { input 4; a: B; reshape 1x4; C tie=⟦a⟧ }", message: "no conv at its place");
    }

    [Fact]
    public void InitialisersCanBeChosen()
    {
        var model = Check.Analyze("model M { input 4; dense 4 init=zeros; relu; dense 4 init=normal(0.02); relu; dense 2 init=he_normal }").Models[0];
        Assert.Equal([new Initializer.Constant(0), new Initializer.Normal(0.02, "normal"), new Initializer.Normal(Math.Sqrt(0.5), "He normal")], model.Nodes.Where(node => node.Layer.Name == "dense").Select(node => node.Facts!.Weights[0].Initial));
        Check.Fires("unknown-word", "model M { input 4; dense 4 init=⟦he_norml⟧ }", message: "he_normal");
    }

    [Theory]
    [InlineData("paths-differ", "model M { input 64x28x28; ⟦add⟧ { path { conv 64 kernel=1 }; path { conv 128 kernel=1 stride=2 } } }", "add joins 64×28×28 and 128×14×14: channels differ (64 ≠ 128)")]
    [InlineData("paths-differ", "model M { input 64x28x28; ⟦residual⟧ { maxpool 2 } }", "height differs (28 ≠ 14)")]
    [InlineData("concat-differs", "model M { input 4x8x8; ⟦concat⟧ { path { maxpool 2 }; path { conv 3 kernel=1 } } }", "height differs (4 ≠ 8)")]
    [InlineData("block-call", "block B(s) {\n  residual { conv 4 kernel=3 stride=s padding=1 }\n}\nmodel M { input 4x8x8; B 1; ⟦B⟧ 2 }", "`B 2` does not work out (line 2): add joins 4×8×8 and 4×4×4")]
    [InlineData("syntax", "block B(n ⟦m=2⟧) { dense n; relu; dense m }\nmodel M { input 2; B 2 }", "one is missing before `m`")]
    [InlineData("recursive-block", "block B { dense 2; ⟦B⟧ }\nmodel M { input 2; B }", "calls itself")]
    [InlineData("missing-argument", "block B(n) { dense n }\nmodel M { input 2; ⟦B⟧ }", "B needs n: it is declared as `B(n)`")]
    [InlineData("unknown-argument", "block B(n) { dense n }\nmodel M { input 2; B 2 ⟦m⟧=2 }", "it takes n")]
    [InlineData("too-many-values", "block B(n) { dense n }\nmodel M { input 2; B 2 ⟦3⟧ }", "one value without a name, n")]
    [InlineData("duplicate-name", "block ⟦dense⟧(n) { relu }\nmodel M { input 2; relu }", "word of the language")]
    [InlineData("duplicate-name", "block B { relu }\nblock ⟦B⟧ { tanh }\nmodel M { input 2; B }", "already")]
    [InlineData("unknown-name", "model M { input 4; dense 4; concat ⟦e5⟧ }", "No line above is labelled `e5`")]
    [InlineData("unknown-word", "model M { input 4; a: dense 4 activation=relu; ⟦a⟧ }", "`from a` goes on from there")]
    [InlineData("misplaced", "model M { input 4; add { ⟦dense⟧ 4; path } }", "joins paths")]
    [InlineData("missing-body", "model M { input 4; ⟦add⟧ }", "nothing to join")]
    [InlineData("missing-body", "model M { input 4; ⟦residual⟧ }", "about the lines in braces")]
    [InlineData("no-condition", "model M { input 4; dense 3 when ⟦2⟧ }", "something true or false")]
    [InlineData("calculation", "model M { input 4; dense ⟦in.height⟧ }", "which has no height. It has channels, features")]
    [InlineData("calculation", "model M { input 4; dense ⟦in.chanels⟧ }", "no chanels. It has channels")]
    [InlineData("dead-end", "model M { input 4; path { ⟦dense⟧ 3 }; dense 2 }", "goes nowhere")]
    public void FindsWhatIsWrong(string code, string marked, string message)
        => Check.Fires(code, marked, message: message);

    [Theory]
    [InlineData("model M { input 8x4x4; ⟦residual⟧ { conv 16 kernel=3 stride=2 padding=1 } }")]
    [InlineData("model M { input 8x4x4; ⟦add⟧ { path { conv 16 kernel=3 padding=1 }; path } }")]
    public void AShortcutThatDoesNotFitGetsAProjection(string marked)
        => Assert.Equal("Add a projection path", Assert.Single(Check.FiresAlone("paths-differ", marked).Fixes).Title);

    [Fact]
    public void AnErrorInABlockIsSaidOnceAndAtEveryCallThatCausesIt()
    {
        var found = Check.Analyze("block B { conv 4 kernel=3 }\nmodel M { input 4; B }\nmodel N { input 5; B }\nmodel O { input 3x4x4; B }").Findings;
        Assert.Equal(["needs-space", "block-call", "block-call"], found.Select(finding => finding.Kind.Code));
    }

    [Fact]
    public void ABlockThatNothingCallsIsReadToo()
    {
        Check.Fires("unknown-word", "block B(n) { ⟦dnse⟧ n }");
        Check.Silent("block B(n, act=relu) { dense n activation=act; repeat n { dense n; act }; when_: dense (n + in.features) when n > 2 }");
    }

    [Fact]
    public void BlocksThatMultiplyAreStopped()
    {
        var text = string.Join('\n', Enumerable.Range(0, 40).Select(i => $"block B{i} {{ B{i + 1}; B{i + 1} }}")) + "\nblock B40 { }\nmodel M { input 2; B0 }";
        Assert.Contains(Check.Analyze(text).Findings, finding => finding.Kind.Code == "too-many-layers");
    }

    [Fact]
    public void EveryExecutionOfALineIsPlaced()
    {
        var analysis = Check.Analyze("block B(n) {\n  residual { dense n; relu }\n}\nmodel M {\n  input 4\n  repeat 2 B 4\n}");
        var model = analysis.Models[0];
        Assert.Equal(
            ["input 4 0–1", "dense n 1–2", "relu 2–3", "residual 1–4", "B 4 1–4", "dense n 4–5", "relu 5–6", "residual 4–7", "B 4 4–7"],
            model.Steps.Select(step => $"{step.TitleIn(analysis.Source)} {step.First}–{step.End}"));
        Assert.All(model.Nodes.Skip(1), node => Assert.Equal(5, node.Origin.Caller!.LineIn(analysis.Source)));
    }

    [Fact]
    public void AnotherFileIsUsed()
    {
        var files = new Files { ["/p/blocks.nnet"] = "let d = 8\nblock B(n) { dense n; relu }\nblock Bad { dense 2; conv 3 kernel=3 }\ndata xs { playground xor }\nmodel Small { input 2; dense 1 }" };
        var used = Analyzer.Analyze(new SourceText("use \"blocks.nnet\"\nmodel M { input 2; B d; dense 1 }\ntrain M on xs { loss binary_cross_entropy; optimizer adamw; epochs 3 }", "/p/main.nnet"), null, files);
        Assert.Empty(used.Findings);
        Assert.Equal(24 + 9, used.Models[0].Parameters);
        Assert.Equal("/p/blocks.nnet", Assert.Single(used.Uses));
        Assert.Equal(1, used.Models[0].Nodes[1].Origin.Here.LineIn(used.Source));
        var bad = Analyzer.Analyze(new SourceText("use \"blocks.nnet\"\nmodel M { input 2; Bad }", "/p/main.nnet"), null, files);
        Assert.Equal(["block-call"], bad.Findings.Select(finding => finding.Kind.Code));
        Assert.Contains("`blocks.nnet`, line 3", bad.Findings[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DataOfUsedFilesIsLookedAt()
    {
        var files = new Files { ["/p/data.nnet"] = "let rows = 100\ndata flowers { playground circle }" };
        Analysis Of(int units, IDataProbe probe) => Analyzer.Analyze(new SourceText($"use \"data.nnet\"\nmodel M {{ input 4; dense 8 activation=relu; dense {units} }}\ntrain M on flowers {{ loss cross_entropy; optimizer adamw; epochs 3 }}", "/p/main.nnet"), probe, files);

        Assert.Empty(Of(3, Facts.Classes(3)).Findings);
        Assert.Contains("flowers has 3 classes", Assert.Single(Of(5, Facts.Classes(3)).Findings).Message, StringComparison.Ordinal);
        var unreadable = Of(3, new Unreadable(DataFindings.MissingFile, "There is no such file.", null));
        var finding = Assert.Single(unreadable.Findings);
        Assert.Equal(("missing-file", "data.nnet, `data flowers`: There is no such file.", "train M on flowers"), (finding.Kind.Code, finding.Message, unreadable.Source[finding.Span]));
    }

    [Theory]
    [InlineData("use \"b.nnet\"", "circular-use", "main.nnet → b.nnet → main.nnet")]
    [InlineData("use \"main.nnet\"", "circular-use", "main.nnet → main.nnet")]
    [InlineData("use \"none.nnet\"", "cannot-use", "There is no file \"none.nnet\"")]
    [InlineData("use \"broken.nnet\"", "used-file-has-errors", "line 2")]
    public void WhatIsWrongWithUsedFilesIsSaidAtUse(string use, string code, string message)
    {
        var files = new Files { ["/p/b.nnet"] = "use \"main.nnet\"\nblock B { relu }", ["/p/broken.nnet"] = "block C { relu }\nblock D { relu" };
        files["/p/main.nnet"] = use;
        var finding = Assert.Single(Analyzer.Analyze(new SourceText(use, "/p/main.nnet"), null, files).Findings);
        Assert.Equal(code, finding.Kind.Code);
        Assert.Contains(message, finding.Message, StringComparison.Ordinal);
    }

    private static void IsExact(string text, string output, int parameters)
    {
        Check.Silent(text);
        var model = Check.Analyze(text).Models[0];
        Assert.Equal((output, parameters), (model.Output!.Facts!.Output.Shape.ToString(), model.Parameters));
    }

    private sealed class Files : Dictionary<string, string>, ISourceFiles
    {
        public SourceText? Read(string path) => TryGetValue(path, out var text) ? new SourceText(text, path) : null;
    }
}
