using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.CompilerServices;
using Nnet.Engine.Execution;
using Nnet.Engine.Kernels;

namespace Nnet.Engine.Compilation;

/// <summary>Brings samples (or their targets) from rows into lanes: all of a row, or of those with several inputs or outputs what belongs to one.</summary>
internal sealed unsafe class RowsToLanes<T>(Batch<T> batch, Slot<T> to, int features, int offset, bool targets) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public Slot<T> To => to;

    public int Features => features;

    /// <summary>The first of its numbers in a row.</summary>
    public int Offset => offset;

    public bool Targets => targets;

    public override void Run(int from, int to1)
    {
        var rows = targets ? batch.Targets : batch.Inputs;
        if (rows == null)
        {
            return;
        }
        var stride = (nint)(targets ? batch.TargetStride : batch.InputStride);
        for (var group = from; group < to1; group++)
        {
            var used = batch.LanesUsed(group);
            var lanes = to.At(group);
            if (used < batch.Lanes)
            {
                // Zeros in the lanes without a sample, so that whatever they become stays finite.
                new Span<T>(lanes, features * batch.Lanes).Clear();
            }
            Transpose.Run(rows + (group * batch.Lanes * stride) + offset, stride, lanes, batch.Lanes, used, features);
        }
    }
}

/// <summary>Copies values from lanes to rows with a given stride.</summary>
internal sealed unsafe class LanesToRows<T>(Batch<T> batch, Slot<T> values, Slot<T> rows, int features, int stride) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public Slot<T> Values => values;

    public Slot<T> Rows => rows;

    public int Features => features;

    public int Stride => stride;

    public override void Run(int from, int to)
    {
        for (var group = from; group < to; group++)
        {
            Transpose.Run(values.At(group), batch.Lanes, rows.At(group), stride, features, batch.LanesUsed(group));
        }
    }
}

/// <summary>Copies the features of every place from lanes to rows.</summary>
internal sealed unsafe class PlacesToRows<T>(Batch<T> batch, PlaceView<T> view, RowView<T> rows) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public PlaceView<T> View => view;

    public RowView<T> Rows => rows;

    public override void Run(int from, int to)
    {
        for (var group = from; group < to; group++)
        {
            T* source = view.At(group, batch.Lanes), target = rows.At(group);
            var used = batch.LanesUsed(group);
            for (var place = 0; place < view.Places; place++, source += (nint)view.Features * batch.Lanes, target += rows.PlaceStride)
            {
                Transpose.Run(source, batch.Lanes, target, rows.Stride, view.Width, used);
            }
        }
    }
}

/// <summary>Brings outputs to the caller.</summary>
internal sealed unsafe class OutputsToRows<T>(Batch<T> batch, Aim<T> aim, Slot<T> values, int features) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public Aim<T> Aim => aim;

    public Slot<T> Values => values;

    public int Features => features;

    public override void Run(int from, int to)
    {
        if (aim.Outputs == null)
        {
            return;
        }
        for (var group = from; group < to; group++)
        {
            Transpose.Run(values.At(group), batch.Lanes, aim.Outputs + (group * (nint)batch.Lanes * features), features, features, batch.LanesUsed(group));
        }
    }
}

/// <summary>Sets values to zero.</summary>
internal sealed unsafe class ClearSlot<T>(Slot<T> slot) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public Slot<T> Slot => slot;

    public override void Run(int from, int to)
    {
        for (var group = from; group < to; group++)
        {
            new Span<T>(slot.At(group), checked((int)slot.Size)).Clear();
        }
    }
}

/// <summary>Adds up the gradients that come back from several readers of one value.</summary>
internal sealed unsafe class SumOfSlots<T, V>(ImmutableArray<Slot<T>> parts, Slot<T> sum) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    public ImmutableArray<Slot<T>> Parts => parts;

    public Slot<T> Sum => sum;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(int from, int to)
    {
        for (var group = from; group < to; group++)
        {
            T* target = sum.At(group), first = parts[0].At(group);
            if (parts.Length == 1)
            {
                new ReadOnlySpan<T>(first, (int)sum.Size).CopyTo(new Span<T>(target, (int)sum.Size));
                continue;
            }
            for (var part = 1; part < parts.Length; part++, first = target)
            {
                var other = parts[part].At(group);
                for (nint i = 0; i < sum.Size; i += V.Count)
                {
                    V.Store(V.Load(first + i) + V.Load(other + i), target + i);
                }
            }
        }
    }
}

/// <summary>Copies values.</summary>
internal sealed unsafe class CopySlot<T>(Slot<T> source, Slot<T> target) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public Slot<T> Source => source;

    public Slot<T> Target => target;

    public override void Run(int from, int to)
    {
        for (var group = from; group < to; group++)
        {
            new ReadOnlySpan<T>(source.At(group), (int)source.Size).CopyTo(new Span<T>(target.At(group), (int)target.Size));
        }
    }
}
