using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Nnet.Engine.Runs.Events;

namespace Nnet.Engine.Runs.Files;

/// <summary>
/// The folder of a run: run.json, model.nnet, events.jsonl, history.csv, loss.svg, the weights and a checkpoint. What is appended
/// reaches the disk now and then; what is replaced is replaced whole.
/// </summary>
public sealed class RunFolder : IDisposable
{
    /// <summary>The name of the events in a run folder.</summary>
    public const string EventsName = "events.jsonl";

    private const string LockName = "run.lock";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);

    private readonly FileStream _lock;
    private readonly FileStream _events;
    private readonly HistoryFile _history;
    // Whoever follows a run from its folder sees it move as often as this.
    private readonly Pulse _flush = new(0.1);

    private RunFolder(string path, FileStream held, FileStream events, HistoryFile history) => (Location, _lock, _events, _history) = (path, held, events, history);

    /// <summary>Its absolute path.</summary>
    public string Location { get; }

    /// <summary>Where a run goes unless told: <c>runs/data-Model-20261121-012233</c> beside the .nnet file.</summary>
    public static string DefaultPath(string file, string data, string model, DateTime now)
        => DefaultPaths(file, data, model, now).First(path => !Directory.Exists(path));

    /// <summary>Whether a process trains in this folder now.</summary>
    public static bool IsHeld(string path)
    {
        try
        {
            // Asking must not keep anybody from holding it, and a reader's lock lets others ask as well.
            using var asked = new FileStream(Path.Combine(path, LockName), FileMode.Open, FileAccess.Read, FileShare.Read, 1);
            return false;
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    /// <summary>Makes the folder and begins its files.</summary>
    /// <param name="path">The folder; an earlier run in it is replaced, anything else is left alone.</param>
    /// <param name="text">The .nnet text that is trained.</param>
    /// <param name="metrics">Metrics that every epoch has.</param>
    /// <param name="hasValidation">Whether there is a validation part.</param>
    /// <exception cref="IOException">The folder holds something else, or cannot be written.</exception>
    public static RunFolder Create(string path, string text, IEnumerable<string> metrics, bool hasValidation)
    {
        path = Path.GetFullPath(path);
        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any() && !File.Exists(Path.Combine(path, RunManifest.FileName)))
        {
            throw new IOException($"{path} is not empty and holds no earlier run; name a new folder.");
        }
        Directory.CreateDirectory(path);
        return Begin(path, Hold(path), text, metrics, hasValidation);
    }

    /// <summary>Makes a folder where runs go unless told. It is this run's alone, even where another process asks in the same moment.</summary>
    /// <param name="file">The .nnet file.</param>
    /// <param name="data">The data block.</param>
    /// <param name="model">The model.</param>
    /// <param name="text">The .nnet text that is trained.</param>
    /// <param name="metrics">Metrics that every epoch has.</param>
    /// <param name="hasValidation">Whether there is a validation part.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static RunFolder CreateNew(string file, string data, string model, string text, IEnumerable<string> metrics, bool hasValidation)
    {
        foreach (var path in DefaultPaths(file, data, model, DateTime.Now).Where(path => !Directory.Exists(path)))
        {
            Directory.CreateDirectory(path);
            if (TryHold(path) is { } held)
            {
                return Begin(path, held, text, metrics, hasValidation);
            }
        }
        throw new UnreachableException();
    }

    private static RunFolder Begin(string path, FileStream held, string text, IEnumerable<string> metrics, bool hasValidation)
    {
        FileStream? events = null;
        try
        {
            foreach (var earlier in Directory.EnumerateFiles(path, "*.safetensors").Append(Path.Combine(path, RunFollower.ControlName)))
            {
                File.Delete(earlier);
            }
            File.WriteAllText(Path.Combine(path, RunText.FileName), text);
            events = new FileStream(Path.Combine(path, EventsName), FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 15);
            return new RunFolder(path, held, events, new HistoryFile(Path.Combine(path, "history.csv"), metrics, hasValidation));
        }
        catch
        {
            events?.Dispose();
            held.Dispose();
            throw;
        }
    }

    /// <summary>Opens the folder of a run that goes on.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="eventBytes">How much of its events happened before the place where it goes on; what stands behind is dropped, since it happens once more.</param>
    /// <param name="metrics">Metrics that every epoch has.</param>
    /// <param name="hasValidation">Whether there is a validation part.</param>
    /// <returns>The folder, and what happened before.</returns>
    /// <exception cref="InvalidDataException">The events are damaged.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static (RunFolder Folder, IReadOnlyList<RunEvent> Past) Reopen(string path, long eventBytes, IEnumerable<string> metrics, bool hasValidation)
    {
        path = Path.GetFullPath(path);
        var held = HoldSoon(path);
        FileStream? events = null;
        try
        {
            events = new FileStream(Path.Combine(path, EventsName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, 1 << 15);
            var past = ReadPast(events, eventBytes);
            File.Delete(Path.Combine(path, RunFollower.ControlName));
            events.SetLength(eventBytes);
            events.Position = eventBytes;
            var folder = new RunFolder(path, held, events, new HistoryFile(Path.Combine(path, "history.csv"), metrics, hasValidation));
            foreach (var epoch in past.OfType<EpochDone>())
            {
                folder._history.Add(epoch);
            }
            return (folder, past);
        }
        catch
        {
            events?.Dispose();
            held.Dispose();
            throw;
        }
    }

    /// <summary>Brings everything that was added to the disk.</summary>
    /// <returns>Bytes of all events so far.</returns>
    public long Secure()
    {
        _history.Flush();
        _events.Flush(flushToDisk: true);
        return _events.Position;
    }

    /// <summary>Keeps an event.</summary>
    public void Add(RunEvent happened)
    {
        _events.Write(RunEventJson.WriteBytes(happened));
        _events.WriteByte((byte)'\n');
        if (happened is EpochDone epoch)
        {
            _history.Add(epoch);
        }
        if (happened is not (BatchDone or EpochDone) || _flush.IsDue())
        {
            Flush();
        }
    }

    /// <summary>Adds an event where that can be done: the folder may be gone, or full.</summary>
    public void TryAdd(RunEvent happened)
    {
        try
        {
            Add(happened);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Where the disk is full what is still to be written is lost, and that was said; the folder is free for the next run all the same.
        Action[] steps = [_events.Dispose, _history.Dispose, () => File.Delete(Path.Combine(Location, RunFollower.ControlName)), _lock.Dispose];
        foreach (var step in steps)
        {
            try
            {
                step();
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
            }
        }
    }

    private static IEnumerable<string> DefaultPaths(string file, string data, string model, DateTime now)
    {
        var folder = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, "runs");
        var name = $"{data}-{model}-{now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}";
        yield return Path.Combine(folder, name);
        for (var i = 2; ; i++)
        {
            yield return Path.Combine(folder, $"{name}-{i}");
        }
    }

    private static FileStream? TryHold(string path)
    {
        try
        {
            return Hold(path);
        }
        catch (IOException) when (IsHeld(path))
        {
            return null;
        }
    }

    // A run that was told to stop a moment ago may still be saving what this one goes on with.
    private static FileStream HoldSoon(string path)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return Hold(path);
            }
            catch (IOException) when (clock.Elapsed < s_patience && Directory.Exists(path))
            {
                Thread.Sleep(50);
            }
        }
    }

    // A lock goes with its process, however that ends.
    private static FileStream Hold(string path)
    {
        try
        {
            return new FileStream(Path.Combine(path, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException problem) when (Directory.Exists(path))
        {
            throw new IOException($"{path} is in use by another training run.", problem);
        }
    }

    private static List<RunEvent> ReadPast(FileStream events, long bytes)
    {
        if (events.Length < bytes)
        {
            throw new InvalidDataException($"{events.Name} has {events.Length:N0} bytes, but it had {bytes:N0} when the checkpoint was saved: it was cut off, so the history is lost. Train the run anew.");
        }
        var text = new byte[bytes];
        events.ReadExactly(text);
        var past = new List<RunEvent>();
        foreach (var line in Encoding.UTF8.GetString(text).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            try
            {
                past.Add(RunEventJson.Read(line));
            }
            catch (JsonException problem)
            {
                throw new InvalidDataException($"{events.Name} is damaged in line {past.Count + 1:N0}: {problem.Message}", problem);
            }
        }
        return past;
    }

    private void Flush()
    {
        _events.Flush();
        _history.Flush();
    }
}
