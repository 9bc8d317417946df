using System.Reflection;
using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using Nnet.Engine.Devices;
using Nnet.Engine.Ilgpu.Backends;
using Nnet.Engine.Ilgpu.Execution;
using Nnet.Engine.Ilgpu.Kernels;
using Xunit;

// A card that is played takes as many threads as it has: two of them would only wait for each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Nnet.Engine.Ilgpu.Tests;

/// <summary>
/// The card that kernels are checked on: one of the kind that <c>NNET_DEVICE</c> names (<c>cuda</c>, <c>opencl</c>), and one that the processor plays where
/// it names none. Beside it is a compiler for NVIDIA's cards, which needs none; what it makes is written to the folder that <c>NNET_PTX</c> names.
/// </summary>
public sealed class Card : IDisposable
{
    private static readonly StepWork s_anything = new(0, 0, 0, 0, 1);

    private readonly Context _context = IlgpuDevice.NewContext(_ => { });
    private readonly PTXBackend _ptx;
    private readonly Dictionary<MethodInfo, string> _assembly = [];

    public Card()
    {
        var kind = Environment.GetEnvironmentVariable("NNET_DEVICE") is { Length: > 0 } asked ? asked : "simulated";
        Device = (IlgpuDevice)DeviceCatalog.Open(kind, s_anything)!;
        _ptx = new PTXBackend(_context, CudaArchitecture.SM_80, CudaInstructionSet.ISA_70, null!);
    }

    internal IlgpuDevice Device { get; }

    /// <summary>What the kernels that were loaded so far are for NVIDIA's cards.</summary>
    internal IReadOnlyDictionary<MethodInfo, string> CompileForCuda()
    {
        foreach (var method in Device.Loader.EachKernels)
        {
            Compile(method, EntryPointDescription.FromImplicitlyGroupedKernel(method));
        }
        foreach (var method in Device.Loader.GroupKernels)
        {
            Compile(method, EntryPointDescription.FromExplicitlyGroupedKernel(method));
        }
        return _assembly;
    }

    /// <summary>Another card that the processor plays.</summary>
    /// <param name="library">Its library, if it has one.</param>
    /// <param name="graphs">How it is given many launches at once, if it can be.</param>
    internal static IlgpuDevice With(ProductLibrary? library = null, LaunchGraphs? graphs = null)
    {
        var context = IlgpuDevice.NewContext(builder => builder.CPU(SimulatedBackend.Card));
        var accelerator = SimulatedBackend.Open(context.GetCPUDevice(0), context);
        return new IlgpuDevice(new DeviceInfo("simulated", "another card", 0, ""), context, accelerator, accelerator.DefaultStream, library, graphs);
    }

    public void Dispose()
    {
        _ptx.Dispose();
        _context.Dispose();
        Device.Dispose();
    }

    private void Compile(MethodInfo method, EntryPointDescription entry)
    {
        if (!_assembly.ContainsKey(method))
        {
            _assembly[method] = ((PTXCompiledKernel)_ptx.Compile(entry, KernelSpecialization.Empty)).PTXAssembly;
            if (Environment.GetEnvironmentVariable("NNET_PTX") is { Length: > 0 } folder)
            {
                var names = $"{method.DeclaringType!.Name}.{method.Name}<{string.Join(',', method.DeclaringType.GetGenericArguments().Concat(method.GetGenericArguments()).Select(type => type.Name))}>";
                File.WriteAllText(Path.Combine(Directory.CreateDirectory(folder).FullName, names + ".ptx"), _assembly[method]);
            }
        }
    }
}
