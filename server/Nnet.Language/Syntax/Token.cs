using Nnet.Language.Text;

namespace Nnet.Language.Syntax;

/// <summary>What a token is, as far as editing cares.</summary>
public enum TokenKind
{
    /// <summary>A name.</summary>
    Word,

    /// <summary>A word of the language: <c>model</c>, <c>let</c>.</summary>
    Keyword,

    /// <summary>A number, percentage, quantity or dimensions.</summary>
    Number,

    /// <summary>A text in quotes.</summary>
    Text,

    /// <summary>A text whose closing quote is missing.</summary>
    UnclosedText,

    /// <summary>A bracket, an operator or another sign.</summary>
    Sign,

    /// <summary>The end of a line.</summary>
    NewLine,

    /// <summary>A semicolon, which stands for the end of a line.</summary>
    Semicolon,

    /// <summary>A comment, without the end of its line.</summary>
    Comment,

    /// <summary>A character that means nothing here.</summary>
    Unknown,
}

/// <summary>A piece of the text; between two of them there is only space.</summary>
public sealed record Token(TokenKind Kind, Span Span);
