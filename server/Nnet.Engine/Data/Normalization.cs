using System.Collections.Immutable;
using Nnet.Language.Data;
using Nnet.Language.Findings;
using Nnet.Language.Graph;

namespace Nnet.Engine.Data;

/// <summary>
/// An affine map of the inputs, (x − offset) · scale, fitted on the training part alone so that nothing of the other
/// parts leaks in. A table has one pair for each column, images have one pair for all pixels.
/// </summary>
/// <param name="Method"><c>standard</c>, <c>minmax</c> or <c>none</c>.</param>
/// <param name="Offset">What is subtracted; one number, or one for each column.</param>
/// <param name="Scale">What is multiplied by; 0 for a constant column, which carries nothing.</param>
public sealed record Normalization(string Method, ImmutableArray<float> Offset, ImmutableArray<float> Scale)
{
    /// <summary>The mean of every column of the table, for cells without a number; empty where none are filled.</summary>
    public ImmutableArray<float> Means { get; init; } = [];

    /// <summary>The map that changes nothing.</summary>
    public static Normalization None { get; } = new("none", [], []);

    /// <summary>Columns that have one value in the whole training part.</summary>
    public IEnumerable<int> ConstantColumns => Enumerable.Range(0, Scale.Length).Where(column => Scale[column] == 0);

    /// <summary>Fits the map that a data block asks for.</summary>
    /// <param name="data">The data block.</param>
    /// <param name="samples">All samples.</param>
    /// <param name="train">Numbers of the samples to learn from.</param>
    public static Normalization Fit(DataSpec data, Samples samples, ReadOnlySpan<int> train)
    {
        var method = data.Find<NormalizeSetting>()?.Get(NormalizeSetting.Method) ?? "none";
        if (method == "none")
        {
            return None;
        }
        if (samples.Domain is { Kind: DomainKind.Tokens })
        {
            throw new DataException(DataFindings.WrongFormat, "normalize scales quantities, and the numbers of tokens are none: leave it out.", NormalizeSetting.Method);
        }
        // The rows of a series have columns as those of a table; pictures have one scale.
        var columns = samples.Shape.Rank == 1 || samples.Shape.IsSequence ? samples.Shape[^1] : 1;
        var tally = new ColumnTally(columns);
        foreach (var row in train)
        {
            var values = samples.Row(row);
            for (var start = 0; start < values.Length; start += columns)
            {
                tally.Add(values.Slice(start, columns));
            }
        }
        return Of(data, tally);
    }

    /// <summary>The map that a data block asks for, of columns that were tallied over the training part.</summary>
    internal static Normalization Of(DataSpec data, ColumnTally tally)
    {
        var method = data.Find<NormalizeSetting>()?.Get(NormalizeSetting.Method) ?? "none";
        return method == "none" ? None : new Normalization(
            method,
            [.. Enumerable.Range(0, tally.Width).Select(column => method == "standard" ? (float)tally.Mean(column) : tally.Low(column))],
            [.. Enumerable.Range(0, tally.Width).Select(column => Inverse(tally.Low(column) == tally.High(column) ? 0 : method == "standard" ? tally.Deviation(column) : tally.High(column) - tally.Low(column)))]);
    }

    /// <summary>Maps samples in place.</summary>
    /// <param name="inputs">Whole samples, one after the other.</param>
    public void Apply(Span<float> inputs)
    {
        if (Scale.Length == 1)
        {
            var (offset, scale) = (Offset[0], Scale[0]);
            foreach (ref var value in inputs)
            {
                value = (value - offset) * scale;
            }
        }
        else if (Scale.Length > 1)
        {
            for (var start = 0; start < inputs.Length; start += Scale.Length)
            {
                for (var column = 0; column < Scale.Length; column++)
                {
                    inputs[start + column] = (inputs[start + column] - Offset[column]) * Scale[column];
                }
            }
        }
    }

    /// <summary>A mapped number as it was before.</summary>
    /// <param name="value">The mapped number.</param>
    /// <param name="column">Its column.</param>
    public float Invert(float value, int column)
    {
        if (Scale.IsEmpty)
        {
            return value;
        }
        column %= Scale.Length;
        return Scale[column] == 0 ? Offset[column] : (value / Scale[column]) + Offset[column];
    }

    private static float Inverse(double width) => width == 0 ? 0 : (float)(1 / width);
}
