using System.Diagnostics;
using System.Text;
using Nnet.Language.Editing;
using Xunit;

namespace Nnet.Language.Tests.Syntax;

/// <summary>Nothing that can be typed, pasted or opened makes the language throw or hang.</summary>
public class RobustnessTests
{
    [Fact]
    public void EveryPrefixOfEverySample()
    {
        foreach (var sample in Samples.Language.Concat(Samples.Examples))
        {
            for (var length = 0; length <= sample.Length; length++)
            {
                Survives(sample[..length]);
            }
        }
    }

    [Fact]
    public void RandomEdits()
    {
        var random = new Random(20261121);
        const string pieces = "(){}[]=,:;.\"'#%*-+/^<>!&| \n\r\tx0 1 9e let model data train on repeat when é×𝔘\0\uFFFD";
        for (var round = 0; round < 1500; round++)
        {
            var text = new StringBuilder(Samples.Language.ElementAt(round % 4));
            for (var edit = 0; edit < random.Next(1, 8); edit++)
            {
                var at = random.Next(text.Length);
                switch (random.Next(3))
                {
                    case 0:
                        text.Remove(at, Math.Min(random.Next(1, 30), text.Length - at));
                        break;
                    case 1:
                        text.Insert(at, pieces[random.Next(pieces.Length)]);
                        break;
                    default:
                        var from = random.Next(text.Length);
                        text.Insert(at, text.ToString(from, Math.Min(random.Next(1, 40), text.Length - from)));
                        break;
                }
            }
            Survives(text.ToString());
        }
    }

    [Theory]
    [InlineData('(')]
    [InlineData('[')]
    [InlineData('{')]
    [InlineData(')')]
    [InlineData('}')]
    [InlineData('-')]
    [InlineData('"')]
    [InlineData('^')]
    [InlineData(';')]
    [InlineData('.')]
    [InlineData('=')]
    public void HundredThousandOfOneCharacter(char character)
    {
        Survives(new string(character, 100_000));
        Survives($"model M {{ input 4; dense {new string(character, 100_000)} }}");
        Survives($"let n = 1{new string(character, 100_000)}2");
    }

    [Theory]
    [InlineData("1 + ")]
    [InlineData("2 ^ ")]
    [InlineData("a or ")]
    [InlineData("repeat 2 ")]
    [InlineData("add { ")]
    [InlineData("x: ")]
    [InlineData("min(")]
    [InlineData("a.")]
    public void LongChains(string link)
    {
        var chain = string.Concat(Enumerable.Repeat(link, 20_000));
        Survives($"let n = {chain}1");
        Survives($"model M {{ input 4\n{chain} dense 3 }}");
        Survives($"data d {{ features [{chain}1] }}");
    }

    [Fact]
    public void RepetitionsAreCapped()
    {
        Survives("model M { input 4\nrepeat 1000000000 relu\n}");
        Survives("model M { input 4\nrepeat 2000000000 repeat 2000000000 { repeat 2000000000 { let n = 4 } }\n}");
        Survives("model M { input 4\nrepeat 2000000000 { dens( }\n}");
        Check.Fires("too-many-layers", "model M { input 4\nrepeat 1000000000 ⟦relu⟧\n}");
    }

    [Fact]
    public void FiveMegabytesGiveOneFinding()
    {
        var text = string.Concat(Enumerable.Repeat(Samples.LeNet, 7000));
        var watch = Stopwatch.StartNew();
        Assert.Equal("file-too-large", Assert.Single(Check.Analyze(text).Findings).Kind.Code);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(1), $"{watch.Elapsed}");
    }

    [Fact]
    public void JustBelowTheGreatestSizeIsReadInTime()
    {
        Survives($"model M {{\n input 4\n{string.Concat(Enumerable.Repeat(" l: relu\n", 200_000))}}}");
        Survives(string.Concat(Enumerable.Repeat("relu\n", 390_000)));
    }

    [Fact]
    public void BinaryJunkGivesOneFinding()
    {
        var bytes = new byte[20_000];
        new Random(1).NextBytes(bytes);
        Assert.Equal("not-text", Assert.Single(Check.Analyze(Encoding.UTF8.GetString(bytes)).Findings).Kind.Code);
        Assert.Equal("not-text", Assert.Single(Check.Analyze("\u007fELF\0\0\0").Findings).Kind.Code);
    }

    [Fact]
    public void AcasXuGetsOneFriendlySentence()
    {
        const string text = """
            // Neural Network File Format by Kyle Julian, Stanford 2016
            7,5,5,50,
            5,50,50,50,50,50,50,5,
            0,
            0.0,-3.141593,-3.141593,100.0,0.0,
            6.07560000e-02,-1.29480000e-02,1.02000000e-01,
            """;
        var finding = Assert.Single(Check.Analyze(text).Findings);
        Assert.Equal("acas-xu", finding.Kind.Code);
        Assert.Single(Check.Analyze("7,5,5,50,\n5,50,5,\n").Findings);
    }

    [Fact]
    public void LoneSurrogatesSurvive() => Survives("model M { input 4 # \ud800\n dense \udc00 }");

    private static void Survives(string text)
    {
        var watch = Stopwatch.StartNew();
        var analysis = Check.Analyze(text);
        Assert.All(analysis.Findings, finding => Assert.True(finding.Span.Start >= 0 && finding.Span.End <= text.Length && finding.Message.Length > 0));
        Assert.All(analysis.Findings.SelectMany(finding => finding.Fixes), fix => Check.Apply(text, fix.Edits));
        _ = Formatter.Format(analysis.Syntax);
        for (var offset = 0; offset <= Math.Min(text.Length, 3000); offset += 37)
        {
            _ = CursorContext.At(analysis, offset);
            _ = analysis.CallAt(offset);
            _ = analysis.ArgumentAt(offset);
        }
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"{watch.Elapsed} for {text.Length} characters: {text[..Math.Min(60, text.Length)]}");
    }
}
