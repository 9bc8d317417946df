using System.Collections.Immutable;
using System.Numerics;
using Nnet.Engine.Compilation;
using Nnet.Engine.Losses;
using Nnet.Engine.Optimizers;
using Nnet.Language.Graph;

namespace Nnet.Engine.Execution;

/// <summary>A compiled network: stages of instructions over one arena.</summary>
internal sealed class Program<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public required Batch<T> Batch { get; init; }

    public required ParameterStore<T> Store { get; init; }

    public required AlignedMemory<T> Arena { get; init; }

    /// <summary>All instructions in order, for whoever looks for the first that went wrong.</summary>
    public required ImmutableArray<Entry<T>> Entries { get; init; }

    /// <summary>Where the values of each node are, by its id; null for a node that is computed for nobody.</summary>
    public required ImmutableArray<Slot<T>?> Values { get; init; }

    public required ImmutableArray<Stage> Training { get; init; }

    public required ImmutableArray<Stage> Evaluation { get; init; }

    public required ImmutableArray<Strip<T>> Strips { get; init; }

    /// <summary>Layers whose units are watched.</summary>
    public required ImmutableArray<(Node Node, Watch Watch)> Watched { get; init; }

    public required GradientMath<T> GradientMath { get; init; }

    /// <summary>One for each learning rate that tensors have; none when the network is only used.</summary>
    public required ImmutableArray<RatedUpdater<T>> Updaters { get; init; }

    public required Slot<T>? InputGradient { get; init; }

    /// <summary>The outputs with their losses, the main one first.</summary>
    public required ImmutableArray<Head> Heads { get; init; }

    public LossEngine Loss => Heads[0].Engine;

    public required int Threads { get; init; }

    public required NetworkOptions Options { get; init; }

    public required LayerGraph Graph { get; init; }
}

/// <summary>Moves the tensors whose learning rate is a certain share of the optimizer's.</summary>
internal sealed record RatedUpdater<T>(double Factor, Updater<T> Updater)
    where T : unmanaged;

/// <summary>Instructions that run without waiting for each other's groups; stages follow one another.</summary>
/// <param name="instructions">The instructions, in order.</param>
/// <param name="items">Pieces of a reduction, or zero for the groups of the batch.</param>
/// <param name="most">Most groups to take through all instructions together: what fits the second-level cache.</param>
internal sealed class Stage(ImmutableArray<Instruction> instructions, int items, int most) : IWork
{
    private readonly Instruction[] _instructions = [.. instructions];
    private int _chunk;
    private int _end;

    /// <summary>The instructions, in order.</summary>
    public IReadOnlyList<Instruction> Instructions => _instructions;

    /// <summary>Groups or pieces that one thread takes at once.</summary>
    /// <param name="all">All of them.</param>
    /// <param name="threads">Threads that share them out.</param>
    public int ChunkOf(int all, int threads)
    {
        var perThread = (all + threads - 1) / threads;
        return items == 0 ? Math.Min(most, perThread) : perThread;
    }

    /// <summary>Runs the stage on all groups or items.</summary>
    public void Run(Workers workers, int groups)
    {
        _end = items == 0 ? groups : items;
        _chunk = ChunkOf(_end, workers.Count);
        workers.Run(this, (_end + _chunk - 1) / _chunk);
    }

    /// <inheritdoc/>
    public void Run(int item)
    {
        var from = item * _chunk;
        var to = Math.Min(_end, from + _chunk);
        foreach (var instruction in _instructions)
        {
            instruction.Run(from, to);
        }
    }
}
