using Nnet.Editor.Navigation;
using Nnet.Editor.Workspace;
using Nnet.Lsp;
using Nnet.Lsp.Protocol;

namespace Nnet.Editor.Hovers;

/// <summary>Answers hovers.</summary>
public static class HoverFeature
{
    /// <summary>Adds the feature to a server.</summary>
    public static void Add(LanguageServer server, EditorWorkspace workspace)
    {
        server.Capabilities.HoverProvider = new HoverOptions();
        workspace.OnRequest<HoverParams, Hover?>("textDocument/hover", (snapshot, parameters) =>
            HoverText.At(snapshot, snapshot.Source.ToOffset(parameters.Position), workspace.Pictures, end => SymbolUses.Homes(workspace.Project, SourceView.Of(snapshot), end)) is { } content
                ? new Hover(server.Shown(MarkupContent.Markdown(content.Markdown), "textDocument.hover.contentFormat"), snapshot.Source.ToRange(content.Span))
                : null);
    }
}
