using ILGPU;
using ILGPU.Runtime;
using Nnet.Engine.Ilgpu.Kernels;

namespace Nnet.Engine.Ilgpu.Execution;

/// <summary>
/// A data set in the device's memory, from which steps take their rows. The host says once which rows the coming steps take, and reads all
/// their losses once; in between nobody waits for anybody.
/// </summary>
internal sealed unsafe class HeldData
{
    private readonly Scene _scene;
    private readonly Each<Gathering> _gather;
    private readonly Groups<Check> _check;
    private readonly ArrayView<float> _inputs;
    private readonly ArrayView<float> _targets;
    private readonly ArrayView<int> _rows;
    private readonly ArrayView<float> _losses;
    private readonly PerStep<StepPlaces> _now;
    private readonly float[] _read;
    private readonly int[] _counts = new int[Network<float>.MostSteps];

    /// <summary>Takes a data set.</summary>
    /// <param name="scene">What kernels share.</param>
    /// <param name="inputs">Inputs, sample by sample.</param>
    /// <param name="targets">Targets, sample by sample.</param>
    public HeldData(Scene scene, ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets)
    {
        (_scene, _gather, _check) = (scene, scene.Each<Gathering>(Gathering.Run), scene.Groups<Check>(Check.Run));
        (_inputs, _targets) = (scene.Memory.Constant(inputs), scene.Memory.Constant(targets));
        var (most, aims) = (Network<float>.MostSteps * scene.Batch.Capacity, scene.Batch.Aims.Length);
        _now = scene.PerStep<StepPlaces>();
        (_rows, _losses, _read) = (scene.Memory.Own<int>(most), scene.Memory.Own<float>(most * aims), new float[most * aims]);
    }

    /// <summary>Says which rows the coming steps take.</summary>
    public void Announce(ReadOnlySpan<int> rows)
    {
        fixed (int* first = rows)
        {
            _rows.CopyFromCPU(_scene.Stream, ref *first, rows.Length);
        }
    }

    /// <summary>Puts the rows of a step where its instructions look for a batch.</summary>
    /// <param name="first">The first of its rows among those that were announced.</param>
    /// <param name="step">Which of the steps it is whose losses are read together.</param>
    public void Gather(int first, int step)
    {
        var now = _now.Say(new(first, PlaceOf(step, 0)));
        Gather(_inputs, _scene.Memory.InputRows, now);
        Gather(_targets, _scene.Memory.TargetRows, now);
        _counts[step] = _scene.Batch.Count;
    }

    /// <summary>Puts what the samples of a step add to its loss aside, and lets no parameter move any more if that is not finite.</summary>
    public void Keep()
    {
        var batch = _scene.Batch;
        for (var i = 0; i < batch.Aims.Length; i++)
        {
            _check.Start(1, 1, 1, new(_scene.LossesOf(batch.Aims[i]), _losses.SubView(PlaceOf(0, i)), _now.View, _scene.Halt, batch.Count));
        }
    }

    /// <summary>Waits for the steps, and reads the loss of each: the same sum as after a step that was waited for.</summary>
    public void TakeLosses(Span<double> losses)
    {
        _losses.CopyToCPU(_scene.Stream, ref _read[0], PlaceOf(losses.Length, 0));
        for (var step = 0; step < losses.Length; step++)
        {
            losses[step] = 0;
            for (var i = 0; i < _scene.Batch.Aims.Length; i++)
            {
                losses[step] += Total.Of(_read.AsSpan(PlaceOf(step, i), _counts[step]));
            }
        }
        _scene.Clear(_scene.Halt);
    }

    // Where the losses of an aim are put in a step.
    private int PlaceOf(int step, int aim) => ((step * _scene.Batch.Aims.Length) + aim) * _scene.Batch.Capacity;

    private void Gather(ArrayView<float> data, DeviceMemory.Rows? rows, ArrayView<StepPlaces> now)
    {
        if (rows is not null)
        {
            _gather.Start(_scene.Batch.Count * rows.PerSample, new(data, _rows, rows.View, now, rows.PerSample));
        }
    }

    /// <summary>Where a step takes its rows from, among those that were announced, and where its losses go.</summary>
    internal readonly record struct StepPlaces(int FirstRow, int FirstLoss);

    /// <summary>Copies rows, a thread for each number.</summary>
    internal readonly record struct Gathering(ArrayView<float> Data, ArrayView<int> Rows, ArrayView<float> Target, ArrayView<StepPlaces> Now, int PerSample)
    {
        public static void Run(Index1D index, Gathering a)
            => a.Target[index] = a.Data[(a.Rows[a.Now[0].FirstRow + (index / a.PerSample)] * a.PerSample) + (index % a.PerSample)];
    }

    /// <summary>Puts losses aside, and looks whether their sum is finite.</summary>
    internal readonly record struct Check(ArrayView<float> Losses, ArrayView<float> Kept, ArrayView<StepPlaces> Now, ArrayView<int> Halt, int Count)
    {
        public static void Run(Check a)
        {
            var sum = 0f;
            for (var i = Group.IdxX; i < a.Count; i += Scene.GroupThreads)
            {
                a.Kept[a.Now[0].FirstLoss + i] = a.Losses[i];
                sum += a.Losses[i];
            }
            sum = GroupSum.Of(sum);
            // Less itself, only what is finite is zero.
            if (Group.IdxX == 0 && !(sum - sum == 0))
            {
                a.Halt[0] = 1;
            }
        }
    }
}
