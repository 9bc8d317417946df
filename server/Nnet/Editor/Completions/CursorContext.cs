using System.Collections.Immutable;
using Nnet.Language.Syntax;
using Nnet.Language.Text;

namespace Nnet.Editor.Completions;

/// <summary>What kind of body the cursor is in.</summary>
public enum Surroundings
{
    /// <summary>Outside of all blocks.</summary>
    File,

    /// <summary>In a <c>model</c> or <c>block</c>.</summary>
    Model,

    /// <summary>In a <c>data</c> block.</summary>
    Data,

    /// <summary>In a <c>train</c> block.</summary>
    Train,
}

/// <summary>
/// Where the cursor is, worked out from the tokens before it alone, so that a half-typed line and a missing brace do no harm.
/// </summary>
/// <param name="Surroundings">The body that it is in.</param>
/// <param name="Block">Name of the block, or empty.</param>
/// <param name="Before">The tokens of its line before the word that is being typed, label and <c>repeat</c> left out.</param>
/// <param name="Typed">What is already typed of the word, or of the text in quotes.</param>
/// <param name="InText">Whether it is inside quotes.</param>
/// <param name="StatementStart">Where the line's statement begins.</param>
public sealed record CursorContext(Surroundings Surroundings, string Block, ImmutableArray<Token> Before, Span Typed, bool InText, int StatementStart)
{
    /// <summary>The context at an offset, or null where nothing can be suggested: in comments and numbers.</summary>
    public static CursorContext? At(SyntaxTree tree, int offset)
    {
        var tokens = tree.Tokens;
        var count = tokens.TakeWhile(token => token.Span.Start < offset).Count();
        var (typed, inText) = (new Span(offset, 0), false);
        if (count > 0 && tokens[count - 1] is { Span: var last } token && (last.End >= offset || token.Kind is TokenKind.Comment))
        {
            switch (token.Kind)
            {
                case TokenKind.Comment when tree.Source.LineAt(last.Start) == tree.Source.LineAt(offset):
                case TokenKind.Number:
                    return null;
                case TokenKind.Text when offset < last.End:
                case TokenKind.UnclosedText:
                    (typed, inText) = (Span.FromBounds(last.Start + 1, offset), true);
                    count--;
                    break;
                case TokenKind.Word or TokenKind.Keyword:
                    typed = Span.FromBounds(last.Start, offset);
                    count--;
                    break;
            }
        }
        var first = FirstOfStatement(tree, count);
        var (surroundings, block) = Around(tree, first);
        return new CursorContext(surroundings, block, Meaningful(tree, first, count), typed, inText, first < tokens.Length ? Math.Min(tokens[first].Span.Start, typed.Start) : typed.Start);
    }

    // In brackets a line goes on behind its end.
    private static int FirstOfStatement(SyntaxTree tree, int end)
    {
        var depth = 0;
        for (var i = end - 1; i >= 0; i--)
        {
            switch (tree.Tokens[i].Kind)
            {
                case TokenKind.Sign:
                    var sign = tree.Source.Content[tree.Tokens[i].Span.Start];
                    if (sign is '{' or '}')
                    {
                        return i + 1;
                    }
                    depth += sign switch { ')' or ']' => 1, '(' or '[' => -1, _ => 0 };
                    break;
                case TokenKind.NewLine or TokenKind.Semicolon when depth <= 0 && !OpensBefore(tree, i):
                    return i + 1;
            }
        }
        return 0;
    }

    // Whether a bracket that was opened on an earlier line is still open at a line's end.
    private static bool OpensBefore(SyntaxTree tree, int end)
    {
        var depth = 0;
        for (var i = end - 1; i >= 0; i--)
        {
            if (tree.Tokens[i].Kind != TokenKind.Sign)
            {
                continue;
            }
            switch (tree.Source.Content[tree.Tokens[i].Span.Start])
            {
                case '{' or '}':
                    return false;
                case ')' or ']':
                    depth++;
                    break;
                case '(' or '[' when --depth < 0:
                    return true;
            }
        }
        return false;
    }

    // The header of the innermost body that belongs to a declaration: bodies of steps are passed over.
    private static (Surroundings Surroundings, string Block) Around(SyntaxTree tree, int end)
    {
        var depth = 0;
        for (var i = end - 1; i >= 0; i--)
        {
            if (tree.Tokens[i].Kind != TokenKind.Sign)
            {
                continue;
            }
            var sign = tree.Source.Content[tree.Tokens[i].Span.Start];
            depth += sign switch { '}' => 1, '{' => -1, _ => 0 };
            if (sign != '{' || depth >= 0)
            {
                continue;
            }
            depth = 0;
            var header = Meaningful(tree, FirstOfStatement(tree, i), i);
            Surroundings? found = header is [var word, ..] && word.Kind == TokenKind.Keyword
                ? tree.Source[word.Span] switch
                {
                    "model" or "block" => Completions.Surroundings.Model,
                    "data" => Completions.Surroundings.Data,
                    "train" => Completions.Surroundings.Train,
                    _ => null,
                }
                : null;
            if (found is { } surroundings)
            {
                return (surroundings, header.Length > 1 ? tree.Source[header[1].Span] : "");
            }
        }
        return (Completions.Surroundings.File, "");
    }

    private static ImmutableArray<Token> Meaningful(SyntaxTree tree, int first, int end)
    {
        var line = tree.Tokens.Skip(first).Take(Math.Max(0, end - first)).Where(token => token.Kind is not (TokenKind.NewLine or TokenKind.Semicolon or TokenKind.Comment)).ToList();
        string Text(int index) => index < line.Count ? tree.Source[line[index].Span] : "";
        if (line.Count >= 2 && line[0].Kind == TokenKind.Word && Text(1) == ":")
        {
            line.RemoveRange(0, 2);
        }
        while (line.Count >= 2 && Text(0) == "repeat")
        {
            line.RemoveRange(0, 2);
        }
        return [.. line];
    }
}
