using System.Collections.Immutable;
using Nnet.Language.Data;
using Nnet.Language.Findings;

namespace Nnet.Engine.Data;

/// <summary>Fills the cells of a table that hold no number (<c>missing=mean</c>).</summary>
internal static class MissingCells
{
    /// <summary>The mean of every column over the rows of the training part; empty where nothing is to be filled.</summary>
    /// <param name="samples">All samples.</param>
    /// <param name="train">Numbers of those to learn from.</param>
    /// <exception cref="DataException">A column has no number at all there.</exception>
    public static ImmutableArray<float> Means(Samples samples, int[] train)
    {
        if (samples.Holes is not { } holes)
        {
            return [];
        }
        var width = samples.RowWidth;
        var isHole = holes.ToHashSet();
        var isLearnt = new bool[samples.Inputs.Length / width];
        foreach (var row in train)
        {
            // Windows of a series overlap: every row of the table counts once.
            isLearnt.AsSpan(row * samples.InputStride / width, samples.Size / width).Fill(true);
        }
        var (sums, counts) = (new double[width], new int[width]);
        for (var i = 0; i < samples.Inputs.Length; i++)
        {
            if (isLearnt[i / width] && !isHole.Contains(i))
            {
                sums[i % width] += samples.Inputs[i];
                counts[i % width]++;
            }
        }
        var empty = Array.IndexOf(counts, 0);
        return empty < 0
            ? [.. sums.Zip(counts, (sum, count) => (float)(sum / count))]
            : throw NoMean(samples.Columns, empty);
    }

    /// <summary>A column has no value in the whole training part.</summary>
    /// <param name="columns">The columns of the table.</param>
    /// <param name="input">The place of an input that became of it.</param>
    public static DataException NoMean(ImmutableArray<TableColumn> columns, int input)
        => new(DataFindings.BadRow, $"Column {columns.SelectMany(column => Enumerable.Repeat(column.Name, column.Width)).ElementAt(input)} has no value in the whole training part, so there is nothing to fill it with. Leave it out with ignore=.", CsvSource.Ignore);

    /// <summary>Fills the holes in place.</summary>
    public static void Fill(Samples samples, ImmutableArray<float> means)
    {
        foreach (var hole in samples.Holes ?? [])
        {
            samples.Inputs[hole] = means[hole % means.Length];
        }
        foreach (var hole in samples.TargetHoles)
        {
            samples.Targets[hole] = means[samples.TargetInputs[hole % samples.TargetInputs.Length]];
        }
    }
}
