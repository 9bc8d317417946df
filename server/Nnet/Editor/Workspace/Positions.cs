using Nnet.Language.Text;
using Nnet.Lsp.Protocol;
using Range = Nnet.Lsp.Protocol.Range;

namespace Nnet.Editor.Workspace;

/// <summary>Between the offsets of the language and the lines and characters of the protocol.</summary>
public static class Positions
{
    /// <summary>The position of an offset.</summary>
    public static Position ToPosition(this SourceText source, int offset)
    {
        var (line, column) = source.PositionAt(offset);
        return new Position(line, column);
    }

    /// <summary>The range of a span.</summary>
    public static Range ToRange(this SourceText source, Span span) => new(source.ToPosition(span.Start), source.ToPosition(span.End));

    /// <summary>The offset of a position, moved to the nearest place of the text.</summary>
    public static int ToOffset(this SourceText source, Position position) => source.OffsetAt(new LinePosition(position.Line, position.Character));

    /// <summary>The span of a range, moved to the nearest place of the text.</summary>
    public static Span ToSpan(this SourceText source, Range range) => Span.FromBounds(source.ToOffset(range.Start), source.ToOffset(range.End));
}
