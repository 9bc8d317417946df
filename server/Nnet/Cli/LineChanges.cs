namespace Nnet.Cli;

/// <summary>What became of a line.</summary>
internal enum LineChangeKind
{
    /// <summary>It stands in both texts.</summary>
    Same,

    /// <summary>It stands in the first alone.</summary>
    Removed,

    /// <summary>It stands in the second alone.</summary>
    Added,
}

/// <summary>A line of one of two texts, or of both.</summary>
/// <param name="Kind">What became of it.</param>
/// <param name="Line">The line.</param>
internal readonly record struct LineChange(LineChangeKind Kind, string Line);

/// <summary>Tells two texts apart line by line, by their longest common subsequence (Hunt and McIlroy 1976).</summary>
internal static class LineChanges
{
    // The table of a comparison is no larger than this; beyond it, the differing middle is told as a whole.
    private const long MostCells = 10_000_000;

    /// <summary>The lines of both, in their order; where lines were replaced, the old ones come first.</summary>
    public static List<LineChange> Between(string[] first, string[] second)
    {
        var start = first.Zip(second).TakeWhile(pair => pair.First == pair.Second).Count();
        var end = first.Skip(start).Reverse().Zip(second.Skip(start).Reverse()).TakeWhile(pair => pair.First == pair.Second).Count();
        List<LineChange> changes = [.. first.Take(start).Select(line => new LineChange(LineChangeKind.Same, line))];
        Middle(first[start..^end], second[start..^end], changes);
        changes.AddRange(first.Skip(first.Length - end).Select(line => new LineChange(LineChangeKind.Same, line)));
        return changes;
    }

    private static void Middle(string[] first, string[] second, List<LineChange> changes)
    {
        var (n, m) = (first.Length, second.Length);
        var (i, j) = (0, 0);
        if ((long)(n + 1) * (m + 1) <= MostCells)
        {
            // common[i, j]: length of the longest common subsequence of what follows line i and line j.
            var common = new int[n + 1, m + 1];
            for (i = n - 1; i >= 0; i--)
            {
                for (j = m - 1; j >= 0; j--)
                {
                    common[i, j] = first[i] == second[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
                }
            }
            for ((i, j) = (0, 0); i < n && j < m;)
            {
                if (first[i] == second[j])
                {
                    changes.Add(new LineChange(LineChangeKind.Same, first[i]));
                    (i, j) = (i + 1, j + 1);
                }
                else if (common[i + 1, j] >= common[i, j + 1])
                {
                    changes.Add(new LineChange(LineChangeKind.Removed, first[i++]));
                }
                else
                {
                    changes.Add(new LineChange(LineChangeKind.Added, second[j++]));
                }
            }
        }
        changes.AddRange(first.Skip(i).Select(line => new LineChange(LineChangeKind.Removed, line)));
        changes.AddRange(second.Skip(j).Select(line => new LineChange(LineChangeKind.Added, line)));
    }
}
