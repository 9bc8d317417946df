using Newtonsoft.Json;
using Nnet.Engine.Devices;
using Nnet.Engine.Kernels;

namespace Nnet.Cli;

/// <summary><c>nnet devices</c>: what can train networks here, and why something cannot.</summary>
internal sealed class DevicesCommand : Command
{
    /// <inheritdoc/>
    public override string Name => "devices";

    /// <inheritdoc/>
    public override string Summary => "List what can train here: processor, graphics cards";

    /// <inheritdoc/>
    public override string Usage => "[--json]";

    /// <inheritdoc/>
    public override IReadOnlyList<(string Option, string Meaning)> Options =>
    [
        ("--json", "One JSON array: for each kind its devices, or why there is none and what to do about it"),
        ("exit code", "0 whatever there is, 2 the command was not understood"),
    ];

    /// <inheritdoc/>
    public override int Run(Arguments arguments, Terminal console)
    {
        var json = arguments.Flag("--json");
        arguments.Rest(0, 0, "no words");
        DeviceSearch[] searches = [OfProcessor(), .. DeviceCatalog.Search()];
        if (json)
        {
            console.Line(JsonConvert.SerializeObject(
                searches.Select(search => new
                {
                    kind = search.Kind,
                    devices = search.Devices.Select(device => new { name = device.Name, memory = device.Memory, details = device.Details }),
                    missing = search.Missing,
                    remedy = search.Remedy,
                }),
                Formatting.Indented));
            return 0;
        }
        var width = searches.Max(search => search.Kind.Length);
        foreach (var search in searches)
        {
            foreach (var device in search.Devices)
            {
                var memory = device.Memory > 0 ? $"{Memory(device.Memory)}, " : "";
                console.Line($"{console.Accent(search.Kind.PadRight(width))}  {device.Name}  {console.Dim($"{memory}{device.Details}")}");
            }
            if (search.Devices.Count == 0)
            {
                console.Line($"{console.Dim(search.Kind.PadRight(width))}  none: {search.Missing}");
                console.Line($"{new string(' ', width)}  {search.Remedy}");
            }
        }
        return 0;
    }

    private static DeviceSearch OfProcessor() => new(
        DeviceCatalog.Processor,
        [new DeviceInfo(DeviceCatalog.Processor, $"{Environment.ProcessorCount} {(Environment.ProcessorCount == 1 ? "core" : "cores")}", GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, $"{Simd.Bits}-bit vectors")]);

    private static string Memory(long bytes) => bytes >= 1L << 30 ? $"{bytes / (double)(1L << 30):0.#} GiB" : $"{bytes >> 20:N0} MiB";
}
