using System.Globalization;
using System.Text;
using Nnet.Language.Definitions;
using Nnet.Language.Graph;
using Nnet.Language.Symbols;
using Nnet.Language.Text;
using Xunit;

namespace Nnet.Language.Tests;

/// <summary>The analysis of an edited text takes from the version before what the edit left alone, and is the same as one that knows nothing.</summary>
public class IncrementalAnalysisTests
{
    private const string Sample = """
        let d = 8
        let k = [3, 3]

        # Two layers.
        block Twice(n, act=relu) {
          dense n; act
          let half = n//2
          dense (half + d)
        }

        block Deep(n) {
          Twice n
          residual { dense in.features; tanh }
        }

        data points {
          playground spiral samples=500
          split train=50% test=50%
        }

        model A {
          input 4
          Deep d
          skip: dense 16 init=zeros
          sigmoid; sigmoid
          add skip
          dropout 50%
          batchnorm
        }

        model B {
          input 1x28x28
          conv d kernel=k
          softmax
          softmax
          repeat 2 Unknown 3
          flatten
          dense 10
        }

        block Alone(x) { dense y }

        model C { input 2; dense 3; dense 1; sigmoid }

        train C on points {
          loss binary_cross_entropy
          optimizer sgd lr=100
          batch 1
          epochs 3
        }

        train A on points { loss mse; loss mse }

        """;

    // What changes lines, names and what names stand for.
    private static readonly string[] s_insertions =
    [
        "\n", "\n\n", " ", "0", "1", "x", "{", "}", "\n  relu\n", "\n  dense 4 activation=relu\n", "let d = 3\n", "let y = 2\n", "\nblock Unknown(n) { dense n }\n", "\nmodel D { input d; Deep 3; dense y }\n",
        "# nnet: ignore duplicate-activation\n", "  # again", "skip: ", " when d > 3", "\ndata points { playground xor }\n", "\ntrain B on points { loss cross_entropy; optimizer adam; epochs 2 }\n", "\"", "(", "§", "dense", "Twice 3\n",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void RandomEdits(int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder();
        Analysis? before = null;
        for (var edit = 0; edit < 250; edit++)
        {
            if (text.Length < 400 || edit % 60 == 0)
            {
                text.Clear().Append(Sample);
            }
            var at = random.Next(text.Length + 1);
            switch (random.Next(5))
            {
                case 0:
                    text.Remove(at, Math.Min(random.Next(1, 12), text.Length - at));
                    break;
                case 1:
                    // A whole line goes, or one comes twice.
                    var lines = text.ToString().Split('\n').ToList();
                    var line = random.Next(lines.Count);
                    if (random.Next(2) == 0)
                    {
                        lines.RemoveAt(line);
                    }
                    else
                    {
                        lines.Insert(line, lines[line]);
                    }
                    text.Clear().AppendJoin('\n', lines);
                    break;
                default:
                    text.Insert(at, s_insertions[random.Next(s_insertions.Length)]);
                    break;
            }
            before = Next(before, text.ToString());
            Same(before);
        }
    }

    // Models whose lines hang together over long ways: labels read far below, values and blocks that many lines name, another file.
    private const string Other = """
        let wide = 12
        let act = relu
        block Shared(n) { dense n activation=act; Inner n }
        block Inner(n) { residual { dense n; tanh } }
        model Elsewhere { input 4; Shared wide; dense 2 }
        data there { playground circle }
        """;

    private static readonly string s_long = $$"""
        use "other.nnet"
        let n = 16

        block Twice(k, act=relu) {
          dense k; act
          dense k
        }

        model Long {
          input 8
          start: dense n
          let half = n//2
        {{string.Concat(Enumerable.Range(0, 8).Select(part => $$"""
              relu
              p{{part}}: dense {{part % 2 * 8 + 8}} activation=tanh
              dense n
              batchnorm
              Twice half act=tanh
              Twice n
              add start
              residual {
                dense in.features
                repeat 2 { relu; dense n }
              }
              Shared (n + {{part}})
              add {
                path { dense half; relu; dense n }
                path when in.features != n { dense n }
              }
              dropout 20%
              concat p{{part}}
              dense n init=he_normal

            """))}}
          dense 3 tie=start
        }

        train Long on there { loss cross_entropy; optimizer adam; epochs 2 }
        train Elsewhere on there { loss cross_entropy; optimizer adam; epochs 2 }

        """;

    // What a line of the long model may become: another shape, another name, another word, or nothing that can be bound.
    private static readonly (string Written, string Instead)[] s_changes =
    [
        ("let n = 16", "let n = 8"), ("let n = 16", "let n = relu"), ("let half = n//2", "let half = n"), ("let half", "let hal"), ("start:", "begin:"), ("add start", "add p1"),
        ("dense n", "dense 16"), ("dense n", "dense half"), ("dense n", "dense m"), ("dense n", "dense n bias=false"), ("dense n", "  dense n"), ("dense k; act", "act; dense k"), ("act=relu", "act=sigmoid"),
        ("block Twice", "block Thrice"), ("Twice n", "Twice (n*2)"), ("Twice n", "Shared n"), ("relu", "softmax"), ("relu", "Unknown"), ("relu\n", "relu\n  relu\n"), ("batchnorm\n", "\n"), ("dropout 20%", "dropout 120%"),
        ("in.features", "in.channels"), ("residual {", "path {"), ("residual {", "residual "), ("}", "} }"), ("p3:", "p2:"), ("concat p3", "concat p9"), ("concat p", "concat start p"), ("input 8", "input 1x8x8"), ("tie=start", "tie=p1"),
        ("use \"other.nnet\"", "use \"none.nnet\""), ("use \"other.nnet\"", ""), ("repeat 2", "repeat half"), ("repeat 2", "repeat n"), ("when in.features != n", "when n > 8"), ("dense n init=he_normal", "dense n freeze=true"),
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void LinesThatHangTogether(int seed)
    {
        var random = new Random(seed);
        var files = new Files { ["/project/other.nnet"] = new SourceText(Other, "/project/other.nnet") };
        var text = s_long;
        Analysis? before = null;
        for (var edit = 0; edit < 120; edit++)
        {
            text = edit % 40 == 0 ? s_long : Edit(text);
            if (edit % 5 == 4)
            {
                // Mostly the used file is the same text as before.
                files["/project/other.nnet"] = new SourceText(Edit(edit % 3 == 0 ? Other : files["/project/other.nnet"].Content), "/project/other.nnet");
            }
            before = Analyzer.Analyze(before?.Source.Edited(text) ?? SourceText.ToEdit(text, "/project/main.nnet"), null, files, before);
            Same(before, files);
        }

        // There and back again, in one of the places where it stands.
        string Edit(string content)
        {
            var (written, instead) = s_changes[random.Next(s_changes.Length)];
            (written, instead) = random.Next(3) == 0 && instead.Length > 0 ? (instead, written) : (written, instead);
            var from = random.Next(content.Length);
            var at = content.IndexOf(written, from, StringComparison.Ordinal) is >= 0 and var found ? found : content.IndexOf(written, StringComparison.Ordinal);
            return at < 0 ? content : content.Remove(at, written.Length).Insert(at, instead);
        }
    }

    [Fact]
    public void ALineThatNamesNothingIsBoundOnce()
    {
        var files = new Files { ["/project/other.nnet"] = new SourceText(Other, "/project/other.nnet") };
        var before = Analyzer.Analyze(SourceText.ToEdit(s_long, "/project/main.nnet"), null, files);
        var now = Analyzer.Analyze(before.Source.Edited(s_long.Replace("let n = 16", "let n = 24", StringComparison.Ordinal)), null, files, before);
        Assert.Same(CallOf(before, "batchnorm"), CallOf(now, "batchnorm"));
        Assert.NotSame(CallOf(before, "dense n"), CallOf(now, "dense n"));
        Same(now, files);

        static Call? CallOf(Analysis analysis, string line) => analysis.Steps.First(step => analysis.Source[step.Syntax.Span] == line).Call;
    }

    [Fact]
    public void WhatComesFromAUsedFileStaysAsLongAsThatDoes()
    {
        var files = new Files { ["/project/other.nnet"] = new SourceText(Other, "/project/other.nnet") };
        var before = Analyzer.Analyze(SourceText.ToEdit(s_long, "/project/main.nnet"), null, files);
        var typed = Analyzer.Analyze(before.Source.Edited(s_long + "let more = 3\n"), null, files, before);
        Assert.Same(before.Models[0], typed.Models[0]);
        Assert.Same(before.Trains[1], typed.Trains[1]);
        files["/project/other.nnet"] = new SourceText(Other.Replace("let wide = 12", "let wide = 13", StringComparison.Ordinal), "/project/other.nnet");
        var changed = Analyzer.Analyze(typed.Source, null, files, typed);
        Assert.NotSame(typed.Trains[1], changed.Trains[1]);
        Same(changed, files);
    }

    [Fact]
    public void WhatAnEditLeavesAloneStaysTheSameObjects()
    {
        var before = Next(null, Sample);
        foreach (var insertion in new[] { "\n  relu", "\n", " # a comment", "\n  dropout 50%" })
        {
            var now = Next(before, before.Source.Content.Insert(before.Source.Content.IndexOf("  softmax", StringComparison.Ordinal) - 1, insertion));
            Assert.Same(before.Models[0], now.Models[0]);
            Assert.NotSame(before.Models[1], now.Models[1]);
            Assert.Same(before.Models[2], now.Models[2]);
            Assert.Same(before.Trains[0], now.Trains[0]);
            Assert.Same(before.Blocks[1], now.Blocks[1]);
            Same(now);
            before = now;
        }
    }

    [Theory]
    [InlineData("let d = 8", "let d = 9", false)]
    [InlineData("let half = n//2", "let half = n//4", false)]
    [InlineData("dense y }", "dense x }", true)]
    [InlineData("let k = [3, 3]", "let k = [5, 5]", true)]
    public void WhatAModelDependsOnBindsItAnew(string written, string instead, bool isSame)
    {
        var before = Next(null, Sample);
        var now = Next(before, Sample.Replace(written, instead, StringComparison.Ordinal));
        Assert.Equal(isSame, ReferenceEquals(before.Models[0], now.Models[0]));
        Same(now);
    }

    private static Analysis Next(Analysis? before, string text)
        => Analyzer.Analyze(before?.Source.Edited(text) ?? SourceText.ToEdit(text, null), null, null, before);

    private static void Same(Analysis edited, ISourceFiles? files = null)
    {
        var (now, afresh) = (Shown(edited), Shown(Analyzer.Analyze(new SourceText(edited.Source.Content, edited.Source.Path), null, files)));
        Assert.True(now == afresh, $"{edited.Source.Content}\n--- edited:\n{now}\n--- afresh:\n{afresh}");
    }

    private sealed class Files : Dictionary<string, SourceText>, ISourceFiles
    {
        public SourceText? Read(string path) => this.GetValueOrDefault(path);
    }

    private static string Shown(Analysis analysis)
    {
        var shown = new StringBuilder();
        var source = analysis.Source;
        foreach (var finding in analysis.Findings)
        {
            Line($"{finding.Kind.Code} {At(finding.Span)} {finding.Message} {string.Join(" | ", finding.Related.Select(place => $"{At(place.Span, place.Foreign)} {place.Message}"))} {finding.Unnecessary}");
            foreach (var fix in finding.Fixes)
            {
                Line($"  {fix.Title}: {string.Join(" | ", fix.Edits.Select(edit => $"{At(edit.Span)} {edit.NewText}"))}");
            }
        }
        foreach (var model in analysis.Models)
        {
            Line($"model {model.Name} {string.Join(' ', model.Outputs)} {model.IsComplete}");
            foreach (var node in model.Nodes)
            {
                Line($"  {node.Id} {node.Name} {CallIn(node.Call, node.Origin.Foreign)} [{string.Join(' ', node.Inputs)}] {Of(node.Origin)} {node.Facts?.Output} {node.Facts?.Parameters} {node.Facts?.ShapeArithmetic} {string.Join(' ', node.Facts?.Weights.Select(weight => weight.ToString()) ?? [])}");
            }
            foreach (var step in model.Steps)
            {
                Line($"  {step.TitleIn(source)} {CallIn(step.Call, step.Origin.Foreign)} {Of(step.Origin)} {step.First} {step.End} {step.Input} {step.Output}");
            }
        }
        foreach (var block in analysis.Blocks)
        {
            Line($"block {block.Signature} {block.Summary} {At(block.Declaration.Span, block.Foreign)} {analysis.CallsOf(block).Length}");
        }
        foreach (var step in analysis.Steps)
        {
            Line($"step {At(step.Syntax.Span)} {At(step.Owner.Span)} {(step.Call is { } call ? Call(call) : "")} {analysis.PlacesOf(step.Syntax).Length}");
        }
        foreach (var (offset, values) in analysis.Log.Value.Values.OrderBy(pair => pair.Key))
        {
            Line($"value {At(new Span(offset, 0))} {string.Join(' ', values.Select(value => value.ToString()))}");
        }
        foreach (var data in analysis.Data)
        {
            Line($"data {data.Name} {At(data.Span)} {At(data.NameSpan)} {string.Join(' ', data.Settings.Select(Call))}");
        }
        foreach (var train in analysis.Trains)
        {
            Line($"train {train.Name} {At(train.Span)} {At(train.HeaderSpan)} {train.Data?.Name} {analysis.Models.IndexOf(train.Model!)} {train.Model?.Nodes.Length} {train.Model?.Parameters} {string.Join(' ', train.Settings.Select(Call))}");
        }
        foreach (var symbol in analysis.Symbols.Declared)
        {
            Line($"symbol {Symbol(symbol)} {At(symbol.Declaration, symbol.Foreign)} {At(symbol.Scope, symbol.Foreign)} {symbol.IsExported} {analysis.Symbols.IsUsed(symbol)} {string.Join(' ', symbol.Parameters.Select(Symbol))} {string.Join(' ', analysis.Symbols.References(symbol).Select(place => At(place.Span)))}");
        }
        foreach (var occurrence in analysis.Symbols.Occurrences)
        {
            Line($"name {At(occurrence.Span)} {Symbol(occurrence.Symbol)} {occurrence.IsDeclaration}");
        }
        Line($"{string.Join(' ', analysis.Symbols.Hidden.Select(Symbol))} {string.Join(' ', analysis.Symbols.Unknown.Order(StringComparer.Ordinal))}");
        for (var line = 0; line < source.LineCount; line += 7)
        {
            Line($"visible {line} {string.Join(' ', analysis.Symbols.VisibleAt(source.LineStart(line)).Select(Symbol))}");
        }
        return shown.ToString();

        void Line(string line) => shown.Append(line).Append('\n');

        string At(Span span, SourceText? foreign = null)
        {
            var (start, end) = ((foreign ?? source).PositionAt(span.Start), (foreign ?? source).PositionAt(span.End));
            return string.Create(CultureInfo.InvariantCulture, $"{start.Line}:{start.Column}-{end.Line}:{end.Column}");
        }

        string Of(Origin origin) => $"{At(origin.Span, origin.Foreign)} {At(origin.NameSpan, origin.Foreign)}{(origin.Caller is { } caller ? $" < {Of(caller)}" : "")}";

        string Call(Call call) => CallIn(call, null);

        string CallIn(Call call, SourceText? foreign) => $"{call.Definition.Name} {At(call.Span, foreign)} {At(call.NameSpan, foreign)} ({string.Join(", ", call.Values.Select(pair => $"{pair.Key.Name}={pair.Value.Value} {At(pair.Value.ValueSpan, foreign)} {At(pair.Value.Span, foreign)}"))}){string.Concat(call.Choices.Select(Call))}";

        string Symbol(Symbol symbol) => $"{symbol.Kind} {symbol.Name} {At(symbol.Span, symbol.Foreign)} {symbol.Owner?.Name}";
    }
}
