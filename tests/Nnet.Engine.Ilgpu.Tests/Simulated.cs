using System.Reflection;
using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using Nnet.Engine.Devices;
using Nnet.Engine.Ilgpu.Backends;
using Nnet.Engine.Ilgpu.Kernels;
using Xunit;

// A card that is played takes as many threads as it has: two of them would only wait for each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Nnet.Engine.Ilgpu.Tests;

/// <summary>A card that the processor plays, and a compiler for cards that are not there. What it makes is written to the folder that <c>NNET_PTX</c> names.</summary>
public sealed class Simulated : IDisposable
{
    private readonly Context _context = IlgpuDevice.NewContext(_ => { });
    private readonly PTXBackend _ptx;
    private readonly Dictionary<MethodInfo, string> _assembly = [];

    public Simulated()
    {
        var backend = new SimulatedBackend();
        Device = (IlgpuDevice)backend.Open(backend.Search().Devices[0]);
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

    /// <summary>Another such card, with a library.</summary>
    internal static IlgpuDevice With(ProductLibrary library)
    {
        var context = IlgpuDevice.NewContext(builder => builder.CPU(SimulatedBackend.Card));
        return new IlgpuDevice(new DeviceInfo("simulated", "a card with a library", 0, ""), context, SimulatedBackend.Open(context.GetCPUDevice(0), context), library);
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
