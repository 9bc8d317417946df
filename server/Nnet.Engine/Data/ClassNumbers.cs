using System.Collections.Immutable;
using Nnet.Language.Data;
using Nnet.Language.Findings;
using Nnet.Language.Training;

namespace Nnet.Engine.Data;

/// <summary>Classes that the data numbers in its own way, such as 1 to 7, 2 and 4, or -1 and 1, get the places that a network's outputs have.</summary>
internal static class ClassNumbers
{
    /// <summary>The number that the data has for each class, where a loss takes its targets as classes and these have other numbers than 0, 1, 2 …; otherwise empty.</summary>
    public static ImmutableArray<int> Of(TargetFacts target, TargetEncoding encoding) => encoding switch
    {
        TargetEncoding.ClassIndex => target.ClassValues,
        TargetEncoding.Binary when target.Classes is 2 => target.ClassValues,
        _ => [],
    };

    /// <summary>Puts the place of its class for every target.</summary>
    /// <param name="values">The number of each class in rising order; empty where numbers are places already.</param>
    /// <param name="targets">The targets.</param>
    /// <exception cref="DataException">A number is none of them.</exception>
    public static void Apply(ImmutableArray<int> values, Span<float> targets)
    {
        for (var i = 0; i < targets.Length && !values.IsEmpty; i++)
        {
            var place = targets[i] == MathF.Floor(targets[i]) ? values.BinarySearch((int)targets[i]) : -1;
            targets[i] = place >= 0
                ? place
                : throw new DataException(DataFindings.WrongFormat, $"Sample {i + 1:N0} is of class {targets[i]:0.####}, but the network was trained on the classes {string.Join(", ", values.Take(8))}{(values.Length > 8 ? " …" : "")} alone.");
        }
    }
}
