using Nnet.Engine.Devices;
using Nnet.Engine.Runs;
using Nnet.Engine.Runs.Events;

namespace Nnet.Cli.Live;

/// <summary>The figures of an epoch, the loss first, each with its validation behind it.</summary>
internal static class RunFigures
{
    /// <summary>Name and value of each.</summary>
    public static IEnumerable<(string Name, string Value)> Of(EpochDone epoch)
    {
        foreach (var name in epoch.Train.Keys)
        {
            yield return (name, Words.Value(name, epoch.Train[name]));
            if (epoch.Validation is { } validation)
            {
                yield return ($"val_{name}", Words.Value(name, validation[name]));
            }
        }
    }
}

/// <summary>What a run is, in two lines.</summary>
internal static class RunHeader
{
    /// <summary>Writes them.</summary>
    public static void Write(Terminal console, Started started)
    {
        var samples = started.Samples;
        string[] parts =
        [
            $"{Figures.Count(samples.Train)} train",
            .. samples.Validation > 0 ? [$"{Figures.Count(samples.Validation)} validation"] : Array.Empty<string>(),
            .. samples.Test > 0 ? [$"{Figures.Count(samples.Test)} test"] : Array.Empty<string>(),
        ];
        console.Line($"{console.Bold(started.Model)} on {console.Bold(started.Data)}  {console.Dim($"{Figures.Count(started.Parameters)} parameters · {string.Join(", ", parts)} samples")}");
        console.Line(console.Dim($"{started.Loss} · {started.Optimizer} · batch {started.Batch} · seed {started.Seed} · {Hardware(started)}"));
        if (started.Resumed is { } resumed)
        {
            console.Line($"goes on in epoch {resumed.Epoch} after {Figures.Count(resumed.Step)} steps{(resumed.Problem is null ? "" : $"; the last checkpoint was no good, the one before it is used. {resumed.Problem}")}");
        }
        console.Line();
    }

    private static string Hardware(Started started) => started.Device == DeviceCatalog.Processor
        ? $"{(started.Threads == 1 ? "1 thread" : $"{started.Threads} threads")}, {started.Simd}-bit vectors"
        : started.Device;
}
