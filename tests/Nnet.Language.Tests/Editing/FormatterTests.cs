using Nnet.Language.Editing;
using Nnet.Language.Syntax;
using Nnet.Language.Text;
using Xunit;

namespace Nnet.Language.Tests.Editing;

public class FormatterTests
{
    [Theory]
    [InlineData("model M{input 4;dense 3}", "model M { input 4; dense 3 }\n")]
    [InlineData("model M {\ninput   4\n      conv 6   kernel = 5 padding= 2\n}", "model M {\n  input 4\n  conv 6 kernel=5 padding=2\n}\n")]
    [InlineData("let n=3\nlet  m = n*2+1", "let n = 3\nlet m = n*2 + 1\n")]
    [InlineData("let n = - 3 -  - 2", "let n = -3 - -2\n")]
    [InlineData("let n = 5 % 2 ^ 3 // 4", "let n = 5 % 2^3//4\n")]
    [InlineData("let n = ( 1+2 ) * max( 3 , n )", "let n = (1 + 2)*max(3, n)\n")]
    [InlineData("let b = n>3 and not_m==4", "let b = n > 3 and not_m == 4\n")]
    [InlineData("model M { dense ( 4*d )\n e4 :dense(2) lr=min (1,2) }", "model M { dense (4*d)\n  e4: dense (2) lr=min(1, 2) }\n")]
    [InlineData("data d {\n features [ x1,x2 , x1 * x1 , -x2 , sin ( x1 ) ]\n split train = 80 %\n}", null)]
    [InlineData("data d {\n features [ x1,x2 , x1 * x1 , -x2 , sin ( x1 ) ]\n}", "data d {\n  features [x1, x2, x1*x1, -x2, sin(x1)]\n}\n")]
    [InlineData("data d {\n features [\nx1,\n      x2\n ]\n}", "data d {\n  features [\n    x1,\n    x2\n  ]\n}\n")]
    [InlineData("block B ( ch,stride = 1 ){\nadd{\npath{ relu }\n}\n}", "block B(ch, stride=1) {\n  add {\n    path { relu }\n  }\n}\n")]
    [InlineData("model M\n{\n  relu\n}", "model M {\n  relu\n}\n")]
    [InlineData("block B {\nadd\n{\npath when n>2\n{ relu }\n}\n}", "block B {\n  add {\n    path when n > 2 { relu }\n  }\n}\n")]
    [InlineData("model M { input tokens [ seq = 1024,64 ] domain = tokens( 50257 ) }", "model M { input tokens [seq=1024, 64] domain=tokens(50257) }\n")]
    [InlineData("model M { input 4; x :dense 4 when in . features>3;residual{ relu };add x{ path{ relu } } }", "model M { input 4; x: dense 4 when in.features > 3; residual { relu }; add x { path { relu } } }\n")]
    [InlineData("\n\n# one\nmodel M {   # two\n\n\n\n  relu# three\n   # four\n}\n\n\n", "# one\nmodel M {   # two\n\n  relu  # three\n  # four\n}\n")]
    [InlineData("model A { relu }\r\n\r\n\r\n\r\nmodel B { relu }\r\n", "model A { relu }\r\n\r\nmodel B { relu }\r\n")]
    [InlineData("model M { conv 6 kernel=[3,5] when a . b!=c }", "model M { conv 6 kernel=[3, 5] when a.b != c }\n")]
    public void Canonical(string text, string? expected)
    {
        var formatted = Format(text);
        if (expected is not null)
        {
            Assert.Equal(expected, formatted);
        }
        Assert.Equal(formatted, Format(formatted));
    }

    [Fact]
    public void SamplesAreCanonical()
    {
        foreach (var sample in Samples.Language.Concat(Samples.Examples))
        {
            Assert.Equal(sample, Format(sample));
        }
    }

    [Fact]
    public void LinesWithErrorsAreLeftAlone()
    {
        const string text = "model M {\n    input   4\n    dense   = 3\n    relu\n}\n";
        Assert.Equal("model M {\n  input 4\n    dense   = 3\n  relu\n}\n", Format(text));
    }

    [Fact]
    public void MeaningNeverChanges()
    {
        var random = new Random(7);
        foreach (var sample in Samples.Language)
        {
            for (var round = 0; round < 100; round++)
            {
                // Space wherever space may be, or none.
                var tree = SyntaxTree.Parse(new SourceText(sample));
                var text = new System.Text.StringBuilder();
                var end = 0;
                foreach (var token in tree.Tokens)
                {
                    var gap = sample[end..token.Span.Start];
                    text.Append(gap.Length == 0 ? "" : gap.All(character => character == ' ') ? new string(' ', random.Next(1, 4)) : gap);
                    text.Append(tree.Source[token.Span]);
                    end = token.Span.End;
                }
                var source = text.ToString();
                var formatted = Format(source);
                Assert.Equal(Shape(source), Shape(formatted));
                Assert.Equal(formatted, Format(formatted));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void TheAnalysisNeverChanges(string file)
    {
        // Written badly on purpose: whatever the file looks like, formatting changes nothing of what is known of it.
        var text = File.ReadAllText(Path.Combine(Check.Root, file));
        foreach (var (untidy, index) in new[] { text, text.Replace("  ", "\t", StringComparison.Ordinal), Widen(text) }.Select((untidy, index) => (untidy, index)))
        {
            var formatted = Format(untidy);
            Assert.Equal((index, formatted), (index, Format(formatted)));
            Assert.Equal((index, Known(untidy)), (index, Known(formatted)));
        }
    }

    public static TheoryData<string> Files =>
    [
        .. new[] { "examples", "tests/baselines" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Check.Root, folder), "*.nnet", SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(Check.Root, path))
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [InlineData("model M {\n⟦ input   4\n⟧ dense   3\n}\n", "model M {\n  input 4\n dense   3\n}\n")]
    [InlineData("model M {   \n⟦\n\n\n input   4   ⟧\n\n\n\n dense   3\n}\n", "model M {   \n\n\n\n  input 4\n\n\n\n dense   3\n}\n")]
    [InlineData("model M\n⟦{⟧\n input   4\n}\n", "model M\n{\n input   4\n}\n")]
    [InlineData("model M {\n  ⟦input   4  ⟧", "model M {\n  input 4")]
    public void OnlyTheLinesOfARange(string marked, string expected)
    {
        var (start, end) = (marked.IndexOf('⟦'), marked.IndexOf('⟧') - 1);
        var tree = SyntaxTree.Parse(new SourceText(marked.Remove(start, 1).Remove(end, 1)));
        var last = tree.Source.LineAt(end) - (tree.Source.PositionAt(end).Column == 0 && end > start ? 1 : 0);
        Assert.Equal(expected, Check.Apply(tree.Source.Content, Formatter.FormatLines(tree, tree.Source.LineAt(start), last)));
    }

    [Theory]
    [InlineData("model M {\n  input   4\n$0\n}\n", "model M {\n  input 4\n  \n}\n")]
    [InlineData("model M {\n$0", "model M {\n  ")]
    [InlineData("model M {\n  input 4\n$0dense 3\n}\n", "model M {\n  input 4\n  dense 3\n}\n")]
    [InlineData("model M {\n  add {\n    $0", "model M {\n  add {\n    ")]
    [InlineData("model M { input 4 }\n  $0\n", "model M { input 4 }\n\n")]
    [InlineData("model M {\n  dense   = 3\n$0\n}\n", "model M {\n  dense   = 3\n  \n}\n")]
    [InlineData("model M {\n input 4\n dense   3\n$0}\n", "model M {\n input 4\n  dense 3\n}\n")]
    public void ALineBreakTidiesTheLineBeforeIt(string marked, string expected) => Assert.Equal(expected, Typed(marked, "\n"));

    [Theory]
    [InlineData("model M {\n   input   4\n  }$0\n", "model M {\n   input   4\n}\n")]
    [InlineData("model M {\n  add {\n    path { relu }\n    }$0\n}\n", "model M {\n  add {\n    path { relu }\n  }\n}\n")]
    [InlineData("model M { input 4;relu}$0", "model M { input 4; relu }")]
    public void AClosingBraceMovesToItsPlace(string marked, string expected) => Assert.Equal(expected, Typed(marked, "}"));

    private static string Typed(string marked, string character)
    {
        var (text, offset) = Check.Cursor(marked);
        return Check.Apply(text, Formatter.FormatTyped(SyntaxTree.Parse(new SourceText(text)), offset, character));
    }

    // Every space but those at a line's begin becomes three; texts in quotes and comments are left.
    private static string Widen(string text)
    {
        var tree = SyntaxTree.Parse(new SourceText(text));
        var wide = new System.Text.StringBuilder();
        var end = 0;
        foreach (var token in tree.Tokens)
        {
            var gap = text[end..token.Span.Start];
            wide.Append(gap == " " ? "   " : gap).Append(tree.Source[token.Span]);
            end = token.Span.End;
        }
        return wide.Append(text[end..]).ToString();
    }

    // What is found and what is known of every layer, without places: blank lines may go.
    private static string Known(string text)
    {
        var analysis = Check.Analyze(text);
        var findings = analysis.Findings.Select(finding => $"{finding.Kind.Code}: {analysis.Source[finding.Span].Replace(" ", "", StringComparison.Ordinal).Replace("\t", "", StringComparison.Ordinal)}");
        var nodes = analysis.Models.SelectMany(model => model.Nodes.Select(node => $"{model.Name} {node.Name} {node.Facts?.Output.Shape} {node.Facts?.Parameters} {string.Join(' ', node.Inputs)}"));
        return string.Join('\n', findings.Concat(nodes));
    }

    [Fact]
    public void OtherFilesAreNotTouched() => Assert.Empty(Formatter.Format(SyntaxTree.Parse(new SourceText("// ACAS\n7,5,5,50,\n"))));

    private static string Format(string text) => Formatter.Apply(SyntaxTree.Parse(new SourceText(text)));

    // Everything of a tree but its places.
    private static string Shape(string text)
        => System.Text.RegularExpressions.Regex.Replace(string.Join('\n', SyntaxTree.Parse(new SourceText(text)).Declarations.Select(Describe)), @"Span \{[^}]*\}", "");

    private static string Describe(object? part) => part switch
    {
        null => "-",
        string text => text,
        System.Collections.IEnumerable items => $"[{string.Join(", ", items.Cast<object>().Select(Describe))}]",
        _ when part.GetType().Namespace == typeof(SyntaxTree).Namespace => $"{part.GetType().Name}({string.Join(", ", part.GetType().GetProperties().Where(property => property.PropertyType != typeof(Span)).Select(property => Describe(property.GetValue(part))))})",
        _ => part.ToString()!,
    };
}
