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

    /// <summary>Takes a step away: its whole line if it stands alone on it, else with the <c>;</c> that parts it from its neighbour.</summary>
    public static TextEdit RemoveStep(SourceText source, Span step)
    {
        var line = source.LineSpan(source.LineAt(step.Start));
        var before = source[Span.FromBounds(line.Start, step.Start)];
        var behind = source[Span.FromBounds(step.End, line.End)];
        if (string.IsNullOrWhiteSpace(before) && (string.IsNullOrWhiteSpace(behind) || behind.TrimStart().StartsWith('#')))
        {
            var number = source.LineAt(step.Start);
            return new TextEdit(Span.FromBounds(line.Start, number + 1 < source.LineCount ? source.LineSpan(number + 1).Start : line.End), "");
        }
        var (start, end) = (step.Start, step.End);
        if (behind.TrimStart().StartsWith(';'))
        {
            end += behind.IndexOf(';') + 1;
            while (end < line.End && source.Content[end] is ' ' or '\t')
            {
                end++;
            }
        }
        else
        {
            while (start > line.Start && source.Content[start - 1] is ' ' or '\t' or ';')
            {
                start--;
            }
        }
        return new TextEdit(Span.FromBounds(start, end), "");
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
