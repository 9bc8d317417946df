using Nnet.Editor.Workspace;
using Nnet.Language.Editing;
using Nnet.Lsp;
using Nnet.Lsp.Protocol;

namespace Nnet.Editor.Formatting;

/// <summary>Formats whole documents; the language has one form, so the editor's options are not asked.</summary>
public static class FormattingFeature
{
    /// <summary>Adds the feature to a server.</summary>
    public static void Add(LanguageServer server, EditorWorkspace workspace)
    {
        server.Capabilities.DocumentFormattingProvider = new DocumentFormattingOptions();
        workspace.OnRequest<DocumentFormattingParams, TextEdit[]>(
            "textDocument/formatting",
            (snapshot, _) => [.. Formatter.Format(snapshot.Analysis.Syntax).Select(edit => new TextEdit(snapshot.Source.ToRange(edit.Span), edit.NewText))]);
    }
}
