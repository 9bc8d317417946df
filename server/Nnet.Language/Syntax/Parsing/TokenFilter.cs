using Antlr4.Runtime;
using Nnet.Language.Findings;
using Nnet.Language.Syntax.Generated;
using Nnet.Language.Text;

namespace Nnet.Language.Syntax.Parsing;

/// <summary>
/// Stands between lexer and parser. Inside ( ) and [ ] a newline is plain space; a bracket that is left open ends where
/// the next statement begins, so that a half-typed line never swallows the rest; nesting is capped, since a .NET stack
/// overflow cannot be caught. The parser behind it sees balanced brackets only, and of pieces that are known already
/// nothing but one token.
/// </summary>
/// <param name="text">The text.</param>
/// <param name="pieceAt">The piece that begins with a line; null where there is none.</param>
/// <param name="findings">Takes what is found.</param>
internal sealed class TokenFilter(LexedText text, Func<int, PlacedPiece?> pieceAt, LineFindings findings)
{
    /// <summary>The deepest nesting of brackets that is read.</summary>
    public const int MaximalDepth = 64;

    private readonly SourceText _source = text.Source;
    private readonly List<IToken> _kept = [];
    private readonly List<IToken> _open = [];

    // A line break between known pieces, taken out again: thousands of lines need not make one each.
    private CommonToken? _spare;

    /// <summary>The deepest nesting that was met.</summary>
    public int Depth { get; private set; }

    /// <summary>The tokens for the parser, the end of the text being the last.</summary>
    public List<IToken> Run()
    {
        for (var at = default(Place); ; at = text.After(at))
        {
            if (at.Index == 0 && AtLineStart && !InsideLineBrackets && pieceAt(at.Line) is { } piece && Fits(piece))
            {
                var lastLine = at.Line + piece.LineCount - 1;
                Keep(piece, at.Line, lastLine);
                at = text.EndOf(lastLine);
            }
            else if (at.Index == 0)
            {
                text.Loose.Add(at.Line);
            }
            var type = text.TypeAt(at);
            switch (type)
            {
                case TokenConstants.EOF:
                    while (_open.Count > 0)
                    {
                        CloseUnclosed();
                    }
                    _kept.Add(Token(at));
                    return _kept;
                case NnetParser.NEWLINE:
                    LineBreak(at);
                    break;
                case NnetParser.LBRACE:
                    CloseInner();
                    at = Open(at);
                    break;
                case NnetParser.LPAREN or NnetParser.LBRACKET:
                    at = Open(at);
                    break;
                case NnetParser.RPAREN or NnetParser.RBRACKET or NnetParser.RBRACE:
                    Close(Token(at));
                    break;
                case NnetParser.FLOOR when AtLineStart:
                    at = ForeignComment(at);
                    break;
                case NnetParser.UNKNOWN when ForeignSigns.IsMinus(_source[text[at].Start]):
                    _kept.Add(Minus(at));
                    break;
                default:
                    _kept.Add(Marked(Token(at), text.TypeAt(text.After(at))));
                    break;
            }
        }
    }

    private bool AtLineStart => _kept.Count == 0 || _kept[^1].Type is NnetParser.NEWLINE or NnetParser.LBRACE;

    private bool InsideLineBrackets => _open.Count > 0 && _open[^1].Type != NnetParser.LBRACE;

    private CommonToken Token(Place at)
    {
        var (type, start, end) = text[at];
        return new CommonToken(type, type == TokenConstants.EOF ? "<EOF>" : _source[Span.FromBounds(start, end)]) { StartIndex = start, StopIndex = end - 1 };
    }

    // `8 – 3` is read as it is meant. A dash before a line is told as what it is there.
    private CommonToken Minus(Place at)
    {
        var token = Token(at);
        if (!AtLineStart)
        {
            findings.Add(SyntaxFindings.OtherSyntax, token.Span(), $"`{token.Text}` is a dash; the minus is the `-` of the keyboard.", new Fix("Write -", new TextEdit(token.Span(), "-")));
        }
        token.Type = NnetParser.MINUS;
        return token;
    }

    // What a word is shows in the sign behind it.
    private CommonToken Marked(CommonToken token, int next)
    {
        if (next is NnetParser.ASSIGN or NnetParser.COLON && (token.Type == NnetParser.ID || token.IsKeyword()))
        {
            var isMarked = next == NnetParser.ASSIGN ? !AtLineStart && _kept[^1].Type != NnetParser.LET : AtLineStart && token.Type == NnetParser.ID;
            if (isMarked)
            {
                token.Type = next == NnetParser.ASSIGN ? NnetParser.ARGUMENT : NnetParser.LABEL;
            }
        }
        return token;
    }

    // A declaration cannot stand in a body, and what is nested too deeply has to be said.
    private bool Fits(PlacedPiece piece) => _open.Count + piece.Depth <= MaximalDepth && (_open.Count == 0 || piece.IsStatements);

    // Pieces that follow each other share a token.
    private void Keep(PlacedPiece piece, int line, int lastLine)
    {
        Depth = Math.Max(Depth, _open.Count + piece.Depth);
        var start = text[new Place(line, 0)].Start;
        if (_kept.Count < 2 || _kept[^2] is not PieceToken token || _kept[^1].Type != NnetParser.NEWLINE)
        {
            token = new PieceToken(start);
            _kept.Add(token);
        }
        else
        {
            _spare = (CommonToken)_kept[^1];
            _kept.RemoveAt(_kept.Count - 1);
        }
        token.Add(piece, text.EndOfContent(lastLine));
    }

    private void LineBreak(Place at)
    {
        var isLineBreak = text.IsLineBreak(at);
        if (InsideLineBrackets)
        {
            if (isLineBreak && !StatementBeginsAt(text.After(at)))
            {
                return;
            }
            CloseInner();
        }
        if (_kept.Count > 0 && _kept[^1].Type == NnetParser.NEWLINE)
        {
            return;
        }
        var next = text.AfterBreaks(text.After(at));
        // An opening brace may stand on a line of its own.
        if (isLineBreak && text.TypeAt(next) == NnetParser.LBRACE && !AtLineStart)
        {
            return;
        }
        if (_open.Count > 0 && DeclarationBeginsAt(next))
        {
            while (_open.Count > 0)
            {
                CloseUnclosed();
            }
        }
        OpenForgotten(next);
        _kept.Add(Break(at));
    }

    private CommonToken Break(Place at)
    {
        if (_spare is not { } token || !text.IsLineBreak(at))
        {
            return Token(at);
        }
        var (_, start, end) = text[at];
        (token.StartIndex, token.StopIndex, _spare) = (start, end - 1, null);
        return token;
    }

    // A declaration whose lines follow without a brace is read as if it had one.
    private void OpenForgotten(Place next)
    {
        if (_open.Count > 0 || text.TypeAt(next) is TokenConstants.EOF or NnetParser.RBRACE || DeclarationBeginsAt(next))
        {
            return;
        }
        var first = _kept.FindLastIndex(token => token.Type == NnetParser.NEWLINE) + 1;
        if (_kept.Count < first + 2 || _kept[first] is not CommonToken { Type: NnetParser.MODEL or NnetParser.DATA or NnetParser.TRAIN or NnetParser.BLOCK } header || _kept[first + 1].Type != NnetParser.ID
            || _kept[^1].Type is not (NnetParser.ID or NnetParser.RPAREN) || _kept.FindIndex(first, token => token.Type is NnetParser.LBRACE or NnetParser.ASSIGN) >= 0)
        {
            return;
        }
        var end = LastEnd();
        var title = _source[Span.FromBounds(header.StartIndex, end)];
        findings.Add(SyntaxFindings.Syntax, Span.FromBounds(header.StartIndex, end), $"The lines of `{title}` stand in braces: a `{{` is missing behind it.", new Fix("Insert {", new TextEdit(new Span(end, 0), " {")));
        var brace = new CommonToken(NnetParser.LBRACE, "{") { StartIndex = end, StopIndex = end - 1 };
        _open.Add(brace);
        _kept.Add(brace);
    }

    private Place Open(Place at)
    {
        var token = Token(at);
        if (_open.Count < MaximalDepth)
        {
            _open.Add(token);
            _kept.Add(token);
            Depth = Math.Max(Depth, _open.Count);
            return at;
        }
        findings.Add(SyntaxFindings.TooDeep, token.Span(), $"This is bracket number {MaximalDepth + 1} inside another: more than {MaximalDepth} levels are not read. Name the parts with `let` instead.");
        findings.Silence(_source.LineAt(_open.FindLast(open => open.Type != NnetParser.LBRACE)?.StartIndex ?? token.StartIndex));
        // What is nested deeper is skipped: to the end of the line, or of the text when the bracket is a brace.
        if (token.Type == NnetParser.LBRACE)
        {
            findings.Stop();
            return text.BeforeEnd;
        }
        while (text.After(at) is var next && text.TypeAt(next) is var type && type != TokenConstants.EOF
            && !(type is NnetParser.LBRACE or NnetParser.RBRACE || (type == NnetParser.NEWLINE && StatementBeginsAt(text.After(next)))))
        {
            at = next;
        }
        CloseInner(quietly: true);
        return at;
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
        if (!quietly && opening.Type == NnetParser.LBRACE)
        {
            ReportUnclosedBrace(opening, end);
        }
        else if (!quietly)
        {
            findings.Add(SyntaxFindings.Unclosed, opening.Span(), $"This `{opening.Text}` is never closed: put a `{closer}` where the value ends.", new Fix($"Insert {closer}", new TextEdit(new Span(end, 0), closer)));
        }
        _kept.Add(new CommonToken(opening.Closer(), closer) { StartIndex = end, StopIndex = end - 1 });
    }

    // The lines tell by where they begin which brace was meant: a `}` that stands further left than the line of its `{` closes one further out.
    private void ReportUnclosedBrace(IToken opening, int end)
    {
        var line = _source.LineAt(opening.StartIndex);
        var (last, which) = (_source.LineAt(end), "This `{` is never closed");
        if (Forgotten(line, last) is { } forgotten && forgotten > line)
        {
            var width = Indent(forgotten).Length;
            var behind = forgotten;
            while (behind < last && (text.Line(behind + 1).IsBlank || Indent(behind + 1).Length > width))
            {
                behind++;
            }
            (line, end) = (forgotten, _source.LineSpan(behind).End);
            which = $"This `{{` is never closed, since the one of line {forgotten + 1} took its `}}`, as the beginnings of the lines tell";
        }
        // It is said here and not there, since what lies between are lines that have their braces and mean the same everywhere.
        findings.Add(SyntaxFindings.Unclosed, opening.Span(), $"{which}: put a `}}` behind the last line that belongs to it.", new Fix("Insert }", new TextEdit(new Span(end, 0), $"\n{Indent(line)}}}")));
    }

    // The first line from one to another whose brace is closed by a `}` that begins a line further left; null where none is.
    private int? Forgotten(int first, int last)
    {
        var open = new Stack<int>();
        for (var line = first; line <= last; line++)
        {
            var tokens = text.Line(line).Tokens;
            for (var i = 0; i < tokens.Length; i++)
            {
                if (tokens[i].Type == NnetParser.LBRACE)
                {
                    open.Push(line);
                }
                else if (tokens[i].Type == NnetParser.RBRACE && open.TryPop(out var opened) && i == 0 && opened < line && Indent(line).Length < Indent(opened).Length)
                {
                    return opened;
                }
            }
        }
        return null;
    }

    // The space that a line begins with.
    private string Indent(int line)
    {
        var content = _source[_source.LineSpan(line)];
        return content[..(content.Length - content.TrimStart().Length)];
    }

    private int LastEnd()
    {
        var last = _kept.FindLast(token => token.Type != NnetParser.NEWLINE && token.StopIndex >= token.StartIndex);
        return last is null ? 0 : last.StopIndex + 1;
    }

    private Place ForeignComment(Place at)
    {
        var span = Token(at).Span();
        findings.Add(SyntaxFindings.CommentStyle, span, "Comments begin with `#`; `//` divides whole numbers.", new Fix("Change // to #", new TextEdit(span, "#")));
        while (text.After(at) is var next && text.TypeAt(next) is not (TokenConstants.EOF or NnetParser.NEWLINE))
        {
            at = next;
        }
        return at;
    }

    // Inside a body no line begins with these words, so one that does ends every body before it.
    private bool DeclarationBeginsAt(Place at) => text.TypeAt(at) switch
    {
        NnetParser.MODEL or NnetParser.DATA or NnetParser.TRAIN or NnetParser.BLOCK => text.TypeAt(text.After(at)) == NnetParser.ID,
        NnetParser.USE => text.TypeAt(text.After(at)) == NnetParser.STRING,
        _ => false,
    };

    // Whether what follows cannot continue an expression, so that an open bracket was forgotten.
    private bool StatementBeginsAt(Place at)
    {
        at = text.AfterBreaks(at);
        var first = text.TypeAt(at);
        if (first is TokenConstants.EOF or NnetParser.LBRACE or NnetParser.RBRACE or NnetParser.LET or NnetParser.REPEAT || DeclarationBeginsAt(at))
        {
            return true;
        }
        if (first != NnetParser.ID)
        {
            return false;
        }
        var behind = text.After(at);
        return text.TypeAt(behind) switch
        {
            NnetParser.ID or NnetParser.WHEN or NnetParser.COLON or NnetParser.LBRACKET or NnetParser.LBRACE or NnetParser.RBRACE or TokenConstants.EOF => true,
            NnetParser.LPAREN => text[behind].Start > text[at].End,
            NnetParser.NEWLINE => !text.IsLineBreak(behind) || !ContinuesExpression(text.TypeAt(text.AfterBreaks(text.After(behind)))),
            var type => TokenExtensions.IsLiteral(type),
        };
    }

    private static bool ContinuesExpression(int type) => type is NnetParser.RPAREN or NnetParser.RBRACKET or NnetParser.COMMA || TokenExtensions.IsBinaryOperator(type);
}
