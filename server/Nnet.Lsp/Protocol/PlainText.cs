using System.Text;

namespace Nnet.Lsp.Protocol;

/// <summary>Markdown without its markup, for clients that show text as it is.</summary>
internal static class PlainText
{
    /// <summary>The text that a piece of Markdown shows; pictures are left out.</summary>
    public static string Of(string markdown)
    {
        var lines = new List<string>();
        var isCode = false;
        foreach (var line in markdown.Split('\n'))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                isCode = !isCode;
            }
            else if (isCode)
            {
                lines.Add(line);
            }
            else if (line is ['|', ..])
            {
                // The line between the head of a table and its rows says nothing.
                if (line.AsSpan().IndexOfAnyExcept("|-: ") >= 0)
                {
                    lines.Add(string.Join("  ", Inline(line).Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)));
                }
            }
            else
            {
                lines.Add(Inline(line).TrimEnd());
            }
        }
        // What a picture leaves behind is no paragraph.
        var text = string.Join('\n', lines);
        while (text.Contains("\n\n\n", StringComparison.Ordinal))
        {
            text = text.Replace("\n\n\n", "\n\n", StringComparison.Ordinal);
        }
        return text.Trim('\n');
    }

    private static string Inline(string line)
    {
        var text = new StringBuilder(line.Length);
        for (var i = 0; i < line.Length; i++)
        {
            switch (line[i])
            {
                case '\\' when i + 1 < line.Length:
                    text.Append(line[++i]);
                    break;
                case '`':
                    var fence = 1;
                    while (i + fence < line.Length && line[i + fence] == '`')
                    {
                        fence++;
                    }
                    var end = line.IndexOf(new string('`', fence), i + fence, StringComparison.Ordinal);
                    if (end < 0)
                    {
                        text.Append(line.AsSpan(i));
                        return text.ToString();
                    }
                    text.Append(line.AsSpan(i + fence, end - i - fence));
                    i = end + fence - 1;
                    break;
                case '*' when i + 1 < line.Length && line[i + 1] == '*':
                    i++;
                    break;
                case '!' when Link(line, i + 1) is { } picture:
                    i = picture.End - 1;
                    break;
                case '[' when Link(line, i) is { } link:
                    text.Append(Inline(line[(i + 1)..link.Close]));
                    i = link.End - 1;
                    break;
                default:
                    text.Append(line[i]);
                    break;
            }
        }
        return text.ToString();
    }

    // [text](address): where the text ends, and what stands behind the link.
    private static (int Close, int End)? Link(string line, int open)
    {
        if (open >= line.Length || line[open] != '[')
        {
            return null;
        }
        var close = line.IndexOf("](", open, StringComparison.Ordinal);
        var end = close < 0 ? -1 : line.IndexOf(')', close);
        return end < 0 ? null : (close, end + 1);
    }
}
