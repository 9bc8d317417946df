using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Layers;
using Nnet.Language.Layers.Joins;
using Nnet.Language.Syntax;

namespace Nnet.Language.Editing;

/// <summary>The line that a place of a text stands on, as far as it is written before the place, and the bodies around it.</summary>
/// <param name="Bodies">What each open brace is of, the outermost first; empty outside of declarations.</param>
/// <param name="Tokens">The tokens of the line before the place, comments and ends of lines left out.</param>
internal sealed record CursorLine(ImmutableArray<BodyKind> Bodies, ImmutableArray<Token> Tokens)
{
    /// <summary>Reads the line that the first <paramref name="count"/> tokens leave off in.</summary>
    public static CursorLine Before(Analysis analysis, ImmutableArray<Token> tokens, int count)
    {
        var bodies = new List<BodyKind>();
        var (line, brackets) = (DeclarationBefore(analysis, tokens, count), 0);
        for (var i = line; i < count; i++)
        {
            var token = tokens[i];
            switch (token.Kind)
            {
                case TokenKind.NewLine when brackets > 0 && !BeginsStatement(analysis, tokens, i + 1, count):
                    break;
                case TokenKind.NewLine when BraceFollows(analysis, tokens, i + 1, count):
                    break;
                case TokenKind.NewLine or TokenKind.Semicolon:
                    (line, brackets) = (i + 1, 0);
                    break;
                case TokenKind.Sign:
                    switch (analysis.Source[token.Span])
                    {
                        case "(" or "[":
                            brackets++;
                            break;
                        case ")" or "]":
                            brackets = Math.Max(0, brackets - 1);
                            break;
                        case "{":
                            bodies.Add(KindOf(analysis, Whole(tokens, line, i), bodies));
                            (line, brackets) = (i + 1, 0);
                            break;
                        case "}":
                            bodies.RemoveRange(Math.Max(0, bodies.Count - 1), Math.Min(1, bodies.Count));
                            (line, brackets) = (i + 1, 0);
                            break;
                    }
                    break;
            }
        }
        return new CursorLine([.. bodies], Whole(tokens, line, count));
    }

    /// <summary>The tokens behind labels and <c>repeat 3</c>.</summary>
    public static ImmutableArray<Token> WithoutPrefix(Analysis analysis, ImmutableArray<Token> tokens)
    {
        while (tokens.Length > 1 && analysis.Source[tokens[0].Span] == "repeat")
        {
            tokens = tokens[EndOfAtom(analysis, tokens, 1)..];
        }
        return tokens.Length > 1 && analysis.Source[tokens[1].Span] == ":" ? tokens[2..] : tokens;
    }

    /// <summary>The index behind the atom that begins at an index.</summary>
    public static int EndOfAtom(Analysis analysis, ImmutableArray<Token> tokens, int index)
    {
        var depth = 0;
        do
        {
            depth += analysis.Source[tokens[index].Span] switch { "(" or "[" => 1, ")" or "]" => -1, _ => 0 };
            index++;
        }
        while (index < tokens.Length && (depth > 0 || analysis.Source[tokens[index].Span] == "." || analysis.Source[tokens[index - 1].Span] == "."));
        return index;
    }

    private static ImmutableArray<Token> Whole(ImmutableArray<Token> tokens, int first, int end)
        => first >= end ? [] : [.. tokens.AsSpan()[first..end].ToArray().Where(token => token.Kind is not (TokenKind.NewLine or TokenKind.Comment))];

    // A line that begins a declaration ends whatever was open before.
    private static int DeclarationBefore(Analysis analysis, ImmutableArray<Token> tokens, int count)
    {
        for (var i = Math.Min(count, tokens.Length - 1) - 1; i >= 0; i--)
        {
            if (tokens[i].Kind == TokenKind.Keyword && (i == 0 || tokens[i - 1].Kind is TokenKind.NewLine or TokenKind.Semicolon) && IsDeclaration(analysis, tokens, i))
            {
                return i;
            }
        }
        return 0;
    }

    private static bool IsDeclaration(Analysis analysis, ImmutableArray<Token> tokens, int index)
        => analysis.Source[tokens[index].Span] is "model" or "data" or "train" or "block" && tokens[index + 1].Kind == TokenKind.Word;

    // Whether what follows a line break inside brackets begins a line, so that the bracket was forgotten.
    private static bool BeginsStatement(Analysis analysis, ImmutableArray<Token> tokens, int index, int count)
    {
        var next = Next(tokens, index, count);
        if (next >= count)
        {
            return false;
        }
        var token = tokens[next];
        return analysis.Source[token.Span] is "{" or "}" or "let" or "repeat" || analysis.StepAt(token.Span.Start)?.Syntax.Span.Start == token.Span.Start;
    }

    // An opening brace may stand on a line of its own.
    private static bool BraceFollows(Analysis analysis, ImmutableArray<Token> tokens, int index, int count)
        => Next(tokens, index, count) is var next && next < count && analysis.Source[tokens[next].Span] == "{";

    private static int Next(ImmutableArray<Token> tokens, int index, int count)
    {
        while (index < count && tokens[index].Kind is TokenKind.NewLine or TokenKind.Comment)
        {
            index++;
        }
        return index;
    }

    private static BodyKind KindOf(Analysis analysis, ImmutableArray<Token> header, List<BodyKind> around)
    {
        var outermost = around.Count > 0 ? around[0] : BodyKind.Model;
        if (header.IsEmpty)
        {
            return outermost;
        }
        if (around.Count == 0)
        {
            return analysis.Source[header[0].Span] switch { "data" => BodyKind.Data, "train" => BodyKind.Train, "block" => BodyKind.Block, _ => BodyKind.Model };
        }
        if (outermost is BodyKind.Data or BodyKind.Train)
        {
            return outermost;
        }
        var step = WithoutPrefix(analysis, header);
        return step.IsEmpty ? around[^1] : Word(analysis.Source[step[0].Span]) is Join ? BodyKind.Paths : outermost;
    }

    private static ModelWord? Word(string word) => Catalog<ModelWord>.Find(word) ?? Catalog<ModelWord>.FindAlias(word);
}
