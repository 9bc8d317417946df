using System.Collections.Immutable;
using System.Numerics;
using Nnet.Engine.Execution;
using Nnet.Engine.Optimizers;
using Nnet.Language.Graph;

namespace Nnet.Engine.Compilation;

/// <summary>Gives every value a place in one arena and cuts the instructions into stages that threads can share.</summary>
internal static unsafe class Planner<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Multiply-accumulates per step below which a second thread costs more than it brings.</summary>
    private const long WorthThreads = 1_000_000;

    /// <summary>What the groups that go through the instructions together may occupy: most of a core's second-level cache.</summary>
    private const long CacheBytes = 768 << 10;

    /// <summary>Multiply-accumulates of a piece of the weights' gradient: some ten microseconds.</summary>
    private const long StripWork = 400_000;

    /// <summary>Whether a step is work enough for more than one thread.</summary>
    public static bool IsWorthThreads(LayerGraph graph, NetworkOptions options) => (options.IsAlone ? graph.Macs : 3 * graph.Macs * options.MaxBatch) >= WorthThreads;

    public static Program<T> Plan(LayerGraph graph, NetworkOptions options, Batch<T> batch, ParameterStore<T> store, List<Entry<T>> entries, List<GradientEntry<T>> gradients, IEnumerable<Slot<T>?> values, List<(Node Node, Watch Watch)> watched, GradientMath<T> math, ImmutableArray<RatedUpdater<T>> updaters, Slot<T>? inputGradient, ImmutableArray<Head> heads)
    {
        var arena = PlaceSlots(batch, entries, gradients, inputGradient, options.Device is not null);
        var groupBytes = Math.Max(1, arena.Length * sizeof(T) / (batch.Capacity / batch.Lanes));
        var most = (int)Math.Max(1, CacheBytes / groupBytes);
        var threads = !IsWorthThreads(graph, options) ? 1 : options.Threads > 0 ? options.Threads : Environment.ProcessorCount;
        return new Program<T>
        {
            Batch = batch,
            Store = store,
            Arena = arena,
            Entries = [.. entries],
            Values = [.. values],
            Training = Stages(entries, Modes.Training, most),
            Evaluation = Stages(entries, Modes.Evaluation, most),
            Strips = Strips(options, gradients, updaters),
            Watched = [.. watched],
            GradientMath = math,
            Updaters = updaters,
            InputGradient = inputGradient,
            Heads = heads,
            Threads = threads,
            Options = options,
            Graph = graph,
        };
    }

    /// <summary>
    /// Two values may share memory when the last use of one lies before the first use of the other. Every group has
    /// an arena of its own, laid out alike, since threads work on different groups at different instructions.
    /// </summary>
    private static AlignedMemory<T> PlaceSlots(Batch<T> batch, List<Entry<T>> entries, List<GradientEntry<T>> gradients, Slot<T>? inputGradient, bool isElsewhere)
    {
        const int Line = 16;
        for (var i = 0; i < entries.Count; i++)
        {
            foreach (var slot in entries[i].Uses)
            {
                slot.UsedAt(i);
            }
        }
        foreach (var slot in gradients.SelectMany(gradient => gradient.Reads))
        {
            slot.UsedAt(entries.Count);
        }
        inputGradient?.UsedAt(entries.Count);
        var placed = new List<(Slot<T> Slot, long Offset)>();
        var slots = entries.SelectMany(entry => entry.Uses).Concat(gradients.SelectMany(gradient => gradient.Reads)).Distinct();
        foreach (var slot in slots.OrderByDescending(slot => slot.Size).ThenBy(slot => slot.First))
        {
            var offset = 0L;
            foreach (var (other, at) in placed.Where(pair => pair.Slot.First <= slot.Last && slot.First <= pair.Slot.Last).OrderBy(pair => pair.Offset))
            {
                if (offset + Rounded(slot.Size) <= at)
                {
                    break;
                }
                offset = Math.Max(offset, at + Rounded(other.Size));
            }
            placed.Add((slot, offset));
        }
        var stride = placed.Count == 0 ? 0 : placed.Max(pair => pair.Offset + Rounded(pair.Slot.Size));
        // An odd number of cache lines, so that the same place in every group does not fall into the same cache set.
        stride = ((stride / Line) | 1) * Line;
        var arena = new AlignedMemory<T>(stride * (batch.Capacity / batch.Lanes), isLazy: isElsewhere);
        foreach (var (slot, offset) in placed)
        {
            slot.Place(arena.Pointer + offset, (nint)stride);
        }
        return arena;

        static long Rounded(long size) => (size + Line - 1) / Line * Line;
    }

    private static ImmutableArray<Stage> Stages(List<Entry<T>> entries, Modes mode, int most)
    {
        var stages = ImmutableArray.CreateBuilder<Stage>();
        var run = new List<Instruction>();
        foreach (var entry in entries.Where(entry => entry.Modes.HasFlag(mode)))
        {
            if (entry.Items == 0)
            {
                run.Add(entry.Instruction);
                continue;
            }
            Close();
            stages.Add(new Stage([entry.Instruction], entry.Items, most));
        }
        Close();
        return stages.ToImmutable();

        void Close()
        {
            if (run.Count > 0)
            {
                stages.Add(new Stage([.. run], 0, most));
                run.Clear();
            }
        }
    }

    /// <summary>
    /// Pieces of the weights' gradient, each with the update of just those weights, while they are in the cache.
    /// How they are cut changes no result: every weight's sum is taken whole, in the order of the samples.
    /// </summary>
    private static ImmutableArray<Strip<T>> Strips(NetworkOptions options, List<GradientEntry<T>> gradients, ImmutableArray<RatedUpdater<T>> updaters)
    {
        var strips = ImmutableArray.CreateBuilder<Strip<T>>();
        var pieces = new List<Piece<T>>();
        var work = 0L;
        foreach (var gradient in TiedGradient<T>.Joined(gradients).OrderBy(gradient => gradient.Parameter.Info.Offset))
        {
            var parameter = gradient.Parameter;
            // A strip is one stretch of memory with one learning rate: what lies between, or learns otherwise, is not its own.
            if (pieces.Count > 0 && (pieces[^1].Parameter.Info is var before && (before.RateFactor != parameter.Info.RateFactor || before.Offset + before.Length != parameter.Info.Offset)))
            {
                Close();
            }
            var rowWork = (gradient.Work * options.MaxBatch) + (parameter.RowLength * 8L);
            var block = gradient.Instruction.RowBlock;
            var rows = (int)Math.Clamp(StripWork / rowWork / block * block, block, parameter.Rows + (long)block);
            for (var row = 0; row < parameter.Rows; row += rows)
            {
                var to = Math.Min(parameter.Rows, row + rows);
                pieces.Add(new Piece<T>(parameter, gradient.Instruction, row, to));
                work += rowWork * (to - row);
                if (work >= StripWork)
                {
                    Close();
                }
            }
        }
        Close();
        return strips.ToImmutable();

        void Close()
        {
            if (pieces.Count > 0)
            {
                strips.Add(new Strip<T>([.. pieces], options, updaters.FirstOrDefault(updater => updater.Factor == pieces[0].Parameter.Info.RateFactor)?.Updater));
                pieces.Clear();
                work = 0;
            }
        }
    }
}
