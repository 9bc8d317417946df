namespace Nnet.Language.Text;

/// <summary>Finds what was probably meant.</summary>
public static class Spelling
{
    /// <summary>The candidate nearest to <paramref name="word"/>, or null when none is near.</summary>
    public static string? Nearest(string word, IEnumerable<string> candidates)
    {
        // Longer words are compared in vain, and the table grows with their square.
        if (word.Length is 0 or > 40)
        {
            return null;
        }
        var limit = word.Length switch { <= 2 => 1, <= 5 => 2, _ => 3 };
        var (best, least) = ((string?)null, limit + 1);
        foreach (var candidate in candidates)
        {
            // What is that much longer or shorter is as far away at least.
            if (candidate.Length <= 40 && Math.Abs(candidate.Length - word.Length) < least && Distance(word, candidate) is var distance && distance < least && distance < Math.Min(word.Length, candidate.Length))
            {
                (best, least) = (candidate, distance);
            }
        }
        // A beginning counts as near however much is missing: `soft`, `sigm`.
        return best ?? (word.Length >= 2 ? candidates.FirstOrDefault(candidate => candidate.StartsWith(word, StringComparison.OrdinalIgnoreCase)) : null);
    }

    /// <summary><c>Did you mean `x`?</c> with a leading space, or nothing.</summary>
    public static string Suggest(string? nearest) => nearest is null ? "" : $" Did you mean `{nearest}`?";

    // Insertions, deletions, replacements and swaps of neighbours (Damerau's optimal string alignment); case does not matter.
    private static int Distance(string a, string b)
    {
        // The last three rows of the table.
        Span<int> before = stackalloc int[b.Length + 1], above = stackalloc int[b.Length + 1], row = stackalloc int[b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                row[j] = i == 0 ? j : j == 0 ? i : Math.Min(Math.Min(above[j], row[j - 1]) + 1, above[j - 1] + (Same(a[i - 1], b[j - 1]) ? 0 : 1));
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]))
                {
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                }
            }
            var oldest = before;
            before = above;
            above = row;
            row = oldest;
        }
        return above[b.Length];
    }

    private static bool Same(char a, char b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
}
