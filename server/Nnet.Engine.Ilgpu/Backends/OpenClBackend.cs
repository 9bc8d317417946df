using ILGPU;
using ILGPU.Runtime.OpenCL;
using Nnet.Engine.Devices;

namespace Nnet.Engine.Ilgpu.Backends;

/// <summary>Cards of any maker, through OpenCL.</summary>
internal sealed class OpenClBackend : IlgpuBackend<CLDevice>
{
    /// <inheritdoc/>
    public override string Kind => "opencl";

    /// <inheritdoc/>
    protected override string Absence => NativeLibraries.CanLoad("OpenCL") ? "OpenCL is there, but none of its devices has what kernels need: OpenCL 2.0 with one address space for all memory." : "OpenCL (libOpenCL, OpenCL.dll) was not found.";

    /// <inheritdoc/>
    protected override string Remedy => "Install the driver of the card's maker with its OpenCL part; `clinfo` lists what is there.";

    /// <inheritdoc/>
    protected override void AddDevices(Context.Builder builder) => builder.OpenCL();

    /// <inheritdoc/>
    protected override DeviceInfo InfoOf(CLDevice device)
    {
        var isProcessor = device.DeviceType.HasFlag(CLDeviceType.CL_DEVICE_TYPE_CPU);
        return new(Kind, device.Name, device.MemorySize, $"{device.NumMultiprocessors} compute units, {device.VendorName}, {device.DeviceVersion}{(isProcessor ? "; this is the processor, so `auto` does not take it" : "")}", isProcessor);
    }
}
