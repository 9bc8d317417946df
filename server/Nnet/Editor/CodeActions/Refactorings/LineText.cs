using System.Text;
using Nnet.Language.Syntax;
using Nnet.Language.Text;

namespace Nnet.Editor.CodeActions.Refactorings;

/// <summary>Lines as text: where they stand, and how they are written elsewhere.</summary>
internal static class LineText
{
    /// <summary>One step of indentation.</summary>
    public const string Step = "  ";

    /// <summary>What the line of an offset begins with.</summary>
    public static string IndentAt(this SourceText source, int offset)
    {
        var line = source[source.LineSpan(source.LineAt(offset))];
        return line[..^line.TrimStart().Length];
    }

    /// <summary>Whether nothing else stands on the lines of a span but a comment behind it.</summary>
    public static bool IsAlone(this SyntaxTree tree, Span span)
    {
        var (first, last) = (tree.Source.LineSpan(tree.Source.LineAt(span.Start)), tree.Source.LineSpan(tree.Source.LineAt(span.End)));
        return string.IsNullOrWhiteSpace(tree.Source[Span.FromBounds(first.Start, span.Start)])
            && tree.Source[Span.FromBounds(span.End, last.End)].TrimStart() is "" or ['#', ..];
    }

    /// <summary>A span with the comment that stands behind it on its last line.</summary>
    public static Span WithComment(this SyntaxTree tree, Span span)
    {
        var line = tree.Source.LineSpan(tree.Source.LineAt(span.End));
        var rest = tree.Source[Span.FromBounds(span.End, line.End)];
        return rest.TrimStart() is ['#', ..] ? Span.FromBounds(span.Start, span.End + rest.TrimEnd().Length) : span;
    }

    /// <summary>A span with its line break where it is alone on its lines, for taking it out.</summary>
    public static Span WholeLines(this SyntaxTree tree, Span span)
    {
        if (!tree.IsAlone(span))
        {
            return span;
        }
        var last = tree.Source.LineAt(span.End);
        return Span.FromBounds(tree.Source.LineSpan(tree.Source.LineAt(span.Start)).Start, last + 1 < tree.Source.LineCount ? tree.Source.LineSpan(last + 1).Start : tree.Source.Length);
    }

    /// <summary>Whether a comment stands in a span.</summary>
    public static bool HasComment(this SyntaxTree tree, Span span) => tree.TokensIn(span).Any(token => token.Kind == TokenKind.Comment);

    /// <summary>The tokens of a span.</summary>
    public static IEnumerable<Token> TokensIn(this SyntaxTree tree, Span span)
    {
        for (var i = Ordered.FirstFrom(tree.Tokens.AsSpan(), span.Start, static token => token.Span.Start); i < tree.Tokens.Length && tree.Tokens[i].Span.End <= span.End; i++)
        {
            yield return tree.Tokens[i];
        }
    }

    /// <summary>What is written in a span, whatever its space and comments: two spans of one key say the same.</summary>
    public static string Key(this SyntaxTree tree, Span span)
    {
        var key = new StringBuilder();
        foreach (var token in tree.TokensIn(span).Where(token => token.Kind != TokenKind.Comment))
        {
            var text = token.Kind is TokenKind.NewLine or TokenKind.Semicolon ? ";" : tree.Source[token.Span];
            var endsLine = key.Length > 0 && key[^1] is ';' or '{';
            // However many line breaks there are, and wherever braces stand, a line is a line.
            if (text == "}" && key.Length > 0 && key[^1] == ';')
            {
                key.Length--;
            }
            if (!(text == ";" && endsLine))
            {
                key.Append(endsLine || text == ";" ? "" : " ").Append(text);
            }
        }
        return key.ToString();
    }

    /// <summary>Text of several lines, indented anew; the first line begins where it is put.</summary>
    /// <param name="text">The text; its first line may lack its indentation.</param>
    /// <param name="from">How its lines are indented.</param>
    /// <param name="to">How they shall be.</param>
    public static string Indented(string text, string from, string to)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        for (var i = 1; i < lines.Length; i++)
        {
            var line = lines[i].StartsWith(from, StringComparison.Ordinal) ? lines[i][from.Length..] : lines[i].TrimStart();
            lines[i] = line.Trim().Length == 0 ? "" : to + line;
        }
        return string.Join('\n', lines);
    }

    /// <summary>Lines in braces behind a word: on one line where they stood on one, else on lines of their own.</summary>
    /// <param name="tree">The text.</param>
    /// <param name="head">What stands before the brace.</param>
    /// <param name="lines">The lines, from the first to the last.</param>
    /// <param name="indent">How the closing brace is indented.</param>
    public static string InBraces(this SyntaxTree tree, string head, Span lines, string indent)
    {
        var source = tree.Source;
        return source.LineAt(lines.Start) == source.LineAt(lines.End) && tree.WithComment(lines) == lines
            ? $"{head} {{ {source[lines]} }}"
            : $"{head} {{\n{indent}{Step}{Indented(source[lines], source.IndentAt(lines.Start), indent + Step)}\n{indent}}}";
    }
}
