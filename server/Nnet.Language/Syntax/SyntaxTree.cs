using System.Collections.Immutable;
using Nnet.Language.Findings;
using Nnet.Language.Syntax.Parsing;
using Nnet.Language.Text;

namespace Nnet.Language.Syntax;

/// <summary>A text as declarations, with every token of it. There is always one, however broken the text is.</summary>
/// <param name="Source">The text.</param>
/// <param name="Declarations">In the order of the text.</param>
/// <param name="Findings">What could not be understood; at most one for each line.</param>
public sealed record SyntaxTree(SourceText Source, ImmutableArray<Declaration> Declarations, ImmutableArray<Finding> Findings)
{
    // Made when somebody asks: analysing a text needs none of them.
    private ImmutableArray<Token> _tokens;

    /// <summary>All tokens, comments included, in order; none where the text is not read at all.</summary>
    public ImmutableArray<Token> Tokens => _tokens.IsDefault ? _tokens = Lines is null ? [] : TokenReader.All(Lines) : _tokens;

    /// <summary>What of <see cref="Tokens"/> leads to an offset: a few lines of its declaration, and the whole line that it is on.</summary>
    internal ImmutableArray<Token> TokensLeadingTo(int offset) => Lines is null ? [] : TokenReader.LeadingTo(Lines, Source.LineAt(offset));

    /// <summary>Its lines, from which the next version is read; null where the text is not read at all.</summary>
    internal LexedText? Lines { get; init; }

    /// <summary>Reads a text. Never throws, whatever the text is.</summary>
    /// <param name="source">The text.</param>
    /// <param name="before">An earlier version of it: what stands on lines that kept their offsets (<see cref="SourceText.Edited"/>) are the same objects.</param>
    public static SyntaxTree Parse(SourceText source, SyntaxTree? before = null) => SyntaxReader.Parse(source, before);
}
