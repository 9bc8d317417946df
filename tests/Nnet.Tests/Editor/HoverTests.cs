using Nnet.Editor.Documentation;
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
    public void WordsInBackticksAreCode() => Assert.Contains("`same` puts", Hover(InLeNet("padding")), StringComparison.Ordinal);

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
        => Assert.DoesNotContain("data:image", DefinitionText.Page(Catalog<Activation>.Find("relu")!, PictureTheme.None), StringComparison.Ordinal);

    [Fact]
    public void EveryCurveIsWellFormed()
        => Assert.All(Catalog<Activation>.All, activation => System.Xml.Linq.XDocument.Parse(CurvePicture.Svg(activation, PictureTheme.Light)));

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
    [InlineData("mod")]
    [InlineData("train LeN")]
    public void AModelsNameAndTheWordBeforeItTellItsTotals(string before)
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
        Assert.Contains(@"| sepal\_length | 4.3 | 7.9 | 5.84 | 0.83 | 5.1, 4.9, 4.7 … |", hover, StringComparison.Ordinal);
    }

    [Fact]
    public void AColumnOfTextsTellsItsInputsAndCategories()
    {
        var hover = Hover("data pe$0ople { csv \"p.csv\" }", new People());
        Assert.Contains("| column | least | greatest | mean | deviation |\n|---|--:|--:|--:|--:|\n| age | 1 | 90 | 40 | 9 |\n\n| column | inputs | categories |\n|---|--:|---|\n| sex | 2 | male 90 · female 60 |", hover, StringComparison.Ordinal);
        Assert.Contains("| town | 7 | f 70 · g 60 · a 5 · b 4 · c 3 · … 2 more |", hover, StringComparison.Ordinal);
        Assert.Equal("**`sex`** column of `people`\n\n2 categories, 2 inputs  \nmale 90 · female 60", Hover("data people { csv \"p.csv\" onehot=se$0x }", new People()));
    }

    [Fact]
    public void ASeriesTellsItsColumnsAndWhichOnesHoldDates()
        => Assert.EndsWith("| heat | −9 | 30 | 11 | 5 |\n\n`day`: dates, which say which row is older and are not fed in.", Hover("data we$0ather { series \"w.csv\" }", new Weather()), StringComparison.Ordinal);

    [Theory]
    [InlineData("", "people gives age, sex=female, sex=male, town=a, town=b, town=c, town=d, town=e, town=f, town=g.")]
    [InlineData("; features [age*age, sex]", "people gives age\\*age, sex=female, sex=male.")]
    public void TheInputTellsWhatComesIn(string features, string expected)
        => Assert.Contains(expected, Hover($"data people {{ csv \"p.csv\"{features} }}\nmodel M {{ inp$0ut 10; dense 1 }}\ntrain M on people {{ loss mean_squared_error; optimizer adam; epochs 1 }}", new People()), StringComparison.Ordinal);

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

    [Fact]
    public void ALineOfABlockShowsItsFirstCallAndTheOthers()
    {
        var hover = Hover(InBlocks("      con"));
        Assert.StartsWith("**`conv`** `8×16×16 → 8×16×16` real values", hover, StringComparison.Ordinal);
        Assert.Contains("576 parameters = 8·(8·3·3)", hover, StringComparison.Ordinal);
        Assert.Contains("3 calls, the first of which is shown above:", hover, StringComparison.Ordinal);
        Assert.Contains("| `Basic 8` ×2 | `8×16×16 → 8×16×16` | 576 |", hover, StringComparison.Ordinal);
        Assert.Contains("| `Basic 16 stride=2` | `8×16×16 → 16×8×8` | 1,152 |", hover, StringComparison.Ordinal);
    }

    [Fact]
    public void ACallOfABlockShowsItsSignatureItsValuesAndWhatItCosts()
    {
        var hover = Hover(InBlocks("e: Bas"));
        Assert.StartsWith("**`Basic(ch, stride=1)`** `8×16×16 → 16×8×8` values in `[0,∞)`", hover, StringComparison.Ordinal);
        Assert.Contains("`ch = 16` · `stride = 2`", hover, StringComparison.Ordinal);
        Assert.Contains("1,312 parameters", hover, StringComparison.Ordinal);
        Assert.Contains("Two convolutions beside a way around them.", hover, StringComparison.Ordinal);
        Assert.Contains("The same in all 2 calls.", Hover(InBlocks("repeat 2 Bas")), StringComparison.Ordinal);
    }

    [Fact]
    public void ABlocksNameShowsItsCalls()
    {
        var hover = Hover(InBlocks("block Bas"));
        Assert.StartsWith("**`block Basic(ch, stride=1)`**", hover, StringComparison.Ordinal);
        Assert.Contains("592 parameters", hover, StringComparison.Ordinal);
        Assert.Contains("3 calls in `Net`", hover, StringComparison.Ordinal);
        Assert.Contains("| `Basic 8` ×2 | `8×16×16 → 8×16×16` |", hover, StringComparison.Ordinal);
        Assert.Contains("Nothing calls it yet.", Hover("block B$0 { relu }"), StringComparison.Ordinal);
    }

    [Fact]
    public void AJointShowsWhatComesTogether()
    {
        var hover = Hover(InBlocks("  ad"));
        Assert.StartsWith("**`add`** `8×16×16, 8×16×16 → 8×16×16`", hover, StringComparison.Ordinal);
        Assert.Contains("- `8×16×16` from `batchnorm`, line 9", hover, StringComparison.Ordinal);
        Assert.Contains("- `8×16×16` from `conv width kernel=3 padding=1`, line 20", hover, StringComparison.Ordinal);
        Assert.StartsWith("**`path`** `8×16×16 → 16×8×8`", Hover(InBlocks("    path wh").Replace("path wh$0en", "pa$0th when", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.StartsWith("**`residual`** `4, 4 → 4`", Hover("model M { input 4; resi$0dual { dense 4 } }"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("let wid", "**`width`** = `8` `let width = 8`")]
    [InlineData("let inn", "**`inner`** = `9, 17` `let inner = (ch + 1)`")]
    [InlineData("block Basic(c", "**`ch`** = `8, 16` parameter of `Basic`, from call to call")]
    [InlineData("stride > 1 or in.channels != c", "**`ch`** = `8, 16` parameter of `Basic`")]
    [InlineData("stem", "**`conv`** `3×16×16 → 8×16×16` real values · label `stem`")]
    [InlineData("in.chan", "**`in.channels`** = `8`")]
    public void NamesTellWhatTheyStandFor(string before, string expected) => Assert.StartsWith(expected, Hover(InBlocks(before)), StringComparison.Ordinal);

    [Fact]
    public void AnArgumentShowsWhatItComesTo()
    {
        var hover = Hover(InBlocks("      conv c"));
        Assert.StartsWith("**`filters`** of `conv` = `ch` = `8, 16`", hover, StringComparison.Ordinal);
        Assert.Contains("**`ch`** = `8, 16` parameter of `Basic`", hover, StringComparison.Ordinal);
        Assert.StartsWith("**`units`** of `dense` = `(2*3)` = `6`", Hover("model M { input 4; dense (2$0*3) }"), StringComparison.Ordinal);
        Assert.StartsWith("**`stride`** of `conv` = `stride` = `1, 2`", Hover(InBlocks("kernel=3 str")), StringComparison.Ordinal);
        Assert.StartsWith("**`ch`** of `Basic` = `8`", Hover(InBlocks("repeat 2 Basic 8")), StringComparison.Ordinal);
    }

    [Fact]
    public void ALabelThatIsJoinedShowsItsShape()
    {
        var hover = Hover("model M {\n  input 4\n  e: dense 6 activation=relu\n  concat e$0\n}");
        Assert.StartsWith("**`e`** `6` `[0,∞)`", hover, StringComparison.Ordinal);
        Assert.Contains("What `dense 6 activation=relu` gives, line 3 · 30 parameters", hover, StringComparison.Ordinal);
    }

    [Fact]
    public void AnOutputThatALossNamesShowsItsShape()
        => Assert.StartsWith("**`age`** `1`", Hover("data d { playground plane }\nmodel M {\n  input 2\n  path { age: dense 1; output }\n  dense 1\n}\ntrain M on d { loss huber output=a$0ge }"), StringComparison.Ordinal);

    [Fact]
    public void AnAxisShowsItsExtent() => Assert.StartsWith("**`seq`** = `8` axis of the input", Hover("model M {\n  input [seq=8, 4]\n  dense s$0eq\n}").Split("\n\n")[^1], StringComparison.Ordinal);

    [Fact]
    public void ARepetitionShowsItsSum() => Assert.Contains("2 rounds × 592 parameters = 1,184", Hover(InBlocks("  repe")), StringComparison.Ordinal);

    [Fact]
    public void AFunctionTellsWhatItComputes() => Assert.StartsWith("**`max(a, b, …)`** function", Hover("let n = m$0ax(3, 4)"), StringComparison.Ordinal);

    [Fact]
    public void AUsedFileTellsWhatItBrings()
    {
        var files = new Files { ["/p/b.nnet"] = "# Halves the size.\nblock Down(n) { dense n }\nlet k = 5\ndata d { playground xor }\nmodel Small { input 2; dense 1 }" };
        var hover = Hover("use \"b.$0nnet\"", null, files);
        Assert.StartsWith("**`b.nnet`** brings", hover, StringComparison.Ordinal);
        Assert.Equal(["- `block Down(n)` Halves the size.", "- `model Small`", "- `data d`", "- `let k = 5`"], hover.Split('\n').Skip(2));
    }

    [Fact]
    public void WeightsTellWhetherTheyAreFrozenOrShared()
    {
        const string Tied = "model M { input 4; a: dense 4 freeze=true; relu; dense 4 tie=a bias=false }";
        Assert.Contains("20 parameters = 4·4 + 4 · frozen", Hover(Tied.Replace("a: dense", "a: den$0se", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("shares weights with `a`", Hover(Tied.Replace("dense 4 tie", "den$0se 4 tie", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public void WeightsTellAtWhichRateTheyLearn()
        => Assert.Contains(", learns at 10% of the rate", Hover("model M { input 4; den$0se 4 lr=10% }"), StringComparison.Ordinal);

    [Theory]
    [InlineData("metrics accuracy top$0_k 3", "likeliest")]
    [InlineData("metrics accuracy f1 mi$0cro", "average")]
    [InlineData("loss cross_entropy label_smoo$0thing=10%", "label_smoothing")]
    [InlineData("schedule cosine war$0mup=5%", "warmup")]
    public void SettingsOfTrainingAreTold(string line, string expected)
        => Assert.Contains(expected, Hover($"train M on d {{\n  {line}\n}}"), StringComparison.Ordinal);

    [Fact]
    public void AHalfTypedLineOfABlockKeepsItsShapes()
    {
        var (text, offset) = Split(InBlocks("      con"));
        var broken = text.Replace("kernel=3 stride=stride", "kernel= stride=stride", StringComparison.Ordinal);
        Assert.StartsWith("**`conv`** `8×16×16 → 8×16×16`", Nnet.Editor.Hovers.HoverText.At(Analysed(broken, null, null, null, text), offset, PictureTheme.None)!.Markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryPlaceOfATextCanBeAsked()
    {
        foreach (var text in new[] { LeNet, Blocks, Nnet.Language.WarmUpSample.Text })
        {
            var snapshot = Analysed(text);
            for (var offset = 0; offset <= text.Length; offset++)
            {
                _ = Nnet.Editor.Hovers.HoverText.At(snapshot, offset, PictureTheme.None);
                _ = Nnet.Editor.Completions.CompletionFeature.At(snapshot, offset, false).Count();
                _ = Nnet.Editor.Signatures.SignatureFeature.At(snapshot.Analysis, offset);
            }
        }
    }

    [Fact]
    public void APictureSuitsTheTheme()
    {
        var relu = Catalog<Activation>.Find("relu")!;
        Assert.NotEqual(CurvePicture.Svg(relu, PictureTheme.Light), CurvePicture.Svg(relu, PictureTheme.Dark));
        Assert.Null(CurvePicture.Of(relu, PictureTheme.None));
    }

    [Fact]
    public void WhenTellsHowOftenItsConditionFails()
        => Assert.Matches("^\\*\\*`when`\\*\\* its condition holds.*\\n*In 2 of 3 calls", Hover(InBlocks("    path wh")));

    [Fact]
    public void APathTellsHowOftenItIsNotTaken()
        => Assert.Contains("In 2 of 3 calls its condition does not hold, and its input passes as it is.", Hover(InBlocks("    path wh").Replace("path wh$0en", "pa$0th when", StringComparison.Ordinal)), StringComparison.Ordinal);
}
