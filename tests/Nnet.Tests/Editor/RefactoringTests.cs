using Xunit;

namespace Nnet.Tests.Editor;

/// <summary>Rewritings: each leaves every model exactly what it was.</summary>
public class RefactoringTests
{
    private const string Extract = "Extract into a block";
    private const string Residual = "Wrap in residual { }";

    [Fact]
    public void LinesBecomeABlock()
        => Assert.Equal(
            "# Nets\n\nblock Part {\n  conv 8 kernel=3 padding=1  # same size\n  relu\n}\n\n# A net\nmodel M {\n  input 1x8x8\n  Part\n  flatten\n}\n",
            Actions.Rewrite(Extract, "# Nets\n\n# A net\nmodel M {\n  input 1x8x8\n  $0conv 8 kernel=3 padding=1  # same size\n  relu$0\n  flatten\n}\n"));

    [Fact]
    public void NamesOfTheBodyAroundBecomeParameters()
        => Assert.Equal(
            "let wide = 32\nblock Part(d, skip) {\n  let e = 2*d\n  dense e activation=relu\n  dense wide\n  add skip when d > 3\n}\n\nmodel M {\n  input 4\n  let d = 32\n  skip: dense d\n  Part d skip\n  dense 3\n}\n",
            Actions.Rewrite(Extract, "let wide = 32\nmodel M {\n  input 4\n  let d = 32\n  skip: dense d\n $0 let e = 2*d\n  dense e activation=relu\n  dense wide\n  add skip when d > 3$0\n  dense 3\n}\n"));

    [Fact]
    public void TheSameLinesElsewhereCallTheBlockToo()
        => Assert.Equal(
            "block Part(d) { dense d; relu }\n\nmodel A {\n  input 4\n  let d = 8\n  Part d\n  Part d; tanh\n}\nmodel B {\n  input 4\n  let d = 3\n  Part d\n}\n",
            Actions.Rewrite(Extract, "model A {\n  input 4\n  let d = 8\n  $0dense d; relu$0\n  dense d; relu; tanh\n}\nmodel B {\n  input 4\n  let d = 3\n  dense  d\n  relu\n}\n"));

    [Fact]
    public void LinesThatOnlyLookTheSameDoNot()
        => Assert.DoesNotContain("B {\n  input 4\n  let d = 3\n  Part", Actions.Rewrite(Extract, "let d = 8\nmodel A {\n  input 4\n  $0dense d$0\n}\nmodel B {\n  input 4\n  let d = 3\n  dense d\n}\n"), StringComparison.Ordinal);

    [Fact]
    public void ABlockGetsANameOfItsOwn()
        => Assert.StartsWith("block Part2 { relu }", Actions.Rewrite(Extract, "model M { input 4; Part; $0relu$0 }\nblock Part { dense 8 }\n"), StringComparison.Ordinal);

    [Fact]
    public void LinesOfAPathBecomeABlock()
        => Assert.Contains("path { Part }", Actions.Rewrite(Extract, "model M { input 4; add { path { $0dense 8; relu$0 }; path { dense 8 } } }\n"), StringComparison.Ordinal);

    [Theory]
    [InlineData("model M {\n  $0input 4\n  dense 8$0\n}\n", "input in line 2")]
    [InlineData("model M {\n  input 4\n  $0e: dense 4$0\n  relu\n  add e\n}\n", "`e` is declared in the selection and used in line 5")]
    [InlineData("model M {\n  input 4\n  $0let d = 4$0\n  dense d\n}\n", "`d` is declared in the selection")]
    [InlineData("model M {\n  input 4\n  add { $0path { relu }$0; path { tanh } }\n}\n", "paths of add")]
    public void WhatCannotStandAloneIsNotExtracted(string marked, string reason) => Assert.Contains(reason, Actions.Refused(Extract, marked), StringComparison.Ordinal);

    [Fact]
    public void ACallBecomesItsLines()
        => Assert.Equal(
            "block Basic(ch, stride=1) {\n  # two of them\n  conv ch kernel=3 stride=stride padding=1\n  relu  # and on\n}\nmodel M {\n  input 1x8x8\n  # two of them\n  conv 16 kernel=3 stride=1 padding=1\n  relu  # and on\n  flatten\n}\n",
            Actions.Rewrite("Inline Basic", "block Basic(ch, stride=1) {\n  # two of them\n  conv ch kernel=3 stride=stride padding=1\n  relu  # and on\n}\nmodel M {\n  input 1x8x8\n  Bas$0ic 16\n  flatten\n}\n"));

    [Fact]
    public void ValuesAreParenthesizedWhereTheyHaveToBe()
        => Assert.Equal(
            "block B(n, k=n + 1, act=relu) { dense n; dense (2*n) init=he_normal; dense k activation=act; act; dense (max(n, k)) }\nmodel M { input 4; dense (3 + 1); dense (2*(3 + 1)) init=he_normal; dense ((3 + 1) + 1) activation=tanh; tanh; dense (max((3 + 1), (3 + 1) + 1)) }\n",
            Actions.Rewrite("Inline B", "block B(n, k=n + 1, act=relu) { dense n; dense (2*n) init=he_normal; dense k activation=act; act; dense (max(n, k)) }\nmodel M { input 4; B$0 (3 + 1) act=tanh }\n"));

    [Fact]
    public void ConditionsThatAreKnownGo()
        => Assert.Equal(
            "  add {\n    path { conv 8 kernel=3 padding=1 }\n    path when in.channels != 8 { conv 8 kernel=1 stride=1 }\n  }\n  relu\n",
            Between("  input 8x8x8\n", "}\n", Actions.Rewrite("Inline Basic", Basic + "model M {\n  input 8x8x8\n  Basic$0 8\n}\n")));

    [Fact]
    public void APathThatIsNeverTakenIsEmpty()
        => Assert.Equal(
            "  add {\n    path { relu }\n    path { }\n  }\n",
            Between("  input 4\n", "}\n", Actions.Rewrite("Inline B", "block B(deep=false) {\n  add {\n    path { relu }\n    path when deep { dense 4 }\n  }\n  dense 3 when deep\n}\nmodel M {\n  input 4\n  B$0\n}\n")));

    [Fact]
    public void APathThatIsAlwaysTakenHasNoCondition()
        => Assert.Contains(
            "    path { conv 8 kernel=1 stride=2 }\n",
            Actions.Rewrite("Inline Basic", Basic.Replace("padding=1", "padding=1 stride=stride", StringComparison.Ordinal) + "model M {\n  input 8x8x8\n  Basic$0 8 stride=2\n}\n"),
            StringComparison.Ordinal);

    [Fact]
    public void OnASharedLineTheLinesShareIt()
        => Assert.Equal(
            "block B {\n  dense 8\n  relu\n}\nmodel M { input 4; dense 8; relu; dense 3 }\n",
            Actions.Rewrite("Inline B", "block B {\n  dense 8\n  relu\n}\nmodel M { input 4; B$0; dense 3 }\n"));

    [Theory]
    [InlineData("  repeat 2 B$0\n", "  repeat 2 {\n    dense 8\n    relu\n  }\n")]
    [InlineData("  repeat 2 { B$0 }\n", "  repeat 2 { dense 8; relu }\n")]
    [InlineData("  e: B$0\n  relu\n  add e\n", "  dense 8\n  e: relu\n  relu\n  add e\n")]
    public void CallsStandInManyPlaces(string call, string lines)
        => Assert.Equal(lines, Between("  input 8\n", "}\n", Actions.Rewrite("Inline B", $"block B {{\n  dense 8\n  relu\n}}\nmodel M {{\n  input 8\n{call}}}\n")));

    [Theory]
    [InlineData("block B { e: dense 4; relu; add e }\nmodel M { input 4; e: relu; B$0; add e }\n", "`e` is declared in B and in M")]
    [InlineData("block B { dense 4 }\nmodel M { input 4; B$0 when true }\n", "condition")]
    [InlineData("let d = 4\nblock B { dense d }\nmodel M { input 4; let d = 3; B$0 }\n", "`d` is another thing in M")]
    [InlineData("block B(n) { let d = 3; dense (n*d) }\nmodel M { input 4; B$0 3; let d = 4 }\n", "`d` is declared in B and in M")]
    [InlineData("block B { dense 4; repeat 2 relu }\nmodel M { input 4; e: B$0; relu; add e }\n", "cannot bear that name")]
    [InlineData("block B { dense 4 }\nmodel M { input 4; B$0 lr=10% }\n", "`lr=10%` is about all layers of B")]
    [InlineData("block B {\n  dense 4  # wide\n}\nmodel M { input 4; B$0; relu }\n", "has comments")]
    public void WhatWouldChangeItsMeaningIsNotInlined(string marked, string reason) => Assert.Contains(reason, Actions.Refused("Inline B", marked), StringComparison.Ordinal);

    [Theory]
    [InlineData("  dense 8 acti$0vation=relu bias=false  # wide\n", "  dense 8 bias=false  # wide\n  relu\n")]
    [InlineData("  dense$0 8 activation=relu; tanh\n", "  dense 8; relu; tanh\n")]
    [InlineData("  e: den$0se 8 activation=relu when in.size > 3\n  add e\n", "  dense 8 when in.size > 3\n  e: relu when in.size > 3\n  add e\n")]
    [InlineData("  repeat 2 dense$0 8 activation=relu\n", "  repeat 2 { dense 8; relu }\n")]
    public void AnActivationGetsItsOwnLine(string lines, string expected) => Assert.Equal(Chain(expected), Actions.Rewrite("Write relu on its own line", Chain(lines)));

    [Theory]
    [InlineData("  dense 8\n  re$0lu\n  tanh\n", "  dense 8 activation=relu\n  tanh\n")]
    [InlineData("  dense$0 8  # wide\n  relu\n", "  dense 8 activation=relu  # wide\n")]
    [InlineData("  dense 8; relu$0; tanh\n", "  dense 8 activation=relu; tanh\n")]
    [InlineData("  dense 8\n  e: relu$0\n  add e\n", "  e: dense 8 activation=relu\n  add e\n")]
    public void AnActivationBecomesAnArgument(string lines, string expected) => Assert.Equal(Chain(expected), Actions.Rewrite("Write relu as an argument of dense", Chain(lines)));

    [Fact]
    public void ALabelThatIsUsedKeepsItsMeaning()
    {
        Assert.Contains("`e` names what dense gives", Actions.Refused("Write relu as an argument of dense", Chain("  e: dense 8\n  relu$0\n  add e\n")), StringComparison.Ordinal);
        Assert.Contains("shares the weights of `e`", Actions.Refused("Write relu on its own line", Chain("  e: den$0se 4 activation=relu\n  dense 4 tie=e\n")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("  leaky_relu 0.2$0\n")]
    [InlineData("  relu$0 when in.size > 3\n")]
    [InlineData("  flatten; relu$0\n")]
    public void WhatNoArgumentCanSayStays(string line) => Assert.DoesNotContain(Actions.Titles(Chain($"  dense 8\n{line}")), title => title.Contains("as an argument", StringComparison.Ordinal));

    [Theory]
    [InlineData("  den$0se 8\n  dense  8\n  dense 8\n", "Write as repeat 3", "  repeat 3 dense 8\n")]
    [InlineData("  $0dense 8; relu; dense 8; relu$0\n", "Write as repeat 2", "  repeat 2 { dense 8; relu }\n")]
    [InlineData("$0  dense 8\n  relu\n  dense 8\n  relu\n$0", "Write as repeat 2", "  repeat 2 {\n    dense 8\n    relu\n  }\n")]
    [InlineData("  rep$0eat 3 dense 8\n", "Write the 3 repetitions out", "  dense 8\n  dense 8\n  dense 8\n")]
    [InlineData("  repeat$0 2 { dense 8; relu }\n", "Write the 2 repetitions out", "  dense 8; relu\n  dense 8; relu\n")]
    [InlineData("  tanh; repeat$0 2 dense 8\n", "Write the 2 repetitions out", "  tanh; dense 8; dense 8\n")]
    [InlineData("  repeat 2$0 {\n    dense 8\n    relu  # on\n  }\n", "Write the 2 repetitions out", "  dense 8\n  relu  # on\n  dense 8\n  relu  # on\n")]
    public void RepetitionsAreFoldedAndUnfolded(string lines, string title, string expected) => Assert.Equal(Chain(expected), Actions.Rewrite(title, Chain(lines)));

    [Fact]
    public void ANameIsNotRepeated()
    {
        Assert.Contains("`e` is declared anew", Actions.Refused("Write the 2 repetitions out", Chain("  repe$0at 2 { e: dense 4; relu; add e }\n")), StringComparison.Ordinal);
        Assert.DoesNotContain(Actions.Titles(Chain("  den$0se 8  # one\n  dense 8\n")), title => title.StartsWith("Write as repeat", StringComparison.Ordinal));
    }

    [Fact]
    public void EveryOfferWorksWhereverATextIsCutOff()
    {
        const string Text = "block B(n, act=relu) {\n  dense n; act\n  residual { dense n }\n}\nmodel M {\n  input 8\n  repeat 2 { dense 8 activation=relu; tanh }\n  repeat 3 B 8\n  e: B 8 act=tanh\n  dense 8\n  dense 8\n  add e { path { relu }; path }\n}\n";
        for (var length = 0; length <= Text.Length; length++)
        {
            Assert.All(Actions.At(Text[..length] + "$0").Where(offer => offer.Disabled is null), offer => Assert.NotEmpty(offer.Edits()));
        }
    }

    [Fact]
    public void LinesAreWrappedInAResidual()
    {
        Assert.Equal(Chain("  residual {\n    dense 8\n    relu\n    dense 4\n  }\n"), Actions.Do(Residual, Chain("  $0dense 8\n  relu\n  dense 4$0\n")));
        Assert.Equal(Chain("  residual { dense 4; relu }\n"), Actions.Do(Residual, Chain("  $0dense 4; relu$0\n")));
    }

    [Fact]
    public void AResidualNeedsEqualShapes()
    {
        Assert.Contains("its input, 4, to what these lines give, 8", Actions.Refused(Residual, Chain("  $0dense 8$0\n")), StringComparison.Ordinal);
        Assert.Contains("`d` is declared in the selection", Actions.Refused(Residual, Chain("  $0let d = 4\n  dense d$0\n  dense d\n")), StringComparison.Ordinal);
    }

    private const string Basic = "block Basic(ch, stride=1) {\n  add {\n    path { conv ch kernel=3 padding=1 }\n    path when stride > 1 or in.channels != ch { conv ch kernel=1 stride=stride }\n  }\n  relu\n}\n";

    private static string Chain(string lines) => $"model M {{\n  input 4\n{lines}}}\n";

    private static string Between(string before, string after, string text)
    {
        var start = text.IndexOf(before, StringComparison.Ordinal) + before.Length;
        return text[start..text.LastIndexOf(after, StringComparison.Ordinal)];
    }
}
