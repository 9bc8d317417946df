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
            var found = DevicesIn(context).Select(InfoOf).OrderBy(device => device.IsProcessor).ToArray();
            return found.Length > 0 ? new(Kind, found) : new(Kind, [], Absence, Remedy);
        }
        catch (Exception problem) when (DriverFault.In(problem) is not null || problem is DllNotFoundException or EntryPointNotFoundException or NotSupportedException or TypeInitializationException)
        {
            return new(Kind, [], $"Its driver answered: {DriverFault.WordsOf(problem).TrimEnd('.')}.", Remedy);
        }
    }

    /// <inheritdoc/>
    public sealed override Engine.Devices.Device Open(DeviceInfo device)
    {
        NativeLibraries.FindVersioned();
        Context? context = null;
        try
        {
            context = IlgpuDevice.NewContext(AddDevices);
            var chosen = DevicesIn(context).Find(known => InfoOf(known) == device) ?? throw new DeviceException($"{device.Name} was there a moment ago, but is not any more. {Remedy}");
            return Open(device, context, Create(chosen, context));
        }
        catch (Exception problem)
        {
            DriverFault.GiveBack(context);
            if (problem is not DeviceException && (DriverFault.In(problem) is not null || problem is InvalidOperationException or NotSupportedException))
            {
                throw new DeviceException($"{device.Name} was found, but cannot be opened: {DriverFault.WordsOf(problem).TrimEnd('.')}. {Remedy}");
            }
            throw;
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
