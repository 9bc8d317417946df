using ILGPU;
using ILGPU.Runtime;
using Nnet.Engine.Devices;

namespace Nnet.Engine.Ilgpu.Backends;

/// <summary>Devices of one kind that ILGPU knows.</summary>
/// <typeparam name="TDevice">ILGPU's class of them.</typeparam>
internal abstract class IlgpuBackend<TDevice> : DeviceBackend
    where TDevice : ILGPU.Runtime.Device
{
    /// <inheritdoc/>
    public sealed override DeviceSearch Search()
    {
        NativeLibraries.FindVersioned();
        try
        {
            using var context = IlgpuDevice.NewContext(AddDevices);
            var found = DevicesIn(context).Select(InfoOf).ToArray();
            return found.Length > 0 ? new(Kind, found) : new(Kind, [], Absence, Remedy);
        }
        catch (Exception problem) when (problem is AcceleratorException or DllNotFoundException or EntryPointNotFoundException or NotSupportedException or TypeInitializationException)
        {
            return new(Kind, [], $"its driver answered: {FaultWords.Of(problem)}", Remedy);
        }
    }

    /// <inheritdoc/>
    public sealed override Engine.Devices.Device Open(DeviceInfo device)
    {
        NativeLibraries.FindVersioned();
        var context = IlgpuDevice.NewContext(AddDevices);
        try
        {
            var chosen = DevicesIn(context).First(known => InfoOf(known) == device);
            return Open(device, context, Create(chosen, context));
        }
        catch (Exception problem) when (problem is AcceleratorException or InvalidOperationException or NotSupportedException)
        {
            context.Dispose();
            throw new DeviceException($"{device.Name} was found, but cannot be opened: {FaultWords.Of(problem).TrimEnd('.')}. {Remedy}");
        }
    }

    /// <summary>Why there may be none.</summary>
    protected abstract string Absence { get; }

    /// <summary>What to do about it.</summary>
    protected abstract string Remedy { get; }

    /// <summary>Has ILGPU look for them.</summary>
    protected abstract void AddDevices(Context.Builder builder);

    /// <summary>Opens a device.</summary>
    protected virtual Accelerator Create(TDevice device, Context context) => device.CreateAccelerator(context);

    /// <summary>A device with all that helps to use it.</summary>
    private protected virtual IlgpuDevice Open(DeviceInfo info, Context context, Accelerator accelerator) => new(info, context, accelerator, accelerator.DefaultStream);

    // ILGPU's own collection is gone when the method that asked for it is.
    private static List<TDevice> DevicesIn(Context context)
    {
        var devices = new List<TDevice>();
        foreach (var device in context.GetDevices<TDevice>())
        {
            devices.Add(device);
        }
        return devices;
    }

    /// <summary>What a device is.</summary>
    protected abstract DeviceInfo InfoOf(TDevice device);
}
