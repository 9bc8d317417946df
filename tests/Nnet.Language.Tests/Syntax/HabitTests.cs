using Xunit;

namespace Nnet.Language.Tests.Syntax;

/// <summary>What people bring along from other languages is said once on its line, with how it is written here; the fix writes it.</summary>
public class HabitTests
{
    [Theory]
    [InlineData("⟦Dense(64, activation=\"relu\")⟧", "Dense 64 activation=relu")]
    [InlineData("⟦dense(64, activation='relu')⟧", "dense 64 activation=relu")]
    [InlineData("⟦nn.Linear(16, 64)⟧", "Linear 64")]
    [InlineData("⟦self.act = nn.ReLU()⟧", "ReLU")]
    [InlineData("⟦model.add(Dense(10, use_bias=False))⟧", "Dense 10 use_bias=false")]
    [InlineData("⟦layers.Dropout(rate=0.5),⟧", "Dropout rate=0.5")]
    [InlineData("⟦input 16 -> dense 64 → relu⟧", "input 16; dense 64; relu")]
    [InlineData("dropout ⟦0,5⟧", "dropout 0.5")]
    [InlineData("dense ⟦1,000⟧", "dense 1000")]
    [InlineData("⟦dense 8 activation: relu bias: false⟧", "dense 8 activation=relu bias=false")]
    [InlineData("⟦dense units: 128⟧", "dense units=128")]
    [InlineData("⟦dense units: 128, activation: relu⟧", "dense units=128 activation=relu")]
    [InlineData("⟦dropout p: 0.5⟧", "dropout p=0.5")]
    [InlineData("dense (8 ⟦–⟧ 3)", "dense (8 - 3)")]
    [InlineData("dense (8⟦—⟧3)", "dense (8-3)")]
    [InlineData("leaky_relu slope=⟦−⟧0.1", "leaky_relu slope=-0.1")]
    [InlineData("⟦– dense 64⟧", "dense 64")]
    [InlineData("⟦x = relu⟧", "x: relu")]
    [InlineData("⟦x = in⟧", "x: identity")]
    [InlineData("⟦width = 64⟧", "let width = 64")]
    [InlineData("⟦dense: 64⟧", "dense 64")]
    [InlineData("⟦hidden: 64⟧", "hidden: dense 64")]
    [InlineData("⟦- dense 64⟧", "dense 64")]
    [InlineData("⟦x = a + b⟧", "x: add a b")]
    [InlineData("⟦a + b⟧", "add a b")]
    public void OfALayer(string marked, string written)
        => Assert.Equal($"model M {{\n  input 16\n  {written}\n}}\n", Mended("other-syntax", $"model M {{\n  input 16\n  {marked}\n}}\n"));

    [Theory]
    [InlineData("⟦Conv2D(32, (3, 3), strides=(2, 2), activation='relu')⟧", "Conv2D 32 kernel=3 strides=2 activation=relu")]
    [InlineData("⟦nn.Conv2d(1, 32, kernel_size=3, padding=1)⟧", "Conv2d 32 kernel_size=3 padding=1")]
    [InlineData("⟦nn.Conv2d(1, 32, 3, 1, 1)⟧", "Conv2d 32 kernel=3 stride=1 padding=1")]
    [InlineData("⟦MaxPooling2D((2, 2))⟧", "MaxPooling2D 2")]
    [InlineData("⟦nn.BatchNorm2d(1)⟧", "BatchNorm2d")]
    [InlineData("conv 8 kernel=⟦(3, 5)⟧", "conv 8 kernel=[3, 5]")]
    public void OfAPicture(string marked, string written)
        => Assert.Equal($"model M {{\n  input 1x28x28\n  {written}\n}}\n", Mended("other-syntax", $"model M {{\n  input 1x28x28\n  {marked}\n}}\n"));

    [Theory]
    [InlineData("input ⟦1,28,28⟧", "input 1x28x28")]
    [InlineData("input ⟦(1, 28, 28)⟧", "input 1x28x28")]
    public void OfAShape(string marked, string written)
        => Assert.Equal($"model M {{ {written}; flatten }}", Mended("other-syntax", $"model M {{ {marked}; flatten }}"));

    [Theory]
    [InlineData("⟦epochs = 5⟧", "epochs 5")]
    [InlineData("⟦epochs: 5⟧", "epochs 5")]
    [InlineData("⟦loss = \"mse\"⟧", "loss mse")]
    [InlineData("⟦optimizer Adam(lr=0.01)⟧", "optimizer Adam lr=0.01")]
    [InlineData("optimizer adam lr=⟦0,01⟧", "optimizer adam lr=0.01")]
    [InlineData("optimizer adam lr=1e⟦–⟧3", "optimizer adam lr=1e-3")]
    [InlineData("⟦early_stopping patience: 3⟧", "early_stopping patience=3")]
    public void OfASetting(string marked, string written)
        => Assert.Equal($"train M on d {{\n  {written}\n}}\n", Mended("other-syntax", $"train M on d {{\n  {marked}\n}}\n"));

    [Theory]
    [InlineData("other-syntax", "model ⟦my-net⟧ {\n  input 2\n}", "model my_net {\n  input 2\n}")]
    [InlineData("comment-style", "model M {\n  input 2\n  dense 3 ⟦//⟧ three kinds\n}", "model M {\n  input 2\n  dense 3 # three kinds\n}")]
    [InlineData("syntax", "⟦model M⟧\n  input 2\n  dense 3\n}", "model M {\n  input 2\n  dense 3\n}")]
    [InlineData("too-many-values", "model M {\n  input 1x8x8\n  conv 8 ⟦kernel 3 padding 1⟧\n}", "model M {\n  input 1x8x8\n  conv 8 kernel=3 padding=1\n}")]
    [InlineData("too-many-values", "data d {\n  playground spiral\n  split ⟦80 10 10⟧\n}", "data d {\n  playground spiral\n  split train=80% validation=10% test=10%\n}")]
    [InlineData("too-many-values", "model M {\n  input ⟦28 28 1⟧\n}", "model M {\n  input 28x28x1\n}")]
    [InlineData("too-many-values", "model M {\n  input 3x8x8\n  conv ⟦3 16 3⟧\n}", "model M {\n  input 3x8x8\n  conv 16 kernel=3\n}")]
    [InlineData("too-many-values", "train M on d {\n  batch 32 ⟦epochs 10⟧\n}", "train M on d {\n  batch 32 ; epochs 10\n}")]
    [InlineData("too-many-values", "data d {\n  playground spiral\n  features ⟦x1 x2⟧\n}", "data d {\n  playground spiral\n  features [x1, x2]\n}")]
    [InlineData("other-spelling", "train M on d {\n  loss ⟦cross entropy⟧\n}", "train M on d {\n  loss cross_entropy\n}")]
    [InlineData("other-spelling", "train M on d {\n  ⟦early stopping⟧ patience=5\n}", "train M on d {\n  early_stopping patience=5\n}")]
    [InlineData("other-spelling", "model M {\n  input 1x8x8\n  ⟦MaxPool⟧ 2\n}", "model M {\n  input 1x8x8\n  maxpool 2\n}")]
    [InlineData("other-syntax", "data d {\n  playground spiral\n  ⟦split 80/20⟧\n}", "data d {\n  playground spiral\n  split train=80% validation=20%\n}")]
    [InlineData("unknown-word", "model M {\n  input 1x8x8\n  ⟦pool⟧ 2\n}", "model M {\n  input 1x8x8\n  maxpool 2\n}")]
    [InlineData("missing-argument", "model M {\n  input 1x8x8\n  ⟦maxpool⟧\n}", "model M {\n  input 1x8x8\n  maxpool 2\n}")]
    [InlineData("syntax", "data d {\n  playground spiral\n}\nmodel M { input 2; dense 1 }\ntrain M ⟦{⟧\n}", "data d {\n  playground spiral\n}\nmodel M { input 2; dense 1 }\ntrain M on d {\n}")]
    [InlineData("split-sum", "data d {\n  playground spiral\n  split ⟦train=80 test=20⟧\n}", "data d {\n  playground spiral\n  split train=80% test=20%\n}")]
    [InlineData("split-sum", "data d {\n  playground spiral\n  split ⟦train=80⟧\n}", "data d {\n  playground spiral\n  split train=80% validation=20%\n}")]
    [InlineData("quote-style", "data d {\n  csv ⟦data/x.csv⟧ target=y\n}", "data d {\n  csv \"data/x.csv\" target=y\n}")]
    [InlineData("wrong-value", "data d {\n  csv ⟦x.csv⟧ target=y\n}", "data d {\n  csv \"x.csv\" target=y\n}")]
    [InlineData("quote-style", "model M {\n  input 4\n  dense 8 activation=⟦“relu”⟧\n}", "model M {\n  input 4\n  dense 8 activation=relu\n}")]
    [InlineData("comment-style", "model M {\n  input 4\n  dense 8\n}\n⟦/* the end */⟧\n", "model M {\n  input 4\n  dense 8\n}\n# the end\n")]
    [InlineData("wrong-value", "train M on d {\n  optimizer adam lr=⟦1%⟧\n}", "train M on d {\n  optimizer adam lr=0.01\n}")]
    [InlineData("unknown-argument", "model M {\n  input 4\n  dense ⟦in_features=4⟧ 8\n}", "model M {\n  input 4\n  dense 8\n}")]
    [InlineData("window-too-large", "model M {\n  input 28x28x1\n  conv 8 kernel=⟦3⟧\n}", "model M {\n  input 1x28x28\n  conv 8 kernel=3\n}")]
    [InlineData("dropout-rate", "model M {\n  input 4\n  dense 8\n  dropout ⟦50⟧\n  dense 2\n}", "model M {\n  input 4\n  dense 8\n  dropout 50%\n  dense 2\n}")]
    [InlineData("unknown-name", "model M {\n  input 1x28x28\n  flatten\n}\n\ntrain M on ⟦mnist⟧ { }\n", "model M {\n  input 1x28x28\n  flatten\n}\n\ndata mnist {\n  mnist\n}\n\ntrain M on mnist { }\n")]
    [InlineData("unclosed", "model M ⟦{⟧\n  input 4\n  residual {\n    dense 4\n  dense 2\n}\n", "model M {\n  input 4\n  residual {\n    dense 4\n  }\n  dense 2\n}\n")]
    [InlineData("too-many-values", "block B(n) { dense n; relu }\nmodel M {\n  input 4\n  residual ⟦B 4⟧\n}", "block B(n) { dense n; relu }\nmodel M {\n  input 4\n  residual { B 4 }\n}")]
    [InlineData("wrong-value", "model M {\n  input 4\n  dense 8 activation=⟦\"ReLU\"⟧\n}", "model M {\n  input 4\n  dense 8 activation=relu\n}")]
    [InlineData("wrong-value", "model M {\n  input 4\n  dense ⟦1_000⟧\n}", "model M {\n  input 4\n  dense 1000\n}")]
    public void OfAFile(string code, string marked, string written) => Assert.Equal(written, Mended(code, marked));

    [Theory]
    [InlineData("unknown-word", "model M { input 4; ⟦for⟧ i { relu } }", "`repeat 3 { … }`")]
    [InlineData("other-syntax", "model M {\n  input 4\n  ⟦for⟧ i in range(3):\n    dense 4\n}", "`repeat 3 { … }`")]
    [InlineData("unknown-word", "model M { input [8, 3]; ⟦Bidirectional⟧ lstm 4 }", "`lstm 64 bidirectional=true`")]
    [InlineData("too-many-values", "model M { input 4; x: dense 4; relu ⟦x⟧ }", "relu takes no values, so `x` has no place here. A line is fed by the line above it")]
    [InlineData("misplaced", "train M on d {\n  optimizer adamw\n  ⟦lr⟧ 0.001\n}", "`optimizer adamw lr=…`")]
    [InlineData("misplaced", "train M on d {\n  ⟦patience⟧ 3\n}", "`early_stopping patience=…`")]
    [InlineData("wrong-value", "model M { input 4; dense 8 bias=⟦no⟧ }", "bias of dense is true or false")]
    [InlineData("other-language", "⟦import torch⟧\nclass Net(nn.Module):\n  pass\n", "This is Python")]
    [InlineData("other-language", "⟦model = nn.Sequential(⟧\n  nn.Linear(4, 3))\n", "This is Python")]
    [InlineData("other-language", "⟦{ \"layers\": [] }⟧", "This is JSON")]
    [InlineData("other-language", "⟦model:⟧\n  - dense: 3\n", "This is YAML")]
    public void WithoutAFix(string code, string marked, string message) => Check.Fires(code, marked, message: message);

    [Fact]
    public void APastedModelIsTurnedIntoOneOfOurs()
    {
        var text = "model M {\n  input 1x28x28\n  Conv2D(32, (3, 3), activation='relu')\n  MaxPooling2D((2, 2))\n  Flatten()\n  Dense(10)\n}\n";
        for (var round = 0; round < 20 && Check.Analyze(text).Findings is [{ Fixes: [var fix, ..] }, ..]; round++)
        {
            text = Check.Apply(text, fix.Edits);
        }
        Assert.Equal("model M {\n  input 1x28x28\n  conv 32 kernel=3 activation=relu\n  maxpool 2\n  flatten\n  dense (10)\n}\n".Replace("(10)", "10"), text.Replace("dense(10)", "dense 10"));
    }

    [Fact]
    public void ALineThatCannotBeReadIsToldOnce()
    {
        Assert.Equal(["other-syntax"], Codes("model M {\n  input 4\n  Dense(8, activation='relu')\n}"));
        Assert.Equal(["other-syntax"], Codes("data d { playground spiral }\nmodel M { input 2; dense 8 activation=relu; dense 1 }\ntrain M on d { loss binary_cross_entropy; optimizer adam\n epochs = 5 }").Take(1));
        Assert.Equal(["syntax"], Codes("model M\n  input 4\n  dense 3\n}"));
    }

    private static IEnumerable<string> Codes(string text) => Check.Analyze(text).Findings.Select(finding => finding.Kind.Code);

    private static string Mended(string code, string marked)
    {
        var finding = Check.Fires(code, marked);
        return Check.Apply(marked.Replace("⟦", "").Replace("⟧", ""), finding.Fixes[0].Edits);
    }

    // What follows from the first error is not said.
    [Theory]
    [InlineData("model M {\n  input: 4\n  dense: 3\n}\n", "other-syntax other-syntax")]
    [InlineData("model M {\n  - input 4\n}\n", "other-syntax")]
    [InlineData("data d {\n  playground spiral\n  split 80/20\n}\n", "other-syntax")]
    [InlineData("data d {\n  playground spiral\n  split train=80 validation=15\n}\n", "split-sum")]
    [InlineData("data d {\n  playground spiral\n  split train=80%\n}\n", "split-sum")]
    [InlineData("data d {\n  playground spiral\n  split 80 20\n}\n", "too-many-values")]
    [InlineData("model M {\n  input 4\n  dense units: 8\n}\n", "other-syntax")]
    [InlineData("block B(n) { Linear n; relu }\nmodel M {\n  input 4\n  B 4\n  B 5\n}\n", "other-spelling")]
    [InlineData("block B(n) { dense n; relu }\nmodel M {\n  input 4\n  residual B 4\n}\n", "too-many-values")]
    [InlineData("model M {\n  input 4\n  dense (8 – 3)\n}\n", "other-syntax")]
    [InlineData("let d = 8 – 3\nmodel M {\n  input 4\n  dense d\n}\n", "other-syntax")]
    [InlineData("model M {\n  input 1x8x8\n  conv 8 kernel=3 act\n}\n", "too-many-values")]
    [InlineData("model M {\n  input 1x8x8\n  conv in=1 depth=8 kernel=3\n}\n", "unknown-argument unknown-argument")]
    [InlineData("block B(n, k=\nmodel M {\n  input 4\n  B 8\n}\n", "unclosed")]
    [InlineData("model M {\n  input 4\n  if True:\n  dense 3\n}\n", "other-syntax")]
    [InlineData("model M {\n  input 4\n  skip: dense 4\n  skip + skip\n}\n", "other-syntax")]
    public void NothingElseFollows(string text, string codes)
        => Assert.Equal(codes, string.Join(' ', Check.Analyze(text).Findings.Select(finding => finding.Kind.Code)));
}
