using Nnet.Editor.Workspace;
using Nnet.Language.Syntax;
using Nnet.Language.Text;
using Nnet.Lsp;
using Nnet.Lsp.Protocol;

namespace Nnet.Editor.Folding;

/// <summary>Folds bodies in braces and runs of comment lines.</summary>
public static class FoldingFeature
{
    /// <summary>Adds the feature to a server.</summary>
    public static void Add(LanguageServer server, EditorWorkspace workspace)
    {
        server.Capabilities.FoldingRangeProvider = new FoldingRangeOptions();
        workspace.OnRequest<FoldingRangeParams, FoldingRange[]>(
            "textDocument/foldingRange",
            (snapshot, _) => [.. Bodies(snapshot.Analysis.Syntax), .. Comments(snapshot.Analysis.Syntax)]);
    }

    private static IEnumerable<FoldingRange> Bodies(SyntaxTree tree)
        => from block in tree.Declarations.OfType<BlockDeclaration>()
           from body in block.Steps().Select(step => step.Body).Prepend(block.Body).OfType<Body>()
           let first = tree.Source.LineAt(body.Span.Start)
           // The line of the closing brace stays visible.
           let last = tree.Source.LineAt(Math.Max(body.Span.Start, body.Span.End - 1)) - 1
           where last > first
           select new FoldingRange(first, last, Kind: FoldingRangeKind.Region);

    private static IEnumerable<FoldingRange> Comments(SyntaxTree tree)
    {
        var (first, last) = (-1, -2);
        foreach (var line in CommentLines(tree))
        {
            if (line != last + 1)
            {
                if (last > first)
                {
                    yield return new FoldingRange(first, last, Kind: FoldingRangeKind.Comment);
                }
                first = line;
            }
            last = line;
        }
        if (last > first)
        {
            yield return new FoldingRange(first, last, Kind: FoldingRangeKind.Comment);
        }
    }

    private static IEnumerable<int> CommentLines(SyntaxTree tree)
        => from token in tree.Tokens
           where token.Kind == TokenKind.Comment
           let line = tree.Source.LineAt(token.Span.Start)
           where string.IsNullOrWhiteSpace(tree.Source[Span.FromBounds(tree.Source.LineSpan(line).Start, token.Span.Start)])
           select line;
}
