using Nnet.Editor.Documentation;
using Nnet.Editor.Workspace;
using Nnet.Language;
using Nnet.Language.Graph;

namespace Nnet.Editor.Hovers;

/// <summary>What the name of a model or block tells: what comes in and goes out, and the sums.</summary>
internal static class ModelHover
{
    /// <summary>The hover of a model's name.</summary>
    public static string? Of(Analysis analysis, string name)
    {
        var model = analysis.Models.FirstOrDefault(model => model.Name == name) ?? analysis.Trains.Select(train => train.Model).FirstOrDefault(model => model?.Name == name);
        if (model is not { Nodes.Length: > 0 })
        {
            return null;
        }
        return new MarkdownText()
            .Add($"**`model {name}`** {MarkdownText.Code($"{Shapes(model.Inputs)} → {Shapes(model.Outputs.Select(id => model.Nodes[id]))}")}")
            .AddLines(
                model.IsComplete ? null : "Not every layer could be inferred; the sums are of those that could.",
                $"{Figures.Count(model.Parameters, "parameter")}{(model.FrozenParameters > 0 ? $" · {Figures.Count(model.FrozenParameters)} of them frozen" : "")}{(model.Buffers > 0 ? $" · {Figures.Count(model.Buffers)} kept but not trained" : "")}",
                $"{Figures.Macs(model.Macs)} · {Figures.Bytes(model.MemoryBytes)} for one sample",
                Figures.Count(model.Nodes.Length, "layer"))
            .ToString();
    }

    /// <summary>The hover of a block's name where it is declared.</summary>
    public static string? OfBlock(Snapshot snapshot, string name)
    {
        if (snapshot.Analysis.Blocks.FirstOrDefault(known => known.Name == name) is not { } block)
        {
            return null;
        }
        var text = new MarkdownText().Add($"**{MarkdownText.Code($"block {block.Signature}")}**").AddText(block.Summary);
        var calls = snapshot.Analysis.CallsOf(block);
        if (snapshot.Steps.BlockTotals.TryGetValue(name, out var totals))
        {
            text.AddLines(
                $"{Figures.Count(totals.Parameters, "parameter")} · {Figures.Macs(totals.Macs)} · {Figures.Bytes(totals.MemoryBytes)}{(calls.Length > 1 ? " in the first call" : "")}",
                calls.Length == 0 ? null : $"{Figures.Count(calls.Length, "call")} in {string.Join(", ", calls.Select(call => MarkdownText.Code(call.Model.Name)).Distinct())}");
        }
        else if (calls.IsEmpty)
        {
            text.Add("Nothing calls it yet.");
        }
        // One row for each different call, as it is written.
        var rows = calls.Where(call => call.Step.Origin.Foreign is null).Select(call => (Title: snapshot.Analysis.TextOf(call.Step.Origin), Arrow: Arrow(call.Model, call.Step)))
            .GroupBy(call => call).Select(group => $"| {MarkdownText.Code(group.Key.Title)}{(group.Count() > 1 ? $" ×{group.Count()}" : "")} | {MarkdownText.Code(group.Key.Arrow)} |").ToList();
        return text.Add(rows.Count > 1 ? $"| call | shapes |\n|---|---|\n{string.Join('\n', rows.Take(12))}{(rows.Count > 12 ? $"\n\n… and {rows.Count - 12} more" : "")}" : null).ToString();
    }

    private static string Arrow(LayerGraph model, PlacedStep call)
        => $"{Shape(call.Input is { } input ? model.Nodes[input] : null)} → {Shape(call.Output is { } output ? model.Nodes[output] : null)}";

    private static string Shapes(IEnumerable<Node> nodes) => string.Join(", ", nodes.Select(Shape)) is { Length: > 0 } shapes ? shapes : "?";

    private static string Shape(Node? node) => node?.Facts?.Output.Shape.ToNamedString() ?? "?";
}
