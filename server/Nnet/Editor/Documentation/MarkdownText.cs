using System.Text;

namespace Nnet.Editor.Documentation;

/// <summary>Builds Markdown; whatever is given as text comes out as it is, never as markup.</summary>
public sealed class MarkdownText
{
    private readonly StringBuilder _text = new();

    /// <summary>Text with every sign that could be markup made harmless.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 8);
        foreach (var sign in text)
        {
            if (sign is '\\' or '`' or '*' or '_' or '{' or '}' or '[' or ']' or '<' or '>' or '#' or '|' or '~' or '&')
            {
                escaped.Append('\\');
            }
            escaped.Append(sign);
        }
        return escaped.ToString();
    }

    /// <summary>A sentence of documentation: what stands in backticks is code, everything else is text.</summary>
    public static string Sentence(string text)
    {
        var parts = text.Split('`');
        return parts.Length % 2 == 0 ? Escape(text) : string.Concat(parts.Select((part, index) => index % 2 == 0 ? Escape(part) : Code(part)));
    }

    /// <summary>Text in the editor's font.</summary>
    public static string Code(string text)
    {
        var fence = text.Contains('`', StringComparison.Ordinal) ? "``" : "`";
        return fence + text.ReplaceLineEndings(" ") + fence;
    }

    /// <summary>A paragraph of Markdown; null and empty ones are left out.</summary>
    public MarkdownText Add(string? markdown)
    {
        if (!string.IsNullOrEmpty(markdown))
        {
            _text.Append(_text.Length > 0 ? "\n\n" : "").Append(markdown);
        }
        return this;
    }

    /// <summary>A paragraph of sentences.</summary>
    public MarkdownText AddText(string? text) => Add(text is null ? null : Sentence(text));

    /// <summary>A paragraph of Markdown lines that stay apart.</summary>
    public MarkdownText AddLines(params IEnumerable<string?> lines)
        => Add(string.Join("  \n", lines.Where(line => !string.IsNullOrEmpty(line))));

    /// <summary>A list of Markdown items.</summary>
    public MarkdownText AddList(IEnumerable<string> items) => Add(string.Join('\n', items.Select(item => $"- {item}")));

    /// <summary>Lines in the editor's font, such as a formula.</summary>
    public MarkdownText AddBlock(string? text) => Add(text is null ? null : $"```text\n{text}\n```");

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();
}
