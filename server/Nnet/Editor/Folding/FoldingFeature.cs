using Nnet.Editor.Workspace;
using Nnet.Language.Syntax;
using Nnet.Language.Text;
using Nnet.Lsp;
using Nnet.Lsp.Protocol;

namespace Nnet.Editor.Folding;

/// <summary>Folds bodies in braces, lists over several lines, and runs of comments and of <c>use</c>.</summary>
public static class FoldingFeature
{
    /// <summary>Adds the feature to a server.</summary>
    public static void Add(LanguageServer server, EditorWorkspace workspace)
    {
        server.Capabilities.FoldingRangeProvider = new FoldingRangeOptions();
        workspace.OnRequest<FoldingRangeParams, FoldingRange[]>("textDocument/foldingRange", (snapshot, _) => [.. Of(snapshot.Analysis.Syntax)]);
    }

    /// <summary>What can be folded in a text.</summary>
    public static IEnumerable<FoldingRange> Of(SyntaxTree tree) => Brackets(tree)
        .Concat(Runs(CommentLines(tree), FoldingRangeKind.Comment))
        .Concat(Runs(tree.Declarations.OfType<UseDeclaration>().Select(use => tree.Source.LineAt(use.Span.Start)), FoldingRangeKind.Imports));

    private static IEnumerable<FoldingRange> Brackets(SyntaxTree tree)
        => from block in tree.Declarations.OfType<BlockDeclaration>()
           from span in block.Bodies().Select(body => body.Span).Concat(block.Steps().SelectMany(step => step.Arguments).Select(argument => argument.Value).OfType<ListExpression>().Select(list => list.Span))
           let first = tree.Source.LineAt(span.Start)
           // The line of the closing bracket stays visible.
           let last = tree.Source.LineAt(Math.Max(span.Start, span.End - 1)) - 1
           where last > first
           select new FoldingRange(first, last, Kind: FoldingRangeKind.Region);

    private static IEnumerable<FoldingRange> Runs(IEnumerable<int> lines, string kind)
    {
        var (first, last) = (-1, -2);
        foreach (var line in lines)
        {
            if (line != last + 1)
            {
                if (last > first)
                {
                    yield return new FoldingRange(first, last, Kind: kind);
                }
                first = line;
            }
            last = line;
        }
        if (last > first)
        {
            yield return new FoldingRange(first, last, Kind: kind);
        }
    }

    private static IEnumerable<int> CommentLines(SyntaxTree tree)
        => from token in tree.Tokens
           where token.Kind == TokenKind.Comment
           let line = tree.Source.LineAt(token.Span.Start)
           where string.IsNullOrWhiteSpace(tree.Source[Span.FromBounds(tree.Source.LineSpan(line).Start, token.Span.Start)])
           select line;
}
