using Nnet.Engine.Data;

namespace Nnet.Engine.Execution;

/// <summary>Random matrices whose rows (or columns, where there are fewer) have length one and are at right angles to each other.</summary>
internal static class OrthogonalMatrix
{
    /// <summary>Draws one, row by row. What is drawn of a normal distribution points anywhere with the same right, and so do these.</summary>
    public static double[] Draw(int rows, int columns, CounterRandom random)
    {
        var (count, length) = (Math.Min(rows, columns), Math.Max(rows, columns));
        var vectors = new double[count * length];
        for (var i = 0; i < vectors.Length; i++)
        {
            vectors[i] = random.NextNormal();
        }
        for (var i = 0; i < count; i++)
        {
            var vector = vectors.AsSpan(i * length, length);
            // Gram and Schmidt; a second pass takes off what rounding left.
            for (var pass = 0; pass < 2; pass++)
            {
                for (var before = 0; before < i; before++)
                {
                    var other = vectors.AsSpan(before * length, length);
                    Add(vector, other, -Dot(vector, other));
                }
            }
            Add(vector, vector, (1 / Math.Sqrt(Dot(vector, vector))) - 1);
        }
        if (rows <= columns)
        {
            return vectors;
        }
        var matrix = new double[vectors.Length];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                matrix[(row * columns) + column] = vectors[(column * length) + row];
            }
        }
        return matrix;
    }

    // The parts of a register in their order, whatever its width: the same seed draws the same matrix on every machine.
    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var (first, second) = (0.0, 0.0);
        var i = 0;
        for (; i + 1 < a.Length; i += 2)
        {
            first += a[i] * b[i];
            second += a[i + 1] * b[i + 1];
        }
        return first + second + (i < a.Length ? a[i] * b[i] : 0);
    }

    private static void Add(Span<double> sum, ReadOnlySpan<double> vector, double factor)
    {
        for (var i = 0; i < sum.Length; i++)
        {
            sum[i] += factor * vector[i];
        }
    }
}
