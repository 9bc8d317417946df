using Nnet.Language.Syntax.Generated;

namespace Nnet.Language.Syntax.Parsing;

/// <summary>How tightly operators bind.</summary>
internal static class Operators
{
    /// <summary>The level of signs and powers, which bind tighter than every operator of <see cref="LevelOf"/>.</summary>
    public const int Sign = 5;

    /// <summary>The level of a binary operator, from 0 for the loosest.</summary>
    public static int LevelOf(int type) => type switch
    {
        NnetParser.OR => 0,
        NnetParser.AND => 1,
        NnetParser.EQUAL or NnetParser.DIFFERENT or NnetParser.LESS or NnetParser.LESS_EQUAL or NnetParser.GREATER or NnetParser.GREATER_EQUAL => 2,
        NnetParser.PLUS or NnetParser.MINUS => 3,
        NnetParser.STAR or NnetParser.SLASH or NnetParser.FLOOR or NnetParser.MODULO => 4,
        _ => Sign,
    };
}
