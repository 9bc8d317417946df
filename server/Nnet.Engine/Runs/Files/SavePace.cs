namespace Nnet.Engine.Runs.Files;

/// <summary>Keeps saving cheap: between two saves lies a rest, and a longer one where a save takes long.</summary>
/// <param name="least">Least seconds between two saves; zero is for those who want as many as there can be, such as tests.</param>
internal sealed class SavePace(double least)
{
    // A save never costs more than a twentieth of the time.
    private const double RestAfterSave = 20;

    private double _next;

    /// <summary>Whether it may be saved now.</summary>
    /// <param name="now">Seconds of the run.</param>
    public bool IsDue(double now) => now >= _next;

    /// <summary>Saves, and rests from then on.</summary>
    /// <param name="pace">The run's clock.</param>
    /// <param name="save">Saves.</param>
    public void Save(TrainingPace pace, Action save)
    {
        var start = pace.Seconds;
        save();
        var end = pace.Seconds;
        _next = least == 0 ? 0 : end + Math.Max(least, RestAfterSave * (end - start));
    }
}
