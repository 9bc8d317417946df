using System.Text.Json;
using Nnet.Engine.Runs.Events;
using Nnet.Engine.Runs.Pictures;

namespace Nnet.Engine.Runs.Files;

/// <summary>
/// Hears a run that another process trains, from the files in its folder: everything that happened so far, then what happens. What
/// is to be said to the run is put into a file there, which it reads a few times a second.
/// </summary>
public sealed class RunFollower : IDisposable
{
    /// <summary>The file with what is said to a run, one command a line (docs/events.md); gone when the run is over.</summary>
    public const string ControlName = "control.jsonl";

    // As often as events come to the file.
    private const int PollMilliseconds = 100;

    // Of an hour's run that is a point a second, and a curve is a thousand pixels wide.
    private const int MostPastBatches = 4000;

    private readonly string _folder;
    private readonly JsonLines _events;
    private DateTime _pictures;

    /// <summary>Follows the run of a folder.</summary>
    /// <param name="folder">The folder.</param>
    public RunFollower(string folder)
    {
        _folder = Path.GetFullPath(folder);
        _events = new JsonLines(Path.Combine(_folder, RunFolder.EventsName));
    }

    /// <summary>Hears the run to its end.</summary>
    /// <param name="listen">Hears every event, on this thread.</param>
    /// <param name="leave">Ends the hearing; the run goes on.</param>
    /// <returns>The last event; null where it was left before.</returns>
    public RunEvent? Follow(Action<RunEvent> listen, CancellationToken leave)
    {
        while (!leave.IsCancellationRequested)
        {
            // Asked first: what a run writes before it lets go of its folder is read below.
            var goesOn = RunFolder.IsHeld(_folder);
            foreach (var happened in Few(_events.ReadNew().Select(Parse).OfType<RunEvent>()))
            {
                if (happened is Done)
                {
                    ShowPictures(listen);
                }
                listen(happened);
                if (happened is Done or Failed)
                {
                    return happened;
                }
            }
            ShowPictures(listen);
            if (!goesOn)
            {
                var failed = new Failed(WhyItEnded(), null);
                listen(failed);
                return failed;
            }
            leave.WaitHandle.WaitOne(PollMilliseconds);
        }
        return null;
    }

    /// <summary>Everything that happened, but no more than some thousand batches, evenly spread.</summary>
    public static IEnumerable<RunEvent> Few(IEnumerable<RunEvent> past)
    {
        RunEvent[] all = [.. past];
        var step = Math.Max(1, (all.OfType<BatchDone>().Count() + MostPastBatches - 1) / MostPastBatches);
        var batches = 0;
        return all.Where(happened => happened is not BatchDone || batches++ % step == 0);
    }

    /// <summary>Says something to the run.</summary>
    /// <param name="command">A command as one line of JSON.</param>
    public void Say(string command)
    {
        try
        {
            using var file = new StreamWriter(new FileStream(Path.Combine(_folder, ControlName), FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete));
            file.Write(command + "\n");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // The folder is gone, or full: the run says so itself.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _events.Dispose();

    private string WhyItEnded()
        => !Directory.Exists(_folder) ? "The run folder is not there any more. If it was deleted or moved while the run went on, its curves are all that is left; train again to have its weights."
        : !File.Exists(Path.Combine(_folder, RunFolder.EventsName)) ? $"{_folder} is no run folder: it has no {RunFolder.EventsName}."
        : "The run ended without a word, as it does when its process is killed. Go on with it from its last checkpoint.";

    // Pictures are replaced, not added to.
    private void ShowPictures(Action<RunEvent> listen)
    {
        var path = Path.Combine(_folder, RunAlbum.FileName);
        try
        {
            var written = File.GetLastWriteTimeUtc(path);
            if (written == _pictures || !File.Exists(path))
            {
                return;
            }
            _pictures = written;
            foreach (var drawn in File.ReadAllLines(path).Select(Parse).OfType<PictureDrawn>())
            {
                listen(drawn);
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // The next ones come soon.
        }
    }

    private static RunEvent? Parse(string line)
    {
        try
        {
            return RunEventJson.Read(line);
        }
        catch (JsonException)
        {
            // A later version may tell what this one does not know.
            return null;
        }
    }
}
