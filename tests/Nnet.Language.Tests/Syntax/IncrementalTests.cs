using System.Collections;
using System.Reflection;
using System.Text;
using Nnet.Language.Syntax;
using Nnet.Language.Syntax.Parsing;
using Nnet.Language.Text;
using Xunit;

namespace Nnet.Language.Tests.Syntax;

/// <summary>Reading anew only what an edit touched gives the tree that reading everything gives.</summary>
public class IncrementalTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void RandomEdits(int seed)
    {
        foreach (var (tree, edit) in EditedTexts.Of(seed, 400))
        {
            // What the version before knew is used, or what is known of pieces alone.
            SameAsAfresh(edit % 2 == 0 ? tree : SyntaxTree.Parse(new SourceText(tree.Source.Content)));
        }
    }

    [Theory]
    [InlineData("model M {\n  path\n  {\n    relu\n  }\n  dense 3\n}")]
    [InlineData("model M {\n  dense 3;\n  relu;\n  ;\n}\ntrain M on d { ; }")]
    [InlineData("model A {\n  model B {\n  relu\n}\n}\nrelu\n")]
    [InlineData("relu\nrelu\n{\nrelu\n}\nrelu")]
    [InlineData("model A {\n  dense (\n  relu\n  relu\n}\nmodel B {\n  relu\n}")]
    [InlineData("model A {\n  relu\n  use \"x\"\n  relu\n}")]
    [InlineData("\n\n# only\n\n;;;\n")]
    public void Corners(string text) => SameAsAfresh(text);

    [Fact]
    public void WhatAnEditLeavesAloneStaysTheSameObjects()
    {
        var lines = Enumerable.Range(0, 300).Select(line => line % 100 == 0 ? $"}}\nmodel M{line} {{" : $"  dense {line}").Skip(1).Prepend("model M {").Append("}");
        var before = SyntaxTree.Parse(SourceText.ToEdit(string.Join('\n', lines), null));
        foreach (var typed in "\n  relu\n\n\ndense (4")
        {
            var at = before.Source.IndexOf(before.Declarations[1].Span.End) - 300;
            var now = SyntaxTree.Parse(before.Source.Edited(before.Source.Content.Insert(at, typed.ToString())), before);
            Assert.Same(before.Declarations[0], now.Declarations[0]);
            Assert.Same(before.Declarations[2], now.Declarations[2]);
            var (was, become) = (((ModelDeclaration)before.Declarations[1]).Body!.Statements, ((ModelDeclaration)now.Declarations[1]).Body!.Statements);
            Assert.Same(was[0], become[0]);
            Assert.Same(was[^1], become[^1]);
            before = now;
        }
    }

    [Fact]
    public void DepthCountsThePiecesInside()
    {
        for (var outer = 60; outer <= 66; outer++)
        {
            SameAsAfresh($"model M {{\n{string.Concat(Enumerable.Repeat("add {\n", outer))}dense ((1))\nrelu\nrepeat 2 {{\n relu\n}}\n{new string('}', outer)}\n}}");
        }
    }

    [Fact]
    public void WhatIsForgottenIsReadAgain()
    {
        for (var version = 0; version < 60; version++)
        {
            SameAsAfresh(string.Concat(Enumerable.Range(0, 2).Select(model => $"model M{model} {{\n{string.Concat(Enumerable.Range(0, 400).Select(line => $"  l{version}x{line}: dense {line + version} # {new string('-', 30)}\n"))}}}\n")));
        }
    }

    private static void SameAsAfresh(string text)
    {
        SameAsAfresh(SyntaxTree.Parse(new SourceText(text)));
    }

    private static void SameAsAfresh(SyntaxTree read)
    {
        var afresh = SyntaxReader.ParseAfresh(new SourceText(read.Source.Content));
        Assert.True(Shown(read) == Shown(afresh), $"{read.Source.Content}\n--- read:\n{Shown(read)}\n--- afresh:\n{Shown(afresh)}");
    }

    private static string Shown(SyntaxTree tree)
    {
        var shown = new StringBuilder();
        Show(tree.Source, shown, tree.Declarations, 0);
        Show(tree.Source, shown, tree.Findings, 0);
        Show(tree.Source, shown, tree.Tokens, 0);
        return shown.ToString();
    }

    // Every property of every node, so that a new one is compared without being named here.
    private static void Show(SourceText source, StringBuilder shown, object? value, int depth)
    {
        shown.Append(' ', depth);
        switch (value)
        {
            // Offsets of a text that is edited have room between the lines.
            case Span span:
                shown.Append(source.IndexOf(span.Start)).Append('-').Append(source.IndexOf(span.End)).Append('\n');
                break;
            case null or string or bool or double or int or Enum:
                shown.Append(value).Append('\n');
                break;
            case IEnumerable list:
                shown.Append("[]\n");
                foreach (var item in list)
                {
                    Show(source, shown, item, depth + 1);
                }
                break;
            default:
                shown.Append(value.GetType().Name).Append('\n');
                foreach (var property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
                {
                    Show(source, shown, property.GetValue(value), depth + 1);
                }
                break;
        }
    }
}
