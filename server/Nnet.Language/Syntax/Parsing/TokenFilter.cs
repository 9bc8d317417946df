using Antlr4.Runtime;
using Nnet.Language.Findings;
using Nnet.Language.Syntax.Generated;
using Nnet.Language.Text;

namespace Nnet.Language.Syntax.Parsing;

/// <summary>
/// Stands between lexer and parser. Inside ( ) and [ ] a newline is plain space; a bracket that is left open ends where
/// the next statement begins, so that a half-typed line never swallows the rest; nesting is capped, since a .NET stack
/// overflow cannot be caught. The parser behind it sees balanced brackets only.
/// </summary>
internal sealed class TokenFilter(SourceText source, IReadOnlyList<IToken> tokens, LineFindings findings)
{
    /// <summary>The deepest nesting of brackets that is read.</summary>
    public const int MaximalDepth = 64;

    private readonly List<IToken> _kept = new(tokens.Count);
    private readonly List<IToken> _open = [];
    private readonly int[] _afterBreaks = AfterBreaks(tokens);

    /// <summary>The tokens for the parser, the end of the text being the last.</summary>
    public List<IToken> Run()
    {
        for (var i = 0; i < tokens.Count; i++)
        {
            var token = tokens[i];
            switch (token.Type)
            {
                case NnetParser.NEWLINE:
                    LineBreak(token, i);
                    break;
                case NnetParser.LBRACE:
                    CloseInner();
                    i = Open(token, i);
                    break;
                case NnetParser.LPAREN or NnetParser.LBRACKET:
                    i = Open(token, i);
                    break;
                case NnetParser.RPAREN or NnetParser.RBRACKET or NnetParser.RBRACE:
                    Close(token);
                    break;
                case NnetParser.FLOOR when AtLineStart:
                    i = ForeignComment(token, i);
                    break;
                case TokenConstants.EOF:
                    break;
                default:
                    Mark(token, tokens[i + 1]);
                    _kept.Add(token);
                    break;
            }
        }
        while (_open.Count > 0)
        {
            CloseUnclosed();
        }
        _kept.Add(tokens[^1]);
        return _kept;
    }

    // What a word is shows in the sign behind it.
    private void Mark(IToken token, IToken next)
    {
        if (next.Type is not (NnetParser.ASSIGN or NnetParser.COLON) || !(token.Type == NnetParser.ID || token.IsKeyword()))
        {
            return;
        }
        var type = next.Type == NnetParser.ASSIGN ? NnetParser.ARGUMENT : NnetParser.LABEL;
        var isMarked = type == NnetParser.ARGUMENT ? !AtLineStart && _kept[^1].Type != NnetParser.LET : AtLineStart && token.Type == NnetParser.ID;
        if (isMarked)
        {
            ((IWritableToken)token).Type = type;
        }
    }

    private bool AtLineStart => _kept.Count == 0 || _kept[^1].Type is NnetParser.NEWLINE or NnetParser.LBRACE;

    private bool InsideLineBrackets => _open.Count > 0 && _open[^1].Type != NnetParser.LBRACE;

    private void LineBreak(IToken token, int index)
    {
        if (InsideLineBrackets)
        {
            if (token.IsLineBreak() && !StatementBeginsAt(index + 1))
            {
                return;
            }
            CloseInner();
        }
        var next = NextAfterBreaks(index + 1);
        // An opening brace may stand on a line of its own.
        if (token.IsLineBreak() && tokens[next].Type == NnetParser.LBRACE && !AtLineStart)
        {
            return;
        }
        if (_kept.Count > 0 && _kept[^1].Type == NnetParser.NEWLINE)
        {
            return;
        }
        _kept.Add(token);
        if (_open.Count > 0 && DeclarationBeginsAt(next))
        {
            _kept.RemoveAt(_kept.Count - 1);
            while (_open.Count > 0)
            {
                CloseUnclosed();
            }
            _kept.Add(token);
        }
    }

    private int Open(IToken token, int index)
    {
        if (_open.Count < MaximalDepth)
        {
            _open.Add(token);
            _kept.Add(token);
            return index;
        }
        findings.Add(SyntaxFindings.TooDeep, token.Span(), $"This is bracket number {MaximalDepth + 1} inside another: more than {MaximalDepth} levels are not read. Name the parts with `let` instead.");
        findings.Silence(source.LineAt(_open.FindLast(open => open.Type != NnetParser.LBRACE)?.StartIndex ?? token.StartIndex));
        // What is nested deeper is skipped: to the end of the line, or of the text when the bracket is a brace.
        var last = tokens.Count - 1;
        if (token.Type == NnetParser.LBRACE)
        {
            findings.Stop();
            return last;
        }
        while (index + 1 < last && !(tokens[index + 1].Type is NnetParser.LBRACE or NnetParser.RBRACE || (tokens[index + 1].Type == NnetParser.NEWLINE && StatementBeginsAt(index + 2))))
        {
            index++;
        }
        CloseInner(quietly: true);
        return index;
    }

    private void Close(IToken token)
    {
        if (token.Type == NnetParser.RBRACE)
        {
            CloseInner();
        }
        if (_open.Count > 0 && _open[^1].Closer() == token.Type)
        {
            _open.RemoveAt(_open.Count - 1);
            _kept.Add(token);
            return;
        }
        if (InsideLineBrackets && _open.Count > 1 && _open[^2].Closer() == token.Type)
        {
            CloseUnclosed();
            Close(token);
            return;
        }
        findings.Add(SyntaxFindings.Unopened, token.Span(), $"This `{token.Text}` closes nothing: there is no open `{(token.Type == NnetParser.RPAREN ? '(' : token.Type == NnetParser.RBRACKET ? '[' : '{')}` before it.",
            new Fix($"Remove {token.Text}", new TextEdit(token.Span(), "")));
    }

    // Ends every ( and [ that is still open.
    private void CloseInner(bool quietly = false)
    {
        while (InsideLineBrackets)
        {
            CloseUnclosed(quietly);
        }
    }

    private void CloseUnclosed(bool quietly = false)
    {
        var opening = _open[^1];
        _open.RemoveAt(_open.Count - 1);
        var closer = opening.Type switch { NnetParser.LPAREN => ")", NnetParser.LBRACKET => "]", _ => "}" };
        var end = LastEnd();
        if (!quietly)
        {
            var isBrace = opening.Type == NnetParser.LBRACE;
            findings.Add(SyntaxFindings.Unclosed, opening.Span(),
                isBrace ? $"This `{{` is never closed: put a `}}` behind the last line that belongs to it." : $"This `{opening.Text}` is never closed: put a `{closer}` where the value ends.",
                new Fix($"Insert {closer}", new TextEdit(new Span(end, 0), isBrace ? $"\n{Indent(opening)}}}" : closer)));
        }
        _kept.Add(new CommonToken(opening.Closer(), closer) { StartIndex = end, StopIndex = end - 1, Line = opening.Line, Column = opening.Column });
    }

    // The indentation of the line that a bracket stands on.
    private string Indent(IToken token)
    {
        var line = source[source.LineSpan(source.LineAt(token.StartIndex))];
        return line[..(line.Length - line.TrimStart().Length)];
    }

    private int LastEnd()
    {
        var last = _kept.FindLast(token => token.Type != NnetParser.NEWLINE && token.StopIndex >= token.StartIndex);
        return last is null ? 0 : last.StopIndex + 1;
    }

    private int ForeignComment(IToken token, int index)
    {
        findings.Add(SyntaxFindings.CommentStyle, token.Span(), "Comments begin with `#`; `//` divides whole numbers.", new Fix("Change // to #", new TextEdit(token.Span(), "#")));
        while (tokens[index + 1].Type != TokenConstants.EOF && tokens[index + 1].Type != NnetParser.NEWLINE)
        {
            index++;
        }
        return index;
    }

    // The index of the next token that is no line break; worked out once for all, since a file may be nothing but breaks.
    private int NextAfterBreaks(int index) => _afterBreaks[index];

    private static int[] AfterBreaks(IReadOnlyList<IToken> tokens)
    {
        var after = new int[tokens.Count];
        for (var i = tokens.Count - 1; i >= 0; i--)
        {
            after[i] = tokens[i].Type == NnetParser.NEWLINE ? after[i + 1] : i;
        }
        return after;
    }

    // Inside a body no line begins with these words, so one that does ends every body before it.
    private bool DeclarationBeginsAt(int index) => tokens[index].Type switch
    {
        NnetParser.MODEL or NnetParser.DATA or NnetParser.TRAIN or NnetParser.BLOCK => tokens[index + 1].Type == NnetParser.ID,
        NnetParser.USE => tokens[index + 1].Type == NnetParser.STRING,
        _ => false,
    };

    // Whether what follows cannot continue an expression, so that an open bracket was forgotten.
    private bool StatementBeginsAt(int index)
    {
        index = NextAfterBreaks(index);
        var first = tokens[index];
        if (first.Type is TokenConstants.EOF or NnetParser.LBRACE or NnetParser.RBRACE or NnetParser.LET or NnetParser.REPEAT || DeclarationBeginsAt(index))
        {
            return true;
        }
        if (first.Type != NnetParser.ID)
        {
            return false;
        }
        var second = tokens[index + 1];
        return second.Type switch
        {
            NnetParser.ID or NnetParser.WHEN or NnetParser.COLON or NnetParser.LBRACKET or NnetParser.LBRACE or NnetParser.RBRACE or TokenConstants.EOF => true,
            NnetParser.LPAREN => second.StartIndex > first.StopIndex + 1,
            NnetParser.NEWLINE => !second.IsLineBreak() || !ContinuesExpression(tokens[NextAfterBreaks(index + 1)]),
            _ => second.IsLiteral(),
        };
    }

    private static bool ContinuesExpression(IToken token) => token.Type is NnetParser.RPAREN or NnetParser.RBRACKET or NnetParser.COMMA || token.IsBinaryOperator();
}
