using System.Collections.Immutable;
using System.Text;
using Nnet.Language.Syntax;
using Nnet.Language.Text;

namespace Nnet.Language.Editing;

/// <summary>
/// Writes the space between tokens as the language's samples have it, and nothing but space: no token is added, removed or
/// moved to another statement. Lines with errors are left alone, since nobody knows yet what they will be.
/// </summary>
public static class Formatter
{
    private const int IndentWidth = 2;

    /// <summary>The edits that bring a text into its canonical form; none when it is.</summary>
    public static ImmutableArray<TextEdit> Format(SyntaxTree tree) => new Pass(tree).Run();

    /// <summary>Those of the edits that concern some lines, cut to them: the lines around stay as they are.</summary>
    /// <param name="tree">The text.</param>
    /// <param name="first">The first line, zero-based.</param>
    /// <param name="last">The last line.</param>
    public static ImmutableArray<TextEdit> FormatLines(SyntaxTree tree, int first, int last)
        => [.. Format(tree).Select(edit => Cut(tree.Source, edit, first, last)).OfType<TextEdit>()];

    /// <summary>What a typed character changes: <c>}</c> its line; a line break the line that it ends, and the indentation of the new one.</summary>
    /// <param name="tree">The text, with the character.</param>
    /// <param name="offset">The place behind it.</param>
    /// <param name="typed">The character.</param>
    public static ImmutableArray<TextEdit> FormatTyped(SyntaxTree tree, int offset, string typed)
    {
        var line = tree.Source.LineAt(offset);
        if (typed is not ("\n" or "\r\n" or "\r"))
        {
            return FormatLines(tree, line, line);
        }
        var span = tree.Source.LineSpan(line);
        var indent = Indent(tree, span.Start);
        return string.IsNullOrWhiteSpace(tree.Source[span]) && tree.Source[span] != indent
            ? FormatLines(tree, line - 1, line - 1).Add(new TextEdit(span, indent))
            : FormatLines(tree, line - 1, line);
    }

    /// <summary>The text in its canonical form.</summary>
    public static string Apply(SyntaxTree tree)
    {
        var text = new StringBuilder(tree.Source.Content);
        foreach (var edit in Format(tree).Reverse())
        {
            var start = tree.Source.IndexOf(edit.Span.Start);
            text.Remove(start, tree.Source.IndexOf(edit.Span.End) - start).Insert(start, edit.NewText);
        }
        return text.ToString();
    }

    // The part of an edit that lies in some lines, or null.
    private static TextEdit? Cut(SourceText source, TextEdit edit, int first, int last)
    {
        var (start, end) = (source.LineAt(edit.Span.Start), source.LineAt(edit.Span.End));
        var isEnd = edit.Span.End == source.Length && edit.NewText.Length > 0;
        if (start >= first && end <= last && !isEnd)
        {
            return edit;
        }
        var lastBreak = edit.NewText.LastIndexOf('\n');
        if ((start == end && !isEnd) || lastBreak < 0)
        {
            return null;
        }
        var cut = end >= first && end <= last && !isEnd ? new TextEdit(Span.FromBounds(source.LineSpan(end).Start, edit.Span.End), edit.NewText[(lastBreak + 1)..])
            : start >= first && start <= last ? new TextEdit(Span.FromBounds(edit.Span.Start, source.LineSpan(start).End), "")
            : null;
        return cut is null || source[cut.Span] == cut.NewText ? null : cut;
    }

    // How far a line is indented that begins at an offset.
    private static string Indent(SyntaxTree tree, int offset)
    {
        var open = new Brackets();
        var before = TokenKind.NewLine;
        for (var i = 0; i < tree.Tokens.Length && tree.Tokens[i].Span.End <= offset; i++)
        {
            if (before == TokenKind.NewLine && OpensDeclaration(tree, i))
            {
                open.Clear();
            }
            open.Take(tree.Source[tree.Tokens[i].Span]);
            before = tree.Tokens[i].Kind;
        }
        return new string(' ', IndentWidth * open.Count);
    }

    // What opens a declaration is never inside another.
    private static bool OpensDeclaration(SyntaxTree tree, int index) => OpensDeclaration(tree.Source, tree.Tokens[index], index + 1 < tree.Tokens.Length ? tree.Tokens[index + 1] : null);

    private static bool OpensDeclaration(SourceText source, Token token, Token? next)
        => token.Kind == TokenKind.Keyword && source[token.Span] is "model" or "data" or "train" or "block" && next is { Kind: TokenKind.Word };

    private sealed class Pass(SyntaxTree tree)
    {
        private readonly SourceText _source = tree.Source;
        private readonly ImmutableArray<TextEdit>.Builder _edits = ImmutableArray.CreateBuilder<TextEdit>();
        private readonly HashSet<int> _badLines = [.. tree.Findings.Select(finding => tree.Source.LineAt(finding.Span.Start))];

        public ImmutableArray<TextEdit> Run()
        {
            // A file that is not read as a network is not touched.
            Token[] tokens = [.. tree.Tokens.Where(token => token.Kind != TokenKind.NewLine)];
            if (tokens.Length == 0)
            {
                return [];
            }
            var newLine = NewLine();
            var line = new LineState();
            var open = new Brackets();
            for (var i = 0; i < tokens.Length; i++)
            {
                var token = tokens[i];
                var text = _source[token.Span];
                var gap = Span.FromBounds(i == 0 ? 0 : tokens[i - 1].Span.End, token.Span.Start);
                var breaks = i == 0 ? 0 : Breaks(_source[gap]);
                if ((breaks > 0 || i == 0) && OpensDeclaration(_source, token, i + 1 < tokens.Length ? tokens[i + 1] : null))
                {
                    open.Clear();
                }
                if (breaks > 0 && text == "{" && tokens[i - 1].Kind != TokenKind.Comment && line.HasBegun)
                {
                    breaks = 0;
                }
                if (text is ")" or "]" or "}")
                {
                    open.Take(text);
                }
                if (breaks > 0 || i == 0)
                {
                    var indent = new string(' ', IndentWidth * open.Count);
                    var lines = i == 0 ? "" : string.Concat(Enumerable.Repeat(newLine, Math.Min(breaks, 2)));
                    Edit(gap, lines + indent, token);
                    if (open.Inner == 0)
                    {
                        line = new LineState();
                    }
                }
                else if (token.Kind == TokenKind.Comment)
                {
                    // Behind a line a comment stands where its author put it.
                    Edit(gap, gap.Length == 0 ? "  " : _source[gap], token);
                }
                else
                {
                    Edit(gap, SpaceBetween(tokens[i - 1], token, text, line, open), token);
                }
                if (text is "(" or "[" or "{")
                {
                    open.Take(text);
                }
                line.Take(token, text);
                if (token.Kind == TokenKind.Semicolon || text is "{" or "}")
                {
                    line = new LineState();
                }
            }
            End(tokens[^1], newLine);
            return _edits.ToImmutable();
        }

        private void End(Token last, string newLine)
        {
            var rest = Span.FromBounds(last.Span.End, _source.Length);
            if (_source[rest] != newLine && !_badLines.Contains(_source.LineAt(last.Span.End)))
            {
                _edits.Add(new TextEdit(rest, newLine));
            }
        }

        private void Edit(Span gap, string wanted, Token behind)
        {
            var line = _source.LineAt(gap.Start);
            if (_badLines.Contains(line))
            {
                // What follows the bad line is written anew from its line break on.
                gap = Span.FromBounds(Math.Min(_source.LineSpan(line).End, gap.End), gap.End);
            }
            if (_source[gap] != wanted && !_badLines.Contains(_source.LineAt(behind.Span.Start)))
            {
                _edits.Add(new TextEdit(gap, wanted));
            }
        }

        private string SpaceBetween(Token before, Token token, string text, LineState line, Brackets open)
        {
            var previous = _source[before.Span];
            if (previous is "(" or "[" || text is ")" or "]" or "," or ":" || token.Kind == TokenKind.Semicolon || previous == "." || text == ".")
            {
                return "";
            }
            if (text == "=" || previous == "=")
            {
                return line.IsLet && (text == "=" ? line.Assignments == 0 : line.Assignments == 1) && open.Inner == 0 ? " " : "";
            }
            if (line.AfterSign)
            {
                // A sign belongs to its operand.
                return "";
            }
            if (text == "(" && before.Kind == TokenKind.Word && (open.Inner > 0 || line.IsLet || line.IsHeader || line.IsValue))
            {
                // A call's bracket sticks to its name; a value in parentheses stands by itself.
                return "";
            }
            var isSign = text is "+" or "-" && !line.PreviousIsOperand;
            return (isSign ? null : Operator(text, line, open)) ?? Operator(previous, line, open) ?? " ";
        }

        // Space around an operator, or null for what is none. 5 % 2 keeps its space, since 5% is a share.
        private static string? Operator(string text, LineState line, Brackets open) => text switch
        {
            "*" or "/" or "//" or "^" => "",
            "%" => " ",
            "+" or "-" => line.IsLet || line.IsCondition || open.Inner > 0 ? " " : "",
            "==" or "!=" or "<" or "<=" or ">" or ">=" => " ",
            _ => null,
        };

        private string NewLine()
        {
            var at = _source.Content.IndexOf('\n');
            return at > 0 && _source.Content[at - 1] == '\r' ? "\r\n" : "\n";
        }

        private static int Breaks(string gap)
        {
            var count = 0;
            for (var i = 0; i < gap.Length; i++)
            {
                if (gap[i] == '\n' || (gap[i] == '\r' && !(i + 1 < gap.Length && gap[i + 1] == '\n')))
                {
                    count++;
                }
            }
            return count;
        }
    }

    // The brackets that are open.
    private sealed class Brackets
    {
        private readonly Stack<(string Bracket, int Inner)> _open = [];

        public int Count => _open.Count;

        /// <summary>How many of them are ( or [ within the innermost brace.</summary>
        public int Inner => _open.Count == 0 ? 0 : _open.Peek().Inner;

        public void Take(string text)
        {
            if (text is "(" or "[" or "{")
            {
                _open.Push((text, text == "{" ? 0 : Inner + 1));
            }
            else if (text is ")" or "]" or "}")
            {
                _open.TryPop(out _);
            }
        }

        public void Clear() => _open.Clear();
    }

    // What of a statement decides about space.
    private sealed class LineState
    {
        private string _previous = "";
        private int _words;

        /// <summary>Whether there is a word, which an opening brace on the next line would belong to.</summary>
        public bool HasBegun => _words > 0;

        public bool IsLet { get; private set; }

        public bool IsHeader { get; private set; }

        public bool IsCondition { get; private set; }

        /// <summary>Whether the last word is (part of) the value of a named argument.</summary>
        public bool IsValue { get; private set; }

        public int Assignments { get; private set; }

        /// <summary>Whether the token before ends an operand, so that a plus or minus behind it joins two.</summary>
        public bool PreviousIsOperand { get; private set; }

        /// <summary>Whether the token before is a sign, not an operator between two operands.</summary>
        public bool AfterSign { get; private set; }

        public void Take(Token token, string text)
        {
            if (token.Kind == TokenKind.Comment)
            {
                return;
            }
            if (_words++ == 0)
            {
                IsLet = text == "let";
                IsHeader = text is "model" or "data" or "train" or "block";
            }
            IsCondition |= text == "when";
            IsValue = _previous is "=" or "+" or "-" or "*" or "/" or "//" or "%" or "^";
            Assignments += text == "=" ? 1 : 0;
            AfterSign = text is "+" or "-" && !PreviousIsOperand;
            PreviousIsOperand = token.Kind is TokenKind.Word or TokenKind.Number or TokenKind.Text || text is ")" or "]";
            _previous = text;
        }
    }
}
