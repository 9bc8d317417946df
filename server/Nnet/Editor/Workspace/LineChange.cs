namespace Nnet.Editor.Workspace;

/// <summary>
/// What one change did to the lines of a text: lines <see cref="First"/> to <see cref="OldLast"/> became lines
/// <see cref="First"/> to <see cref="NewLast"/>. It is found by comparing both texts, whatever edits made one of the other.
/// </summary>
public readonly record struct LineChange
{
    private LineChange(int first, int oldLast, int newLast, bool firstIsSame, bool lastIsSame)
        => (First, OldLast, NewLast, FirstIsSame, LastIsSame) = (first, oldLast, newLast, firstIsSame, lastIsSame);

    /// <summary>The first line that differs.</summary>
    public int First { get; }

    /// <summary>The last line that differs, counted in the old text.</summary>
    public int OldLast { get; }

    /// <summary>The last line that differs, counted in the new text.</summary>
    public int NewLast { get; }

    private bool FirstIsSame { get; }

    private bool LastIsSame { get; }

    /// <summary>Compares two texts.</summary>
    public static LineChange Between(string before, string after)
    {
        var start = before.AsSpan().CommonPrefixLength(after);
        var (oldEnd, newEnd) = (before.Length, after.Length);
        while (oldEnd > start && newEnd > start && before[oldEnd - 1] == after[newEnd - 1])
        {
            oldEnd--;
            newEnd--;
        }
        var first = Breaks(before.AsSpan(0, start));
        return new LineChange(
            first,
            first + Breaks(before.AsSpan(start, oldEnd - start)),
            first + Breaks(after.AsSpan(start, newEnd - start)),
            LineAround(before, start, start).SequenceEqual(LineAround(after, start, start)),
            LineAround(before, oldEnd, oldEnd).SequenceEqual(LineAround(after, newEnd, newEnd)));
    }

    /// <summary>Where a line of the old text is now if its text is still the same, or null.</summary>
    public int? Unchanged(int line) => line switch
    {
        _ when line < First => line,
        _ when line > OldLast => line + NewLast - OldLast,
        _ when line == OldLast && LastIsSame => NewLast,
        _ when line == First && FirstIsSame => First,
        _ => null,
    };

    /// <summary>Where a line of the old text is now, its text being the same or edited; null when it is gone.</summary>
    public int? Moved(int line) => Unchanged(line) ?? line switch
    {
        _ when line == First && !(First == NewLast && OldLast > First && LastIsSame) => First,
        _ when line == OldLast => NewLast,
        _ when OldLast == NewLast => line,
        _ => null,
    };

    // Only line feeds count: a lone carriage return inside a changed stretch merely makes the stretch look shorter.
    private static int Breaks(ReadOnlySpan<char> text) => text.Count('\n');

    private static ReadOnlySpan<char> LineAround(string text, int start, int end)
    {
        var from = text.AsSpan(0, start).LastIndexOf('\n') + 1;
        var length = text.AsSpan(end).IndexOf('\n');
        return text.AsSpan(from..(length < 0 ? text.Length : end + length));
    }
}
