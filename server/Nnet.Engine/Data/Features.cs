using System.Collections.Immutable;
using Nnet.Language.Data;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Graph;
using Nnet.Language.Text;

namespace Nnet.Engine.Data;

/// <summary>Computes what the network is fed with from the columns of a table.</summary>
internal static class Features
{
    /// <summary>What becomes of columns: one for each expression. A column of texts or an array, named alone, stays what it is.</summary>
    /// <param name="columns">The columns of the table.</param>
    /// <param name="formulas">The expressions.</param>
    /// <exception cref="DataException">An expression reads a column that is not there, or calculates with texts.</exception>
    public static ImmutableArray<TableColumn> ColumnsOf(ImmutableArray<TableColumn> columns, ImmutableArray<Formula> formulas)
    {
        foreach (var name in formulas.SelectMany(formula => formula.Variables).Where(name => !columns.Any(column => column.Name == name)))
        {
            var near = Spelling.Nearest(name, columns.Select(column => column.Name));
            throw new DataException(DataFindings.UnknownColumn,
                $"There is no column {name} to compute with" + (near is null ? $"; the columns are {string.Join(", ", columns.Take(12).Select(column => column.Name))}." : $"; did you mean {near}?"), FeaturesSetting.Expressions);
        }
        foreach (var (formula, column) in formulas.SelectMany(formula => formula.Variables.Select(name => (formula, column: columns.First(column => column.Name == name)))))
        {
            if (column.IsText && formula is not Formula.Variable)
            {
                throw new DataException(DataFindings.WrongFormat, $"{formula} calculates with {column.Name}, which holds texts ({string.Join(", ", column.Categories.Take(3))}{(column.Categories.Length > 3 ? " …" : "")}). Name {column.Name} alone: its categories become inputs.", FeaturesSetting.Expressions);
            }
            if (column.IsArray && formula is not Formula.Variable)
            {
                throw new DataException(DataFindings.WrongFormat, $"{formula} calculates with {column.Name}, which holds {column.Numbers:N0} numbers for each sample. Name {column.Name} alone: it is fed in as a whole.", FeaturesSetting.Expressions);
            }
        }
        return [.. formulas.Select(formula => formula is Formula.Variable { Name: var name } && columns.First(column => column.Name == name) is var whole && (whole.IsText || whole.IsArray) ? whole : TableColumn.OfNumbers(formula.Source))];
    }

    /// <summary>Samples whose inputs are the expressions' values, one for each.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="formulas">The expressions.</param>
    /// <param name="firstRow">Number of the first sample in its source, for messages.</param>
    /// <exception cref="DataException">An expression reads a column that is not there, or has no value for a sample.</exception>
    public static Samples Apply(Samples samples, ImmutableArray<Formula> formulas, int firstRow = 0)
    {
        if (samples.Columns.IsEmpty)
        {
            throw new DataException(DataFindings.UnknownColumn, "features computes with the columns of a table, and images have none.", FeaturesSetting.Expressions);
        }
        if (samples.Shape.IsSequence)
        {
            throw new DataException(DataFindings.WrongFormat, "features computes with the columns of a table, and a sample of a series is many rows of one: add such columns to the table itself.", FeaturesSetting.Expressions);
        }
        var columns = ColumnsOf(samples.Columns, formulas);
        var places = new Dictionary<string, int>();
        var next = 0;
        foreach (var column in samples.Columns)
        {
            places.TryAdd(column.Name, next);
            next += column.Width;
        }
        var width = columns.Sum(column => column.Width);
        var inputs = new float[(long)samples.Count * width];
        var (row, place) = (0, 0);
        double Column(string name) => samples.Inputs[(row * samples.Size) + places[name]];
        for (; row < samples.Count; row++)
        {
            for (var i = 0; i < formulas.Length; i++)
            {
                if (columns[i].IsText || columns[i].IsArray)
                {
                    samples.Inputs.AsSpan((row * samples.Size) + places[columns[i].Name], columns[i].Width).CopyTo(inputs.AsSpan(place));
                    place += columns[i].Width;
                    continue;
                }
                var value = (float)formulas[i].Evaluate(Column);
                if (!float.IsFinite(value))
                {
                    var seen = string.Join(", ", formulas[i].Variables.Select(name => $"{name} = {Column(name):0.######}"));
                    throw new DataException(DataFindings.BadRow, $"{formulas[i]} has no finite value for sample {firstRow + row + 1:N0}, where {seen}.", FeaturesSetting.Expressions);
                }
                inputs[place++] = value;
            }
        }
        return samples with { Shape = Shape.Of(width), Inputs = inputs, Columns = columns };
    }
}
