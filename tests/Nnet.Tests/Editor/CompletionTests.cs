using Nnet.Editor.Completions;
using Nnet.Lsp.Protocol;
using Xunit;
using static Nnet.Tests.Editor.Marked;

namespace Nnet.Tests.Editor;

public class CompletionTests
{
    [Fact]
    public void AtTheBeginningOfAFileAreDeclarations() => Assert.Equal(["data", "model", "train"], Labels("$0").Order());

    [Fact]
    public void AnEmptyModelBeginsWithItsInput() => Assert.Equal(["input"], Labels("model M {\n  $0\n}"));

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
        Assert.Equal("16×22×22 · 880", layers.Single(layer => layer.Label == "conv").Detail);
        Assert.Equal("3456", layers.Single(layer => layer.Label == "flatten").Detail);
    }

    [Fact]
    public void ALayerThatWouldNotFitComesLastAndSaysWhy()
    {
        var layers = Complete(Model("$0"));
        var dense = layers.Single(layer => layer.Label == "dense");
        Assert.Equal("The layer needs a vector", dense.Detail);
        Assert.All(layers.SkipWhile(layer => layer != dense), layer => Assert.True(layer.Rank >= 1000, layer.Label));
    }

    [Fact]
    public void ALayerIsInsertedWithWhatItRequires() => Assert.Equal("conv ${1:16} kernel=${2:3}", Complete(Model("$0")).Single(layer => layer.Label == "conv").Snippet);

    [Fact]
    public void WhatIsInsertedIsRight()
    {
        foreach (var layer in Complete(Model("conv 6 kernel=5; flatten\n  $0")).Where(layer => layer.Rank < 1000))
        {
            var line = System.Text.RegularExpressions.Regex.Replace(layer.Snippet, @"\$\{\d+:([^}]*)\}", "$1");
            Assert.DoesNotContain(Analysed(Model($"conv 6 kernel=5; flatten\n  {line}")).Analysis.Findings, finding => finding.Kind.Severity == Language.Findings.Severity.Error);
        }
    }

    [Theory]
    [InlineData("conv 6 $0")]
    [InlineData("conv 6 pad$0")]
    public void BehindALayerAreItsArguments(string line)
    {
        Assert.Equal(["kernel", "stride", "padding", "dilation", "groups", "activation", "bias", "init", "freeze", "tie"], Labels(Model(line)));
    }

    [Fact]
    public void ArgumentsThatAreGivenAreNotOfferedAgain() => Assert.Equal(["stride", "dilation", "groups", "activation", "bias", "init", "freeze", "tie"], Labels(Model("conv 6 kernel=5 padding=2 $0")));

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
    [InlineData("early_stopping monitor=$0", "val_loss")]
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
        var item = CompletionFeature.Resolve(new CompletionItem("conv", Data: new Newtonsoft.Json.Linq.JObject { ["definition"] = "Conv" }), hasPictures: false);
        Assert.StartsWith("**`conv`** layer", item.Documentation!.Value, StringComparison.Ordinal);
        var argument = CompletionFeature.Resolve(new CompletionItem("padding", Data: new Newtonsoft.Json.Linq.JObject { ["definition"] = "Conv", ["argument"] = "padding" }), hasPictures: false);
        Assert.StartsWith("**`padding`** of `conv`", argument.Documentation!.Value, StringComparison.Ordinal);
    }
}
