using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using Nnet.Engine.Devices;
using Nnet.Engine.Ilgpu.Execution;

namespace Nnet.Engine.Ilgpu.Backends;

/// <summary>A card that the processor plays, thread by thread: to check kernels where there is none. It is slow.</summary>
internal sealed class SimulatedBackend : IlgpuBackend<CPUDevice>
{
    /// <inheritdoc/>
    public override string Kind => "simulated";

    /// <inheritdoc/>
    protected override string Absence => "ILGPU offers none.";

    /// <inheritdoc/>
    protected override string Remedy => "Its packages are damaged: restore them anew.";

    /// <summary>The card: one group of threads at a time is what a group's shared memory and barriers need.</summary>
    public static CPUDevice Card => new(8, Scene.GroupThreads / 8, 1);

    /// <summary>Opens the card. All its threads live on one core: those that wait for each other at every step take turns there many times faster than across several.</summary>
    public static Accelerator Open(CPUDevice device, Context context)
    {
        var accelerator = device.CreateAccelerator(context);
        // The first launch starts them.
        accelerator.LoadKernel<int>(Start)(accelerator.DefaultStream, new KernelConfig(1, accelerator.MaxNumThreadsPerGroup), 0);
        // What follows in their names is cut off where ILGPU has counted far.
        OneCore.Keep("ILGPU_");
        return accelerator;
    }

    /// <inheritdoc/>
    protected override Accelerator Create(CPUDevice device, Context context) => Open(device, context);

    /// <inheritdoc/>
    protected override void AddDevices(Context.Builder builder) => builder.CPU(Card);

    /// <inheritdoc/>
    protected override DeviceInfo InfoOf(CPUDevice device) => new(Kind, "a card played by the processor", 0, "to check kernels; slow", IsProcessor: true);

    private static void Start(int nothing)
    {
    }
}
