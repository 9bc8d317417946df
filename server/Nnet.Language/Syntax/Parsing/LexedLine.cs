using Nnet.Language.Syntax.Generated;

namespace Nnet.Language.Syntax.Parsing;

/// <summary>A token of the lexer, by its offsets.</summary>
/// <param name="Type">Its type in the grammar.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Just behind it.</param>
internal readonly record struct LexedToken(int Type, int Start, int End)
{
    /// <summary>The same token of a text that stands further on.</summary>
    public LexedToken Moved(int by) => new(Type, Start + by, End + by);
}

/// <summary>A line with its tokens, which no token leaves; offsets count from the beginning of the line.</summary>
internal sealed class LexedLine
{
    /// <summary>Sums a line up.</summary>
    /// <param name="tokens">All tokens but the line break; a comment can only be the last.</param>
    public LexedLine(LexedToken[] tokens)
    {
        Tokens = tokens;
        Count = tokens.Length > 0 && tokens[^1].Type == NnetParser.COMMENT ? tokens.Length - 1 : tokens.Length;
        foreach (var token in tokens)
        {
            Net += token.Type switch
            {
                NnetParser.LPAREN or NnetParser.LBRACKET or NnetParser.LBRACE => 1,
                NnetParser.RPAREN or NnetParser.RBRACKET or NnetParser.RBRACE => -1,
                _ => 0,
            };
            Dip = Math.Min(Dip, Net);
            if (token.Type is not (NnetParser.NEWLINE or NnetParser.COMMENT))
            {
                (IsBlank, ContentEnd) = (false, token.End);
            }
            HasUnclosedText |= token.Type == NnetParser.UNCLOSED_STRING;
        }
        for (var i = 0; i + 1 < Count; i++)
        {
            BeginsDeclaration |= tokens[i].Type is NnetParser.BLOCK or NnetParser.MODEL or NnetParser.DATA or NnetParser.TRAIN
                && tokens[i + 1].Type == NnetParser.ID && (i == 0 || tokens[i - 1].Type == NnetParser.NEWLINE);
        }
    }

    /// <summary>Every token, a comment included.</summary>
    public LexedToken[] Tokens { get; }

    /// <summary>Number of tokens without the comment.</summary>
    public int Count { get; }

    /// <summary>How many more brackets the line opens than it closes.</summary>
    public int Net { get; }

    /// <summary>How far it goes below the depth at its beginning: zero, or less.</summary>
    public int Dip { get; }

    /// <summary>Behind the last token that is neither a semicolon nor a comment.</summary>
    public int ContentEnd { get; }

    /// <summary>Whether there is nothing but semicolons and a comment.</summary>
    public bool IsBlank { get; } = true;

    /// <summary>Whether the closing quote of a text is missing.</summary>
    public bool HasUnclosedText { get; }

    /// <summary>Whether the line, or what stands behind a semicolon of it, begins a declaration.</summary>
    public bool BeginsDeclaration { get; }

    /// <summary>What the line is by itself, once somebody asked; null as long as nobody did.</summary>
    public Piece? Piece { get; set; }
}
