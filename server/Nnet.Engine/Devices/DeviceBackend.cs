namespace Nnet.Engine.Devices;

/// <summary>A way to devices of one kind. Found by its class, in the assembly that is shipped beside the engine where it could be built.</summary>
public abstract class DeviceBackend
{
    /// <summary>The word that asks for its devices: <c>cuda</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>Looks for devices; finding none is an answer, too.</summary>
    public abstract DeviceSearch Search();

    /// <summary>Opens a device that <see cref="Search"/> found.</summary>
    /// <exception cref="DeviceException">It cannot be opened.</exception>
    public abstract Device Open(DeviceInfo device);
}

/// <summary>What a look for devices of one kind found.</summary>
/// <param name="Kind">The word that asks for them.</param>
/// <param name="Devices">Those that are there, the best first.</param>
/// <param name="Missing">Why there is none; null where there is one.</param>
/// <param name="Remedy">What to do about it; null where there is one.</param>
public sealed record DeviceSearch(string Kind, IReadOnlyList<DeviceInfo> Devices, string? Missing = null, string? Remedy = null);
