using System.Globalization;
using Nnet.Cli.Live;
using Nnet.Engine.Compilation;
using Nnet.Language.Text;

namespace Nnet.Cli;

/// <summary>What <c>nnet train --explain</c> prints: how the engine carries a training step out.</summary>
internal static class PlanView
{
    /// <summary>Writes it.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="plan">The compiled network.</param>
    /// <param name="source">The text, for lines.</param>
    /// <param name="update">The optimizer and what goes before it, in words.</param>
    public static void Write(Terminal console, NetworkPlan plan, SourceText source, string update)
    {
        console.Line($"{console.Bold("lanes")}    {plan.SimdBits}-bit registers, {plan.Lanes} samples in a group, {plan.Groups} group{(plan.Groups == 1 ? "" : "s")} for a batch of {plan.Batch}");
        console.Line($"{console.Bold("threads")}  {(plan.Threads == 1 ? "1: a step is too little work for more" : $"{plan.Threads}, which wait for each other between stages")}");
        console.Line($"{console.Bold("arena")}    {Bytes(plan.GroupBytes * plan.MaxGroups)}: {Bytes(plan.GroupBytes)} for each of {plan.MaxGroups} groups; without sharing it would be {Bytes(plan.UnsharedBytes)} each");
        foreach (var (node, reason) in plan.Fused)
        {
            console.Line($"{console.Bold("fused")}    {node.Name} (line {node.Origin.Here.LineIn(source) + 1}): {reason}");
        }
        console.Line();
        var table = new TextTable();
        table.Add(["stage", "line", "pass", "layer", "instruction", "shared out", "writes a group", "in the memory of"], console.Dim);
        var stage = 0;
        foreach (var step in plan.Instructions)
        {
            table.Add([
                step.Stage == stage ? "" : $"{step.Stage}",
                $"{step.Node.Origin.Here.LineIn(source) + 1}",
                step.Pass,
                step.Node.Name,
                step.Operation,
                step.Stage == stage ? "" : step.Pieces > 0 ? $"{step.Pieces} pieces" : $"{step.GroupsAtOnce} of {plan.Groups} groups",
                step.IsInPlace ? "in place" : Bytes(step.Bytes),
                string.Join(", ", step.Replaces),
            ]);
            stage = step.Stage;
        }
        table.Write(console, leftColumns: 8);
        console.Line();
        var strips = new TextTable();
        strips.Add(["update", "parameters", "of"], console.Dim);
        for (var i = 0; i < plan.Strips.Length; i++)
        {
            var rows = plan.Strips[i].Rows.Select(row => row.From == 0 && row.To == row.Tensor.Shape[0] ? row.Tensor.Name : $"{row.Tensor.Name}[{row.From}..{row.To}]");
            strips.Add([$"strip {i + 1}", Figures.Count(plan.Strips[i].Length), string.Join(" ", rows)]);
        }
        strips.Write(console, leftColumns: 3);
        console.Line();
        console.Line(console.Dim(update));
    }

    private static string Bytes(long bytes) => bytes switch
    {
        < 1 << 10 => $"{bytes} B",
        < 1 << 20 => (bytes / 1024.0).ToString("0.#", CultureInfo.InvariantCulture) + " kB",
        _ => (bytes / 1048576.0).ToString("0.#", CultureInfo.InvariantCulture) + " MB",
    };
}
