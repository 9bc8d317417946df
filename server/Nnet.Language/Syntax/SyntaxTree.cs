using System.Collections.Immutable;
using Nnet.Language.Findings;
using Nnet.Language.Syntax.Parsing;
using Nnet.Language.Text;

namespace Nnet.Language.Syntax;

/// <summary>A text as declarations, with every token of it. There is always one, however broken the text is.</summary>
/// <param name="Source">The text.</param>
/// <param name="Declarations">In the order of the text.</param>
/// <param name="Tokens">All tokens, comments included, in order.</param>
/// <param name="Findings">What could not be understood; at most one for each line.</param>
public sealed record SyntaxTree(SourceText Source, ImmutableArray<Declaration> Declarations, ImmutableArray<Token> Tokens, ImmutableArray<Finding> Findings)
{
    /// <summary>Reads a text. Never throws, whatever the text is.</summary>
    public static SyntaxTree Parse(SourceText source) => SyntaxReader.Parse(source);
}
