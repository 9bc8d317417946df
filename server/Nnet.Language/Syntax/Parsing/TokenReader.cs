using System.Collections.Immutable;
using Nnet.Language.Syntax.Generated;
using Nnet.Language.Text;

namespace Nnet.Language.Syntax.Parsing;

/// <summary>Tokens as others than the parser read them, comments and ends of lines included.</summary>
internal static class TokenReader
{
    /// <summary>All tokens of a text.</summary>
    public static ImmutableArray<Token> All(LexedText text)
    {
        var tokens = ImmutableArray.CreateBuilder<Token>();
        for (var line = 0; line <= text.LastLine; line++)
        {
            Add(tokens, text, line);
        }
        return tokens.DrainToImmutable();
    }

    /// <summary>The tokens of a line, a comment included.</summary>
    public static IEnumerable<Token> OfLine(LexedText text, int line)
    {
        var start = text.Source.LineStart(line);
        foreach (var token in text.Line(line).Tokens)
        {
            yield return new Token(KindOf(token.Type), Span.FromBounds(start + token.Start, start + token.End));
        }
    }

    /// <summary>
    /// What leads to a line, and the line itself: the lines from the beginning of its declaration on, but for statements and
    /// declarations that are whole and end before it. In a long text that is little of it.
    /// </summary>
    public static ImmutableArray<Token> LeadingTo(LexedText text, int last)
    {
        var tokens = ImmutableArray.CreateBuilder<Token>();
        var open = 0;
        for (var line = DeclarationBefore(text, last); line <= last; line++)
        {
            // What follows a bracket that is open tells where it was forgotten.
            if (open == 0 && text.PlacedAt(line) is { } placed && line + placed.LineCount <= last)
            {
                line += placed.LineCount - 1;
                continue;
            }
            Add(tokens, text, line);
            foreach (var token in text.Line(line).Tokens)
            {
                open = Math.Max(0, open + token.Type switch { NnetParser.LPAREN or NnetParser.LBRACKET => 1, NnetParser.RPAREN or NnetParser.RBRACKET => -1, _ => 0 });
            }
        }
        return tokens.DrainToImmutable();
    }

    private static void Add(ImmutableArray<Token>.Builder tokens, LexedText text, int line)
    {
        tokens.AddRange(OfLine(text, line));
        if (line < text.LastLine)
        {
            tokens.Add(new Token(TokenKind.NewLine, Span.FromBounds(text.Source.LineSpan(line).End, text.Source.LineStart(line + 1))));
        }
    }

    // The last line before another that begins a declaration, or the first.
    private static int DeclarationBefore(LexedText text, int line)
    {
        do
        {
            line--;
        }
        while (line > 0 && !text.Line(line).BeginsDeclaration);
        return Math.Max(0, line);
    }

    private static TokenKind KindOf(int type) => type switch
    {
        NnetParser.ID => TokenKind.Word,
        NnetParser.NEWLINE => TokenKind.Semicolon,
        NnetParser.COMMENT => TokenKind.Comment,
        NnetParser.STRING => TokenKind.Text,
        NnetParser.UNCLOSED_STRING => TokenKind.UnclosedText,
        NnetParser.UNKNOWN => TokenKind.Unknown,
        _ when TokenExtensions.IsKeyword(type) => TokenKind.Keyword,
        _ when TokenExtensions.IsLiteral(type) => TokenKind.Number,
        _ => TokenKind.Sign,
    };
}
