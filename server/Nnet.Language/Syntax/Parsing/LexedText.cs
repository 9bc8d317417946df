using System.Collections.Immutable;
using Antlr4.Runtime;
using Nnet.Language.Syntax.Generated;
using Nnet.Language.Text;

namespace Nnet.Language.Syntax.Parsing;

/// <summary>A token's place: its line, and its index there; behind the last token of a line stands its break, or the end of the text.</summary>
internal readonly record struct Place(int Line, int Index)
{
    public static bool operator <(Place a, Place b) => a.Line < b.Line || (a.Line == b.Line && a.Index < b.Index);

    public static bool operator >(Place a, Place b) => b < a;
}

/// <summary>The lines of a text with their tokens, comments left out.</summary>
internal sealed class LexedText
{
    private readonly LexedLine[] _lines;
    private readonly int[] _nextFilled;
    private readonly int[] _pieceEnds;
    private readonly PlacedPiece?[] _placed;
    private readonly (int First, int End) _edited;
    private (Place First, Place Behind) _breaks;

    /// <summary>Finds the pieces of a text.</summary>
    /// <param name="source">The text.</param>
    /// <param name="lines">Its lines.</param>
    /// <param name="before">An earlier version of it, or null.</param>
    /// <param name="above">How many lines at the top are the same there.</param>
    /// <param name="below">How many at the bottom.</param>
    public LexedText(SourceText source, LexedLine[] lines, LexedText? before, int above, int below)
    {
        Source = source;
        _lines = lines;
        _nextFilled = new int[lines.Length];
        _pieceEnds = new int[lines.Length];
        _placed = new PlacedPiece?[lines.Length];
        FindFilled();
        FindPieces();
        _edited = before is null ? (0, lines.Length) : (above, lines.Length - below);
        if (before is not null)
        {
            Array.Copy(before._placed, before._placed.Length - below, _placed, _placed.Length - below, below);
            var broken = new List<PlacedPiece>();
            for (var line = 0; line < before._placed.Length - below; line++)
            {
                if (before._placed[line] is not { } placed)
                {
                    continue;
                }
                if (line + placed.LineCount <= above)
                {
                    _placed[line] = placed;
                }
                else
                {
                    broken.Add(placed);
                }
            }
            foreach (var placed in broken)
            {
                KeepInside(placed.Declarations);
            }
        }
        _breaks = (new Place(-1, 0), new Place(-1, 0));
    }

    /// <summary>The text.</summary>
    public SourceText Source { get; }

    /// <summary>Its last line.</summary>
    public int LastLine => _lines.Length - 1;

    /// <summary>The lines that were read word by word, since they are part of no piece.</summary>
    public List<int> Loose { get; } = [];

    /// <summary>The token at a place.</summary>
    public LexedToken this[Place at]
    {
        get
        {
            var (line, start) = (_lines[at.Line], Source.LineStart(at.Line));
            return at.Index < line.Count ? line.Tokens[at.Index].Moved(start)
                : at.Line < LastLine ? new LexedToken(NnetParser.NEWLINE, Source.LineSpan(at.Line).End, Source.LineStart(at.Line + 1))
                : new LexedToken(TokenConstants.EOF, Source.Length, Source.Length);
        }
    }

    /// <summary>The type of the token at a place.</summary>
    public int TypeAt(Place at)
        => at.Index < _lines[at.Line].Count ? _lines[at.Line].Tokens[at.Index].Type : at.Line < LastLine ? NnetParser.NEWLINE : TokenConstants.EOF;

    /// <summary>The place behind a place that is not the end.</summary>
    public Place After(Place at) => at.Index < _lines[at.Line].Count ? at with { Index = at.Index + 1 } : new Place(at.Line + 1, 0);

    /// <summary>The place of a line's break.</summary>
    public Place EndOf(int line) => new(line, _lines[line].Count);

    /// <summary>The first place from <paramref name="at"/> on that is no line break.</summary>
    public Place AfterBreaks(Place at)
    {
        // Whoever goes on asking from break to break gets the same answer, since a line may be nothing but semicolons.
        if (at < _breaks.First || at > _breaks.Behind)
        {
            _breaks.First = at;
            while (TypeAt(at) == NnetParser.NEWLINE)
            {
                at = at.Index < _lines[at.Line].Count ? After(at) : new Place(_nextFilled[at.Line + 1], 0);
            }
            _breaks.Behind = at;
        }
        return _breaks.Behind;
    }

    /// <summary>The place before the end of a text that is not empty.</summary>
    public Place BeforeEnd => _lines[LastLine].Count is > 0 and var count ? new Place(LastLine, count - 1) : EndOf(LastLine - 1);

    /// <summary>Whether the token at a place is the end of a line, and no semicolon.</summary>
    public bool IsLineBreak(Place at) => at.Index == _lines[at.Line].Count && at.Line < LastLine;

    /// <summary>Behind the last token of a line that is not blank; a semicolon or a comment is none.</summary>
    public int EndOfContent(int line) => Source.LineStart(line) + _lines[line].ContentEnd;

    /// <summary>From the first token of a line to the last one of another.</summary>
    public Span ContentOf(int first, int last) => Span.FromBounds(Source.LineStart(first) + _lines[first].Tokens[0].Start, EndOfContent(last));

    /// <summary>A line.</summary>
    public LexedLine Line(int line) => _lines[line];

    /// <summary>The last line of the piece that begins with a line, or null.</summary>
    public int? PieceEnd(int line) => _pieceEnds[line] >= 0 ? _pieceEnds[line] : null;

    /// <summary>Copies the lines at the top and at the bottom to those of another version.</summary>
    public void CopyLines(LexedLine[] lines, int above, int below)
    {
        Array.Copy(_lines, lines, above);
        Array.Copy(_lines, _lines.Length - below, lines, lines.Length - below, below);
    }

    /// <summary>The piece that was placed at a line, in this version or an earlier one; null when none was.</summary>
    public PlacedPiece? PlacedAt(int line) => _placed[line];

    /// <summary>Puts a piece in its place.</summary>
    public PlacedPiece Place(Piece piece, int line, int last)
    {
        var to = new Relocation(Source, Source.IndexOf(ContentOf(line, last).Start));
        return _placed[line] = new PlacedPiece([.. piece.Declarations.Select(declaration => declaration.Moved(to))], last - line + 1, piece.Depth, piece.IsStatements);
    }

    /// <summary>Keeps a declaration, or a statement of a body, that stands on lines of its own.</summary>
    public void Place(Declaration declaration, int line, int last) => _placed[line] = new PlacedPiece([declaration], last - line + 1, DepthOf(line, last), declaration is StatementDeclaration);

    /// <summary>Whether an edit changed some of these lines and left others alone.</summary>
    public bool IsEdited(int first, int last) => first < _edited.End && last >= _edited.First && (first < _edited.First || last >= _edited.End);

    // Of a piece that an edit broke, the statements stay that it left alone.
    private void KeepInside(ImmutableArray<Declaration> broken)
    {
        foreach (var declaration in broken)
        {
            KeepInside((declaration as BlockDeclaration)?.Body ?? (declaration as StatementDeclaration)?.Statement.Inner);
        }
    }

    private void KeepInside(Body? body)
    {
        foreach (var statement in body?.Statements ?? [])
        {
            var line = Source.LineAt(statement.Span.Start);
            if (_placed[line] is not null)
            {
                continue;
            }
            var last = Source.LineAt(statement.Span.End);
            if ((last < _edited.First || line >= _edited.End) && PieceEnd(line) == last && ContentOf(line, last) == statement.Span)
            {
                Place(new StatementDeclaration(statement.Span, statement), line, last);
            }
            else
            {
                KeepInside(statement.Inner);
            }
        }
    }

    // The deepest nesting of brackets in lines that close what they open.
    private int DepthOf(int first, int last)
    {
        var (depth, deepest) = (0, 0);
        for (var line = first; line <= last; line++)
        {
            foreach (var token in _lines[line].Tokens)
            {
                depth += token.Type switch
                {
                    NnetParser.LPAREN or NnetParser.LBRACKET or NnetParser.LBRACE => 1,
                    NnetParser.RPAREN or NnetParser.RBRACKET or NnetParser.RBRACE => -1,
                    _ => 0,
                };
                deepest = Math.Max(deepest, depth);
            }
        }
        return deepest;
    }

    // For every line the first line from it on with something but line breaks; the last line, where the text ends, counts as such.
    private void FindFilled()
    {
        var filled = LastLine;
        for (var line = LastLine; line >= 0; line--)
        {
            _nextFilled[line] = filled = _lines[line].IsBlank ? filled : line;
        }
    }

    // A piece begins with a line and ends with the first line that comes back to the depth where it began, having never been below
    // it. A body on a line of its own belongs to what stands before it.
    private void FindPieces()
    {
        for (var line = 0; line < _pieceEnds.Length; line++)
        {
            _pieceEnds[line] = -1;
        }
        // The lines at which pieces may have begun, with the depths there.
        var (lines, depths, open, depth) = (new int[_lines.Length], new int[_lines.Length], 0, 0);
        for (var line = 0; line <= LastLine; line++)
        {
            var lexed = _lines[line];
            while (open > 0 && depths[open - 1] > depth + lexed.Dip)
            {
                open--;
            }
            if (lexed.Dip == 0 && !lexed.IsBlank)
            {
                (lines[open], depths[open]) = (line, depth);
                open++;
            }
            depth += lexed.Net;
            if (lexed.IsBlank || (line < LastLine && TypeAt(new Place(_nextFilled[line + 1], 0)) == NnetParser.LBRACE))
            {
                continue;
            }
            while (open > 0 && depths[open - 1] == depth)
            {
                open--;
                _pieceEnds[lines[open]] = line;
            }
        }
    }
}
