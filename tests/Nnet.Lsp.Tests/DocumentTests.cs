using System.Text;
using Nnet.Lsp.Documents;
using Nnet.Lsp.Protocol;
using Xunit;
using Range = Nnet.Lsp.Protocol.Range;

namespace Nnet.Lsp.Tests;

public class DocumentTests
{
    [Fact]
    public void LinesEndWithLf_CrLf_OrCr()
    {
        var lines = new LineIndex("a\nbc\r\nd\re\n\r");
        Assert.Equal(6, lines.Count);
        Assert.Equal(["a", "bc", "d", "e", "", ""], Enumerable.Range(0, 6).Select(line => lines.Text(line).ToString()));
        Assert.Equal(new Position(2, 1), lines.Position(7));
        Assert.Equal(6, lines.TryOffset(new Position(2, 0)));
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(0, 99, 2)]
    [InlineData(1, int.MaxValue, 6)]
    [InlineData(2, 0, 6)]
    [InlineData(2, 1, null)]
    [InlineData(3, 0, null)]
    [InlineData(int.MaxValue, 0, null)]
    [InlineData(-1, 0, null)]
    [InlineData(0, -1, null)]
    public void APlaceIsFoundOrRefused(int line, int character, int? offset) =>
        Assert.Equal(offset, new LineIndex("ab\r\ncd").TryOffset(new Position(line, character)));

    [Fact]
    public void ChangesApplyOneAfterTheOther()
    {
        var document = new Document("file:///a", "x", 1, "one\ntwo\n")
            .Apply(2, [Edit(0, 0, 0, 3, "1\n"), Edit(2, 0, 2, 3, "2"), Edit(3, 0, 3, 0, "3")]);
        Assert.Equal("1\n\n2\n3", document.Text);
        Assert.Equal(2, document.Version);
        Assert.Equal("all", document.Apply(3, [Edit(0, 0, 0, 0, "x"), new TextDocumentContentChangeEvent("all")]).Text);
    }

    [Theory]
    [InlineData(0, 0, 2, 1)]
    [InlineData(5, 0, 5, 0)]
    [InlineData(0, -1, 0, 0)]
    [InlineData(-1, 0, 0, 0)]
    [InlineData(0, 2, 0, 1)]
    [InlineData(1, 0, 0, 0)]
    [InlineData(int.MinValue, int.MinValue, int.MaxValue, int.MaxValue)]
    public void AnEditThatDoesNotFitIsRefused(int startLine, int start, int endLine, int end)
    {
        var document = new Document("file:///a", "x", 1, "ab\ncd");
        Assert.Throws<EditException>(() => document.Apply(2, [Edit(startLine, start, endLine, end, "!")]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void IncrementalTextEqualsFullText(int seed)
    {
        // The reference keeps lines the slow way: a list of texts with their line breaks.
        var random = new Random(seed);
        string[] words = ["a", "dense 8", "\n", "\r\n", "\r", "\ud83d\ude00", "\ud83d", "\ude00", "é", "", "\u2028", new string('x', 50)];
        var document = new Document("file:///a", "x", 0, "");
        var reference = "";
        for (var version = 1; version <= 3000; version++)
        {
            var lines = SlowLines(reference);
            var (first, second) = (random.Next(reference.Length + 1), random.Next(reference.Length + 1));
            var (start, end) = random.Next(4) == 0 ? (Math.Min(first, second), Math.Max(first, second)) : (first, Math.Min(first + random.Next(4), reference.Length));
            var text = string.Concat(Enumerable.Range(0, random.Next(4)).Select(_ => words[random.Next(words.Length)]));
            (start, var from) = Place(lines, start);
            (end, var to) = Place(lines, end);
            document = document.Apply(version, [new TextDocumentContentChangeEvent(text, new Range(from, to))]);
            reference = reference[..start] + text + reference[end..];
            Assert.Equal(reference, document.Text);
            Assert.Equal(SlowLines(reference).Count, document.Lines.Count);
            for (var offset = 0; offset <= Math.Min(reference.Length, 40); offset++)
            {
                var position = document.Lines.Position(offset);
                Assert.InRange(document.Lines.Offset(position), Math.Max(0, offset - 2), offset);
            }

            if (reference.Length > 2000)
            {
                reference = "";
                document = document.Apply(version, [new TextDocumentContentChangeEvent("")]);
            }
        }
    }

    [Fact]
    public async Task AValueIsDerivedOncePerText()
    {
        var document = new Document("file:///a", "x", 1, "text");
        var computed = 0;
        var values = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => document.Derive(given =>
        {
            Interlocked.Increment(ref computed);
            Thread.Sleep(20);
            return new StringBuilder(given.Text);
        }))));
        Assert.Equal(1, computed);
        Assert.All(values, value => Assert.Same(values[0], value));
        Assert.NotSame(values[0], document.Apply(2, []).Derive(given => new StringBuilder(given.Text)));
    }

    private static TextDocumentContentChangeEvent Edit(int startLine, int start, int endLine, int end, string text) =>
        new(text, new Range(new Position(startLine, start), new Position(endLine, end)));

    private static List<string> SlowLines(string text)
    {
        var lines = new List<string>();
        var line = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            line.Append(text[i]);
            if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n')))
            {
                lines.Add(line.ToString());
                line.Clear();
            }
        }

        lines.Add(line.ToString());
        return lines;
    }

    /// <summary>The position of an offset; an offset within CR LF has none, and the one before the line break is taken.</summary>
    private static (int Offset, Position Position) Place(List<string> lines, int offset)
    {
        var (line, start) = (0, 0);
        while (line + 1 < lines.Count && start + lines[line].Length <= offset)
        {
            start += lines[line++].Length;
        }

        var length = lines[line].TrimEnd('\r', '\n').Length;
        var character = Math.Min(offset - start, length);
        return (start + character, new Position(line, character));
    }
}
