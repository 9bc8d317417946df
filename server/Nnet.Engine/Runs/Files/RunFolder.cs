using System.Globalization;
using Nnet.Engine.Runs.Events;

namespace Nnet.Engine.Runs.Files;

/// <summary>
/// The folder of a run: run.json, model.nnet, events.jsonl, history.csv, loss.svg and the weights. What is appended
/// reaches the disk now and then; what is replaced is replaced whole.
/// </summary>
public sealed class RunFolder : IDisposable
{
    private readonly FileStream _events;
    private readonly HistoryFile _history;
    private readonly Pulse _flush = new(0.5);

    private RunFolder(string path, FileStream events, HistoryFile history) => (Location, _events, _history) = (path, events, history);

    /// <summary>Its absolute path.</summary>
    public string Location { get; }

    /// <summary>Where a run goes unless told: <c>runs/data-Model-20261121-012233</c> beside the .nnet file.</summary>
    public static string DefaultPath(string file, string data, string model, DateTime now)
    {
        var folder = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, "runs");
        var name = $"{data}-{model}-{now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}";
        var path = Path.Combine(folder, name);
        for (var i = 2; Directory.Exists(path); i++)
        {
            path = Path.Combine(folder, $"{name}-{i}");
        }
        return path;
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
        foreach (var earlier in Directory.EnumerateFiles(path, "weights*.safetensors"))
        {
            File.Delete(earlier);
        }
        File.WriteAllText(Path.Combine(path, "model.nnet"), text);
        var events = new FileStream(Path.Combine(path, "events.jsonl"), FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 15);
        return new RunFolder(path, events, new HistoryFile(Path.Combine(path, "history.csv"), metrics, hasValidation));
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
        if (_flush.IsDue())
        {
            Flush();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _events.Dispose();
        _history.Dispose();
    }

    private void Flush()
    {
        _events.Flush();
        _history.Flush();
    }
}
