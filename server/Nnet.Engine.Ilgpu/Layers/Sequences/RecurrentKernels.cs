using ILGPU;
using Nnet.Engine.Ilgpu.Execution;
using Nnet.Engine.Ilgpu.Kernels;
using Nnet.Engine.Kernels;
using Nnet.Engine.Layers.Sequences;

namespace Nnet.Engine.Ilgpu.Layers.Sequences;

/// <summary>Which samples and units a thread of a recurrent kernel has: four samples side by side, and every so-many-th unit.</summary>
/// <param name="Places">Places.</param>
/// <param name="Units">Units.</param>
/// <param name="Quads">Samples of the batch, four at a time.</param>
/// <param name="Lanes">From a number to the next, four at a time.</param>
/// <param name="Share">Quads of samples that a group of threads has.</param>
/// <param name="IsReverse">Whether places are read from the last to the first: 0 or 1.</param>
internal readonly record struct RecurrentThreads(int Places, int Units, int Quads, int Lanes, int Share, int IsReverse)
{
    /// <summary>The thread's four samples.</summary>
    public int Column => (Grid.IdxX * Share) + (Group.IdxX % Share);

    /// <summary>The thread's first unit; none for the few threads that are left over.</summary>
    public int Unit => Group.IdxX / Share < Step ? Group.IdxX / Share : Units;

    /// <summary>From a unit of the thread to its next.</summary>
    public int Step => Group.DimX / Share;

    /// <summary>The place that is read as the so-manieth.</summary>
    public int PlaceOf(int step) => IsReverse != 0 ? Places - 1 - step : step;

    /// <summary>Groups of threads.</summary>
    public int Groups => (Quads + Share - 1) / Share;

    /// <summary>For a pass and the batch as it is.</summary>
    public static RecurrentThreads Of(RecurrentPass<float> pass, Scene scene)
    {
        var fours = (scene.Batch.Count + 3) / 4;
        // All units of a sample have to be in one group, since each place needs all states of the one before.
        var share = Math.Clamp(scene.MostThreads / pass.Units, 1, Math.Min(scene.MostThreads, fours));
        return new(pass.States.Places, pass.Units, fours, scene.Batch.Lanes / 4, share, pass.IsReverse ? 1 : 0);
    }
}

/// <summary>What lies where in a recurrent pass, four samples at a time.</summary>
internal readonly record struct RecurrentViews(ArrayView<Quad> Sums, int SumPlace, ArrayView<Quad> Memory, ArrayView<Quad> States, int StatePlace)
{
    /// <summary>Of a pass.</summary>
    public static RecurrentViews Of(RecurrentPass<float> pass, Scene scene) => new(
        scene.Quads(pass.Sums),
        pass.Sums.Features * scene.Batch.Lanes / 4,
        pass.Memory is { } memory ? scene.Quads(memory) : ArrayView<Quad>.Empty,
        scene.Quads(pass.States),
        pass.States.Features * scene.Batch.Lanes / 4);
}

/// <summary>
/// All places in one launch: samples never meet, so a group of threads takes some of them through the whole sequence and waits only for
/// itself. The weights over the state are turned over first, so that neighbouring threads read neighbouring ones.
/// </summary>
internal sealed unsafe class RecurrentForwardKernel<TCell>(RecurrentForward<float, Lane, TCell> instruction, Scene scene) : DeviceKernel<RecurrentForward<float, Lane, TCell>>
    where TCell : struct, ICell<float, Lane>
{
    private readonly Each<Turn> _turn = scene.Each<Turn>(Turn.Run);
    private readonly Groups<Arguments> _run = scene.Groups<Arguments>(Run);
    private readonly ArrayView<float> _weights = scene.View(instruction.Pass.Hidden.Value, instruction.Pass.Hidden.Info.Length);
    private readonly ArrayView<float> _turned = scene.Memory.Own<float>(instruction.Pass.Hidden.Info.Length);
    private readonly ArrayView<float> _bias = instruction.Pass.HiddenBias is { } bias ? scene.View(bias.Value, bias.Info.Length) : ArrayView<float>.Empty;
    private readonly RecurrentViews _views = RecurrentViews.Of(instruction.Pass, scene);

    public override void Start()
    {
        var (threads, units) = (RecurrentThreads.Of(instruction.Pass, scene), instruction.Pass.Units);
        _turn.Start((int)_weights.Length, new(_weights, _turned, TCell.Gates * units, units));
        _run.Start(threads.Groups, 1, 1, new(threads, _views, _turned, _bias, instruction.Cell), scene.MostThreads);
    }

    private static void Run(Arguments a)
    {
        var (t, v) = (a.Threads, a.Views);
        var (column, rows) = (t.Column, TCell.Gates * t.Units);
        for (var step = 0; step < t.Places; step++)
        {
            var place = t.PlaceOf(step);
            for (var unit = t.Unit; unit < t.Units && column < t.Quads; unit += t.Step)
            {
                Quad first = Bias(a, unit), second = default, third = default, fourth = default;
                if (TCell.Gates > 1)
                {
                    second = Bias(a, unit + t.Units);
                    third = Bias(a, unit + (2 * t.Units));
                }
                if (TCell.Gates > 3)
                {
                    fourth = Bias(a, unit + (3 * t.Units));
                }
                Quad before = default, memory = default, memoryBefore = default;
                var at = (unit * t.Lanes) + column;
                if (step > 0)
                {
                    var past = t.PlaceOf(step - 1);
                    var states = (past * v.StatePlace) + column;
                    for (var i = 0; i < t.Units; i++)
                    {
                        var state = v.States[states + (i * t.Lanes)];
                        var weight = (i * rows) + unit;
                        first = Quad.Add(first, a.Weights[weight], state);
                        if (TCell.Gates > 1)
                        {
                            second = Quad.Add(second, a.Weights[weight + t.Units], state);
                            third = Quad.Add(third, a.Weights[weight + (2 * t.Units)], state);
                        }
                        if (TCell.Gates > 3)
                        {
                            fourth = Quad.Add(fourth, a.Weights[weight + (3 * t.Units)], state);
                        }
                    }
                    before = v.States[(past * v.StatePlace) + at];
                    if (TCell.Memory == CellMemory.Carried)
                    {
                        memoryBefore = v.Memory[(((past * t.Units) + unit) * t.Lanes) + column];
                    }
                }
                var (sum, gate) = ((place * v.SumPlace) + at, t.Units * t.Lanes);
                first = Quad.Add(first, v.Sums[sum]);
                if (TCell.Gates > 1)
                {
                    second = Quad.Add(second, v.Sums[sum + gate]);
                    if (TCell.Memory == CellMemory.Candidate)
                    {
                        (memory, third) = (third, v.Sums[sum + (2 * gate)]);
                    }
                    else
                    {
                        third = Quad.Add(third, v.Sums[sum + (2 * gate)]);
                    }
                }
                if (TCell.Gates > 3)
                {
                    fourth = Quad.Add(fourth, v.Sums[sum + (3 * gate)]);
                }
                var result = default(Quad);
                result.A = Cell(a.Cell, ref first.A, ref second.A, ref third.A, ref fourth.A, ref memory.A, memoryBefore.A, before.A);
                result.B = Cell(a.Cell, ref first.B, ref second.B, ref third.B, ref fourth.B, ref memory.B, memoryBefore.B, before.B);
                result.C = Cell(a.Cell, ref first.C, ref second.C, ref third.C, ref fourth.C, ref memory.C, memoryBefore.C, before.C);
                result.D = Cell(a.Cell, ref first.D, ref second.D, ref third.D, ref fourth.D, ref memory.D, memoryBefore.D, before.D);
                v.States[(place * v.StatePlace) + at] = result;
                v.Sums[sum] = first;
                if (TCell.Gates > 1)
                {
                    v.Sums[sum + gate] = second;
                    v.Sums[sum + (2 * gate)] = third;
                }
                if (TCell.Gates > 3)
                {
                    v.Sums[sum + (3 * gate)] = fourth;
                }
                if (TCell.Memory != CellMemory.None)
                {
                    v.Memory[(((place * t.Units) + unit) * t.Lanes) + column] = memory;
                }
            }
            Group.Barrier();
        }
    }

    private static Quad Bias(Arguments a, int row) => Quad.Of(a.Bias.Length > 0 ? a.Bias[row] : 0);

    private static float Cell(TCell cell, ref float first, ref float second, ref float third, ref float fourth, ref float memory, float memoryBefore, float before)
    {
        var unit = new RegisterUnit { First = new(first), Second = new(second), Third = new(third), Fourth = new(fourth), Memory = new(memory), MemoryBefore = new(memoryBefore) };
        var state = cell.Forward(ref unit, new Lane(before));
        (first, second, third, fourth, memory) = (unit.First.Number, unit.Second.Number, unit.Third.Number, unit.Fourth.Number, unit.Memory.Number);
        return state.Number;
    }

    internal readonly record struct Arguments(RecurrentThreads Threads, RecurrentViews Views, ArrayView<float> Weights, ArrayView<float> Bias, TCell Cell);

    /// <summary>Turns a matrix over.</summary>
    internal readonly record struct Turn(ArrayView<float> Source, ArrayView<float> Target, int Rows, int Columns)
    {
        public static void Run(Index1D index, Turn a) => a.Target[index] = a.Source[(index % a.Rows * a.Columns) + (index / a.Rows)];
    }
}

/// <summary>The gradients of the sums, from the last place to the first, in one launch.</summary>
internal sealed unsafe class RecurrentBackwardKernel<TCell>(RecurrentBackward<float, Lane, TCell> instruction, Scene scene) : DeviceKernel<RecurrentBackward<float, Lane, TCell>>
    where TCell : struct, ICell<float, Lane>
{
    private readonly Groups<Arguments> _run = scene.Groups<Arguments>(Run);
    private readonly ArrayView<float> _weights = scene.View(instruction.Pass.Hidden.Value, instruction.Pass.Hidden.Info.Length);
    private readonly ArrayView<Quad> _gradient = scene.Quads(instruction.Gradient);
    private readonly ArrayView<float> _carriedState = scene.View(instruction.CarriedState);
    private readonly ArrayView<float> _carriedMemory = scene.View(instruction.CarriedMemory);
    private readonly RecurrentViews _views = RecurrentViews.Of(instruction.Pass, scene);

    public override void Start()
    {
        var (threads, given) = (RecurrentThreads.Of(instruction.Pass, scene), instruction.Gradient);
        scene.Clear(_carriedState);
        if (TCell.Memory == CellMemory.Carried)
        {
            scene.Clear(_carriedMemory);
        }
        _run.Start(threads.Groups, 1, 1, new(threads, _views, _weights, _gradient, given.Features * scene.Batch.Lanes / 4, given.Places == threads.Places ? 1 : 0, _carriedState.Cast<Quad>(), _carriedMemory.Cast<Quad>(), instruction.Cell), scene.MostThreads);
    }

    private static void Run(Arguments a)
    {
        var (t, v) = (a.Threads, a.Views);
        var (column, gate) = (t.Column, t.Units * t.Lanes);
        for (var step = t.Places - 1; step >= 0; step--)
        {
            var place = t.PlaceOf(step);
            for (var unit = t.Unit; unit < t.Units && column < t.Quads; unit += t.Step)
            {
                var at = (unit * t.Lanes) + column;
                var slope = a.CarriedState[at];
                // A layer that gives its last state alone gets a gradient there alone.
                if (a.IsGivenAll != 0)
                {
                    slope = Quad.Add(slope, a.Given[(place * a.GivenPlace) + at]);
                }
                else if (step == t.Places - 1)
                {
                    slope = Quad.Add(slope, a.Given[at]);
                }
                var (sum, kept) = ((place * v.SumPlace) + at, (((place * t.Units) + unit) * t.Lanes) + column);
                Quad first = v.Sums[sum], second = default, third = default, fourth = default, memory = default, memoryBefore = default, carried = default, before = default;
                if (TCell.Gates > 1)
                {
                    second = v.Sums[sum + gate];
                    third = v.Sums[sum + (2 * gate)];
                }
                if (TCell.Gates > 3)
                {
                    fourth = v.Sums[sum + (3 * gate)];
                }
                if (TCell.Memory != CellMemory.None)
                {
                    memory = v.Memory[kept];
                    carried = a.CarriedMemory[at];
                }
                if (step > 0)
                {
                    var past = t.PlaceOf(step - 1);
                    before = v.States[(past * v.StatePlace) + at];
                    if (TCell.Memory == CellMemory.Carried)
                    {
                        memoryBefore = v.Memory[(((past * t.Units) + unit) * t.Lanes) + column];
                    }
                }
                var state = v.States[(place * v.StatePlace) + at];
                Cell(a.Cell, ref first.A, ref second.A, ref third.A, ref fourth.A, ref memory.A, memoryBefore.A, ref carried.A, state.A, before.A, slope.A);
                Cell(a.Cell, ref first.B, ref second.B, ref third.B, ref fourth.B, ref memory.B, memoryBefore.B, ref carried.B, state.B, before.B, slope.B);
                Cell(a.Cell, ref first.C, ref second.C, ref third.C, ref fourth.C, ref memory.C, memoryBefore.C, ref carried.C, state.C, before.C, slope.C);
                Cell(a.Cell, ref first.D, ref second.D, ref third.D, ref fourth.D, ref memory.D, memoryBefore.D, ref carried.D, state.D, before.D, slope.D);
                v.Sums[sum] = first;
                if (TCell.Gates > 1)
                {
                    v.Sums[sum + gate] = second;
                    v.Sums[sum + (2 * gate)] = third;
                }
                if (TCell.Gates > 3)
                {
                    v.Sums[sum + (3 * gate)] = fourth;
                }
                if (TCell.Memory == CellMemory.Candidate)
                {
                    v.Memory[kept] = memory;
                }
                if (TCell.Memory != CellMemory.None)
                {
                    a.CarriedMemory[at] = carried;
                }
            }
            Group.Barrier();
            for (var unit = t.Unit; unit < t.Units && column < t.Quads && step > 0; unit += t.Step)
            {
                Carry(a, place, unit, column);
            }
        }
    }

    // The gradient of the state before: of one unit, over the sums of all.
    private static void Carry(Arguments a, int place, int unit, int column)
    {
        var (t, v) = (a.Threads, a.Views);
        var isApart = TCell.Memory == CellMemory.Candidate;
        var added = (isApart ? TCell.Gates - 1 : TCell.Gates) * t.Units;
        var at = (unit * t.Lanes) + column;
        // What a candidate's state gets directly stands there already.
        var slope = isApart ? a.CarriedState[at] : default;
        var sum = (place * v.SumPlace) + column;
        for (var i = 0; i < added; i++)
        {
            slope = Quad.Add(slope, a.Weights[(i * t.Units) + unit], v.Sums[sum + (i * t.Lanes)]);
        }
        if (isApart)
        {
            var memory = (place * t.Units * t.Lanes) + column;
            for (var i = 0; i < t.Units; i++)
            {
                slope = Quad.Add(slope, a.Weights[((added + i) * t.Units) + unit], v.Memory[memory + (i * t.Lanes)]);
            }
        }
        a.CarriedState[at] = slope;
    }

    private static void Cell(TCell cell, ref float first, ref float second, ref float third, ref float fourth, ref float memory, float memoryBefore, ref float carried, float state, float before, float slope)
    {
        var unit = new RegisterUnit { First = new(first), Second = new(second), Third = new(third), Fourth = new(fourth), Memory = new(memory), MemoryBefore = new(memoryBefore), Carried = new(carried) };
        cell.Backward(ref unit, new Lane(state), new Lane(before), new Lane(slope));
        (first, second, third, fourth, memory, carried) = (unit.First.Number, unit.Second.Number, unit.Third.Number, unit.Fourth.Number, unit.Memory.Number, unit.Carried.Number);
    }

    internal readonly record struct Arguments(
        RecurrentThreads Threads,
        RecurrentViews Views,
        ArrayView<float> Weights,
        ArrayView<Quad> Given,
        int GivenPlace,
        int IsGivenAll,
        ArrayView<Quad> CarriedState,
        ArrayView<Quad> CarriedMemory,
        TCell Cell);
}

/// <summary>Gives on the last state of every direction.</summary>
internal sealed class LastStatesKernel(LastStates<float> instruction, Scene scene) : DeviceKernel<LastStates<float>>
{
    private readonly Each<RowsOfLanes> _run = scene.Each<RowsOfLanes>(RowsOfLanes.Run);
    private readonly ArrayView<float> _states = scene.View(instruction.States.Slot);
    private readonly ArrayView<float> _output = scene.View(instruction.Output);

    public override void Start()
    {
        var (states, units, lanes) = (instruction.States, instruction.Units, scene.Batch.Lanes);
        var last = (long)(states.Places - 1) * states.Features * lanes;
        _run.Start(units * scene.Batch.Count, new(_states.SubView(last), _output, scene.Samples));
        if (states.Features > units)
        {
            // What was read backwards ended at the first place.
            _run.Start(units * scene.Batch.Count, new(_states.SubView((long)units * lanes), _output.SubView((long)units * lanes), scene.Samples));
        }
    }

    internal readonly record struct RowsOfLanes(ArrayView<float> Source, ArrayView<float> Target, SampleLanes Samples)
    {
        public static void Run(Index1D index, RowsOfLanes a) => a.Target[a.Samples.At(index)] = a.Source[a.Samples.At(index)];
    }
}
