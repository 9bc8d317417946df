using System.Collections.Immutable;
using Nnet.Engine.Layers.Sequences;
using Nnet.Language.Data;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Graph;
using Nnet.Language.Text;

namespace Nnet.Engine.Data;

/// <summary>
/// Leads the columns of a table to the inputs and outputs of a model that has several: what an input is fed with stands together in a
/// sample, in the order of the inputs, and what an output learns in its target. A sample stays one row of numbers.
/// </summary>
/// <param name="data">The data block.</param>
/// <param name="demand">What the training wants of it.</param>
internal sealed class Wiring(DataSpec data, DataDemand demand)
{
    /// <summary>Whether there is anything to lead.</summary>
    public bool IsPlain => demand.Inputs.IsEmpty && demand.Others.IsEmpty && !data.OtherTargets.Any();

    /// <summary>Samples without the columns that outputs learn.</summary>
    public static Samples WithoutTargets(DataSpec data, Samples samples)
    {
        var taken = data.TargetColumns.ToHashSet(StringComparer.Ordinal);
        if (taken.Count == 0)
        {
            return samples;
        }
        var kept = Places(samples.Columns).Where(place => !taken.Contains(place.Column.Name)).ToArray();
        var width = kept.Sum(place => place.Column.Width);
        var inputs = new float[(long)samples.Count * width];
        var to = 0;
        for (var row = 0; row < samples.Count; row++)
        {
            foreach (var (column, at) in kept)
            {
                samples.Row(row).Slice(at, column.Width).CopyTo(inputs.AsSpan(to));
                to += column.Width;
            }
        }
        return samples with { Shape = Shape.Of(width), Inputs = inputs, InputStride = width, Columns = [.. kept.Select(place => place.Column)], Holes = null };
    }

    /// <summary>The target of an output as the source has it: its own columns, or that of the model's last line. What the sample itself is follows later.</summary>
    /// <param name="data">The data block.</param>
    /// <param name="line">The line that gives the output a target, or null.</param>
    /// <param name="samples">The samples with all columns.</param>
    /// <exception cref="DataException">A column is not there, or cannot be a target.</exception>
    public static (float[] Values, TargetFacts Facts) TargetOf(DataSpec data, Call? line, Samples samples)
    {
        if (line is null)
        {
            var copy = new float[samples.Count * samples.Target.Width];
            for (var row = 0; row < samples.Count; row++)
            {
                samples.TargetOf(row).CopyTo(copy.AsSpan(row * samples.Target.Width));
            }
            return (copy, samples.Target);
        }
        var places = line.Get(TargetSetting.What).SelectMany(name => Numbers(Find(data, samples, name))).ToArray();
        if (places.Length > 1 && places.FirstOrDefault(place => place.Column.IsText) is { Column: { } text })
        {
            throw new DataException(DataFindings.WrongFormat, $"{text.Name} holds texts, so it is a class, and an output foretells one class or several numbers: give {text.Name} an output of its own.", TargetSetting.What);
        }
        if (samples.Holes is { } holes && holes.FirstOrDefault(hole => places.Any(place => hole % samples.Size >= place.At && hole % samples.Size < place.At + place.Column.Width), -1) is >= 0 and var hole)
        {
            throw new DataException(DataFindings.BadRow, $"{places.First(place => hole % samples.Size >= place.At).Column.Name} has no value in sample {(hole / samples.Size) + 1:N0}, and a target is never filled with a mean. Write missing=drop.", CsvSource.Missing);
        }
        var values = new float[samples.Count * places.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var (column, at) = places[i % places.Length];
            var row = samples.Row(i / places.Length);
            values[i] = !column.IsText ? row[at] : CodeOf(column, row.Slice(at, column.Width)) is >= 0 and var code ? code : throw NoClass(column, i);
        }
        return (values, places is [{ Column: { IsText: true } named }] ? Named(named, values) : TargetDescription.Of(values, places.Length));
    }

    // A text is one class; of an array each number is learnt.
    private static IEnumerable<(TableColumn Column, int At)> Numbers((TableColumn Column, int At) place)
        => Enumerable.Range(place.At, place.Column.Numbers).Select(at => (place.Column, at));

    /// <summary>Samples whose inputs are what the model's inputs take, one behind the other, before anything is mapped; categories are still an input each.</summary>
    public Samples Feed(Samples samples)
    {
        samples = WithoutTargets(data, samples);
        if (demand.Inputs.IsEmpty)
        {
            return DataSet.ApplyFeatures(data, samples);
        }
        if (demand.Inputs is [{ IsTokens: true }] && !data.Features.Any())
        {
            return samples with { Columns = [.. samples.Columns.Select(column => column with { IsToken = true })] };
        }
        var (formulas, areTokens) = (new List<Formula>(), new List<bool>());
        foreach (var input in demand.Inputs)
        {
            formulas.AddRange(data.FormulasOf(LineOf(input), samples.Columns.Select(column => column.Name)));
            areTokens.AddRange(Enumerable.Repeat(input.IsTokens, formulas.Count - areTokens.Count));
        }
        var fed = Features.Apply(samples, [.. formulas]);
        return fed with { Columns = [.. fed.Columns.Select((column, i) => column with { IsToken = areTokens[i] })] };
    }

    /// <summary>Puts the number of its category in place of an input for each, where the model takes tokens.</summary>
    /// <param name="samples">Samples as <see cref="Feed"/> gives them, mapped.</param>
    public static Samples Encode(Samples samples)
    {
        if (!samples.Columns.Any(IsCoded))
        {
            return samples;
        }
        var places = Places(samples.Columns).ToArray();
        var width = places.Sum(place => IsCoded(place.Column) ? 1 : place.Column.Width);
        var inputs = new float[(long)samples.Count * width];
        var to = 0;
        for (var row = 0; row < samples.Count; row++)
        {
            foreach (var (column, at) in places)
            {
                var cell = samples.Row(row).Slice(at, column.Width);
                if (IsCoded(column))
                {
                    inputs[to++] = CodeOf(column, cell);
                }
                else
                {
                    cell.CopyTo(inputs.AsSpan(to));
                    to += column.Width;
                }
            }
        }
        return samples with { Shape = Shape.Of(width), Inputs = inputs, InputStride = width, Columns = [.. samples.Columns.Select(column => IsCoded(column) ? column with { Categories = [] } : column)] };

        static bool IsCoded(TableColumn column) => column is { IsToken: true, IsText: true };
    }

    /// <summary>Samples whose targets are those of all outputs, one behind the other.</summary>
    /// <param name="samples">Samples as they are fed in; their targets are those of the model's last line, mapped.</param>
    /// <param name="others">The targets of the other outputs, mapped; null for the sample itself.</param>
    public Samples Gather(Samples samples, IReadOnlyList<(float[]? Values, int Width)> others)
    {
        if (others.Count == 0)
        {
            return samples;
        }
        var main = data.TargetIsInput ? samples.Size : samples.Target.Width;
        var width = main + others.Sum(other => other.Width);
        var targets = new float[(long)samples.Count * width];
        for (var row = 0; row < samples.Count; row++)
        {
            var target = targets.AsSpan(row * width, width);
            (data.TargetIsInput ? samples.Row(row) : samples.TargetOf(row)).CopyTo(target);
            target = target[main..];
            foreach (var (values, size) in others)
            {
                (values is null ? samples.Row(row) : values.AsSpan(row * size, size)).CopyTo(target);
                target = target[size..];
            }
        }
        return samples with { Targets = targets, Target = new TargetFacts(width, 0, 0), TargetStride = width };
    }

    /// <summary>The line that feeds an input.</summary>
    /// <exception cref="DataException">There is none.</exception>
    private Call LineOf(InputDemand input)
        => data.Features.FirstOrDefault(line => line.Get(FeaturesSetting.Input) == input.Name || (demand.Inputs.Length == 1 && line.Get(FeaturesSetting.Input).Length == 0))
            ?? throw new DataException(DataFindings.UnknownColumn, $"{data.Name} does not say what is fed into the input {input.Name}: write `features [columns] input={input.Name}`.");

    // The greatest of the inputs that stand for its categories, which is 1; none where all are 0, as for what was not trained with.
    private static int CodeOf(TableColumn column, ReadOnlySpan<float> cell)
    {
        if (column.Width < column.Categories.Length)
        {
            return cell[0] >= 0.5f ? 1 : 0;
        }
        var (best, code) = (0f, Tokens.None);
        for (var i = 0; i < cell.Length; i++)
        {
            if (cell[i] > best)
            {
                (best, code) = (cell[i], i);
            }
        }
        return code;
    }

    private static TargetFacts Named(TableColumn column, float[] classes)
    {
        var counts = new int[column.Categories.Length];
        foreach (var place in classes)
        {
            counts[(int)place]++;
        }
        return new TargetFacts(1, 0, counts.Length - 1) { Classes = counts.Length, ClassNames = column.Categories, ClassCounts = [.. counts], IsNamed = true };
    }

    private static (TableColumn Column, int At) Find(DataSpec data, Samples samples, string name)
    {
        foreach (var place in Places(samples.Columns))
        {
            if (place.Column.Name == name)
            {
                return place;
            }
        }
        var nearest = Spelling.Nearest(name, samples.Columns.Select(column => column.Name));
        throw new DataException(DataFindings.UnknownColumn, samples.Columns.IsEmpty
            ? $"The samples of {data.Name} have no columns, so no output can learn {name}; `target input` makes the sample itself the target."
            : $"There is no column {name} among those that are fed in, which are {string.Join(", ", samples.Columns.Take(12).Select(column => column.Name))}.{Spelling.Suggest(nearest)} What the last line learns, every output does that has no target of its own.", TargetSetting.What, nearest);
    }

    private static DataException NoClass(TableColumn column, int sample)
        => new(DataFindings.WrongFormat, $"{column.Name} of sample {sample + 1:N0} is none of the classes that the network was trained with: {string.Join(", ", column.Categories.Take(8))}{(column.Categories.Length > 8 ? " …" : "")}.");

    private static IEnumerable<(TableColumn Column, int At)> Places(ImmutableArray<TableColumn> columns)
    {
        var at = 0;
        foreach (var column in columns)
        {
            yield return (column, at);
            at += column.Width;
        }
    }
}
