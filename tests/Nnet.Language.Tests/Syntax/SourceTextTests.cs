using Nnet.Language.Text;
using Xunit;

namespace Nnet.Language.Tests.Syntax;

/// <summary>A text that is edited says the same as one that stands alone; only its offsets have room between the lines.</summary>
public class SourceTextTests
{
    private static readonly string[] s_insertions = ["a", "bc", "\n", "\r\n", "\r", "\n\n\n", "one\ntwo\nthree", new string('x', 300), new string('\n', 40)];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void RandomEdits(int seed)
    {
        var random = new Random(seed);
        var text = string.Concat(Enumerable.Range(0, 20).Select(line => $"line {line}\n"));
        var edited = SourceText.ToEdit(text, "p");
        for (var edit = 0; edit < 2_000; edit++)
        {
            // Mostly at one place, where the room runs out.
            var at = random.Next(5) == 0 ? random.Next(text.Length + 1) : Math.Min(text.Length, 60);
            text = random.Next(3) == 0 || text.Length > 3_000
                ? text.Remove(at, Math.Min(text.Length - at, random.Next(text.Length > 3_000 ? 2_000 : 40)))
                : text.Insert(at, s_insertions[random.Next(s_insertions.Length)]);
            var before = edited;
            edited = before.Edited(text);
            Same(new SourceText(text), edited);
            var (above, below) = edited.KeptFrom(before);
            Assert.All(Enumerable.Range(0, above), line => Assert.Equal(LineOf(before, line), LineOf(edited, line)));
            Assert.All(Enumerable.Range(1, below), line => Assert.Equal(LineOf(before, before.LineCount - line), LineOf(edited, edited.LineCount - line)));
        }
    }

    [Fact]
    public void AKeystrokeMovesItsLineAlone()
    {
        var text = string.Concat(Enumerable.Range(0, 1_000).Select(line => $"line {line}\n"));
        var before = SourceText.ToEdit(text, null);
        for (var typed = 0; typed < 200; typed++)
        {
            text = text.Insert(text.IndexOf("line 500", StringComparison.Ordinal), typed % 10 == 0 ? "\n" : "x");
            var now = before.Edited(text);
            var (above, below) = now.KeptFrom(before);
            Assert.InRange(now.LineCount - above - below, 1, 2);
            before = now;
        }
    }

    [Fact]
    public void RoomLooksLikeALineBreak()
    {
        var text = SourceText.ToEdit("ab\ncd", null);
        Assert.Equal('\n', text[text.LineStart(1) - 1]);
        Assert.Equal('c', text[text.LineStart(1)]);
        Assert.Equal("b\nc", text[Span.FromBounds(1, text.LineStart(1) + 1)]);
        Assert.Equal(new LinePosition(1, 0), text.PositionAt(text.LineStart(1) - 1));
    }

    private static (int, string) LineOf(SourceText text, int line) => (text.LineStart(line), text[text.LineSpan(line)]);

    private static void Same(SourceText alone, SourceText edited)
    {
        Assert.Equal(alone.LineCount, edited.LineCount);
        for (var line = 0; line < alone.LineCount; line++)
        {
            Assert.Equal(alone[alone.LineSpan(line)], edited[edited.LineSpan(line)]);
            Assert.Equal(line, edited.LineAt(edited.LineStart(line)));
        }
        for (var index = 0; index <= alone.Length; index += 7)
        {
            var offset = edited.OffsetOf(index);
            Assert.Equal(index, edited.IndexOf(offset));
            Assert.Equal(alone.PositionAt(index), edited.PositionAt(offset));
            Assert.Equal(alone.PositionAt(alone.OffsetAt(alone.PositionAt(index))), edited.PositionAt(edited.OffsetAt(edited.PositionAt(offset))));
        }
        Assert.Equal(alone.Content, edited[Span.FromBounds(0, edited.Length)]);
    }
}
