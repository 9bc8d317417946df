using System.Collections.Concurrent;
using System.Collections.Immutable;
using Antlr4.Runtime;
using Antlr4.Runtime.Atn;
using Nnet.Language.Findings;
using Nnet.Language.Syntax.Generated;
using Nnet.Language.Text;

namespace Nnet.Language.Syntax.Parsing;

/// <summary>
/// Text → tokens → tree. A reader remembers the lines and the pieces that it met lately, so that of a text that was edited
/// only the neighbourhood of the edit goes through lexer and parser again; the tree is the same as if all of it did.
/// </summary>
internal sealed class SyntaxReader
{
    // Longer pieces are put together from shorter ones: an edit spoils every piece around it.
    private const int MaximalPiece = 2_000;

    // Some thousand edits, beside the lines of the text itself.
    private const int Remembered = 200_000;

    // A reader serves one thread at a time; the one that was used last knows most.
    private static readonly ConcurrentStack<SyntaxReader> s_idle = [];

    private readonly RecentTexts<LexedLine> _lines = new();
    private readonly RecentTexts<Piece> _pieces = new();
    private readonly NnetLexer _lexer = new(null);

    private SyntaxReader() => _lexer.RemoveErrorListeners();

    /// <summary>Reads a text; what cannot be read is in the tree's findings.</summary>
    public static SyntaxTree Parse(SourceText source, SyntaxTree? before = null)
    {
        var reader = s_idle.TryPop(out var idle) ? idle : new SyntaxReader();
        var tree = reader.Tree(source, before);
        // One for the text that is typed in and one beside it.
        if (s_idle.Count < 2)
        {
            s_idle.Push(reader);
        }
        return tree;
    }

    /// <summary>Reads a text as a whole, as if nothing were known of it: what <see cref="Parse"/> has to agree with.</summary>
    internal static SyntaxTree ParseAfresh(SourceText source)
        => Foreign(source) ?? new SyntaxReader().Read(source, knowsPieces: false).Tree;


    private static SyntaxTree? Foreign(SourceText source)
        => ForeignFile.Recognize(source) is { } foreign ? new SyntaxTree(source, [], [foreign]) : null;

    private SyntaxTree Tree(SourceText source, SyntaxTree? before)
    {
        // The text itself must fit, or every version of it would push out what the next one asks for.
        _lines.Capacity = _pieces.Capacity = Remembered + (2 * source.Content.Length);
        return Foreign(source) ?? Read(source, knowsPieces: true, before: before?.Lines).Tree;
    }

    // Parses what is not known of a text. A piece of it may be known, but for the piece that is the text.
    private (SyntaxTree Tree, int Depth) Read(SourceText source, bool knowsPieces, bool isPiece = false, LexedText? before = null)
    {
        var text = Lex(source, before);
        var findings = new LineFindings(source);
        ReportUnclosedTexts(text, findings);
        var filter = new TokenFilter(text, line => knowsPieces ? PieceAt(text, line, isPiece) : null, findings);
        var stream = new CommonTokenStream(new ListTokenSource(filter.Run()));
        stream.Fill();
        var parser = new NnetParser(stream)
        {
            ErrorHandler = new LineRecovery(new Sentences(source, findings)),
        };
        parser.RemoveErrorListeners();
        // Two tokens decide every choice of the grammar, whatever stands around it, so the full-context stage is never needed.
        parser.Interpreter.PredictionMode = PredictionMode.SLL;
        var declarations = new TreeBuilder(findings).Build(parser.file());
        if (knowsPieces && !isPiece)
        {
            KeepWhole(text, declarations, findings);
        }
        return (new SyntaxTree(source, declarations, findings.ToArray()) { Lines = text }, filter.Depth);
    }

    private static void ReportUnclosedTexts(LexedText text, LineFindings findings)
    {
        for (var line = 0; line <= text.LastLine; line++)
        {
            if (!text.Line(line).HasUnclosedText)
            {
                continue;
            }
            var (source, start) = (text.Source, text.Source.LineStart(line));
            var span = text.Line(line).Tokens.First(token => token.Type == NnetParser.UNCLOSED_STRING) is var token ? Span.FromBounds(start + token.Start, start + token.End) : default;
            findings.Add(SyntaxFindings.Unclosed, span, "This text is never closed: put a `\"` where it ends; a text cannot go on in the next line.",
                new Fix("Insert \"", new TextEdit(new Span(source[span].TrimEnd().Length + span.Start, 0), "\"")));
        }
    }

    private PlacedPiece? PieceAt(LexedText text, int line, bool isPiece)
    {
        if (text.PieceEnd(line) is not { } last || (isPiece && line == 0 && last == text.LastLine))
        {
            return null;
        }
        if (text.PlacedAt(line) is { } placed && placed.LineCount == last - line + 1)
        {
            return placed;
        }
        // What an edit left alone in these lines stays where it is, so they are put together from that.
        var piece = last == line ? text.Line(line).Piece ??= Read(text, line, last) : text.IsEdited(line, last) ? null : Find(text, line, last);
        return piece is null || ReferenceEquals(piece, Piece.Unreadable) ? null : text.Place(piece, line, last);
    }

    // What was not placed as a piece stays the same object as long as its lines do: a declaration, and of one that goes on being edited its bodies.
    private static void KeepWhole(LexedText text, ImmutableArray<Declaration> declarations, LineFindings findings)
    {
        foreach (var declaration in declarations)
        {
            if (declaration is BlockDeclaration block && Keep(text, block, findings))
            {
                KeepBodies(text, block.Body, findings);
            }
        }
    }

    private static void KeepBodies(LexedText text, Body? body, LineFindings findings)
    {
        foreach (var statement in body?.Statements ?? [])
        {
            if (statement.Inner is { } inner && Keep(text, new StatementDeclaration(statement.Span, statement), findings))
            {
                KeepBodies(text, inner, findings);
            }
        }
    }

    // Whether it was not in its place already.
    private static bool Keep(LexedText text, Declaration declaration, LineFindings findings)
    {
        var line = text.Source.LineAt(declaration.Span.Start);
        if (text.PlacedAt(line) is not null)
        {
            return false;
        }
        if (text.PieceEnd(line) is { } last && last > line && text.ContentOf(line, last) == declaration.Span && !findings.Touch(declaration.Span))
        {
            text.Place(declaration, line, last);
        }
        return true;
    }

    private Piece? Find(LexedText text, int line, int last)
    {
        // A span of several lines is no length: there is room between them.
        var content = text.Source.Slice(text.ContentOf(line, last));
        if (content.Length > MaximalPiece)
        {
            return null;
        }
        if (!_pieces.TryGet(content, out var piece))
        {
            piece = Read(text, line, last);
            _pieces.Add(content.ToString(), piece);
        }
        return piece;
    }

    private Piece Read(LexedText text, int line, int last)
    {
        var (tree, depth) = Read(new SourceText(text.Source[text.ContentOf(line, last)]), knowsPieces: true, isPiece: true);
        return tree.Findings.IsEmpty ? new Piece(tree.Declarations, depth) : Piece.Unreadable;
    }

    private LexedText Lex(SourceText source, LexedText? before = null)
    {
        var lines = new LexedLine[source.LineCount];
        var (above, below) = source.KeptFrom(before?.Source);
        before?.CopyLines(lines, above, below);
        for (var i = above; i < lines.Length - below; i++)
        {
            var span = source.LineSpan(i);
            if (!_lines.TryGet(source.Slice(span), out var line))
            {
                var content = source[span];
                line = Lex(content);
                _lines.Add(content, line);
            }
            lines[i] = line;
        }
        return new LexedText(source, lines, before, above, below);
    }

    private LexedLine Lex(string line)
    {
        // UTF-16 code units, as in LSP; CharStreams.fromString would count code points.
        _lexer.SetInputStream(new AntlrInputStream(line));
        var tokens = new List<IToken>();
        while (_lexer.NextToken() is { Type: not TokenConstants.EOF } token)
        {
            tokens.Add(token);
        }
        var lexed = new LexedToken[tokens.Count];
        for (var i = 0; i < lexed.Length; i++)
        {
            lexed[i] = new LexedToken(tokens[i].Type, tokens[i].StartIndex, tokens[i].StopIndex + 1);
        }
        return new LexedLine(lexed);
    }
}
