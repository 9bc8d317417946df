using Nnet.Editor.Workspace;
using Nnet.Language.Editing;
using Nnet.Lsp;
using Nnet.Lsp.Protocol;
using TextEdit = Nnet.Lsp.Protocol.TextEdit;

namespace Nnet.Editor.Formatting;

/// <summary>Formats documents, ranges of them, and lines as they are typed; the language has one form, so the editor's options are not asked.</summary>
public static class FormattingFeature
{
    /// <summary>Adds the feature to a server.</summary>
    public static void Add(LanguageServer server, EditorWorkspace workspace)
    {
        server.Capabilities.DocumentFormattingProvider = new DocumentFormattingOptions();
        server.Capabilities.DocumentRangeFormattingProvider = new DocumentRangeFormattingOptions(RangesSupport: true);
        server.Capabilities.DocumentOnTypeFormattingProvider = new DocumentOnTypeFormattingOptions("}", ["\n"]);
        workspace.OnRequest<DocumentFormattingParams, TextEdit[]>(
            "textDocument/formatting",
            (snapshot, _) => Edits(snapshot, Formatter.Format(snapshot.Analysis.Syntax)));
        workspace.OnRequest<DocumentRangeFormattingParams, TextEdit[]>(
            "textDocument/rangeFormatting",
            (snapshot, parameters) => Edits(snapshot, Lines(snapshot, parameters.Range)));
        workspace.OnRequest<DocumentRangesFormattingParams, TextEdit[]>(
            "textDocument/rangesFormatting",
            (snapshot, parameters) => Edits(snapshot, parameters.Ranges.SelectMany(range => Lines(snapshot, range)).Distinct()));
        workspace.OnRequest<DocumentOnTypeFormattingParams, TextEdit[]>(
            "textDocument/onTypeFormatting",
            (snapshot, parameters) => Edits(snapshot, Formatter.FormatTyped(snapshot.Analysis.Syntax, snapshot.Source.ToOffset(parameters.Position), parameters.Ch)));
    }

    // A selection of whole lines ends at the beginning of the line behind it.
    private static IEnumerable<Language.Text.TextEdit> Lines(Snapshot snapshot, Lsp.Protocol.Range range)
        => Formatter.FormatLines(snapshot.Analysis.Syntax, range.Start.Line, range.End.Line > range.Start.Line && range.End.Character == 0 ? range.End.Line - 1 : range.End.Line);

    private static TextEdit[] Edits(Snapshot snapshot, IEnumerable<Language.Text.TextEdit> edits)
        => [.. edits.Select(edit => new TextEdit(snapshot.Source.ToRange(edit.Span), edit.NewText))];
}
