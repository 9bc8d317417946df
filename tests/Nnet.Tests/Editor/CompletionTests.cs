using Nnet.Editor.Completions;
using Nnet.Editor.Documentation;
using Nnet.Lsp.Protocol;
using Xunit;
using static Nnet.Tests.Editor.Marked;

namespace Nnet.Tests.Editor;

public class CompletionTests
{
    [Theory]
    [InlineData("model M {\n  input 4\n  dense $0\n}")]
    [InlineData("model M {\n  input 4\n  dense $0\n  dense 2\n}")]
    [InlineData("model M {\n  input 4\n  dense 8 when $0\n}")]
    public void WhatTheLineIsFedWithIsOfferedAlone(string marked)
        => Assert.Equal(["in.channels", "in.features", "in.size", "in.rank"], Labels(marked).Where(label => label.StartsWith("in.", StringComparison.Ordinal)));

    [Theory]
    [InlineData("model M {\n  input [seq=8, 4]\n  permute $0\n}", "[channels=2, 1]", "[2, 1]")]
    [InlineData("model M {\n  input 3x8x9\n  permute $0\n}", "[3, 2, 1]")]
    public void AxesAreOfferedTheOtherWayRound(string marked, params string[] expected) => Assert.Equal(expected, Labels(marked).Take(expected.Length));

    [Fact]
    public void AtTheBeginningOfAFileAreDeclarations() => Assert.Equal(["model", "block", "data", "train", "let", "use", "data csv", "data idx", "data playground", "mlp", "cnn", "resblock"], Labels("$0"));

    [Fact]
    public void TextsToBeginWithAreOfferedNowhereElse() => Assert.DoesNotContain("data playground", Labels(Model("conv 6 kernel=3 pad$0")));

    [Theory]
    [InlineData("ad$0", "add")]
    [InlineData("con$0", "conv")]
    [InlineData("re$0", "relu")]
    public void WhatIsPlainComesFirst(string line, string expected)
        => Assert.Equal(expected, Labels(Model(line)).First(label => label.StartsWith(line[..2], StringComparison.Ordinal)));

    [Fact]
    public void ABlockIsNotOfferedInItself()
    {
        Assert.DoesNotContain("B", Labels("block B(ch) {\n  $0\n}"));
        Assert.Contains("B", Labels("block B(ch) {\n  relu\n}\nblock C {\n  $0\n}"));
    }

    [Theory]
    [InlineData("features [x1] input=a", "features [x1] input=$0", "a b")]
    [InlineData("target x2 output=aux", "target x2 output=$0", "aux last")]
    [InlineData("loss huber output=aux", "loss huber output=$0", "aux last")]
    public void WhatALineIsForIsChosenAmongTheNamesOfTheModel(string line, string cursor, string expected)
        => Assert.Equal(expected, string.Join(" ", Labels("data d {\n  playground plane\n  features [x1] input=a\n  target x2 output=aux\n}\nmodel M {\n  input a 1\n  c: dense 3\n  input b 1\n  concat c\n  path { aux: dense 1; output }\n  last: dense 1\n}\ntrain M on d {\n  loss mean_squared_error\n  loss huber output=aux\n  optimizer adam\n  epochs 3\n}\n".Replace(line, cursor)).Take(2)));

    [Fact]
    public void AFurtherLossIsAFigureToWatch()
        => Assert.Contains("val_aux_loss", Labels("data d { playground plane }\nmodel M {\n  input 2\n  path { aux: dense 1; output }\n  dense 1\n}\ntrain M on d {\n  loss mean_squared_error\n  loss huber output=aux\n  optimizer adam\n  epochs 3\n  early_stopping monitor=$0\n}\n"));

    [Fact]
    public void AParameterOfTheArgumentsNameComesFirst() => Assert.Equal("stride", Labels("block B(ch, stride=1) {\n  conv ch kernel=3 stride=$0\n}")[0]);

    [Theory]
    [InlineData("relu  # nnet: $0", "ignore")]
    [InlineData("relu  # nnet: ign$0", "ignore")]
    [InlineData("relu; relu  # nnet: ignore $0", "duplicate-activation")]
    [InlineData("relu; relu  # nnet: ignore dupl$0", "duplicate-activation")]
    [InlineData("relu; relu  # nnet: ignore heavy-dense, $0", "duplicate-activation")]
    public void ACommentThatSwitchesFindingsOffOffersThoseOfTheLineFirst(string line, string first)
        => Assert.Equal(first, Complete(Model(line)).OrderBy(suggestion => suggestion.Rank).First().Label);

    [Fact]
    public void ACommentOffersNoFindingThatIsThereOrCannotBeIgnored()
        => Assert.Empty(Labels(Model("relu  # nnet: ignore heavy-dense, $0")).Intersect(["heavy-dense", "needs-vector"]));

    [Theory]
    [InlineData("relu  # $0")]
    [InlineData("relu  # nnet$0: ignore")]
    [InlineData("relu  # nnet: ignore heavy-dense # since $0")]
    public void OtherCommentsAreFree(string line) => Assert.Empty(Labels(Model(line)));

    [Fact]
    public void AnEmptyModelBeginsWithItsInput() => Assert.Equal(["input", "let"], Labels("model M {\n  $0\n}"));

    [Theory]
    [InlineData("$0")]
    [InlineData("con$0")]
    [InlineData("relu; $0")]
    [InlineData("first: $0")]
    [InlineData("repeat 3 $0")]
    public void AtTheBeginningOfALineAreLayers(string line)
    {
        Assert.Contains("conv", Labels(Model(line)));
        Assert.Contains("relu", Labels(Model(line)));
        Assert.DoesNotContain("loss", Labels(Model(line)));
    }

    [Fact]
    public void ALayerShowsTheShapeThatItWouldGive()
    {
        var layers = Complete(Model("conv 6 kernel=5\n  $0"));
        Assert.Equal(("→ 16×22×22", "880 parameters"), Effect(layers, "conv"));
        Assert.Equal(("→ 3456", "layer"), Effect(layers, "flatten"));
        Assert.Equal("→ 6×24×24", layers.Single(layer => layer.Label == "relu").Effect);
    }

    [Theory]
    [InlineData("residual {\n    conv 4 kernel=1\n    $0\n  }", "→ 16×26×26")]
    [InlineData("add {\n    path { conv 4 kernel=3 }\n    path { $0 }\n  }", "→ 16×26×26")]
    [InlineData("maxpool 2; repeat 3 {\n    $0\n  }", "→ 16×12×12")]
    [InlineData("maxpool 2\n  path { flatten }\n  $0", "→ 16×12×12")]
    [InlineData("maxpool 2\n  e: relu\n  output\n  $0", "→ 16×12×12")]
    [InlineData("e: maxpool 2\n  flatten\n  from e\n  $0", "→ 16×12×12")]
    [InlineData("maxpool 2\n  relu when 1 > 2\n  $0", "→ 16×12×12")]
    public void ShapesFollowTheFlow(string lines, string expected) => Assert.Equal(expected, Complete(Model(lines)).Single(layer => layer.Label == "conv").Effect);

    [Fact]
    public void InABlockShapesAreThoseOfItsFirstCall()
    {
        Assert.Equal("→ 16×14×14", Complete(InBlocks("stride=1) {\n  ")).Single(layer => layer.Label == "conv").Effect);
        Assert.Equal("→ 16×14×14", Complete(InBlocks("    path {\n      ")).Single(layer => layer.Label == "conv").Effect);
        Assert.Null(Complete("block B {\n  $0\n}").Single(layer => layer.Label == "conv").Effect);
    }

    [Fact]
    public void ALayerThatWouldNotFitComesLastAndSaysWhy()
    {
        var layers = Complete(Model("$0"));
        var dense = layers.Single(layer => layer.Label == "dense");
        Assert.Equal("does not fit here", dense.Detail);
        Assert.Equal("dense needs a vector, but it gets 1×28×28: put `flatten` before it.", dense.Problem);
        Assert.True(dense.Rank >= layers.Where(layer => layer.Problem is null).Max(layer => layer.Rank));
        var item = new CompletionItem("dense", Data: new Newtonsoft.Json.Linq.JObject { ["definition"] = "Dense", ["problem"] = dense.Problem });
        Assert.StartsWith("**It cannot go here:** dense needs a vector", CompletionFeature.Resolve(item, PictureTheme.None, _ => null).Documentation!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void ALayerIsInsertedWithWhatItRequires() => Assert.Equal("conv ${1:16} kernel=${0:3}", Complete(Model("$0")).Single(layer => layer.Label == "conv").Snippet);

    [Theory]
    [InlineData("input 1x28x28", "conv 6 kernel=5")]
    [InlineData("input 784", "dense 7")]
    [InlineData("input [seq=16, 12]", "identity")]
    [InlineData("input tokens [seq=16] domain=tokens(100)", "identity")]
    public void WhatIsInsertedIsRight(string input, string first)
    {
        var fitting = Complete($"model M {{\n  {input}\n  {first}\n  $0\n}}").Where(layer => layer is { Problem: null, Effect: not null, Definition: Language.Layers.Layer and not (Language.Layers.Input or Language.Layers.Joins.Join) }).ToList();
        Assert.NotEmpty(fitting);
        foreach (var layer in fitting)
        {
            var model = Analysed($"model M {{\n  {input}\n  {first}\n  {Expanded(layer.Snippet)}\n}}").Analysis;
            Assert.DoesNotContain(model.Findings, finding => finding.Kind.Severity == Language.Findings.Severity.Error);
            Assert.Equal(layer.Effect, $"→ {model.Models[0].Output!.Facts!.Output.Shape}");
        }
    }

    [Theory]
    [InlineData("$0")]
    [InlineData("residual { $0 }")]
    [InlineData("repeat 2 { $0 }")]
    public void StructureIsOfferedWithLayers(string lines)
        => Assert.Superset(new HashSet<string> { "add", "concat", "multiply", "residual", "path", "from", "output", "repeat", "let" }, Labels(Model(lines)).ToHashSet());

    [Fact]
    public void AJointComesWithTwoPathsOrWithALabel()
    {
        var words = Complete(InBlocks("e: Basic 16 stride=2\n  "));
        Assert.Equal("add {\n\tpath {\n\t\t$1\n\t}\n\tpath {\n\t\t$2\n\t}\n}", words.Single(word => word.Label == "add").Snippet);
        Assert.Equal("add ${1|stem,e|}", words.Single(word => word.Label == "add label").Snippet);
        Assert.Equal("residual {\n\t$0\n}", words.Single(word => word.Label == "residual").Snippet);
    }

    [Fact]
    public void InAJointArePaths() => Assert.Equal(["path", "path when", "repeat", "let"], Labels(Model("add {\n    $0\n  }")));

    [Fact]
    public void BlocksAreOfferedWithTheirParameters()
    {
        var block = Complete(InBlocks("kernel=3 padding=1\n  ")).Single(word => word.Label == "Basic");
        Assert.Equal(("Basic ${0:ch}", "(ch, stride=1)"), (block.Snippet, block.Effect));
        var arguments = Complete(InBlocks("repeat 2 Basic 8").Replace("8$0", "8 $0", StringComparison.Ordinal));
        Assert.Equal(["width"], arguments.Where(word => word.Kind == CompletionItemKind.Variable).Select(word => word.Label));
        Assert.DoesNotContain(arguments, word => word.Label == "ch");
    }

    [Fact]
    public void BlocksOfUsedFilesAreOffered()
    {
        var (text, offset) = Split("use \"b.nnet\"\nmodel M {\n  input 4\n  $0\n}");
        var snapshot = Analysed(text, null, "/p/x.nnet", new Files { ["/p/b.nnet"] = "block Other(n) { dense n }\nlet k = 5\ndata d { playground xor }" });
        Assert.Equal("b.nnet", CompletionFeature.At(snapshot, offset, false).Single(word => word.Label == "Other").Detail);
    }

    [Theory]
    [InlineData("e: Basic 16 stride=2\n  concat ", "stem e")]
    [InlineData("e: Basic 16 stride=2\n  concat stem ", "stem e")]
    [InlineData("e: Basic 16 stride=2\n  from ", "stem e")]
    [InlineData("e: Basic 16 stride=2\n  dense 4 tie=", "stem e")]
    public void LabelsAreThoseAbove(string line, string expected)
    {
        var text = Blocks.Replace("e: Basic 16 stride=2", line + "$0", StringComparison.Ordinal);
        Assert.Equal(expected, string.Join(' ', Complete(text).Where(word => word.Kind == CompletionItemKind.Reference).Select(word => word.Label)));
    }

    [Fact]
    public void ALabelShowsItsShape() => Assert.Equal("8×16×16", Complete(Blocks.Replace("  globalavgpool", "  concat $0", StringComparison.Ordinal)).First(word => word.Label == "stem").Detail);

    [Fact]
    public void AnEdgeHasWhatItsShapeHas()
    {
        Assert.Equal(["channels = 1", "height = 28", "width = 28", "size = 784", "rank = 3"], Properties(Model("dense in.$0")));
        Assert.Equal(["channels = 1", "features = 4", "size = 4", "rank = 1"], Properties("model M { e: input 4; dense 3; dense (2*e.f$0) }").Select(text => text.Replace("channels = 4", "channels = 1", StringComparison.Ordinal)));
        Assert.Contains(Properties("block B {\n  dense in.$0\n}"), property => property.StartsWith("features number of features", StringComparison.Ordinal));

        static IEnumerable<string> Properties(string marked) => Complete(marked).Select(word => $"{word.Label} {word.Detail}");
    }

    [Theory]
    [InlineData("conv $0")]
    [InlineData("conv 3 kernel=$0")]
    [InlineData("conv (2*$0)")]
    [InlineData("repeat $0")]
    [InlineData("let x = $0")]
    [InlineData("relu when $0")]
    [InlineData("relu when ch > $0")]
    public void NamesInScopeAreOfferedWhereNumbersGo(string line)
    {
        var words = Complete(Blocks.Replace("  let inner = (ch + 1)", "  let inner = (ch + 1)\n  " + line, StringComparison.Ordinal));
        Assert.Equal("= 8, 16", words.First(word => word.Label == "ch").Detail);
        Assert.Equal("= 8", words.First(word => word.Label == "width").Detail);
        Assert.Contains(words, word => word.Label == "inner");
        Assert.Contains(words, word => word.Label == "in.channels");
        Assert.Contains(words, word => word.Label == "max" && word.Snippet.Contains("max($1)", StringComparison.Ordinal));
        Assert.DoesNotContain(words, word => word.Label == "conv");
    }

    [Fact]
    public void AConditionGoesOn() => Assert.Equal(["and", "or"], Labels(Model("relu when 1 > 2 $0")));

    [Fact]
    public void AxesAreNames() => Assert.Contains("seq", Labels("model M {\n  input [seq=8, 4]\n  dense $0\n}"));

    [Theory]
    [InlineData("input 4; dense 3 init=$0", "he_normal", "normal(deviation)")]
    [InlineData("input tokens [seq=4] domain=$0", "real", "tokens(size)")]
    public void ValuesMayHaveOperands(string line, string word, string form)
    {
        var labels = Labels($"model M {{ {line} }}");
        Assert.Contains(word, labels);
        Assert.Contains(form, labels);
        Assert.Equal("normal(${1:deviation})", Complete("model M { input 4; dense 3 init=$0 }").Single(item => item.Label == "normal(deviation)").Snippet);
    }

    [Fact]
    public void TheDataSaysTheInputAndTheHead()
    {
        const string Train = "\ndata iris { csv \"iris.csv\" }\ntrain M on iris { loss cross_entropy; optimizer adam lr=0.01; epochs 3 }";
        Assert.Equal("input ${0:4}", Complete("model M {\n  $0\n}" + Train, new Flowers()).First().Snippet);
        Assert.Equal(("4", "the shape of the data"), First(Complete("model M {\n  input $0\n}" + Train, new Flowers())));
        Assert.Equal(("3", "the classes of iris"), First(Complete("model M {\n  input 4\n  dense $0\n}" + Train, new Flowers())));
        Assert.NotEqual("3", Complete("model M {\n  input 4\n  dense $0\n  dense 3\n}" + Train, new Flowers())[0].Label);

        static (string, string?) First(IReadOnlyList<Suggestion> words) => (words[0].Label, words[0].Detail);
    }

    [Fact]
    public void ClassesAreThoseOfTheData() => Assert.Contains("setosa", Labels("data iris {\n  csv \"iris.csv\" classes=[$0]\n}", new Flowers(), null, "data iris {\n  csv \"iris.csv\"\n}"));

    [Theory]
    [InlineData("conv 6 $0")]
    [InlineData("conv 6 pad$0")]
    public void BehindALayerAreItsArguments(string line)
    {
        var labels = Labels(Model(line));
        Assert.Equal("kernel", labels[0]);
        Assert.Superset(new HashSet<string> { "stride", "padding", "activation", "bias" }, labels.ToHashSet());
        Assert.Equal(["init", "freeze", "lr", "tie", "when"], labels.Skip(labels.Count - 5));
    }

    [Fact]
    public void ArgumentsThatAreGivenAreNotOfferedAgain()
    {
        var labels = Labels(Model("conv 6 kernel=5 padding=2 $0"));
        Assert.Contains("stride", labels);
        Assert.DoesNotContain("kernel", labels);
        Assert.DoesNotContain("padding", labels);
    }

    [Fact]
    public void TheWordThatIsBeingTypedIsReplaced()
    {
        var text = Model("conv 6 pad");
        Assert.All(Complete(Model("conv 6 pad$0")), suggestion => Assert.Equal("pad", Analysed(text).Source[suggestion.Replace]));
    }

    [Theory]
    [InlineData("conv 6 activation=$0")]
    [InlineData("conv 6 activation=ta$0")]
    [InlineData("conv 6 activation=$0 padding=2")]
    public void AnActivationIsChosenFromAll(string line)
    {
        Assert.Contains("tanh", Labels(Model(line)));
        Assert.DoesNotContain("conv", Labels(Model(line)));
    }

    [Fact]
    public void AFlagIsTrueOrFalse() => Assert.Equal(["true", "false"], Labels(Model("conv 6 bias=$0")));

    [Theory]
    [InlineData("train $0", "LeNet5")]
    [InlineData("train Le$0", "LeNet5")]
    [InlineData("train LeNet5 $0", "on")]
    [InlineData("train LeNet5 on $0", "digits")]
    public void ATrainBlockNamesAModelAndData(string line, string expected) => Assert.Equal([expected], Labels($"{LeNet}\n{line}"));

    [Fact]
    public void ATrainBlockOffersTheSettingsThatAreMissing()
    {
        var labels = Labels(InLeNet("epochs 30\n"));
        Assert.Contains("batch", labels);
        Assert.Contains("metrics", labels);
        Assert.DoesNotContain("loss", labels);
        Assert.DoesNotContain("csv", labels);
    }

    [Theory]
    [InlineData("loss $0", "cross_entropy")]
    [InlineData("loss cro$0", "cross_entropy")]
    [InlineData("optimizer $0", "adam")]
    [InlineData("optimizer adam $0", "lr")]
    [InlineData("optimizer adam lr=0.1 we$0", "weight_decay")]
    [InlineData("schedule $0", "exponential")]
    [InlineData("metrics accuracy $0", "confusion")]
    [InlineData("metrics f1 $0", "macro")]
    [InlineData("metrics f1 $0", "accuracy")]
    [InlineData("metrics f1 average=$0", "micro")]
    [InlineData("metrics top_k 3 $0", "auc")]
    [InlineData("early_stopping monitor=$0", "val_loss")]
    [InlineData("early_stopping monitor=$0", "val_auc")]
    [InlineData("schedule cosine $0", "warmup")]
    [InlineData("schedule plateau monitor=$0", "val_f1")]
    [InlineData("loss cross_entropy $0", "label_smoothing")]
    [InlineData("loss cross_entropy class_weights=$0", "balanced")]
    [InlineData("average $0", "ema")]
    [InlineData("clip $0", "value")]
    public void SettingsOfferTheirChoicesAndArguments(string line, string expected) => Assert.Contains(expected, Labels($"train M on d {{\n  {line}\n}}"));

    [Fact]
    public void AMetricIsChosenOnce() => Assert.DoesNotContain("accuracy", Labels("train M on d {\n  metrics accuracy $0\n}"));

    [Fact]
    public void ADataBlockOffersOneSource()
    {
        Assert.Contains("csv", Labels("data d {\n  $0\n}"));
        var labels = Labels("data d {\n  csv \"x.csv\"\n  $0\n}");
        Assert.Contains("split", labels);
        Assert.DoesNotContain("idx", labels);
    }

    [Fact]
    public void ColumnsAreThoseOfTheTable()
    {
        Assert.Equal(["sepal_length", "\"petal width\""], Labels("data d {\n  csv \"x.csv\" target=$0\n}", new Flowers(), null, "data d {\n  csv \"x.csv\"\n}"));
        Assert.Contains("sepal_length", Labels("data d {\n  csv \"x.csv\"\n  features [sep$0]\n}", new Flowers()));
        Assert.Contains("sin", Labels("data d {\n  csv \"x.csv\"\n  features [sepal_length, $0]\n}", new Flowers()));
    }

    [Fact]
    public void PathsAreRelativeToTheFile()
    {
        var folder = Directory.CreateTempSubdirectory("nnet-paths-");
        try
        {
            folder.CreateSubdirectory("sub");
            File.WriteAllText(Path.Combine(folder.FullName, "iris.csv"), "");
            File.WriteAllText(Path.Combine(folder.FullName, "sub", "more.csv"), "");
            var path = Path.Combine(folder.FullName, "x.nnet");
            Assert.Equal(["iris.csv", "sub/"], Labels("data d {\n  csv \"$0\"\n}", path: path));
            Assert.Equal(["more.csv"], Labels("data d {\n  csv \"sub/$0\n}", path: path));
            Assert.Empty(Labels("data d {\n  csv \"nowhere/$0\"\n}", path: path));
            File.WriteAllText(Path.Combine(folder.FullName, "blocks.nnet"), "");
            Assert.Equal(["blocks.nnet", "sub/"], Labels("use \"$0\"", path: path));
            Assert.Equal(["iris.csv", "sub/"], Labels("data d {\n  csv \"$0\"\n}", path: path));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("# comm$0ent")]
    [InlineData("conv 1$0")]
    [InlineData("unknown $0")]
    public void WhereNothingFitsNothingIsOffered(string line) => Assert.Empty(Labels(Model(line)));

    [Fact]
    public void AMissingBraceDoesNoHarm() => Assert.Contains("lr", Labels("model M {\n  input 2\n  dense 1\ntrain M on d {\n  optimizer adam $0"));

    [Fact]
    public void ThePageOfAnItemComesWhenItIsLookedAt()
    {
        var item = CompletionFeature.Resolve(new CompletionItem("conv", Data: new Newtonsoft.Json.Linq.JObject { ["definition"] = "Conv" }), PictureTheme.None, _ => null);
        Assert.StartsWith("**`conv`** layer", item.Documentation!.Value, StringComparison.Ordinal);
        var argument = CompletionFeature.Resolve(new CompletionItem("padding", Data: new Newtonsoft.Json.Linq.JObject { ["definition"] = "Conv", ["argument"] = "padding" }), PictureTheme.None, _ => null);
        Assert.StartsWith("**`padding`** of `conv`", argument.Documentation!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void ThePageOfABlockIsItsComment()
    {
        var snapshot = Analysed(Blocks);
        var item = new CompletionItem("Basic", Data: new Newtonsoft.Json.Linq.JObject { ["block"] = "Basic", ["uri"] = "file:///x.nnet" });
        var page = CompletionFeature.Resolve(item, PictureTheme.None, _ => snapshot).Documentation!.Value;
        Assert.StartsWith("**`Basic(ch, stride=1)`** block", page, StringComparison.Ordinal);
        Assert.Contains("Two convolutions beside a way around them.", page, StringComparison.Ordinal);
        Assert.Null(CompletionFeature.Resolve(item, PictureTheme.None, _ => null).Documentation);
    }

    // What the user has when all tab stops are left as they are.
    private static string Expanded(string snippet)
        => System.Text.RegularExpressions.Regex.Replace(System.Text.RegularExpressions.Regex.Replace(snippet, @"\$\{\d+\|([^,|]*)[^}]*\}", "$1"), @"\$\{\d+:([^}]*)\}|\$\d", "$1");

    private static (string?, string?) Effect(IReadOnlyList<Suggestion> words, string label) => words.Single(word => word.Label == label) is var word ? (word.Effect, word.Detail) : default;
}
