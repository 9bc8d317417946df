using System.Diagnostics;
using System.Text.Json;
using Nnet.Engine.Data;
using Nnet.Engine.Runs.Control;
using Nnet.Engine.Runs.Events;
using Nnet.Engine.Runs.Files;

namespace Nnet.Engine.Runs.Pictures;

/// <summary>
/// The pictures of a run: drawn at the end of an epoch while somebody looks, a few times a second and never for more than a small
/// share of the time, and in any case at the end, for whoever opens the run later. No run fails for the sake of a picture.
/// </summary>
/// <param name="run">The network and its data.</param>
/// <param name="control">Knows whether somebody looks.</param>
/// <param name="folder">The run's folder.</param>
internal sealed class RunAlbum(Experiment run, RunControl control, string folder)
{
    /// <summary>Its name in a run folder: the events of the last pictures, one a line.</summary>
    public const string FileName = "pictures.jsonl";

    private const double LeastBetween = 0.2;

    // Of the run's time so much may be spent on drawing, and so much on notes beside some that nobody feels; all kinds share it evenly.
    private const double DrawingShare = 0.02;
    private const double NotesShare = 0.01;
    private const double NotesFree = 0.05;

    private readonly Dictionary<RunPicture, Begun?> _begun = [];

    private string Path => System.IO.Path.Combine(folder, FileName);

    /// <summary>Takes notes, and draws and shows every picture if it is time to.</summary>
    /// <param name="epoch">Epochs that are complete.</param>
    /// <param name="isLast">Whether no epoch follows.</param>
    /// <param name="now">Seconds of the run.</param>
    /// <param name="show">Shows them.</param>
    public void Show(int epoch, bool isLast, double now, Action<RunEvent> show)
    {
        TakeNotes(epoch, isLast, now);
        if (!control.WantsPictures)
        {
            return;
        }
        var begun = Begin(IsWanted);
        var due = DrawDue(begun, epoch, now);
        foreach (var each in due)
        {
            show(each.Last!);
        }
        if (control.IsFollowed && due.Count > 0)
        {
            Keep(begun);
        }
    }

    /// <summary>Puts what was noted so far into the folder, so that it outlives the process.</summary>
    /// <param name="epoch">Epochs that are complete.</param>
    /// <param name="now">Seconds of the run.</param>
    public void KeepNotes(int epoch, double now)
    {
        if (!control.IsFollowed)
        {
            var begun = Begin(picture => picture.TakesNotes);
            DrawDue(begun, epoch, now);
            Keep(begun);
        }
    }

    /// <summary>Takes up the notes of an earlier process of this run.</summary>
    /// <param name="epoch">The last epoch that they are wanted of.</param>
    public void GoOn(int epoch) => Try(() =>
    {
        if (!File.Exists(Path))
        {
            return;
        }
        foreach (var earlier in File.ReadAllLines(Path).Select(RunEventJson.Read).OfType<PictureDrawn>())
        {
            foreach (var each in Begin(picture => picture.TakesNotes))
            {
                each.Drawing.GoOn?.Invoke(earlier.Picture, epoch);
            }
        }
    });

    /// <summary>Draws the network as it is kept and puts it into the folder.</summary>
    /// <param name="epoch">Epochs that are complete.</param>
    /// <param name="show">Shows the pictures; null where nobody can ask for any.</param>
    public void Close(int epoch, Action<RunEvent>? show)
    {
        var begun = Begin(IsWanted);
        foreach (var each in begun)
        {
            Draw(each, epoch);
        }
        Keep(begun);
        foreach (var drawn in begun.Select(each => each.Last).OfType<PictureDrawn>())
        {
            show?.Invoke(drawn);
        }
    }

    private static double Time(Action act)
    {
        var clock = Stopwatch.StartNew();
        act();
        return clock.Elapsed.TotalSeconds;
    }

    private bool IsWanted(RunPicture picture) => !picture.IsOnDemand || control.WantsNeurons;

    private void TakeNotes(int epoch, bool isLast, double now)
    {
        var takers = Begin(picture => picture.TakesNotes);
        foreach (var each in takers)
        {
            var isShown = control.WantsPictures && now >= each.NextDrawing;
            if (isShown || isLast || each.Noted * takers.Count < NotesFree + (NotesShare * now))
            {
                each.Noted += Time(() => Try(() => each.Drawing.Note!(epoch, isShown || isLast)));
            }
        }
    }

    // Those that were drawn, since they had rested long enough.
    private static List<Begun> DrawDue(List<Begun> begun, int epoch, double now)
    {
        var due = begun.Where(each => now >= each.NextDrawing).ToList();
        foreach (var each in due)
        {
            each.NextDrawing = now + Math.Max(LeastBetween, begun.Count * Time(() => Draw(each, epoch)) / DrawingShare);
        }
        return [.. due.Where(each => each.Last?.Epoch == epoch)];
    }

    private static void Draw(Begun begun, int epoch)
    {
        if (OrNull(begun.Drawing.Draw) is { } picture)
        {
            begun.Last = new PictureDrawn(epoch, picture);
        }
    }

    private void Keep(IEnumerable<Begun> begun) => Try(() =>
    {
        PictureDrawn[] drawn = [.. begun.Select(each => each.Last).OfType<PictureDrawn>()];
        if (drawn.Length > 0)
        {
            AtomicFile.Write(Path, stream =>
            {
                foreach (var each in drawn)
                {
                    stream.Write(RunEventJson.WriteBytes(each));
                    stream.WriteByte((byte)'\n');
                }
            });
        }
    });

    // The data may have gone meanwhile, the disk may be full, and notes may be those of another version.
    private static T? OrNull<T>(Func<T?> make)
        where T : class
    {
        try
        {
            return make();
        }
        catch (Exception problem) when (problem is DataException or IOException or UnauthorizedAccessException or JsonException or NotSupportedException or InvalidOperationException)
        {
            return null;
        }
    }

    private static void Try(Action act) => OrNull<object>(() =>
    {
        act();
        return null;
    });

    // What is never asked for is never prepared.
    private List<Begun> Begin(Func<RunPicture, bool> isWanted)
    {
        var wanted = new List<Begun>();
        foreach (var picture in RunPicture.All.Where(isWanted))
        {
            if (!_begun.TryGetValue(picture, out var begun))
            {
                _begun[picture] = begun = picture.Fits(run) && OrNull(() => picture.Begin(run)) is { } drawing ? new Begun(drawing) : null;
            }
            if (begun is not null)
            {
                wanted.Add(begun);
            }
        }
        return wanted;
    }

    /// <summary>A picture that there is of this run.</summary>
    private sealed class Begun(Drawing drawing)
    {
        public Drawing Drawing => drawing;

        /// <summary>The last time it was drawn.</summary>
        public PictureDrawn? Last { get; set; }

        /// <summary>When it may be drawn again, in seconds of the run.</summary>
        public double NextDrawing { get; set; }

        /// <summary>Seconds that its notes have taken.</summary>
        public double Noted { get; set; }
    }
}
