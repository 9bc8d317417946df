using System.Reflection;
using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using Nnet.Engine.Ilgpu.Backends;

namespace Nnet.Engine.Ilgpu.Tests;

/// <summary>A card that the processor plays, and a compiler for cards that are not there.</summary>
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
        }
    }
}
