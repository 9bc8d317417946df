using System.Numerics;
using System.Runtime.CompilerServices;
using Nnet.Engine.Compilation;
using Nnet.Engine.Execution;
using Nnet.Engine.Kernels;

namespace Nnet.Engine.Layers.Sequences;

/// <summary>One direction of one layer of a recurrent stack.</summary>
/// <param name="batch">The batch.</param>
/// <param name="isReverse">Whether it reads from the last place to the first.</param>
/// <param name="sums">The gates' sums; forward leaves in them what backward needs, backward their gradients.</param>
/// <param name="memory">What the cell keeps beside its state, or null.</param>
/// <param name="states">Its states.</param>
internal sealed unsafe class RecurrentPass<T>(Batch<T> batch, bool isReverse, PlaceView<T> sums, PlaceView<T>? memory, PlaceView<T> states)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public Batch<T> Batch => batch;

    public bool IsReverse => isReverse;

    public PlaceView<T> Sums => sums;

    public PlaceView<T>? Memory => memory;

    public PlaceView<T> States => states;

    public int Units => states.Width;

    /// <summary>weight_ih.</summary>
    public required Parameter<T> Input { get; init; }

    /// <summary>bias_ih, or null.</summary>
    public required Parameter<T>? InputBias { get; init; }

    /// <summary>weight_hh.</summary>
    public required Parameter<T> Hidden { get; init; }

    /// <summary>bias_hh, or null.</summary>
    public required Parameter<T>? HiddenBias { get; init; }

    /// <summary>What forward writes.</summary>
    public Slot<T>[] Written => memory is null ? [sums.Slot, states.Slot] : [sums.Slot, memory.Slot, states.Slot];

    /// <summary>The place that is read as the so-manieth.</summary>
    public int PlaceOf(int step) => isReverse ? states.Places - 1 - step : step;

    /// <summary>The first counting number of a place.</summary>
    public T* At(PlaceView<T> view, int group, int place) => view.At(group, batch.Lanes) + ((nint)place * view.Features * batch.Lanes);
}

internal sealed unsafe class RecurrentForward<T, V, TCell>(RecurrentPass<T> pass, TCell cell) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
    where TCell : struct, ICell<T, V>
{
    public RecurrentPass<T> Pass => pass;

    public TCell Cell => cell;

    public override void Run(int from, int to)
    {
        for (var step = 0; step < pass.States.Places; step++)
        {
            var (place, before) = (pass.PlaceOf(step), step == 0 ? -1 : pass.PlaceOf(step - 1));
            var apart = TCell.Memory == CellMemory.Candidate ? 1 : 0;
            Add(from, to, place, before, 0, TCell.Gates - apart, pass.Sums, accumulate: true);
            if (apart > 0)
            {
                Add(from, to, place, before, TCell.Gates - 1, 1, pass.Memory!, accumulate: false);
            }
            for (var group = from; group < to; group++)
            {
                Cells(group, place, before);
            }
        }
    }

    /// <summary>The sums of some gates over the state before, which there is none of at the first place.</summary>
    private void Add(int from, int to, int place, int before, int gate, int gates, PlaceView<T> target, bool accumulate)
    {
        var (units, lanes) = (pass.Units, pass.Batch.Lanes);
        if (lanes == 1)
        {
            var bias = pass.HiddenBias is null ? null : pass.HiddenBias.Value + (gate * units);
            Dots.Multiply<T, V>(pass.Hidden.Value + ((nint)gate * units * units), before < 0 ? 0 : units, before < 0 ? null : pass.At(pass.States, 0, before), bias, pass.At(target, 0, place), gates * units, accumulate);
            return;
        }
        var product = new Product<T>
        {
            A = pass.Hidden.Value + ((nint)gate * units * units),
            ARow = units,
            AStep = 1,
            B = before < 0 ? null : pass.At(pass.States, from, before),
            BStep = lanes,
            BTile = pass.States.Slot.Stride,
            C = pass.At(target, from, place),
            CRow = lanes,
            CTile = target.Slot.Stride,
            Bias = pass.HiddenBias is null ? null : pass.HiddenBias.Value + (gate * units),
            Accumulate = accumulate,
            Blocks = 1,
            LastDepth = before < 0 ? 0 : units,
        };
        Gemm.MultiplyLanes<T, V>(product, gates * units, to - from, lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Cells(int group, int place, int before)
    {
        var length = (nint)pass.Units * pass.Batch.Lanes;
        T* sums = pass.At(pass.Sums, group, place), state = pass.At(pass.States, group, place);
        var stateBefore = before < 0 ? null : pass.At(pass.States, group, before);
        T* memory = null, memoryBefore = null;
        if (TCell.Memory != CellMemory.None)
        {
            memory = pass.At(pass.Memory!, group, place);
            memoryBefore = before < 0 ? null : pass.At(pass.Memory!, group, before);
        }
        for (nint i = 0; i < length; i += V.Count)
        {
            var old = stateBefore == null ? V.Zero : V.Load(stateBefore + i);
            var unit = new UnitInMemory<T, V>(sums + i, length, memory + i, memoryBefore == null ? null : memoryBefore + i, null);
            V.Store(cell.Forward(ref unit, old), state + i);
        }
    }
}

internal sealed unsafe class RecurrentBackward<T, V, TCell>(RecurrentPass<T> pass, TCell cell, PlaceView<T> gradient, Slot<T> carriedState, Slot<T> carriedMemory) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
    where TCell : struct, ICell<T, V>
{
    public RecurrentPass<T> Pass => pass;

    public TCell Cell => cell;

    /// <summary>The gradient of the states, or of the last one alone.</summary>
    public PlaceView<T> Gradient => gradient;

    /// <summary>The gradient that a place's state gets from the place behind it.</summary>
    public Slot<T> CarriedState => carriedState;

    /// <summary>The same for what the cell keeps; the state's own where it keeps nothing that goes on.</summary>
    public Slot<T> CarriedMemory => carriedMemory;

    public override void Run(int from, int to)
    {
        for (var group = from; group < to; group++)
        {
            new Span<T>(carriedState.At(group), (int)carriedState.Size).Clear();
            new Span<T>(carriedMemory.At(group), (int)carriedMemory.Size).Clear();
        }
        var last = pass.States.Places - 1;
        for (var step = last; step >= 0; step--)
        {
            var (place, before) = (pass.PlaceOf(step), step == 0 ? -1 : pass.PlaceOf(step - 1));
            for (var group = from; group < to; group++)
            {
                // A layer that gives its last state alone gets a gradient there alone.
                var given = gradient.Places == pass.States.Places ? pass.At(gradient, group, place) : step == last ? pass.At(gradient, group, 0) : null;
                Cells(group, place, before, given);
            }
            if (step == 0)
            {
                continue;
            }
            var apart = TCell.Memory == CellMemory.Candidate ? 1 : 0;
            Carry(from, to, place, 0, TCell.Gates - apart, pass.Sums, accumulate: apart > 0);
            if (apart > 0)
            {
                Carry(from, to, place, TCell.Gates - 1, 1, pass.Memory!, accumulate: true);
            }
        }
    }

    /// <summary>The gradient of the state before, from those of some gates' sums.</summary>
    private void Carry(int from, int to, int place, int gate, int gates, PlaceView<T> source, bool accumulate)
    {
        var (units, lanes) = (pass.Units, pass.Batch.Lanes);
        var product = new Product<T>
        {
            A = pass.Hidden.Value + ((nint)gate * units * units),
            ARow = 1,
            AStep = units,
            B = pass.At(source, from, place),
            BStep = lanes,
            BTile = source.Slot.Stride,
            C = carriedState.At(from),
            CRow = lanes,
            CTile = carriedState.Stride,
            Accumulate = accumulate,
            Blocks = 1,
            LastDepth = gates * units,
        };
        Gemm.MultiplyLanes<T, V>(product, units, to - from, lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Cells(int group, int place, int before, T* given)
    {
        var length = (nint)pass.Units * pass.Batch.Lanes;
        T* sums = pass.At(pass.Sums, group, place), state = pass.At(pass.States, group, place), carry = carriedState.At(group), carried = carriedMemory.At(group);
        var stateBefore = before < 0 ? null : pass.At(pass.States, group, before);
        T* memory = null, memoryBefore = null;
        if (TCell.Memory != CellMemory.None)
        {
            memory = pass.At(pass.Memory!, group, place);
            memoryBefore = before < 0 ? null : pass.At(pass.Memory!, group, before);
        }
        for (nint i = 0; i < length; i += V.Count)
        {
            var old = stateBefore == null ? V.Zero : V.Load(stateBefore + i);
            var slope = V.Load(carry + i);
            if (given != null)
            {
                slope += V.Load(given + i);
            }
            var unit = new UnitInMemory<T, V>(sums + i, length, memory + i, memoryBefore == null ? null : memoryBefore + i, carried + i);
            cell.Backward(ref unit, V.Load(state + i), old, slope);
        }
    }
}

/// <summary>Gives on the last state of every direction: at the last place, and at the first of what was read backwards.</summary>
internal sealed unsafe class LastStates<T>(Batch<T> batch, PlaceView<T> states, int units, Slot<T> output) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public PlaceView<T> States => states;

    public int Units => units;

    public Slot<T> Output => output;

    public override void Run(int from, int to)
    {
        var length = units * batch.Lanes;
        for (var group = from; group < to; group++)
        {
            var last = states.At(group, batch.Lanes) + ((nint)(states.Places - 1) * states.Features * batch.Lanes);
            new ReadOnlySpan<T>(last, length).CopyTo(new Span<T>(output.At(group), length));
            if (states.Features > units)
            {
                new ReadOnlySpan<T>(states.At(group, batch.Lanes) + length, length).CopyTo(new Span<T>(output.At(group) + length, length));
            }
        }
    }
}
