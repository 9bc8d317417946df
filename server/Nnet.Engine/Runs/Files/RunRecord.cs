using System.Collections.Immutable;
using System.Text.Json;
using Nnet.Engine.Runs.Events;
using Nnet.Engine.Runs.Pictures;

namespace Nnet.Engine.Runs.Files;

/// <summary>What the folder of a run tells whoever looks back at it, as far as it can be read: a run may have been cut short, or still go on.</summary>
public sealed record RunRecord
{
    /// <summary>Name of the folder, which is the name of the run; the folder may have been renamed since.</summary>
    public required string Name { get; init; }

    /// <summary>What was kept of it.</summary>
    public required RunManifest Manifest { get; init; }

    /// <summary>The text that was trained, or null where it is gone.</summary>
    public required string? Text { get; init; }

    /// <summary>What of the text the run is of (<see cref="TrainedText"/>), or null where it is gone.</summary>
    public string? Trained => Text is null ? null : TrainedText.Of(Text, Manifest.Started);

    /// <summary>Everything that happened, pictures left out.</summary>
    public required ImmutableArray<RunEvent> Events { get; init; }

    /// <summary>The last pictures of the task.</summary>
    public required ImmutableArray<PictureDrawn> Pictures { get; init; }

    /// <summary>Lines of events and pictures that tell nothing; half a line at the end, as a run leaves that is cut short, is none.</summary>
    public required int DamagedLines { get; init; }

    /// <summary>Reads a run folder.</summary>
    /// <exception cref="InvalidDataException">It is no run folder, or its manifest is damaged.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static RunRecord Load(string folder)
    {
        var manifest = RunManifest.Load(folder);
        var (events, damaged) = ReadEvents(Path.Combine(folder, RunFolder.EventsName));
        var (pictures, alsoDamaged) = ReadEvents(Path.Combine(folder, RunAlbum.FileName));
        return new RunRecord
        {
            Name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))),
            Manifest = manifest,
            Text = ReadIfThere(Path.Combine(folder, RunText.FileName)),
            Events = events,
            Pictures = [.. pictures.OfType<PictureDrawn>()],
            DamagedLines = damaged + alsoDamaged,
        };
    }

    private static (ImmutableArray<RunEvent> Events, int Damaged) ReadEvents(string path)
    {
        var text = ReadIfThere(path) ?? "";
        var whole = text.LastIndexOf('\n') + 1;
        var events = ImmutableArray.CreateBuilder<RunEvent>();
        var damaged = 0;
        foreach (var line in text[..whole].Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (Understand(line) is { } happened)
            {
                events.Add(happened);
            }
            else
            {
                damaged++;
            }
        }
        if (Understand(text[whole..]) is { } last)
        {
            events.Add(last);
        }
        return (events.ToImmutable(), damaged);
    }

    // An event that lacks a part can be read, but not written again: then it is of no use to anyone either.
    private static RunEvent? Understand(string line)
    {
        try
        {
            var happened = RunEventJson.Read(line);
            RunEventJson.Write(happened);
            return happened;
        }
        catch (Exception problem) when (problem is JsonException or NotSupportedException or InvalidOperationException or NullReferenceException or ArgumentException)
        {
            return null;
        }
    }

    // A run that goes on holds its files open.
    private static string? ReadIfThere(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return reader.ReadToEnd();
    }
}
