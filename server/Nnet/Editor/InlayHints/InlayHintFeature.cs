using Newtonsoft.Json.Linq;
using Nnet.Editor.Runs;
using Nnet.Editor.Workspace;
using Nnet.Lsp;
using Nnet.Lsp.Protocol;

namespace Nnet.Editor.InlayHints;

/// <summary>
/// What each line of a model or block gives, at its end: <c>6×28×28 · 156</c>, and behind it how the line was doing in the last run. The
/// arithmetic is told when the user points at it.
/// </summary>
public static class InlayHintFeature
{
    /// <summary>Adds the feature to a server.</summary>
    public static void Add(LanguageServer server, EditorWorkspace workspace, RunList runs)
    {
        server.Capabilities.InlayHintProvider = new InlayHintOptions(ResolveProvider: true);
        workspace.OnRequest<InlayHintParams, InlayHint[]>("textDocument/inlayHint", (snapshot, parameters) =>
        {
            var range = snapshot.Source.ToSpan(parameters.Range);
            var health = RunHint.Of(snapshot, runs, workspace.Settings);
            return
            [
                .. from step in snapshot.Steps.Steps
                   where range.Touches(step.Offset)
                   let parts = Parts(HintText.Of(step, workspace.Settings), health.GetValueOrDefault(step))
                   where parts.Length > 0
                   select new InlayHint(
                       snapshot.Source.ToPosition(step.Offset),
                       parts,
                       PaddingLeft: true,
                       Data: new JObject { ["uri"] = snapshot.Document.Uri, ["offset"] = step.Offset, ["start"] = step.Start }),
            ];
        });
        server.OnRequest<InlayHint, InlayHint>("inlayHint/resolve", (hint, _) => Resolve(hint, workspace));
    }

    private static InlayHintLabelPart[] Parts(string label, RunHint? run) => (label.Length > 0, run) switch
    {
        (true, null) => [new InlayHintLabelPart(label)],
        (false, null) => [],
        (true, _) => [new InlayHintLabelPart($"{label} · "), new InlayHintLabelPart(run.Text, MarkupContent.Markdown(run.Tip))],
        _ => [new InlayHintLabelPart(run.Text, MarkupContent.Markdown(run.Tip))],
    };

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
