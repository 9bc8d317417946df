using System.Collections.Immutable;
using System.Reflection;

namespace Nnet.Engine.Devices;

/// <summary>The devices of this machine, and the choice among them.</summary>
public static class DeviceCatalog
{
    /// <summary>The word for the processor.</summary>
    public const string Processor = "cpu";

    /// <summary>The word for whatever is faster.</summary>
    public const string Auto = "auto";

    private const string AssemblyName = "Nnet.Engine.Ilgpu";

    // In the order in which they are tried.
    private static readonly string[] s_kinds = ["cuda", "opencl"];

    private static readonly Lazy<IReadOnlyList<DeviceBackend>> s_found = new(FindBackends);

    private static ImmutableArray<DeviceBackend> s_added = [];

    /// <summary>Words that choose a device.</summary>
    public static IEnumerable<string> Words => [Auto, Processor, .. Kinds];

    private static IEnumerable<string> Kinds => s_kinds.Union(Backends.Select(backend => backend.Kind));

    private static IEnumerable<DeviceBackend> Backends => s_found.Value.Concat(s_added);

    /// <summary>Whether this build has any way to devices beside the processor.</summary>
    public static bool HasBackends => Backends.Any();

    /// <summary>Looks for the devices of every kind.</summary>
    public static IReadOnlyList<DeviceSearch> Search() => [.. Kinds.Select(Search)];

    /// <summary>Opens the device that was asked for.</summary>
    /// <param name="word">One of <see cref="Words"/>.</param>
    /// <param name="work">What a step takes, for <see cref="Auto"/> to decide.</param>
    /// <returns>The device, or null for the processor.</returns>
    /// <exception cref="DeviceException">There is no such device.</exception>
    public static Device? Open(string word, StepWork work) => word switch
    {
        Processor => null,
        Auto => OpenWhereFaster(work),
        _ => OpenKind(word),
    };

    /// <summary>Adds a back end beside those that were found: one that fails, for tests of what then happens.</summary>
    internal static void Add(DeviceBackend backend) => ImmutableInterlocked.Update(ref s_added, added => added.Add(backend));

    private static Device OpenKind(string kind)
    {
        var search = Search(kind);
        return search.Devices.Count > 0
            ? BackendOf(kind)!.Open(search.Devices[0])
            : throw new DeviceException($"There is no {kind} device to train on: {search.Missing} {search.Remedy} `--device auto` trains on the processor meanwhile.");
    }

    private static Device? OpenWhereFaster(StepWork work)
    {
        // Looking for devices takes longer than a small network's first epochs.
        if (!HasBackends || !work.IsWorthADevice)
        {
            return null;
        }
        foreach (var backend in Backends)
        {
            try
            {
                if (backend.Search().Devices is [{ IsProcessor: false } device, ..])
                {
                    return backend.Open(device);
                }
            }
            catch (DeviceException)
            {
                // Nobody asked for this one.
            }
        }
        return null;
    }

    private static DeviceSearch Search(string kind) => BackendOf(kind) is { } backend
        ? backend.Search()
        : new DeviceSearch(kind, [], "this nnet was built without ILGPU, which brings networks to graphics cards.", "Build it where the packages ILGPU and ILGPU.Algorithms can be had: docs/gpu.md has the command.");

    private static DeviceBackend? BackendOf(string kind) => Backends.FirstOrDefault(backend => backend.Kind == kind);

    private static IReadOnlyList<DeviceBackend> FindBackends()
    {
        Assembly assembly;
        try
        {
            assembly = Assembly.Load(AssemblyName);
        }
        catch (FileNotFoundException)
        {
            return [];
        }
        return [.. assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(DeviceBackend)))
            .Select(type => (DeviceBackend)Activator.CreateInstance(type, nonPublic: true)!)
            .OrderBy(backend => Array.IndexOf(s_kinds, backend.Kind) is var place && place < 0 ? s_kinds.Length : place)];
    }
}
