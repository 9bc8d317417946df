using System.Collections.Immutable;
using Antlr4.Runtime;
using Nnet.Language.Syntax.Generated;

namespace Nnet.Language.Syntax.Parsing;

/// <summary>
/// Whole lines in which every bracket has its partner, read by themselves. Such lines mean the same wherever they stand, so
/// they are read once and placed wherever they are found again.
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

/// <summary>A piece in its place in a text.</summary>
/// <param name="Declarations">What it says, with the offsets of the text.</param>
/// <param name="LineCount">The number of its lines.</param>
/// <param name="Depth">The deepest nesting of brackets in them.</param>
/// <param name="IsStatements">Whether the lines can stand in a body.</param>
internal sealed record PlacedPiece(ImmutableArray<Declaration> Declarations, int LineCount, int Depth, bool IsStatements);

/// <summary>Stands for pieces in the parser's stream: for the parser they are one line of one word.</summary>
internal sealed class PieceToken : CommonToken
{
    private readonly List<PlacedPiece> _pieces = [];

    public PieceToken(int start)
        : base(NnetParser.ID, "")
    {
        StartIndex = start;
    }

    /// <summary>Takes one more piece.</summary>
    /// <param name="piece">The piece.</param>
    /// <param name="end">Behind its last token.</param>
    public void Add(PlacedPiece piece, int end)
    {
        _pieces.Add(piece);
        StopIndex = end - 1;
    }

    /// <summary>What the pieces say, in their places.</summary>
    public IEnumerable<Declaration> Declarations => _pieces.SelectMany(piece => piece.Declarations);

    /// <summary>The same for a body.</summary>
    public IEnumerable<Statement> Statements
    {
        get
        {
            foreach (var piece in _pieces)
            {
                foreach (var declaration in piece.Declarations)
                {
                    yield return ((StatementDeclaration)declaration).Statement;
                }
            }
        }
    }
}
