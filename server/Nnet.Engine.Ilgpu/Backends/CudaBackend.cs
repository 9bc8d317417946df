using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using Nnet.Engine.Devices;

namespace Nnet.Engine.Ilgpu.Backends;

/// <summary>NVIDIA's cards.</summary>
internal sealed class CudaBackend : IlgpuBackend<CudaDevice>
{
    /// <inheritdoc/>
    public override string Kind => "cuda";

    /// <inheritdoc/>
    protected override string Absence => NativeLibraries.CanLoad("cuda") ? "NVIDIA's driver is there and names no card." : "NVIDIA's driver (libcuda, nvcuda.dll) was not found.";

    /// <inheritdoc/>
    protected override string Remedy => "Look whether `nvidia-smi` lists the card; if it does not, install NVIDIA's driver. The CUDA toolkit is not needed.";

    /// <inheritdoc/>
    protected override void AddDevices(Context.Builder builder) => builder.Cuda();

    /// <inheritdoc/>
    private protected override IlgpuDevice Open(DeviceInfo info, Context context, Accelerator accelerator)
    {
        var card = (CudaAccelerator)accelerator;
        // Launches can be taken down in a stream of its own only.
        var stream = (CudaStream)card.CreateStream();
        return new IlgpuDevice(info, context, card, stream, Cublas.Find(card, stream), CudaGraphs.Find(card, stream));
    }

    /// <inheritdoc/>
    protected override DeviceInfo InfoOf(CudaDevice device) => new(Kind, device.Name, device.MemorySize, $"{device.NumMultiprocessors} multiprocessors, {device.Architecture}, driver {device.DriverVersion}");
}
