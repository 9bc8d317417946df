using Nnet.Language.Syntax;
using Nnet.Language.Text;

namespace Nnet.Language.Binding;

/// <summary>Edits of the lines in braces, written as a person would write them.</summary>
internal static class BlockEdits
{
    /// <summary>Puts a line behind the opening brace.</summary>
    public static TextEdit InsertFirstLine(SourceText source, Body body, string line)
    {
        var place = new Span(body.Span.Start + 1, 0);
        return IsOneLine(source, body)
            ? new TextEdit(place, body.Statements.IsEmpty ? $" {line} " : $" {line};")
            : new TextEdit(place, $"\n{Indent(source, body)}{line}");
    }

    /// <summary>Puts a line behind the last statement.</summary>
    public static TextEdit InsertLastLine(SourceText source, Body body, string line)
    {
        if (body.Statements.IsEmpty)
        {
            return InsertFirstLine(source, body, line);
        }
        var last = body.Statements[^1].Span.End;
        if (IsOneLine(source, body))
        {
            return new TextEdit(new Span(last, 0), $"; {line}");
        }
        // Behind a comment that stands on the last line.
        return new TextEdit(new Span(source.LineSpan(source.LineAt(last)).End is var end && end < body.Span.End ? end : last, 0), $"\n{Indent(source, body)}{line}");
    }

    private static bool IsOneLine(SourceText source, Body body) => source.LineAt(body.Span.Start) == source.LineAt(body.Span.End);

    // As the first statement is indented, or two spaces deeper than the header.
    private static string Indent(SourceText source, Body body)
    {
        var header = source.LineAt(body.Span.Start);
        foreach (var statement in body.Statements)
        {
            if (source.LineAt(statement.Span.Start) > header)
            {
                return Leading(source, source.LineAt(statement.Span.Start));
            }
        }
        return Leading(source, header) + "  ";
    }

    private static string Leading(SourceText source, int line)
    {
        var text = source[source.LineSpan(line)];
        return text[..(text.Length - text.TrimStart().Length)];
    }
}
