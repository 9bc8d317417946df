using Nnet.Editor.Workspace;
using Nnet.Language.Symbols;
using Nnet.Lsp;
using Nnet.Lsp.Protocol;

namespace Nnet.Editor.LinkedEditing;

/// <summary>
/// Edits every place of a name while one of them is typed. Only names that no other file can write are linked: those that belong to a
/// body, and parameters of blocks whose file nobody uses.
/// </summary>
public static class LinkedEditingFeature
{
    // The letters of the grammar; clients read this without the flag that would allow \p{L}.
    private const string NamePattern = @"[a-zA-Z_\u00AA\u00B5\u00BA\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u1FFF\u3040-\uD7FF\uF900-\uFAFF][0-9a-zA-Z_\u00AA\u00B5\u00BA\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u1FFF\u3040-\uD7FF\uF900-\uFAFF]*";

    /// <summary>Adds the feature to a server.</summary>
    public static void Add(LanguageServer server, EditorWorkspace workspace)
    {
        server.Capabilities.LinkedEditingRangeProvider = new LinkedEditingRangeOptions();
        workspace.OnRequest<LinkedEditingRangeParams, LinkedEditingRanges?>("textDocument/linkedEditingRange", (snapshot, parameters) =>
        {
            var symbols = snapshot.Analysis.Symbols;
            return symbols.SymbolAt(snapshot.Source.ToOffset(parameters.Position)) is { } symbol && IsLinked(workspace.Project, snapshot, symbol)
                ? new LinkedEditingRanges([.. symbols.References(symbol).Select(occurrence => snapshot.Source.ToRange(occurrence.Span))], NamePattern)
                : null;
        });
    }

    private static bool IsLinked(ProjectFiles project, Snapshot snapshot, Symbol symbol)
        => symbol.Foreign is null && !symbol.IsExported && !snapshot.Analysis.Symbols.Hidden.Contains(symbol)
            && (!symbol.IsNamedElsewhere || (snapshot.Source.Path is { } path && !project.UsersOf(path).Any()))
            && snapshot.Analysis.Symbols.WrittenWith(symbol).All(same => same.Foreign is null);
}
