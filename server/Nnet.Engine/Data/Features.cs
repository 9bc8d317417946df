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
    /// <summary>Samples whose inputs are the expressions' values, one for each.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="formulas">The expressions.</param>
    /// <param name="firstRow">Number of the first sample in its source, for messages.</param>
    /// <exception cref="DataException">An expression reads a column that is not there, or has no value for a sample.</exception>
    public static Samples Apply(Samples samples, ImmutableArray<Formula> formulas, int firstRow = 0)
    {
        if (samples.ColumnNames.IsEmpty)
        {
            throw new DataException(DataFindings.UnknownColumn, "features computes with the columns of a table, and images have none.", FeaturesSetting.Expressions);
        }
        if (samples.Shape.IsSequence)
        {
            throw new DataException(DataFindings.WrongFormat, "features computes with the columns of a table, and a sample of a series is many rows of one: add such columns to the table itself.", FeaturesSetting.Expressions);
        }
        var places = new Dictionary<string, int>();
        foreach (var name in samples.ColumnNames)
        {
            places.TryAdd(name, places.Count);
        }
        foreach (var name in formulas.SelectMany(formula => formula.Variables).Where(name => !places.ContainsKey(name)))
        {
            var near = Spelling.Nearest(name, places.Keys);
            throw new DataException(DataFindings.UnknownColumn,
                $"There is no column {name} to compute with" + (near is null ? $"; the columns are {string.Join(", ", places.Keys.Take(12))}." : $"; did you mean {near}?"), FeaturesSetting.Expressions);
        }
        var inputs = new float[(long)samples.Count * formulas.Length];
        var row = 0;
        double Column(string name) => samples.Inputs[(row * samples.Size) + places[name]];
        for (; row < samples.Count; row++)
        {
            for (var i = 0; i < formulas.Length; i++)
            {
                var value = (float)formulas[i].Evaluate(Column);
                if (!float.IsFinite(value))
                {
                    var seen = string.Join(", ", formulas[i].Variables.Select(name => $"{name} = {Column(name):0.######}"));
                    throw new DataException(DataFindings.BadRow, $"{formulas[i]} has no finite value for sample {firstRow + row + 1:N0}, where {seen}.", FeaturesSetting.Expressions);
                }
                inputs[(row * formulas.Length) + i] = value;
            }
        }
        return samples with { Shape = Shape.Of(formulas.Length), Inputs = inputs, ColumnNames = [.. formulas.Select(formula => formula.Source)] };
    }
}
