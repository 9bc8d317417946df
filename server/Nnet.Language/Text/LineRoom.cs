namespace Nnet.Language.Text;

/// <summary>Gives lines their offsets, with room between them for what is going to be typed.</summary>
internal static class LineRoom
{
    // Behind each line at first, and behind a line that comes in.
    private const int Usual = 1 << 14;
    private const int OfNewLine = 1 << 8;
    private const int Last = 1 << 30;

    /// <summary>Offsets for all lines of a text.</summary>
    /// <param name="starts">Where each begins.</param>
    /// <param name="length">The length of the text.</param>
    public static int[] Spread(int[] starts, int length)
    {
        var offsets = new int[starts.Length];
        var room = Math.Min(Usual, (Last - length) / starts.Length);
        for (var i = 0; i < starts.Length; i++)
        {
            offsets[i] = starts[i] + (i * room);
        }
        return offsets;
    }

    /// <summary>Offsets for the lines of an edited text.</summary>
    /// <param name="starts">Where each begins.</param>
    /// <param name="length">The length of the text.</param>
    /// <param name="before">The offsets of the lines of the text before.</param>
    /// <param name="kept">How many lines at the top and at the bottom are the same; fewer afterwards where there was no room for the others, and neighbours had to give way.</param>
    public static int[] Place(int[] starts, int length, int[] before, ref (int Above, int Below) kept)
    {
        var offsets = new int[starts.Length];
        for (var step = 1; ; step *= 2)
        {
            Array.Copy(before, offsets, kept.Above);
            Array.Copy(before, before.Length - kept.Below, offsets, offsets.Length - kept.Below, kept.Below);
            if (TryFill(starts, length, before, offsets, kept, evenly: step > 1))
            {
                return offsets;
            }
            kept = (Math.Max(0, kept.Above - step), Math.Max(0, kept.Below - step));
        }
    }

    // Puts the lines between those that are kept where they stood, or evenly into the room that there is.
    private static bool TryFill(int[] starts, int length, int[] before, int[] offsets, (int Above, int Below) kept, bool evenly)
    {
        int LengthOf(int line) => (line + 1 < starts.Length ? starts[line + 1] : length) - starts[line];

        var (first, end) = (kept.Above, starts.Length - kept.Below);
        var next = first == 0 ? 0 : offsets[first - 1] + LengthOf(first - 1);
        var limit = kept.Below == 0 ? Last : offsets[end];
        if (first >= end)
        {
            return next <= limit;
        }
        var free = limit - next - ((end < starts.Length ? starts[end] : length) - starts[first]);
        if (free < 0)
        {
            return kept == default && Fill(0);
        }
        if (evenly)
        {
            var room = Math.Min(Usual, free / (end - first + 1));
            return (room > 0 || kept == default) && Fill(room);
        }
        var wasEnd = before.Length - kept.Below;
        for (var line = first; line < end; line++)
        {
            offsets[line] = line < wasEnd && before[line] >= next ? before[line] : next + (line == 0 ? 0 : Math.Min(OfNewLine, (limit - next) / 2));
            next = offsets[line] + LengthOf(line);
            if (next > limit)
            {
                return false;
            }
        }
        return true;

        bool Fill(int room)
        {
            for (var line = first; line < end; line++)
            {
                offsets[line] = next + (line == 0 ? 0 : room);
                next = offsets[line] + LengthOf(line);
            }
            return true;
        }
    }
}
