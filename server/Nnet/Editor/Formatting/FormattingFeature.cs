using Nnet.Editor.Workspace;
using Nnet.Lsp;
namespace Nnet.Editor.Formatting;
/// <summary>x</summary>
public static class FormattingFeature
{
    /// <summary>x</summary>
    public static void Add(LanguageServer server, EditorWorkspace workspace) { }
}
