using Nnet.Language.Symbols;
using Nnet.Language.Syntax;
using Nnet.Language.Text;
using Xunit;

namespace Nnet.Language.Tests.Symbols;

/// <summary>What names stand for. <c>⟦…⟧</c> marks every place of one symbol: from each of them all are found, and nothing else.</summary>
public class SymbolTests
{
    [Theory]
    [InlineData("let ⟦d⟧ = 8\nmodel M { input 4; dense ⟦d⟧; dense (2*⟦d⟧ + 1); dense max(⟦d⟧, 3) }")]
    [InlineData("model M { let ⟦d⟧ = 8; input 4; dense ⟦d⟧ }\nmodel N { let d = 9; input 4; dense d }")]
    [InlineData("model M { input [⟦seq⟧=8, 4]; dense ⟦seq⟧ }")]
    [InlineData("model M { input ⟦tokens⟧ [seq=8, 4]; dense 4; add ⟦tokens⟧ }")]
    [InlineData("model M { ⟦src⟧: input 20; dense 20; add ⟦src⟧ }")]
    [InlineData("model M { ⟦wte⟧: embedding 100 8; dense 100 tie=⟦wte⟧ }")]
    [InlineData("model M { input 1x8x8; ⟦e4⟧: conv 8 kernel=3; conv ⟦e4⟧.channels kernel=3; concat ⟦e4⟧ }")]
    [InlineData("model M { input 4; ⟦enc⟧: dense 4; from ⟦enc⟧; output ⟦enc⟧ }")]
    [InlineData("model M { input 4; add e { path { ⟦p⟧: dense 4 } }; from ⟦p⟧ }")]
    [InlineData("block B(⟦ch⟧, stride=1) { conv ⟦ch⟧ kernel=3; path when in.channels != ⟦ch⟧ { conv ⟦ch⟧ kernel=1 } }\nmodel M { input 3x8x8; B 64; B ⟦ch⟧=64 }")]
    [InlineData("block B(⟦act⟧=relu) { dense 8 activation=⟦act⟧; ⟦act⟧ }")]
    [InlineData("block B(⟦n⟧, m=⟦n⟧) { repeat ⟦n⟧ dense m }")]
    [InlineData("block ⟦B⟧(ch) { conv ch kernel=3 }\nblock C { ⟦B⟧ 3 }\nmodel M { input 3x8x8; repeat 2 ⟦B⟧ 64; residual { ⟦B⟧ 64 } }")]
    [InlineData("data d { csv \"x.csv\" }\nmodel ⟦M⟧ { input 4 }\ntrain ⟦M⟧ on d { }")]
    [InlineData("data ⟦d⟧ { csv \"x.csv\" }\nmodel M { input 4 }\ntrain M on ⟦d⟧ { }")]
    [InlineData("let ⟦rate⟧ = 0.1\ntrain M on d { optimizer sgd lr=⟦rate⟧ }")]
    [InlineData("let ⟦k⟧ = 2\ndata d { features [x1, ⟦k⟧*x2, sin(⟦k⟧)] }")]
    [InlineData("data d { features [x1] input=⟦a⟧ }\nmodel M { input ⟦a⟧ 1; c: dense 3; input b 1; concat c }\ntrain M on d { }")]
    [InlineData("data d { target y output=⟦age⟧ }\nmodel M { input 1; path { ⟦age⟧: dense 1; output }; dense 2 }\ntrain M on d { loss huber output=⟦age⟧ weight=30%; early_stopping monitor=val_⟦age⟧_loss }")]
    [InlineData("block Aux { ⟦low⟧: dense 2; output ⟦low⟧ }\nmodel M { input 4; path { Aux }; dense 2 }\ntrain M on d { loss huber output=⟦low⟧ }")]
    public void EveryPlaceIsFound(string marked) => OneSymbol(marked);

    [Fact]
    public void InputsOfAllModelsThatLearnFromADataBlockAreNamedTogether()
    {
        const string Marked = "data d { features [x1] input=⟦a⟧ }\nmodel M { input ⟦a⟧ 1 }\nmodel N { input ⟦a⟧ 1; dense 2 }\nmodel O { input a 1 }\ntrain M on d { }\ntrain N on d { }";
        var (text, spans) = Unmark(Marked);
        var table = Table(text);
        Assert.All(spans, span => Assert.Equal(Marked, Mark(text, table.References(table.SymbolAt(span.Start)!).Select(occurrence => occurrence.Span))));
    }

    [Theory]
    [InlineData("let d = 1\nmodel M { let ⟦d⟧ = 2; input ⟦d⟧ }")]
    [InlineData("let ⟦d⟧ = 1\nmodel M { input ⟦d⟧; let d = (⟦d⟧ + 1); dense d }")]
    [InlineData("block B(d) { residual { let ⟦d⟧ = 2; dense ⟦d⟧ }; dense d }")]
    [InlineData("block B(⟦d⟧) { residual { let d = 2; dense d }; dense ⟦d⟧ }")]
    [InlineData("model M { input 4; ⟦l⟧: dense 4; repeat 3 { l: dense 4; add l }; add ⟦l⟧ }")]
    [InlineData("let ⟦relu⟧ = 3\nmodel M { input 4; dense ⟦relu⟧ activation=relu }")]
    [InlineData("let ⟦sgd⟧ = 3\ntrain M on d { optimizer sgd lr=⟦sgd⟧ }")]
    [InlineData("let ⟦n⟧ = 20\nmodel M { input ⟦n⟧ }")]
    [InlineData("let dense = 1\nblock B(⟦dropout⟧=10%) { dropout ⟦dropout⟧; dense 4 }")]
    [InlineData("block B(⟦a⟧) { dense ⟦a⟧ }\nblock C(a) { B a }\nblock D(a) { B ⟦a⟧=a }")]
    public void InnerNamesHideOuterOnes(string marked) => OneSymbol(marked);

    [Theory]
    [InlineData("let ⟦d⟧ = 8\nmodel M { input 4\n dense (⟦d⟧ *\n dense ⟦d⟧ }")]
    [InlineData("model M { input 4\n ⟦e⟧: dense activation=\n add ⟦e⟧ }")]
    [InlineData("block B(⟦ch⟧ { conv ⟦ch⟧ kernel=3 }")]
    [InlineData("let ⟦d⟧ =\nmodel M { input ⟦d⟧ }")]
    [InlineData("block ⟦B⟧(a) {\nmodel M { input 4; ⟦B⟧ 3")]
    [InlineData("model M { input 4; concat ⟦late⟧; ⟦late⟧: dense 4 }")]
    public void HalfTypedTextKeepsItsNames(string marked) => OneSymbol(marked);

    [Theory]
    [InlineData("model M { input 4; $0dense 4 }")]
    [InlineData("model M { input 4; dense 4 activation=$0tanh }")]
    [InlineData("model M { input 4; dense 4 $0activation=tanh }")]
    [InlineData("model M { input 4; dense $0nothing }")]
    [InlineData("model M { input 4; dense $0in.features }")]
    [InlineData("data d { csv \"x.csv\" target=$0species }")]
    [InlineData("let k = 2\ndata d { features [$0x1] }")]
    [InlineData("model M { input 4; e: dense 4; dense e.$0features }")]
    public void OtherWordsAreNoSymbols(string marked)
    {
        var (text, offset) = Check.Cursor(marked);
        Assert.Null(Table(text).SymbolAt(offset + 1));
    }

    [Fact]
    public void ATakenNameIsASymbolOfItsOwn()
        => Assert.Equal([NameKind.Model, NameKind.Label, NameKind.Label], Table("model M { input 4; a: dense 4; a: dense 4 }").Declared.Select(symbol => symbol.Kind));

    [Fact]
    public void SymbolsKnowWhatTheyBelongTo()
    {
        var symbols = Table("let a = 1\nblock B(b) { c: dense b }\ntrain M on d { let e = 1 }").Declared;
        Assert.Equal(["a:", "B:", "b:B", "c:B", "e:"], symbols.Select(symbol => $"{symbol.Name}:{symbol.Owner?.Name}"));
        Assert.Equal(["a", "B"], symbols.Where(symbol => symbol.IsExported).Select(symbol => symbol.Name));
    }

    [Theory]
    [InlineData("let a = 1\nblock B(b, c=1$0) { let d = 1 }", "b a B")]
    [InlineData("let a = 1\nblock B(b) { let d = 1; residual { let e = 1; $0 } }", "e b d a B")]
    [InlineData("let a = 1\nmodel M { let a = 2; $0 }", "a M")]
    [InlineData("model M { input x 4; l: dense 4; $0; later: dense 4 }", "x l M")]
    [InlineData("model M { repeat 2 { l: dense 4 }; path { p: dense 4 }; $0 }", "p M")]
    [InlineData("data d { csv \"x\" }\nmodel M { input 4 }\n$0", "d M")]
    public void WhatIsVisible(string marked, string expected)
    {
        var (text, offset) = Check.Cursor(marked);
        Assert.Equal(expected, string.Join(' ', Table(text).VisibleAt(offset).Select(symbol => symbol.Name)));
    }

    [Fact]
    public void UsedFilesBringTheirNames()
    {
        var files = new Files(("/w/blocks.nnet", "use \"deep.nnet\"\nlet width = 8\nblock Basic(ch, stride=1) { conv ch kernel=3 stride=stride }\ndata d { csv \"x\" }"), ("/w/deep.nnet", "block Deep { relu }"));
        var table = SymbolTable.Of(SyntaxTree.Parse(new SourceText("use \"blocks.nnet\"\nmodel M { input 3x8x8; Basic width stride=2; Deep }\ntrain M on d { }", "/w/main.nnet")), files);
        Assert.Equal(
            ["Model M", "Block Basic /w/blocks.nnet", "Let width /w/blocks.nnet", "Parameter stride /w/blocks.nnet", "Model M", "Data d /w/blocks.nnet"],
            table.Occurrences.Select(occurrence => $"{occurrence.Symbol} {occurrence.Symbol.Foreign?.Path}".Trim()));
        Assert.Equal("width Basic d M", string.Join(' ', table.VisibleAt(30).Select(symbol => symbol.Name)));
    }

    [Fact]
    public void AFileThatUsesItselfIsRead()
    {
        var files = new Files(("/w/a.nnet", "use \"a.nnet\"\nblock B { relu }"));
        var table = SymbolTable.Of(SyntaxTree.Parse(files.Read("/w/a.nnet")!), files);
        Assert.Contains(table.Declared, symbol => symbol.Name == "B");
    }

    [Fact]
    public void NoPrefixOfATextFails()
    {
        var text = File.ReadAllText(Path.Combine(Check.Root, "tests/baselines/halftyped.nnet")) + "block B(a, b=2) { input t [s=3]; l: add l { path when b > a { B a b=2 } } }";
        for (var length = 0; length < text.Length; length++)
        {
            var table = Table(text[..length]);
            Assert.All(table.Occurrences.Zip(table.Occurrences.Skip(1)), pair => Assert.True(pair.First.Span.End <= pair.Second.Span.Start));
            _ = table.VisibleAt(length).Count();
        }
    }

    private static SymbolTable Table(string text) => SymbolTable.Of(SyntaxTree.Parse(new SourceText(text)), null);

    private static void OneSymbol(string marked)
    {
        var (text, spans) = Unmark(marked);
        var table = Table(text);
        foreach (var span in spans)
        {
            var symbol = table.SymbolAt(span.Start);
            Assert.True(symbol is not null, $"No symbol at {span} of {marked}");
            Assert.Equal(marked, Mark(text, table.References(symbol).Select(occurrence => occurrence.Span)));
            Assert.Equal(symbol.Span, Assert.Single(table.References(symbol), occurrence => occurrence.IsDeclaration).Span);
        }
    }

    private static (string Text, List<Span> Spans) Unmark(string marked)
    {
        var (text, spans) = ("", new List<Span>());
        foreach (var (i, part) in marked.Split('⟦', '⟧').Index())
        {
            if (i % 2 == 1)
            {
                spans.Add(new Span(text.Length, part.Length));
            }
            text += part;
        }
        return (text, spans);
    }

    private static string Mark(string text, IEnumerable<Span> spans)
        => spans.OrderByDescending(span => span.Start).Aggregate(text, (marked, span) => marked.Insert(span.End, "⟧").Insert(span.Start, "⟦"));

    private sealed class Files(params (string Path, string Text)[] files) : ISourceFiles
    {
        private readonly Dictionary<string, SourceText> _files = files.ToDictionary(file => file.Path, file => new SourceText(file.Text, file.Path));

        public SourceText? Read(string path) => _files.GetValueOrDefault(path);
    }
}
