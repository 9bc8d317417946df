using Nnet.Editor.Workspace;
using Nnet.Language.Definitions;
using Nnet.Language.Symbols;
using Nnet.Language.Syntax;
using Nnet.Language.Text;
using Nnet.Lsp;
using Nnet.Lsp.Protocol;

namespace Nnet.Editor.Links;

/// <summary>Makes links of paths: of the files that a text uses, and of its data.</summary>
public static class LinkFeature
{
    /// <summary>Adds the feature to a server.</summary>
    public static void Add(LanguageServer server, EditorWorkspace workspace)
    {
        server.Capabilities.DocumentLinkProvider = new DocumentLinkOptions();
        workspace.OnRequest<DocumentLinkParams, DocumentLink[]>("textDocument/documentLink", (snapshot, _) =>
        [
            .. from path in Paths(snapshot.Analysis.Syntax)
               let target = UsePath.Of(snapshot.Source, path.Content)
               where target is not null
               select new DocumentLink(snapshot.Source.ToRange(Inside(snapshot.Source, path.Span)), Workspace.Paths.UriOf(target), "Open the file"),
        ]);
    }

    /// <summary>The paths that a text names, in its order.</summary>
    public static IEnumerable<TextLiteral> Paths(SyntaxTree tree)
        => tree.Declarations.SelectMany(declaration => declaration switch
        {
            UseDeclaration { Path: { } path } => [path],
            DataDeclaration data => data.Steps().SelectMany(step => Paths(data, step)),
            _ => Enumerable.Empty<TextLiteral>(),
        });

    private static IEnumerable<TextLiteral> Paths(DataDeclaration data, StepStatement step)
        => from argument in step.Arguments
           let path = argument.Value as TextLiteral
           let definition = LineWords.DefinitionOf(data, step.Word.Text)
           where path is not null && definition is not null && LineWords.ArgumentOf(definition, step, argument, _ => false)?.Kind == ArgumentKind.Path
           select path;

    // The quotes are not part of the path; the closing one may be missing yet.
    private static Span Inside(SourceText source, Span quoted)
        => Span.FromBounds(quoted.Start + 1, quoted.Length > 1 && source[quoted.End - 1] == '"' ? quoted.End - 1 : quoted.End);
}
