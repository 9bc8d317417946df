using System.Collections.Immutable;
using Nnet.Language.Data;
using Nnet.Language.Findings;
using Nnet.Language.Graph;

namespace Nnet.Engine.Data;

/// <summary>
/// An affine map of the inputs or of the targets, (x − offset) · scale, fitted on the training part alone so that nothing of the other
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

    /// <summary>Whether it maps numbers as another does.</summary>
    public bool IsSameAs(Normalization other) => Method == other.Method && Offset.SequenceEqual(other.Offset) && Scale.SequenceEqual(other.Scale) && Means.SequenceEqual(other.Means);

    /// <summary>Fits the map of the inputs that a data block asks for.</summary>
    /// <param name="data">The data block.</param>
    /// <param name="samples">All samples.</param>
    /// <param name="train">Numbers of the samples to learn from.</param>
    public static Normalization Fit(DataSpec data, Samples samples, ReadOnlySpan<int> train)
    {
        var (method, categorical) = (MethodOf(data), TableColumn.Categorical(samples.Columns));
        if (method == "none" && categorical.IsEmpty)
        {
            return None;
        }
        if (method != "none" && samples.Domain is { Kind: DomainKind.Tokens })
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
        return Of(data, tally, categorical.Length == columns ? categorical : []);
    }

    /// <summary>The map of the inputs that a data block asks for, of columns that were tallied over the training part.</summary>
    /// <param name="data">The data block.</param>
    /// <param name="tally">The columns.</param>
    /// <param name="categorical">Which of them are 0 or 1 for a category, as they stay; empty where none is.</param>
    internal static Normalization Of(DataSpec data, ColumnTally tally, ImmutableArray<bool> categorical)
        => MethodOf(data) == "none" && categorical.IsEmpty ? None : Of(MethodOf(data), tally, categorical);

    /// <summary>Fits the map of the targets that a data block asks for.</summary>
    /// <param name="data">The data block.</param>
    /// <param name="samples">All samples.</param>
    /// <param name="train">Numbers of the samples to learn from.</param>
    /// <param name="inputs">The map of the inputs: targets that are inputs of other samples too are mapped as those.</param>
    /// <exception cref="DataException">The targets are no values.</exception>
    public static Normalization FitTargets(DataSpec data, Samples samples, ReadOnlySpan<int> train, Normalization inputs)
    {
        if (!ScalesTargets(data, samples.Target) || !samples.HasTargets)
        {
            return None;
        }
        var method = TargetMethodOf(data);
        if (!samples.TargetInputs.IsEmpty && method == inputs.Method)
        {
            return new Normalization(method, [.. samples.TargetInputs.Select(column => inputs.Offset[column])], [.. samples.TargetInputs.Select(column => inputs.Scale[column])]);
        }
        var tally = new ColumnTally(samples.Target.Width);
        foreach (var row in train)
        {
            tally.Add(samples.TargetOf(row));
        }
        return Of(method, tally, []);
    }

    /// <summary>Whether a data block asks for a map of its targets.</summary>
    /// <exception cref="DataException">The targets are no values.</exception>
    internal static bool ScalesTargets(DataSpec data, TargetFacts target)
        => TargetMethodOf(data) != "none" && (!target.IsNamed && !data.TargetIsInput
            ? true
            : throw new DataException(DataFindings.WrongFormat, $"normalize target={TargetMethodOf(data)} maps values, but {(data.TargetIsInput ? "the target is the input, which is mapped already" : $"the targets are classes ({string.Join(", ", target.ClassNames.Take(3))}{(target.ClassNames.Length > 3 ? " …" : "")})")}. Leave target= out.", NormalizeSetting.Target));

    /// <summary>The map of the targets that a data block asks for, of columns that were tallied over the training part.</summary>
    internal static Normalization OfTargets(DataSpec data, ColumnTally tally) => Of(TargetMethodOf(data), tally, []);

    private static string MethodOf(DataSpec data) => data.Find<NormalizeSetting>()?.Get(NormalizeSetting.Method) ?? "none";

    private static string TargetMethodOf(DataSpec data) => data.Find<NormalizeSetting>()?.Get(NormalizeSetting.Target) ?? "none";

    // What no row of the training part has is fed in as 0 wherever it comes: nothing was learnt of it.
    private static Normalization Of(string method, ColumnTally tally, ImmutableArray<bool> categorical)
    {
        bool Stays(int column) => method == "none" || (!categorical.IsEmpty && categorical[column]);
        bool IsConstant(int column) => tally.Low(column) == tally.High(column);
        float Offset(int column) => Stays(column) ? 0 : method == "standard" ? (float)tally.Mean(column) : tally.Low(column);
        float Scale(int column) => Stays(column) ? (!categorical.IsEmpty && categorical[column] && IsConstant(column) ? 0 : 1)
            : Inverse(IsConstant(column) ? 0 : method == "standard" ? tally.Deviation(column) : tally.High(column) - tally.Low(column));
        var columns = Enumerable.Range(0, tally.Width);
        return new Normalization(method, [.. columns.Select(Offset)], [.. columns.Select(Scale)]);
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

    /// <summary>Takes mapped numbers back to what they were, in place.</summary>
    /// <param name="values">Whole rows, one after the other.</param>
    public void Invert(Span<float> values)
    {
        for (var i = 0; i < values.Length && !Scale.IsEmpty; i++)
        {
            values[i] = Invert(values[i], i);
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
