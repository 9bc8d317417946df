using Antlr4.Runtime;
using Nnet.Language.Syntax.Generated;
using Nnet.Language.Text;

namespace Nnet.Language.Syntax.Parsing;

/// <summary>What the parser needs to know of the generated tokens beyond their type.</summary>
internal static class TokenExtensions
{
    /// <summary>Where a token stands; the end of the text has no length.</summary>
    public static Span Span(this IToken token)
        => token.Type == TokenConstants.EOF ? new Span(token.StartIndex, 0) : Text.Span.FromBounds(token.StartIndex, token.StopIndex + 1);

    public static bool IsKeyword(this IToken token) => IsKeyword(token.Type);

    public static bool IsKeyword(int type) => type is >= NnetParser.USE and <= NnetParser.OR;

    /// <summary>The type that closes an opening bracket.</summary>
    public static int Closer(this IToken opening) => opening.Type switch
    {
        NnetParser.LPAREN => NnetParser.RPAREN,
        NnetParser.LBRACKET => NnetParser.RBRACKET,
        _ => NnetParser.RBRACE,
    };

    public static bool IsBinaryOperator(this IToken token) => IsBinaryOperator(token.Type);

    public static bool IsBinaryOperator(int type) => type is NnetParser.PLUS or NnetParser.MINUS or NnetParser.STAR or NnetParser.SLASH or NnetParser.FLOOR
        or NnetParser.MODULO or NnetParser.CARET or NnetParser.EQUAL or NnetParser.DIFFERENT or NnetParser.LESS or NnetParser.LESS_EQUAL or NnetParser.GREATER or NnetParser.GREATER_EQUAL
        or NnetParser.AND or NnetParser.OR;

    public static bool IsLiteral(this IToken token) => IsLiteral(token.Type);

    public static bool IsLiteral(int type) => type is >= NnetParser.DIMENSIONS and <= NnetParser.UNCLOSED_STRING;
}
