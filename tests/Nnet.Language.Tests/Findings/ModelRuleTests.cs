using Xunit;

namespace Nnet.Language.Tests.Findings;

/// <summary>What rules see in models: each fires where it should, is mended by each of its fixes, and knows branches.</summary>
public class ModelRuleTests
{
    private static readonly string s_deep = Sigmoids(3);

    [Fact]
    public void DeepSquashing()
    {
        Check.FiresAlone("deep-squashing", $"model M {{\n  input 4\n{s_deep}  dense 8 activation=⟦sigmoid⟧\n  dense 1\n}}", message: "4th sigmoid in a row");
        Check.FiresAlone("deep-squashing", "model M {\n  input 4\n  repeat 6 { dense 8; ⟦sigmoid⟧ }\n  dense 1\n}", message: "6th sigmoid");
        Check.FiresAlone("deep-squashing", "model M {\n  input 4\n  repeat 10 { dense 8; ⟦tanh⟧ }\n  dense 1\n}", message: "10th tanh");
        Check.Silent($"model M {{\n  input 4\n{s_deep}  dense 1 activation=sigmoid\n}}");
        // A normalisation keeps inputs where the slope is steep, and a skip leads round.
        Check.Silent("model M {\n  input 4\n  repeat 6 { dense 8 bias=false; batchnorm; sigmoid }\n  dense 1\n}");
        Check.Silent("model M {\n  input 4\n  repeat 6 residual { dense 4; sigmoid }\n  dense 1\n}");
        // Gates of squeeze-and-excitation.
        Check.Silent("block Se { multiply { path; path { globalavgpool; dense 4 activation=relu; dense 8 activation=sigmoid } } }\nmodel M {\n  input 8x8x8\n  repeat 6 { conv 8 kernel=3 padding=1 activation=relu; Se }\n  globalavgpool; dense 2\n}");
    }

    [Fact]
    public void DropoutBeforeBatchNorm()
    {
        Check.FiresAlone("dropout-before-batchnorm", "model M {\n  input 8\n  dense 8 bias=false\n  ⟦dropout⟧ 20%\n  batchnorm\n  relu\n  dense 2\n}", message: "line 5");
        Check.FiresAlone("dropout-before-batchnorm", "model M {\n  input 8\n  dense 8 activation=relu\n  ⟦dropout⟧\n  batchnorm; dense 2\n}");
        Check.Silent("model M {\n  input 8\n  dense 8 bias=false\n  batchnorm\n  relu\n  dropout 20%\n  dense 2\n}");
        Check.Silent("model M {\n  input 8\n  dense 8 activation=relu\n  dropout\n  dense 8 bias=false\n  batchnorm; relu; dense 2\n}");
    }

    [Fact]
    public void DropoutAfterOutput()
    {
        Check.FiresAlone("dropout-after-output", "model M {\n  input 8\n  dense 8 activation=relu\n  dense 2\n  ⟦dropout⟧ 20%\n}");
        Check.FiresAlone("dropout-after-output", "model M {\n  input 8\n  dense 8 activation=relu\n  dense 2\n  ⟦dropout⟧ 20%\n  softmax\n}");
        Check.FiresAlone("dropout-after-output", "model M {\n  input 8\n  t: dense 8 activation=relu\n  dense 2\n  ⟦dropout⟧\n  output\n  from t\n  dense 3\n}");
        Check.Silent("model M {\n  input 8\n  dense 8 activation=relu\n  dropout 20%\n  dense 2\n}");
    }

    [Fact]
    public void SeluConditions()
    {
        Check.FiresAlone("selu-conditions", "model M { input 4; dense 8 init=⟦he_normal⟧ activation=selu; dense 2 }", message: "lecun_normal");
        Check.Fires("selu-conditions", "model M { input 4; dense 8 activation=selu; ⟦dropout⟧; dense 2 }", message: "alpha_dropout");
        Check.Silent("model M { input 4; dense 8 init=lecun_uniform activation=selu; dense 8 activation=selu; dense 2 }");
        Check.Silent("model M { input 4; dense 8 activation=relu; dropout; dense 8 activation=selu; dense 2 }");
    }

    [Fact]
    public void InitAndActivation()
    {
        Check.FiresAlone("init-does-not-suit", "model M { input 4; dense 8 init=⟦glorot_uniform⟧ activation=relu; dense 2 }", message: "he_uniform");
        Check.FiresAlone("init-does-not-suit", "model M { input 4; dense 8 init=⟦he_normal⟧; tanh; dense 2 }", message: "glorot_normal");
        Check.Silent("model M { input 4; dense 8 init=he_normal activation=relu; dense 2 init=glorot_uniform }");
        Check.Silent("model M { input 4; dense 8 init=normal(0.02) activation=relu; dense 2 init=he_normal activation=softmax }");
        // Behind a normalisation the spread of the weights does not matter.
        Check.Silent("model M { input 4; dense 8 init=glorot_normal bias=false; batchnorm; relu; dense 2 }");
    }

    [Fact]
    public void ConstantInit()
    {
        Check.FiresAlone("constant-init", "model M { input 4; dense 8 init=⟦zeros⟧ activation=relu; dense 2 }", message: "start at 0");
        Check.FiresAlone("constant-init", "model M { input 4; dense 8 init=⟦0.1⟧ activation=tanh; dense 2 }", message: "start at 0.1");
        Check.FiresAlone("constant-init", "model M {\n  input 1x8x8\n  conv 8 kernel=3 bias=false init=⟦ones⟧\n  batchnorm; relu; globalavgpool; dense 2\n}");
        // A head may start at zero, and so may the end of a path that is added; fixed weights are meant.
        Check.Silent("model M { input 4; dense 8 activation=relu; dense 2 init=zeros }");
        Check.Silent("model M { input 4; residual { dense 4 activation=relu; dense 4 init=zeros }; dense 2 }");
        Check.Silent("model M { input 4; dense 8 init=ones freeze=true activation=relu; dense 2 }");
    }

    [Fact]
    public void DuplicateActivation()
    {
        Check.FiresAlone("duplicate-activation", "model M {\n  input 4\n  dense 8 activation=relu\n  ⟦relu⟧\n  dense 2\n}", message: "line 3");
        Check.Silent("model M { input 4; dense 8 activation=relu; dense 8 activation=relu; dense 2 }");
        // Behind a sum it is another one.
        Check.Silent("model M { input 4; residual { dense 4 activation=relu }; relu; dense 2 }");
        // A block that brings its own relu is called in two ways.
        Check.Silent("block B(first=false) { relu when first; relu; dense 4 }\nmodel M { input 4; B; relu; dense 2 }");
    }

    [Fact]
    public void HeavyDense()
    {
        Check.FiresAlone("heavy-dense", "model M {\n  input 3x64x64\n  conv 32 kernel=3 padding=1 activation=relu\n  flatten\n  ⟦dense⟧ 64 activation=relu\n  dense 10\n}", message: "needs 2,112");
        Check.Silent("model M {\n  input 3x64x64\n  conv 32 kernel=3 padding=1 activation=relu\n  globalavgpool\n  dense 64 activation=relu\n  dense 10\n}");
        // Without a convolution there is nothing to average, and small nets may do as they like.
        Check.Silent("model M {\n  input 3x64x64\n  flatten\n  dense 512 activation=relu\n  dense 10\n}");
        Check.Silent("model M {\n  input 1x28x28\n  conv 6 kernel=5 activation=relu\n  flatten\n  dense 120 activation=relu\n  dense 10\n}");
    }

    [Fact]
    public void EvenKernel()
    {
        Check.FiresAlone("even-kernel", "model M { input 1x8x8; conv 4 kernel=⟦4⟧ padding=same; relu; globalavgpool; dense 2 }", message: "1 before and 2 behind");
        Check.FiresAlone("even-kernel", "model M { input 1x8x8; conv 4 kernel=⟦2⟧ padding=1; relu; globalavgpool; dense 2 }", message: "makes 9 of 8");
        Check.Silent("model M { input 1x8x8; conv 4 kernel=3 padding=same; relu; conv 4 kernel=2; relu; globalavgpool; dense 2 }");
        // With a stride even windows are usual: patches, and the discriminators of DCGAN.
        Check.Silent("model M { input 3x32x32; conv 8 kernel=4 stride=2 padding=1 activation=leaky_relu; conv 8 kernel=4 stride=4; relu; globalavgpool; dense 2 }");
    }

    [Fact]
    public void SkippedPixels()
    {
        Check.FiresAlone("skipped-pixels", "model M { input 1x28x28; conv 4 kernel=3 stride=⟦4⟧; relu; globalavgpool; dense 2 }", message: "only 56%");
        Check.FiresAlone("skipped-pixels", "model M { input 1x28x28; maxpool 2 stride=⟦3⟧; conv 4 kernel=3; relu; globalavgpool; dense 2 }");
        Check.Silent("model M { input 1x28x28; maxpool 2; conv 4 kernel=3 dilation=2 stride=4; relu; globalavgpool; dense 2 }");
        // The shortcut of ResNet.
        Check.Silent("model M { input 4x28x28; conv 8 kernel=1 stride=2; relu; globalavgpool; dense 2 }");
    }

    [Fact]
    public void IgnoredEdge()
    {
        Check.FiresAlone("ignored-edge", "model M { input 4x7x7; ⟦maxpool⟧ 2; flatten; dense 2 }", message: "27%");
        Check.FiresAlone("ignored-edge", "model M { input 4x9x9; ⟦conv⟧ 4 kernel=4 stride=4; relu; flatten; dense 2 }".Replace("4x9x9", "4x7x7"), message: "last 3 rows");
        Check.Silent("model M { input 4x8x8; maxpool 2; flatten; dense 2 }");
        // A padded row that is not seen is no loss, nor is one of many: ResNet's first layers, and LeNet's pools.
        Check.Silent("model M { input 3x224x224; conv 8 kernel=7 stride=2 padding=3 activation=relu; maxpool 3 stride=2 padding=1; globalavgpool; dense 2 }");
        Check.Silent("model M { input 1x11x11; maxpool 2; flatten; dense 2 }");
    }

    [Fact]
    public void AttentionWithoutPosition()
    {
        const string block = "block Look { residual { layernorm; attention 2 } }\n";
        Check.FiresAlone("attention-without-position", block.Replace("attention", "⟦attention⟧") + "model M {\n  input [seq=9] domain=tokens(50)\n  embedding 50 8\n  repeat 2 Look\n  globalavgpool\n  dense 2\n}", message: "line 4");
        Check.FiresAlone("attention-without-position", "model M {\n  input 3x32x32\n  conv 8 kernel=8 stride=8\n  to_sequence\n  ⟦attention⟧ 2\n  globalavgpool\n  dense 2\n}");
        Check.Silent(block + "model M { input [seq=9] domain=tokens(50); embedding 50 8; position sinusoidal; repeat 2 Look; globalavgpool; dense 2 }");
        // Rotary positions are in the attention, and what it gives knows the order.
        Check.Silent("model M { input [seq=9] domain=tokens(50); embedding 50 8; residual { layernorm; attention 2 rotary=10000 }; residual { layernorm; attention 2 }; globalavgpool; dense 2 }");
        // What comes in as features may have its position in them already; recurrent layers and overlapping windows know the order.
        Check.Silent(block + "model M { input [seq=9, 8]; Look; globalavgpool; dense 2 }");
        Check.Silent(block + "model M { input [seq=9] domain=tokens(50); embedding 50 8; gru 8 return_sequences=true; Look; globalavgpool; dense 2 }");
        Check.Silent(block + "model M { input 3x32x32; conv 8 kernel=3 padding=1 activation=relu; to_sequence; Look; globalavgpool; dense 2 }");
        // Positions that come in as tokens of their own.
        Check.Silent(block + "model M { input words [seq=9] domain=tokens(50); w: embedding 50 8; input places [seq=9] domain=tokens(9); embedding 9 8; add w; Look; globalavgpool; dense 2 }");
    }

    [Fact]
    public void MissingCausalMask()
    {
        Check.FiresAlone("missing-causal-mask", "model M {\n  input [seq=9] domain=tokens(50)\n  embedding 50 8\n  position learned\n  repeat 2 residual { layernorm; ⟦attention⟧ 2 }\n  dense 50\n}", message: "50 values");
        Check.Silent("model M {\n  input [seq=9] domain=tokens(50)\n  embedding 50 8\n  position learned\n  repeat 2 residual { layernorm; attention 2 mask=causal }\n  dense 50\n}");
        Check.Silent("model M {\n  input [seq=9] domain=tokens(50)\n  embedding 50 8\n  position learned\n  residual { layernorm; attention 2 }\n  dense 7\n}");
        Check.Silent("model M {\n  input source [from=9] domain=tokens(50)\n  embedding 50 8\n  position learned\n  memory: attention 2\n  input [seq=9] domain=tokens(50)\n  embedding 50 8\n  position learned\n  attention 2 mask=causal\n  attention 2 from=memory\n  dense 50\n}");
    }

    [Fact]
    public void LinearStackKnowsBranches()
    {
        Check.FiresAlone("linear-stack", "block B(n) { dense n; ⟦dense⟧ 4 }\nmodel M { input 8; B 16; relu; B 16 }");
        Check.Silent("model M { input 4; add { path { dense 4 }; path { dense 4; relu; dense 4 } }; dense 2 }");
        Check.Silent("model M { input 4; e: dense 4; dense 4; add e }");
        Check.Silent("model M { input 4; dense 4; t: identity; path { dense 2; output }; dense 3 }".Replace("t: identity; ", ""));
        Check.Silent("model M { input 8; dense 16 freeze=true; dense 4 }");
    }

    [Fact]
    public void ABlockIsReportedOnlyWhenEveryCallHasTheProblem()
    {
        Check.FiresAlone("bias-before-batchnorm", "block B(n) { ⟦dense⟧ n; batchnorm; relu }\nmodel M { input 8; B 4; B 5; dense 2 }");
        Check.Silent("block B(n, norm=true) { dense n; batchnorm when norm; relu }\nmodel M { input 8; B 4; B 5 norm=false; dense 2 }");
    }

    [Fact]
    public void WhatStandsInAnotherFileIsReportedAtTheCall()
    {
        var files = new OtherFiles(("blocks.nnet", "block Norm(n) {\n  dense n\n  batchnorm\n  relu\n}\n\nmodel Whole {\n  input 4\n  dense 8 activation=relu\n  relu\n  dense 2\n}\n"));
        var analysis = Analyzer.Analyze(new("use \"blocks.nnet\"\nmodel M {\n  input 8\n  Norm 4\n  dense 2\n}\n", "/nets/main.nnet"), null, files);
        var finding = Assert.Single(analysis.Findings);
        Assert.Equal("bias-before-batchnorm", finding.Kind.Code);
        Assert.Equal("Norm", analysis.Source[finding.Span]);
        Assert.StartsWith("Line 2 of blocks.nnet, `dense`: ", finding.Message, StringComparison.Ordinal);
        Assert.Empty(finding.Fixes);
    }

    [Fact]
    public void TrainingAModelOfAnotherFileIsReportedAtItsName()
    {
        var files = new OtherFiles(("other.nnet", "model Whole {\n  input 4\n  dense 8 activation=relu\n  dense 3 activation=tanh\n}\n"));
        var analysis = Analyzer.Analyze(new("use \"other.nnet\"\ndata d { csv \"t.csv\" }\ntrain Whole on d { loss cross_entropy; optimizer adam; epochs 10 }\n", "/nets/main.nnet"), null, files);
        var finding = Assert.Single(analysis.Findings);
        Assert.Equal(("domain-mismatch", "Whole"), (finding.Kind.Code, analysis.Source[finding.Span]));
        Assert.Empty(finding.Fixes);
    }

    [Fact]
    public void NothingIsConcludedFromWhatAHalfTypedLineLacks()
    {
        Check.SilentOn("linear-stack", "model M {\n  input 4\n  dense 8, activation=relu\n  dense 3\n}");
        Check.SilentOn("linear-stack", "model M {\n  input 4\n  dense (2*8 activation=relu\n  dense 3\n}");
        Assert.Contains(Check.Analyze("model M {\n  input 4\n  dense 8\n  dense 3\n  relu,\n}").Findings, finding => finding.Kind.Code == "linear-stack");
    }

    private static string Sigmoids(int count) => string.Concat(Enumerable.Repeat("  dense 8 activation=sigmoid\n", count));

    private sealed class OtherFiles(params (string Name, string Text)[] files) : ISourceFiles
    {
        public Nnet.Language.Text.SourceText? Read(string path)
            => files.Where(file => path == $"/nets/{file.Name}").Select(file => new Nnet.Language.Text.SourceText(file.Text, path)).FirstOrDefault();
    }
}
