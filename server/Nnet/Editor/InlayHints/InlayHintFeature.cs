using Newtonsoft.Json.Linq;
using Nnet.Editor.Workspace;
using Nnet.Lsp;
using Nnet.Lsp.Protocol;

namespace Nnet.Editor.InlayHints;

/// <summary>What each line of a model or block gives, at its end: <c>6×28×28 · 156</c>. The arithmetic is told when the user points at it.</summary>
public static class InlayHintFeature
{
    /// <summary>Adds the feature to a server.</summary>
    public static void Add(LanguageServer server, EditorWorkspace workspace)
    {
        server.Capabilities.InlayHintProvider = new InlayHintOptions(ResolveProvider: true);
        workspace.OnRequest<InlayHintParams, InlayHint[]>("textDocument/inlayHint", (snapshot, parameters) =>
        {
            var range = snapshot.Source.ToSpan(parameters.Range);
            return
            [
                .. from step in snapshot.Steps.Steps
                   where range.Touches(step.Offset)
                   let label = HintText.Of(step, workspace.Settings)
                   where label.Length > 0
                   select new InlayHint(
                       snapshot.Source.ToPosition(step.Offset),
                       [new InlayHintLabelPart(label)],
                       PaddingLeft: true,
                       Data: new JObject { ["uri"] = snapshot.Document.Uri, ["offset"] = step.Offset, ["start"] = step.Start }),
            ];
        });
        server.OnRequest<InlayHint, InlayHint>("inlayHint/resolve", (hint, _) => Resolve(hint, workspace));
    }

    /// <summary>The hint with its arithmetic; as it is when its line has gone meanwhile.</summary>
    private static InlayHint Resolve(InlayHint hint, EditorWorkspace workspace)
    {
        if (hint.Data is not JObject data || (string?)data["uri"] is not { } uri || workspace.Find(uri) is not { } snapshot)
        {
            return hint;
        }
        var (offset, start) = ((int?)data["offset"], (int?)data["start"]);
        return snapshot.Steps.Steps.FirstOrDefault(step => step.Offset == offset && step.Start == start) is { } found && HintText.TipOf(found) is { Length: > 0 } tip
            ? hint with { Tooltip = MarkupContent.Markdown(tip) }
            : hint;
    }
}
