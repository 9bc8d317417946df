using System.Collections.Immutable;
using System.Numerics;
using Nnet.Engine.Execution;
using Nnet.Language.Graph;

namespace Nnet.Engine.Compilation;

/// <summary>A compiled network for people to read: its instructions in order, how threads share them, and where values lie.</summary>
public sealed record NetworkPlan
{
    /// <summary>Width of the registers in bits.</summary>
    public required int SimdBits { get; init; }

    /// <summary>Samples of a group: the lanes of one or two registers.</summary>
    public required int Lanes { get; init; }

    /// <summary>Threads in use.</summary>
    public required int Threads { get; init; }

    /// <summary>Samples of a step.</summary>
    public required int Batch { get; init; }

    /// <summary>Groups of a step.</summary>
    public required int Groups { get; init; }

    /// <summary>Most groups that memory is laid out for: evaluation may take more samples at once than a step.</summary>
    public required int MaxGroups { get; init; }

    /// <summary>Bytes of a group's values.</summary>
    public required long GroupBytes { get; init; }

    /// <summary>Bytes that they would take if no two values shared memory.</summary>
    public required long UnsharedBytes { get; init; }

    /// <summary>The training step's instructions, forward, loss and backward.</summary>
    public required ImmutableArray<PlannedInstruction> Instructions { get; init; }

    /// <summary>The strips of parameters, each with its gradient and its update.</summary>
    public required ImmutableArray<PlannedStrip> Strips { get; init; }

    /// <summary>Layers without an instruction of their own, and why they need none.</summary>
    public required ImmutableArray<(Node Node, string Reason)> Fused { get; init; }

    internal static unsafe NetworkPlan Of<T>(Program<T> program, LayerGraph graph, int bits, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var entries = program.Entries.Where(entry => entry.Modes.HasFlag(Modes.Training)).ToArray();
        var stageOf = new Dictionary<Instruction, int>();
        for (var stage = 0; stage < program.Training.Length; stage++)
        {
            foreach (var instruction in program.Training[stage].Instructions)
            {
                stageOf[instruction] = stage;
            }
        }
        var groups = (count + program.Batch.Lanes - 1) / program.Batch.Lanes;
        var loss = Array.FindLastIndex(entries, entry => entry.Values == Values.Loss);
        var named = new Dictionary<Slot<T>, string>();
        var instructions = ImmutableArray.CreateBuilder<PlannedInstruction>();
        for (var i = 0; i < entries.Length; i++)
        {
            var entry = entries[i];
            var stage = program.Training[stageOf[entry.Instruction]];
            var inPlace = entry.Writes.Length > 0 && entry.Writes.All(slot => named.ContainsKey(slot));
            var replaced = new List<string>();
            foreach (var slot in entry.Writes.Where(slot => !named.ContainsKey(slot)))
            {
                replaced.AddRange(named.Where(known => known.Key.Last < slot.First && Overlap(known.Key, slot)).Select(known => known.Value));
                named[slot] = $"{entry.Node.Name}{(entry.Values == Values.Gradient ? "′" : "")}";
            }
            instructions.Add(new PlannedInstruction(
                stageOf[entry.Instruction] + 1,
                entry.Values == Values.Loss ? "loss" : i < loss ? "forward" : "backward",
                entry.Node,
                WordsOf(entry.Instruction.GetType()),
                entry.Items,
                entry.Items > 0 ? 0 : stage.ChunkOf(groups, program.Threads),
                inPlace ? 0 : entry.Writes.Sum(slot => slot.Size * sizeof(T)),
                inPlace,
                [.. replaced.Distinct().TakeLast(2)]));
        }
        var slots = program.Entries.SelectMany(entry => entry.Uses).Distinct().ToArray();
        return new NetworkPlan
        {
            SimdBits = bits,
            Lanes = program.Batch.Lanes,
            Threads = program.Threads,
            Batch = count,
            Groups = groups,
            MaxGroups = program.Batch.Capacity / program.Batch.Lanes,
            GroupBytes = program.Arena.Length * sizeof(T) / (program.Batch.Capacity / program.Batch.Lanes),
            UnsharedBytes = slots.Sum(slot => slot.Size * sizeof(T)),
            Instructions = instructions.ToImmutable(),
            Strips = [.. program.Strips.Select(strip => new PlannedStrip([.. strip.Pieces.Select(piece => (piece.Parameter.Info, piece.From, piece.To))], strip.Length, program.Threads))],
            Fused = [.. graph.Nodes.Where(node => !entries.Any(entry => entry.Node.Id == node.Id)).Select(node => (node,
                program.Heads.Any(head => head.Objective.Output.Id == node.Id) ? "computed together with the loss" : "its values lie as they are"))],
        };

        bool Overlap(Slot<T> one, Slot<T> other)
        {
            var (a, b) = (one.At(0) - program.Arena.Pointer, other.At(0) - program.Arena.Pointer);
            return a < b + other.Size && b < a + one.Size;
        }
    }

    // ConvolutionPass<T, V> is "convolution pass", ActivationForward<T, V, TanhEngine.Function<T, V>> is "activation forward: tanh".
    private static string WordsOf(Type type)
    {
        var rest = type.GetGenericArguments().Where(argument => !argument.IsPrimitive && !argument.Name.StartsWith("Lanes", StringComparison.Ordinal)).Select(argument => Split(argument.DeclaringType is { } engine ? engine.Name.Replace("Engine", "") : argument.Name));
        return string.Join(": ", [Split(type.Name), .. rest]);

        static string Split(string name)
        {
            name = name.Split('`')[0];
            return string.Concat(name.Select((letter, i) => i > 0 && char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : $"{char.ToLowerInvariant(letter)}"));
        }
    }
}

/// <summary>An instruction of a training step.</summary>
/// <param name="Stage">Its stage, from 1: threads wait for each other only between stages.</param>
/// <param name="Pass"><c>forward</c>, <c>loss</c> or <c>backward</c>.</param>
/// <param name="Node">The layer that it belongs to.</param>
/// <param name="Operation">What it does, in words.</param>
/// <param name="Pieces">Pieces that are shared out; 0 when groups are.</param>
/// <param name="GroupsAtOnce">Groups that one thread takes through the whole stage together; 0 for pieces.</param>
/// <param name="Bytes">Bytes that it writes for a group.</param>
/// <param name="IsInPlace">Whether it writes over what is there already.</param>
/// <param name="Replaces">Values whose memory it takes over, the last two.</param>
public sealed record PlannedInstruction(int Stage, string Pass, Node Node, string Operation, int Pieces, int GroupsAtOnce, long Bytes, bool IsInPlace, ImmutableArray<string> Replaces);

/// <summary>A stretch of the parameters whose gradient is computed and which is moved while it is in the cache.</summary>
/// <param name="Rows">Tensors, and which of their rows.</param>
/// <param name="Length">Number of parameters.</param>
/// <param name="Threads">Threads that share the strips out.</param>
public sealed record PlannedStrip(ImmutableArray<(TensorInfo Tensor, int From, int To)> Rows, int Length, int Threads);
