using System.Runtime.CompilerServices;
using ILGPU.Runtime;
using Nnet.Engine.Compilation;
using Nnet.Engine.Devices;
using Nnet.Engine.Execution;
using Nnet.Engine.Ilgpu.Backends;
using Nnet.Engine.Ilgpu.Kernels;
using Nnet.Engine.Ilgpu.Optimizers;

namespace Nnet.Engine.Ilgpu.Execution;

/// <summary>
/// Carries a program out on a device: every instruction is one kernel, started in the program's order. Parameters, moments and averages live
/// there; the processor's copies are brought up to date when somebody asks for them.
/// </summary>
internal sealed unsafe class DeviceExecutor : Executor<float>
{
    private readonly Program<float> _program;
    private readonly Accelerator _accelerator;
    private readonly Launcher _launcher;
    private readonly DeviceMemory _memory;
    private readonly Scene _scene;
    private readonly DeviceKernel[] _training;
    private readonly DeviceKernel[] _evaluation;
    private readonly DeviceKernel[] _gradients;
    private readonly DeviceUpdate _update;
    private readonly float[] _losses;
    private readonly DeviceInfo _device;
    private HeldData? _held;

    // Where the newest numbers are: on the device, on the processor (whoever was given them may have changed them), or alike on both.
    private Newest _newest = Newest.Processor;

    public DeviceExecutor(Program<float> program, Accelerator accelerator, Launcher launcher, KernelLoader loader, ProductLibrary? library, MemoryLedger ledger, DeviceInfo device)
    {
        (_program, _accelerator, _launcher, _device) = (program, accelerator, launcher, device);
        CheckKernels(program, device, KernelCatalog.Has);
        _memory = new DeviceMemory(accelerator, launcher.Stream, ledger);
        try
        {
            foreach (var (memory, isKept) in MemoriesOf(program))
            {
                _memory.Add(memory, isKept);
            }
            _scene = new Scene(accelerator, launcher, loader, library, _memory, program.Batch);
            var joints = JointsOf(program);
            var seconds = joints.Values.Select(joint => joint.Second).ToHashSet();
            var kernels = program.Entries.Where(entry => !seconds.Contains(entry)).ToDictionary(entry => entry, entry => joints.TryGetValue(entry, out var joint) ? joint.Kernel : KernelCatalog.Of(entry.Instruction, _scene));
            _training = [.. KernelsOf(Modes.Training)];
            _evaluation = [.. KernelsOf(Modes.Evaluation)];
            _gradients = [.. program.Strips.SelectMany(strip => strip.Pieces).Select(piece => piece.Instruction).Distinct().Select(instruction => KernelCatalog.Of(instruction, _scene))];
            _update = new DeviceUpdate(program, _scene);
            _memory.TakeShared();
            _losses = new float[program.Batch.Capacity];

            IEnumerable<DeviceKernel> KernelsOf(Modes mode)
                => program.Entries.Where(entry => entry.Modes.HasFlag(mode) && kernels.ContainsKey(entry)).Select(entry => kernels[entry]);
        }
        catch (Exception problem)
        {
            _launcher.Dispose();
            _memory.Dispose();
            if (DriverFault.IsOutOfMemory(problem))
            {
                throw new DeviceException($"{device.Name} has no room for this network: its memory of {Mebibytes(device.Memory)} MiB, of which others may have some, does not hold {Mebibytes(MemoriesOf(program).Sum(twin => twin.Memory.Length * sizeof(float)))} MiB of weights, gradients, moments and the values of up to {program.Batch.Capacity:N0} samples, and what kernels need beside them. Make the batch smaller, close what else uses the device, or train with `--device cpu`. ({DriverFault.WordsOf(problem)})");
            }
            if (DriverFault.In(problem) is not null)
            {
                throw new DeviceException($"{device.Name} ({device.Kind}) could not be made ready: {DriverFault.WordsOf(problem).TrimEnd('.')}. `nnet devices` says whether it is still there; `--device cpu` trains on the processor.");
            }
            throw;

            static string Mebibytes(long bytes) => $"{Math.Ceiling(bytes / (double)(1 << 20)):N0}";
        }
    }

    private enum Newest
    {
        Processor,
        Device,
        Both,
    }

    public override int Threads => 1;

    /// <summary>What the kernels share.</summary>
    public Scene Scene => _scene;

    public override double Run(Modes mode)
    {
        var batch = _program.Batch;
        Upload();
        Upload(_memory.InputRows, batch.Inputs);
        Upload(_memory.TargetRows, batch.Targets);
        foreach (var kernel in mode == Modes.Training ? _training : _evaluation)
        {
            kernel.Start();
        }
        if (mode == Modes.Training)
        {
            // Running statistics change on the way.
            _newest = Newest.Device;
        }
        foreach (var aim in batch.Aims)
        {
            if (mode == Modes.Evaluation && aim.Outputs != null && _memory.OutputRows(aim) is { } outputs)
            {
                outputs.View.CopyToCPU(_launcher.Stream, ref Unsafe.AsRef<float>(aim.Outputs), (long)outputs.PerSample * batch.Count);
            }
            if (aim.HasTargets)
            {
                _scene.LossesOf(aim).CopyToCPU(_launcher.Stream, ref _losses[0], batch.Count);
            }
            // All samples are one group here.
            aim.Losses[0] = aim.HasTargets ? Total.Of(_losses.AsSpan(0, batch.Count)) : 0;
        }
        _accelerator.Synchronize();
        return batch.TotalLoss();
    }

    public override bool TryHold(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets)
    {
        // Room has to be left for everything else; a device that does not say what it has is given little.
        var most = _device.Memory > 0 ? _device.Memory / 4 : 64 << 20;
        if ((long)(inputs.Length + targets.Length) * sizeof(float) > most)
        {
            return false;
        }
        _held = new HeldData(_scene, inputs, targets);
        return true;
    }

    public override void Announce(ReadOnlySpan<int> rows)
    {
        Upload();
        _held!.Announce(rows);
    }

    public override void Queue(int first, int step)
    {
        _launcher.EndStep();
        _launcher.BeginStep();
        _scene.IsQueued = true;
        _held!.Gather(first, step);
        foreach (var kernel in _training)
        {
            kernel.Start();
        }
        _held.Keep();
        _scene.IsQueued = false;
        _newest = Newest.Device;
    }

    public override void TakeLosses(Span<double> losses)
    {
        _launcher.EndStep();
        _held!.TakeLosses(losses);
    }

    public override void Differentiate()
    {
        foreach (var kernel in _gradients)
        {
            kernel.Start();
        }
        _newest = Newest.Device;
    }

    public override void Keep(bool isFirst)
    {
        Differentiate();
        _update.Keep(isFirst);
    }

    public override void Update(double share, bool addsKept)
    {
        Differentiate();
        _update.Run(share, addsKept);
    }

    public override void Fetch()
    {
        _launcher.EndStep();
        if (_newest == Newest.Device)
        {
            _accelerator.Synchronize();
            _memory.Download();
            foreach (var kernel in _training)
            {
                kernel.Collect();
            }
        }
        // Whoever asked may write there.
        _newest = Newest.Processor;
    }

    public override void Fetch(Slot<float> slot)
    {
        _launcher.EndStep();
        _accelerator.Synchronize();
        _memory.Download(slot.At(0), slot.Size);
    }

    public override void Dispose()
    {
        try
        {
            _accelerator.Synchronize();
        }
        finally
        {
            _launcher.Dispose();
            _memory.Dispose();
        }
    }

    // An instruction that works on a value right behind the one that wrote it, in all modes that either runs in.
    private Dictionary<Entry<float>, (Entry<float> Second, JointKernel Kernel)> JointsOf(Program<float> program)
    {
        var joints = new Dictionary<Entry<float>, (Entry<float>, JointKernel)>();
        for (var i = 0; i < program.Entries.Length; i++)
        {
            var first = program.Entries[i];
            var second = program.Entries.Skip(i + 1).FirstOrDefault(entry => entry.Uses.Any(first.Writes.Contains));
            if (second is not null && second.Modes == first.Modes && KernelCatalog.Of(first.Instruction, second.Instruction, _scene) is { } kernel)
            {
                joints[first] = (second, kernel);
            }
        }
        return joints;
    }

    // The processor's memory that the device has twins of, and whether what is there goes there and back.
    private static IEnumerable<(AlignedMemory<float> Memory, bool IsKept)> MemoriesOf(Program<float> program)
    {
        var store = program.Store;
        (AlignedMemory<float>, bool)[] always = [(program.Arena, false), (store.Values, true), (store.Gradients, true), (store.Buffers, true), (store.TiedGradients, false), .. store.Moments.Select(moment => (moment, true))];
        (AlignedMemory<float>, bool)[] sums = store.Sums is { } kept ? [(kept, true)] : [];
        (AlignedMemory<float>, bool)[] averages = store.Averages is { } average ? [(average.Values, true), (average.Buffers, true)] : [];
        return [.. always, .. sums, .. averages];
    }

    /// <summary>Refuses a program with an instruction that has no kernel: before any memory is taken, so that the answer is about the model.</summary>
    /// <param name="program">The program.</param>
    /// <param name="device">What was to carry it out.</param>
    /// <param name="has">Whether there is a kernel for a class of instructions.</param>
    /// <exception cref="DeviceException">There is none for one of them.</exception>
    internal static void CheckKernels(Program<float> program, DeviceInfo device, Func<Type, bool> has)
    {
        foreach (var entry in program.Entries)
        {
            Check(entry.Instruction.GetType(), entry.Node, entry.Values == Values.Loss);
        }
        foreach (var piece in program.Strips.SelectMany(strip => strip.Pieces))
        {
            CheckGradient(piece.Instruction, program.Graph.Nodes[piece.Parameter.Info.Node]);
        }

        void CheckGradient(GradientInstruction instruction, Language.Graph.Node node)
        {
            Check(instruction.GetType(), node);
            foreach (var part in instruction.Parts)
            {
                CheckGradient(part, node);
            }
        }

        void Check(Type instruction, Language.Graph.Node node, bool isLoss = false)
        {
            if (!has(instruction))
            {
                var what = isLoss ? $"The loss {program.Heads.First(head => head.Node == node.Id).Objective.Definition.Name}" : node.Layer.Name;
                throw new DeviceException($"{what} cannot be trained with `--device {device.Kind}` yet; the processor can: say `--device cpu`, or leave --device out.", isLoss ? null : node);
            }
        }
    }

    private void Upload()
    {
        _launcher.EndStep();
        if (_newest == Newest.Processor)
        {
            _memory.Upload();
            _newest = Newest.Both;
        }
    }

    private void Upload(DeviceMemory.Rows? rows, float* values)
    {
        if (rows is not null && values != null)
        {
            rows.View.CopyFromCPU(_launcher.Stream, ref Unsafe.AsRef<float>(values), (long)rows.PerSample * _program.Batch.Count);
        }
    }
}
