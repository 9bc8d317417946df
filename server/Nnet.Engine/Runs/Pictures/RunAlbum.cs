using System.Collections.Immutable;
using System.Diagnostics;
using Nnet.Engine.Data;
using Nnet.Engine.Runs.Control;
using Nnet.Engine.Runs.Events;
using Nnet.Engine.Runs.Files;

namespace Nnet.Engine.Runs.Pictures;

/// <summary>
/// The pictures of a run: drawn at the end of an epoch while somebody looks, a few times a second and never for more than a small
/// share of the time, and in any case at the end, for whoever opens the run later.
/// </summary>
/// <param name="run">The network and its data.</param>
/// <param name="control">Knows whether somebody looks.</param>
internal sealed class RunAlbum(Experiment run, RunControl control)
{
    /// <summary>Its name in a run folder: the events of the last pictures, one a line.</summary>
    public const string FileName = "pictures.jsonl";

    private const double LeastBetween = 0.2;

    // At least so many times as long as drawing takes passes before it is done again: less than a fortieth of the time.
    private const double RestAfterDrawing = 50;

    private readonly Dictionary<RunPicture, Drawing?> _drawings = [];
    private double _next;

    /// <summary>Looks at the network before the last step of an epoch, if pictures will be drawn behind it.</summary>
    /// <param name="now">Seconds of the run.</param>
    public void Watch(double now)
    {
        if (control.WantsPictures && now >= _next)
        {
            foreach (var drawing in Begun())
            {
                drawing.BeforeStep?.Invoke();
            }
        }
    }

    /// <summary>Draws and shows every picture if it is time to.</summary>
    /// <param name="epoch">Epochs that are complete.</param>
    /// <param name="now">Seconds of the run.</param>
    /// <param name="folder">The run's folder, for those who follow it from there.</param>
    /// <param name="show">Shows them.</param>
    public void Show(int epoch, double now, string folder, Action<RunEvent> show)
    {
        if (!control.WantsPictures || now < _next)
        {
            return;
        }
        var clock = Stopwatch.StartNew();
        var drawn = Draw(epoch);
        foreach (var each in drawn)
        {
            show(each);
        }
        if (control.IsFollowed)
        {
            Keep(drawn, folder);
        }
        _next = now + Math.Max(LeastBetween, RestAfterDrawing * clock.Elapsed.TotalSeconds);
    }

    /// <summary>Draws the network as it is kept and puts it into the folder.</summary>
    /// <param name="epoch">Epochs that are complete.</param>
    /// <param name="folder">The run folder.</param>
    /// <param name="show">Shows the pictures; null where nobody can ask for any.</param>
    public void Close(int epoch, string folder, Action<RunEvent>? show)
    {
        var drawn = Draw(epoch);
        Keep(drawn, folder);
        foreach (var each in drawn)
        {
            show?.Invoke(each);
        }
    }

    private static void Keep(ImmutableArray<PictureDrawn> drawn, string folder)
    {
        if (!drawn.IsEmpty)
        {
            AtomicFile.Write(Path.Combine(folder, FileName), stream =>
            {
                foreach (var each in drawn)
                {
                    stream.Write(RunEventJson.WriteBytes(each));
                    stream.WriteByte((byte)'\n');
                }
            });
        }
    }

    private ImmutableArray<PictureDrawn> Draw(int epoch)
        => [.. Begun().Select(drawing => OrNull(drawing.Draw)).OfType<Picture>().Select(picture => new PictureDrawn(epoch, picture))];

    // The data may have gone meanwhile. No run fails for the sake of a picture.
    private static T? OrNull<T>(Func<T> make)
        where T : class
    {
        try
        {
            return make();
        }
        catch (Exception problem) when (problem is DataException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // What is never asked for is never prepared.
    private List<Drawing> Begun()
    {
        var begun = new List<Drawing>();
        foreach (var picture in RunPicture.All.Where(picture => !picture.IsOnDemand || control.WantsNeurons))
        {
            if (!_drawings.TryGetValue(picture, out var drawing))
            {
                _drawings[picture] = drawing = picture.Fits(run) ? OrNull(() => picture.Begin(run)) : null;
            }
            if (drawing is not null)
            {
                begun.Add(drawing);
            }
        }
        return begun;
    }
}
