using Nnet.Language.Syntax;
using Nnet.Language.Text;
using Xunit;

namespace Nnet.Language.Tests.Syntax;

public class SyntaxTests
{
    [Fact]
    public void WholeSketchOfTheLanguageIsRead()
    {
        foreach (var sample in Samples.Language)
        {
            Assert.Empty(SyntaxTree.Parse(new SourceText(sample)).Findings);
        }
    }

    [Fact]
    public void NewlineAndSemicolonPartStatements()
    {
        var body = BodyOf("model M { input 7; dense 8\n\n\n  relu;\r\ndense 1\r}");
        Assert.Equal(["input", "dense", "relu", "dense"], body.Statements.Cast<StepStatement>().Select(step => step.Word.Text));
    }

    [Fact]
    public void NewlinesInBracketsAreSpace()
    {
        var body = BodyOf("data d {\n  features [\n    x1,\n    x2 # second\n  ]\n  csv (\n\"a.csv\"\n)\n}");
        Assert.Equal(2, body.Statements.Length);
        Assert.IsType<ListExpression>(((StepStatement)body.Statements[0]).Arguments[0].Value);
    }

    [Fact]
    public void BraceMayStandOnItsOwnLine()
        => Assert.Single(BodyOf("model M\n\n{\n  relu\n}").Statements);

    [Theory]
    [InlineData("1x28x28", typeof(DimensionsLiteral))]
    [InlineData("80%", typeof(PercentLiteral))]
    [InlineData("10deg", typeof(QuantityLiteral))]
    [InlineData("1e-4", typeof(NumberLiteral))]
    [InlineData(".5", typeof(NumberLiteral))]
    [InlineData("\"a b\"", typeof(TextLiteral))]
    [InlineData("in.channels", typeof(NameExpression))]
    [InlineData("[1, 2,]", typeof(ListExpression))]
    [InlineData("(1 + 2)", typeof(ParenthesizedExpression))]
    public void AtomsHaveTheirKind(string text, Type type)
        => Assert.IsType(type, ((StepStatement)BodyOf($"model M {{ dense {text} }}").Statements[0]).Arguments[0].Value);

    [Fact]
    public void SpansCountUtf16CodeUnits()
    {
        var text = "# 𝔘𝔫𝔦\nmodel M { relu }";
        var tree = SyntaxTree.Parse(new SourceText(text));
        Assert.Equal(text.IndexOf("relu", StringComparison.Ordinal), ((ModelDeclaration)tree.Declarations[0]).Body!.Statements[0].Span.Start);
    }

    [Theory]
    [InlineData("model M {\n  input 4\n  dense 8 activation⟦=⟧\n  dense 3\n}", "Expected a value for activation after `=`, but the line ends here.")]
    [InlineData("model ⟦{⟧\n}", "Expected a name for the model after `model`, but found `{`.")]
    [InlineData("train ⟦on⟧ d {\n}", "Expected the name of a model, but `on` is a word of the language: choose another name.")]
    [InlineData("train M ⟦{⟧\n}", "Expected `on` and the name of a data block after `M`, but found `{`.")]
    [InlineData("model ⟦M⟧", "Expected `{` after `M`, but the file ends here.")]
    [InlineData("let n ⟦5⟧", "Expected `=` and a value after `n`, but found `5`.")]
    [InlineData("let n = (1 + ⟦)⟧", "Expected a value for n after `+`, but found `)`.")]
    [InlineData("model M { dense ⟦§⟧ }", "Expected a value, name=value or a new line after `dense`, but found the character `§`, which means nothing here.")]
    [InlineData("model M { input 4 } ⟦dense⟧ 3", "Expected a new line after `}`, but found `dense`.")]
    public void ErrorsSayWhatWasExpected(string marked, string message)
        => Check.Fires("syntax", marked, message: message);

    [Fact]
    public void OneBadLineDoesNotSpoilItsNeighbours()
    {
        var body = BodyOf("model M {\n  input 4\n  dense = = ] 3\n  relu\n  dense 3\n}");
        Assert.Equal(["input", "dense", "relu", "dense"], body.Statements.Cast<StepStatement>().Select(step => step.Word.Text));
    }

    [Fact]
    public void CalculationWithoutParenthesesIsAnErrorOnItsLine()
    {
        Check.FiresAlone("needs-parentheses", "model M {\n  input 4\n  dense ⟦2 -1⟧ activation=relu\n}", message: "`(2 -1)`");
        Check.Fires("needs-parentheses", "let d = 2\nmodel M {\n  input 4\n  dense ⟦4*d⟧\n}");
        Check.Fires("needs-parentheses", "model M {\n  input 4\n  dense ⟦-1⟧\n}");
        Check.Fires("needs-parentheses", "let d = 2\nmodel M {\n  input 4\n  dense ⟦(1 + 2)*d⟧ bias=false\n}");
    }

    [Fact]
    public void UnclosedBracketsEndWithTheirLine()
    {
        Check.FiresAlone("unclosed", "model M {\n  input 4\n  dense ⟦(⟧2*3\n  relu\n  dense 3\n}");
        Check.FiresAlone("unclosed", "model M {\n  input 3x8x8\n  conv 6 kernel=⟦[⟧3, 3\n  relu\n}");
        var body = BodyOf("model M {\n  input 4\n  dense (2*3\n  relu\n  dense 3\n}");
        Assert.Equal(4, body.Statements.Length);
    }

    [Fact]
    public void UnclosedBraceEndsBeforeTheNextDeclaration()
    {
        Check.FiresAlone("unclosed", "model A ⟦{⟧\n  input 4\n  dense 3\n\nmodel B {\n  input 4\n  dense 2\n}");
        Check.Fires("unclosed", "model A ⟦{⟧\n  input 4\n  dense 3\n");
    }

    [Fact]
    public void ClosersNeedAnOpener()
    {
        Check.FiresAlone("unopened", "model A { input 4; dense 3 }\n⟦}⟧\n");
        Check.FiresAlone("unopened", "model A {\n  input 4\n  dense 3⟦)⟧\n}");
    }

    [Fact]
    public void UnclosedTextEndsWithItsLine()
        => Check.Fires("unclosed", "data d {\n  csv ⟦\"a.csv⟧\n  normalize standard\n}");

    [Fact]
    public void ForeignHabitsHaveFixes()
    {
        Check.FiresAlone("comment-style", "⟦//⟧ a model\nmodel A { input 4; dense 3 }");
        Check.FiresAlone("quote-style", "data d {\n  csv ⟦'⟧a.csv'\n}");
        Check.Fires("syntax", "model M { input 1x8x8\n conv 3⟦,⟧ kernel=3 }", message: "not by commas");
        Check.FiresAlone("syntax", "model M { input ⟦1X28×28⟧\n flatten }", message: "1x28x28");
    }

    [Fact]
    public void DepthIsCapped()
    {
        var text = $"let n = {new string('(', 200)}1{new string(')', 200)}\nmodel M {{ input 4; dense 3 }}";
        var finding = Assert.Single(Check.Analyze(text).Findings);
        Assert.Equal("too-deep", finding.Kind.Code);
        Assert.Contains(Check.Analyze($"model M {{ {string.Concat(Enumerable.Repeat("add { ", 200))}").Findings, found => found.Kind.Code == "too-deep");
    }

    private static Body BodyOf(string text) => ((BlockDeclaration)SyntaxTree.Parse(new SourceText(text)).Declarations[0]).Body!;
}
