using System.Collections.Immutable;
using Antlr4.Runtime;
using Nnet.Language.Syntax.Generated;

namespace Nnet.Language.Syntax.Parsing;

/// <summary>
/// Whole lines in which every bracket has its partner, read by themselves. Such lines mean the same wherever they stand, so
/// they are read once and moved to where they are found again.
/// </summary>
/// <param name="Declarations">What they say, with offsets from their first token on.</param>
/// <param name="Depth">The deepest nesting of brackets in them.</param>
internal sealed record Piece(ImmutableArray<Declaration> Declarations, int Depth)
{
    /// <summary>Lines that have to be read with what stands around them, since something in them is not understood.</summary>
    public static Piece Unreadable { get; } = new([], 0);

    /// <summary>Whether the lines can stand in a body.</summary>
    public bool IsStatements { get; } = Declarations.All(declaration => declaration is StatementDeclaration);
}

/// <summary>Stands for pieces in the parser's stream: for the parser they are one line of one word.</summary>
internal sealed class PieceToken : CommonToken
{
    private readonly List<(Piece Piece, int Offset)> _pieces = [];

    public PieceToken(int start)
        : base(NnetParser.ID, "")
    {
        StartIndex = start;
    }

    /// <summary>Takes one more piece.</summary>
    /// <param name="piece">The piece.</param>
    /// <param name="offset">Where it stands.</param>
    /// <param name="end">Behind its last token.</param>
    public void Add(Piece piece, int offset, int end)
    {
        _pieces.Add((piece, offset));
        StopIndex = end - 1;
    }

    /// <summary>What the pieces say, in their places.</summary>
    public IEnumerable<Declaration> Declarations
    {
        get
        {
            foreach (var (piece, offset) in _pieces)
            {
                foreach (var declaration in piece.Declarations)
                {
                    yield return declaration.Moved(offset);
                }
            }
        }
    }

    /// <summary>The same for a body.</summary>
    public IEnumerable<Statement> Statements
    {
        get
        {
            foreach (var (piece, offset) in _pieces)
            {
                foreach (var declaration in piece.Declarations)
                {
                    yield return ((StatementDeclaration)declaration).Statement.Moved(offset);
                }
            }
        }
    }
}
