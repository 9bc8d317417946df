using Xunit;
using static Nnet.Language.Tests.Check;

namespace Nnet.Language.Tests.Findings;

/// <summary>Names that nothing uses.</summary>
public class UnusedTests
{
    [Theory]
    [InlineData("model M {\n  input 4\n  e1: dense 4\n  ⟦e2⟧: dense 4\n  e3: dense 4\n  add e1 e3\n  dense 2\n}")]
    [InlineData("model M {\n  input 4\n  e1: dense 4\n  repeat 2 {\n    ⟦e2⟧: dense 4\n    relu\n  }\n  e10: dense 4\n  add e1\n  add e10\n  dense 2\n}")]
    [InlineData("model M {\n  input e1 4\n  e3: dense 4\n  add e1 e3 { path { ⟦e2⟧: dense 4; relu }; path { dense 4 } }\n  dense 2\n}")]
    public void ALabelThatNoLineRefersTo(string marked) => Assert.True(Fires("unused-label", marked, message: "and none to `e2`").Unnecessary);

    [Theory]
    [InlineData("model M {\n  input 4\n  skip: dense 4\n  relu\n  add skip\n}")]
    [InlineData("model M {\n  input 4\n  code: dense 4\n  relu\n  dense 4\n}")]
    [InlineData("model M {\n  input 4\n  code: dense 4\n  dense 4\n}\nmodel N {\n  input 4\n  a: dense 4\n  add a\n}")]
    [InlineData("model M {\n  input 4\n  stem: dense 4\n  a: dense 4\n  relu\n  add a\n  head: dense 4\n  dense 2\n}")]
    [InlineData("model M {\n  input 4\n  c1: dense 4\n  c2: dense 4\n  c3: dense 4\n  c4: dense 4\n  add c2 c3\n  dense 2\n}")]
    [InlineData("model M {\n  input 4\n  w: dense 4\n  relu\n  dense 4 tie=w\n}")]
    [InlineData("model M {\n  input 4\n  e: dense 4\n  dense (e.features)\n}")]
    [InlineData("model M {\n  a1: input 4\n  a2: input 4\n  a3: dense 4\n  add a1 a3\n}")]
    [InlineData("model M {\n  input a1 [seq=8, 4]\n  input a2 [seq=8, 4]\n  a3: dense 4\n  add a1 a3\n}")]
    [InlineData("model M {\n  input 4\n  a1: dense 4\n  a3: dense 4\n  add a1 a3\n  a2: dense 2\n}")]
    [InlineData("model M {\n  input 4\n  a1: dense 4\n  a2: dense 4\n  output\n  a3: dense 4\n  add a1 a3\n}")]
    [InlineData("model M {\n  input 4\n  skip: dense 4\n  add (skip\n}")]
    [InlineData("model M {\n  input 4\n  skip: dense 4\n  concat sk skip=\n}")]
    public void LabelsThatAreUsed_OrSeenFromOutside(string text) => SilentOn("unused-label", text);

    [Theory]
    [InlineData("block B(n, ⟦stride⟧=1) {\n  dense n\n}\nmodel M { input 4; B 8; B 4 stride=2 }")]
    [InlineData("block B(⟦a⟧, n) { dense n }\nmodel M { input 4; B 8 4; B a=3 n=2 }")]
    [InlineData("block B(⟦a⟧) { relu }\nmodel M { input 4; B 8; dense 1 }")]
    [InlineData("block B(⟦a⟧) { relu }")]
    public void AParameterWithoutEffect(string marked) => Fires("unused-parameter", marked, message: "makes no use of its parameter");

    [Fact]
    public void AParameterGoesWithTheValuesThatItIsGiven()
    {
        var finding = Fires("unused-parameter", "block B(a, ⟦b⟧=2, c=3) { dense (a*c) }\nmodel M { input 4; B 1 b=5; repeat 2 B 1 2 3; B 1 }");
        Assert.Equal(
            "block B(a, c=3) { dense (a*c) }\nmodel M { input 4; B 1; repeat 2 B 1 3; B 1 }",
            Apply("block B(a, b=2, c=3) { dense (a*c) }\nmodel M { input 4; B 1 b=5; repeat 2 B 1 2 3; B 1 }", Assert.Single(finding.Fixes).Edits));
    }

    [Fact]
    public void AParameterOfABlockForOthersStays() => Assert.Empty(Fires("unused-parameter", "block B(⟦a⟧) { relu }").Fixes);

    [Theory]
    [InlineData("block B(n) { dense n }\nmodel M { input 4; B 8 }")]
    [InlineData("block B(n, m=n) { dense m }\nmodel M { input 4; B 8 }")]
    [InlineData("block B(act=relu) { act }\nmodel M { input 4; B }")]
    [InlineData("block B(n) { path when n > 3 { relu } }")]
    [InlineData("block B(n) { repeat n relu }")]
    [InlineData("block B(n) { }")]
    [InlineData("block B(n) {\n  dense (n *\n  relu\n}")]
    public void ParametersThatAreUsed(string text) => SilentOn("unused-parameter", text);

    [Theory]
    [InlineData("model M {\n  let ⟦d⟧ = 8\n  input 4\n  dense 8\n}")]
    [InlineData("let ⟦d⟧ = 8\nmodel M { input 4; dense 8 }")]
    [InlineData("block B {\n  let ⟦d⟧ = 8\n  relu\n}")]
    public void AValueThatNothingUses(string marked) => Fires("unused-let", marked);

    [Theory]
    [InlineData("let d = 8\nmodel M { input 4; dense d }")]
    [InlineData("let d = 8\nlet e = (d + 1)\nmodel M { input 4; dense e }")]
    [InlineData("let d = 8\nblock B { relu }")]
    [InlineData("let rate = 0.1\ntrain M on d { optimizer sgd lr=rate }")]
    [InlineData("let k = 2\ndata d { features [k*x1] }\nmodel M { input 1 }")]
    [InlineData("let size = 8\nmodel M { input 4; dense sise }")]
    [InlineData("let d =\nmodel M { input 4; dense 8 }")]
    public void ValuesThatAreUsed_OrForOthers(string text) => SilentOn("unused-let", text);

    [Fact]
    public void ABlockThatNothingCalls() => Assert.True(Fires("unused-block", "block ⟦B⟧ { relu }\nblock C { relu }\nmodel M { input 4; C; dense 2 }").Unnecessary);

    [Theory]
    [InlineData("block B { relu }")]
    [InlineData("block B { relu }\nblock C { B }\nmodel M { input 4; C }")]
    [InlineData("block B { relu }\nmodel M { input 4; residual { B } }")]
    public void BlocksThatAreCalled_OrForOthers(string text) => SilentOn("unused-block", text);

    [Fact]
    public void DataThatNothingIsTrainedOn() => Fires("unused-data", "data ⟦a⟧ { csv \"a.csv\" }\ndata b { csv \"b.csv\" }\nmodel M { input 4 }\ntrain M on b { }");

    [Theory]
    [InlineData("data a { csv \"a.csv\" }\nmodel M { input 4 }\ntrain M on a { }")]
    [InlineData("data a { csv \"a.csv\" }\nmodel M { input 4 }")]
    [InlineData("data a { csv \"a.csv\" }\nmodel M { input 4 }\ntrain M on b { }")]
    [InlineData("data a { csv \"a.csv\" }\ndata b { csv \"b.csv\" }\nmodel M { input 4 }\ntrain M on b { }\ntrain M on")]
    public void DataThatAreUsed_OrAboutToBe(string text) => SilentOn("unused-data", text);
}
