using Nnet.Editor.Workspace;
using Nnet.Lsp;
using Nnet.Lsp.Protocol;

namespace Nnet.Editor.InlayHints;

/// <summary>Shape and parameters at the end of every layer's line: <c>6×28×28 · 156</c>.</summary>
public static class InlayHintFeature
{
    /// <summary>Adds the feature to a server.</summary>
    public static void Add(LanguageServer server, EditorWorkspace workspace)
    {
        server.Capabilities.InlayHintProvider = new InlayHintOptions();
        workspace.OnRequest<InlayHintParams, InlayHint[]>("textDocument/inlayHint", (snapshot, parameters) =>
        {
            var range = snapshot.Source.ToSpan(parameters.Range);
            return
            [
                .. from step in snapshot.Steps.Steps
                   where range.Touches(step.Offset)
                   let label = LabelOf(step.Facts, workspace.Settings)
                   where label.Length > 0
                   select new InlayHint(snapshot.Source.ToPosition(step.Offset), label, PaddingLeft: true),
            ];
        });
    }

    /// <summary>The parts of a hint; none when nothing is to be shown.</summary>
    public static InlayHintLabelPart[] LabelOf(StepFacts facts, EditorSettings settings)
    {
        InlayHintLabelPart[] shape = settings.ShowShapes
            ? [new(facts.Output.ToString(), Tip(facts.ShapeArithmetic))]
            : [];
        var parted = shape.Length > 0 ? " · " : "";
        return settings.ShowParameters && facts.Parameters > 0
            ? [.. shape, new(parted + Figures.Count(facts.Parameters), Tip($"{Figures.Count(facts.Parameters, "parameter")} = {facts.ParameterArithmetic}"))]
            : shape;
    }

    private static MarkupContent? Tip(string? text) => text is null ? null : MarkupContent.PlainText(text);
}
