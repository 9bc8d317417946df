using Nnet.Language.Definitions;
using Nnet.Language.Layers;
using Xunit;
using static Nnet.Tests.Editor.Marked;

namespace Nnet.Tests.Editor;

public class HoverTests
{
    private const string Iris = """
        data iris { csv "iris.csv" target=$T }
        model M { input 4; dense 3 }
        train M on iris { loss cross_entropy; optimizer adam lr=0.01; epochs 3 }
        """;

    [Fact]
    public void ALayerBeginsWithItsShapes() => Assert.StartsWith("**`conv`** `1×28×28 → 6×28×28` values in `(−1,1)`", Hover(InLeNet("conv")), StringComparison.Ordinal);

    [Fact]
    public void ALayerShowsItsParametersWithTheArithmetic() => Assert.Contains("156 parameters = 6·(1·5·5) + 6", Hover(InLeNet("conv")), StringComparison.Ordinal);

    [Fact]
    public void ALayerShowsWhatItCosts() => Assert.Contains("0.12 M MACs · 37.6 kB of output per sample · 624 B of weights", Hover(InLeNet("conv")), StringComparison.Ordinal);

    [Fact]
    public void ALayerShowsHowItsShapeComesAbout() => Assert.Contains("28 + 2·2 − 5 + 1 = 28", Hover(InLeNet("conv")), StringComparison.Ordinal);

    [Fact]
    public void ALayerShowsItsFormulaAndWhenToUseIt()
    {
        Assert.Contains("Σ_c Σ_k W[f, c, k]", Hover(InLeNet("conv")), StringComparison.Ordinal);
        Assert.Contains("For images and signals", Hover(InLeNet("conv")), StringComparison.Ordinal);
    }

    [Fact]
    public void ALayerShowsHowItsWeightsStart()
    {
        Assert.Matches(@"`weight` 6×1×5×5: starts uniform within ±0\.18\d \(Glorot", Hover(InLeNet("conv")));
        Assert.Contains("`bias` 6: starts at 0", Hover(InLeNet("conv")), StringComparison.Ordinal);
    }

    [Fact]
    public void ABufferIsKeptButNotTrained() => Assert.Contains("`running_mean` 1: starts at 0, kept but not trained", Hover(Model("batch$0norm")), StringComparison.Ordinal);

    [Fact]
    public void ALayerThatDoesNotFitStillTellsWhatItIs() => Assert.StartsWith("**`dense`** layer", Hover(Model("den$0se 10")), StringComparison.Ordinal);

    [Fact]
    public void AHalfTypedLayerStillTellsWhatItIs() => Assert.StartsWith("**`conv`** layer", Hover(Model("con$0v 6 kernel=")), StringComparison.Ordinal);

    [Fact]
    public void AnArgumentTellsItsMeaningDefaultAndValue()
    {
        var hover = Hover(InLeNet("padding"));
        Assert.StartsWith("**`padding`** of `conv` = `2`", hover, StringComparison.Ordinal);
        Assert.Contains("Zeros put around the input", hover, StringComparison.Ordinal);
        Assert.Contains("Default: `0`", hover, StringComparison.Ordinal);
    }

    [Fact]
    public void AnArgumentGivenByPlaceIsKnown() => Assert.StartsWith("**`filters`** of `conv` = `16`", Hover(InLeNet("conv 16")), StringComparison.Ordinal);

    [Fact]
    public void AnActivationShowsItsFormulaAndItsCurve()
    {
        var hover = Hover(InLeNet("activation=ta"));
        Assert.StartsWith("**`tanh`** activation", hover, StringComparison.Ordinal);
        Assert.Contains("f′(x) = 1 − f(x)²", hover, StringComparison.Ordinal);
        Assert.Contains("![tanh and its derivative](data:image/svg+xml;base64,", hover, StringComparison.Ordinal);
    }

    [Fact]
    public void APictureIsOnlyForThoseWhoDrawIt()
        => Assert.DoesNotContain("data:image", Nnet.Editor.Documentation.DefinitionText.Page(Catalog<Activation>.Find("relu")!, hasPictures: false), StringComparison.Ordinal);

    [Fact]
    public void EveryCurveIsWellFormed()
        => Assert.All(Catalog<Activation>.All, activation => System.Xml.Linq.XDocument.Parse(Nnet.Editor.Documentation.CurvePicture.Svg(activation)));

    [Theory]
    [InlineData("loss cross_en", "**`cross_entropy`** loss")]
    [InlineData("optimizer sg", "**`sgd`** optimizer")]
    [InlineData("optimi", "**`optimizer`** setting")]
    [InlineData("lr=0.0", "**`lr`** of `sgd` = `0.05`")]
    [InlineData("epochs 3", "**`count`** of `epochs` = `30`")]
    [InlineData("id", "**`idx`** source of data")]
    [InlineData("labels=\"lab", "**`labels`** of `idx` = `\"labels.gz\"`")]
    public void SettingsAndTheirChoicesTellWhatTheyAre(string before, string expected) => Assert.StartsWith(expected, Hover(InLeNet(before)), StringComparison.Ordinal);

    [Theory]
    [InlineData("model LeN")]
    [InlineData("train LeN")]
    public void AModelsNameTellsItsTotals(string before)
    {
        var hover = Hover(InLeNet(before));
        Assert.StartsWith("**`model LeNet5`** `1×28×28 → 10`", hover, StringComparison.Ordinal);
        Assert.Contains("61,706 parameters", hover, StringComparison.Ordinal);
        Assert.Contains("0.42 M MACs", hover, StringComparison.Ordinal);
    }

    [Fact]
    public void ADataNameTellsWhatIsInTheFile()
    {
        var hover = Hover(Iris.Replace("$T", "0", StringComparison.Ordinal).Replace("on iris", "on ir$0is", StringComparison.Ordinal), new Flowers());
        Assert.StartsWith("**`data iris`** 150 rows · `4` → 3 classes", hover, StringComparison.Ordinal);
        Assert.Contains("setosa 50 · versicolor 50 · virginica 50", hover, StringComparison.Ordinal);
        Assert.Contains(@"| sepal\_length | 4.3 | 7.9 | 5.84 | 0.83 |", hover, StringComparison.Ordinal);
    }

    [Fact]
    public void AColumnTellsItsRange()
        => Assert.Contains("from 4.3 to 7.9, mean 5.84", Hover(Iris.Replace("$T", "sepal$0_length", StringComparison.Ordinal), new Flowers()), StringComparison.Ordinal);

    [Fact]
    public void TextIsNeverTakenForMarkup() => Assert.Contains(@"\[1, 2\]", Hover(InLeNet("padding")), StringComparison.Ordinal);

    [Theory]
    [InlineData("# com$0ment")]
    [InlineData("$0")]
    [InlineData("model M {\n$0\n}")]
    public void ElsewhereThereIsNone(string marked) => Assert.Empty(Hover(marked));
}
