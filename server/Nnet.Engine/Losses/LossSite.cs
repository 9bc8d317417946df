using System.Numerics;
using Nnet.Engine.Compilation;
using Nnet.Engine.Execution;
using Nnet.Engine.Kernels;
using Nnet.Language.Definitions;
using Nnet.Language.Graph;

namespace Nnet.Engine.Losses;

/// <summary>A loss in its place: what it compares, and where its instructions go.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="V">Register that the kernels use.</typeparam>
public sealed class LossSite<T, V>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    private readonly ICompiler<T> _compiler;
    private readonly Node _node;

    private readonly Call _loss;

    internal LossSite(ICompiler<T> compiler, Call loss, Aim<T> aim, Node node, Slot<T> values, Slot<T>? gradient, Slot<T> outputs)
        => (_compiler, _loss, Aim, _node, Values, Gradient, Outputs) = (compiler, loss, aim, node, values, gradient, outputs);

    /// <summary>What the output aims at in the batch that instructions work on.</summary>
    public Aim<T> Aim { get; }

    /// <summary>The value of an argument of the loss.</summary>
    public TValue Get<TValue>(Argument<TValue> argument) => _loss.Get(argument);

    /// <summary>What the model gives.</summary>
    public Slot<T> Values { get; }

    /// <summary>Where the gradient of the mean loss goes; null when nothing learns.</summary>
    public Slot<T>? Gradient { get; }

    /// <summary>Where the outputs go, the loss's own function applied; the values themselves when it has none.</summary>
    public Slot<T> Outputs { get; }

    /// <summary>Shape of the output.</summary>
    public Shape Shape => _node.Facts!.Output.Shape;

    /// <summary>Outputs per sample.</summary>
    public int Features => (int)Shape.Count;

    /// <summary>The targets in lanes.</summary>
    public Slot<T> TargetLanes()
    {
        var slot = new Slot<T>(Values.Size);
        _compiler.Add(new Entry<T>(new RowsToLanes<T>(_compiler.Batch, slot, Features, Aim.Offset, targets: true), _node, Compilation.Values.Output, Modes.Both, 0, [slot], [slot]));
        return slot;
    }

    /// <summary>Adds an instruction that writes the loss of every group, and the gradient while training.</summary>
    public void Add(Instruction instruction, Modes modes, ReadOnlySpan<Slot<T>> reads, ReadOnlySpan<Slot<T>> writes)
        => _compiler.Add(new Entry<T>(instruction, _node, Compilation.Values.Loss, modes, 0, [.. reads, .. writes], [.. writes]));
}
