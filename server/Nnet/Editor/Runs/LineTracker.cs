using Nnet.Editor.Workspace;

namespace Nnet.Editor.Runs;

/// <summary>Where the lines of a text are after later changes; a line whose text was changed is forgotten for good.</summary>
/// <param name="lines">Number of lines of the text.</param>
public sealed class LineTracker(int lines)
{
    private readonly int?[] _now = [.. Enumerable.Range(0, lines).Select(line => (int?)line)];

    /// <summary>Takes a change of the newest text.</summary>
    public void Apply(LineChange change)
    {
        for (var line = 0; line < _now.Length; line++)
        {
            _now[line] = _now[line] is { } now ? change.Unchanged(now) : null;
        }
    }

    /// <summary>Where a zero-based line of the first text is now; null when its text has changed, or there never was one.</summary>
    public int? Now(int line) => line >= 0 && line < _now.Length ? _now[line] : null;
}
