using System.Reflection;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;

namespace Nnet.Engine.Ilgpu.Execution;

/// <summary>Compiles kernels for a device, each once.</summary>
/// <param name="accelerator">The device.</param>
internal sealed class KernelLoader(Accelerator accelerator)
{
    private readonly Dictionary<MethodInfo, Delegate> _each = [];
    private readonly Dictionary<MethodInfo, Delegate> _groups = [];

    /// <summary>Kernels that run once for every index.</summary>
    public IReadOnlyCollection<MethodInfo> EachKernels => _each.Keys;

    /// <summary>Kernels that work in groups.</summary>
    public IReadOnlyCollection<MethodInfo> GroupKernels => _groups.Keys;

    /// <summary>Loads a kernel that runs once for every index.</summary>
    public Action<AcceleratorStream, Index1D, TArguments> Each<TArguments>(Action<Index1D, TArguments> kernel)
        where TArguments : struct
    {
        if (!_each.TryGetValue(kernel.Method, out var run))
        {
            // A card that the processor plays has its threads wait for each other behind every group, and these have no reason to.
            _each[kernel.Method] = run = accelerator is CPUAccelerator ? accelerator.LoadImplicitlyGroupedKernel(kernel, 1) : accelerator.LoadAutoGroupedKernel(kernel);
        }
        return (Action<AcceleratorStream, Index1D, TArguments>)run;
    }

    /// <summary>Loads a kernel that works in groups.</summary>
    public Action<AcceleratorStream, KernelConfig, TArguments> Groups<TArguments>(Action<TArguments> kernel)
        where TArguments : struct
    {
        if (!_groups.TryGetValue(kernel.Method, out var run))
        {
            _groups[kernel.Method] = run = accelerator.LoadKernel(kernel);
        }
        return (Action<AcceleratorStream, KernelConfig, TArguments>)run;
    }
}
