using System.Collections.Immutable;
using Nnet.Engine.Data.Sources;
using Nnet.Language.Data;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Graph;

namespace Nnet.Engine.Data;

/// <summary>Reads a file for a network that was trained on another one of the same format.</summary>
/// <param name="data">The data block of the run.</param>
/// <param name="demand">What goes into which input, and what each output learns.</param>
/// <param name="shape">Shape of one sample.</param>
/// <param name="columns">The columns that it was trained on, with their categories; empty for images.</param>
/// <param name="classes">Names of the classes where the data names them, or empty.</param>
/// <param name="classValues">The number that files have for each class; empty where it is its place.</param>
/// <param name="normalization">The map of the inputs that was fitted when training.</param>
/// <param name="targets">The map of the targets that was fitted when training.</param>
/// <param name="others">What the other outputs learn, with the maps that were fitted when training.</param>
/// <param name="vocabulary">The tokens of a text by their number; empty for anything else.</param>
public sealed class OtherData(DataSpec data, DataDemand demand, Shape shape, ImmutableArray<TableColumn> columns, ImmutableArray<string> classes, ImmutableArray<int> classValues, Normalization normalization, Normalization targets, ImmutableArray<OutputTarget> others, ImmutableArray<string> vocabulary)
{
    /// <summary>Reads a file; its truth too, if it has it.</summary>
    /// <param name="path">The file of samples.</param>
    /// <param name="labels">The file of labels of IDX images; null to look for it beside.</param>
    /// <exception cref="DataException">It cannot be read, or does not suit the network.</exception>
    public Part Read(string path, string? labels) => Read(SiteOf(Path.GetFullPath(path), labels), path, Path.GetFileName(path));

    /// <summary>Reads all samples of another data block, in the way of the one that the network was trained on.</summary>
    /// <param name="block">The other block.</param>
    /// <exception cref="DataException">It cannot be read, or does not suit the network.</exception>
    public Part Read(DataSpec block)
    {
        var site = SourceSite.Of(block);
        return Read(site with { Call = WithClasses(site.Call), Known = columns, Foretold = [.. data.TargetColumns], Vocabulary = vocabulary }, $"the data block {block.Name}", block.Name);
    }

    private MemoryPart Read(SourceSite site, string what, string name)
    {
        var samples = Arrange(DataSet.ReadSource(site), what);
        MissingCells.Fill(samples, MeansOf(samples));
        var wiring = new Wiring(data, demand);
        var read = samples;
        samples = wiring.Feed(samples);
        normalization.Apply(samples.Inputs);
        samples = Wiring.Encode(samples);
        if (!samples.Shape.Equals(shape))
        {
            throw new DataException(DataFindings.WrongFormat, $"The network was trained on samples of {shape}, but those of {what} are {samples.Shape}.");
        }
        var truths = Truths(read);
        targets.Apply(samples.Targets);
        ClassNumbers.Apply(classValues, samples.Targets);
        samples = truths is null ? samples with { Targets = [] } : wiring.Gather(samples, truths);
        return new MemoryPart(name, samples, [.. Enumerable.Range(0, samples.Count)], data.TargetIsInput && others.IsEmpty, others.Sum(output => output.Width))
        {
            Notices = [.. Dropped(samples, what), .. samples.Unknown.Select(unknown => $"{unknown.Count:N0} {(unknown.Count == 1 ? "cell" : "cells")} of {unknown.Column} in {what} {(unknown.Count == 1 ? "holds" : "hold")} what the network was not trained with (the first is {unknown.First}), and {(unknown.Count == 1 ? "counts" : "count")} as none of its categories.")],
        };
    }

    // Those of the columns that are there: what is to be foretold a file need not have.
    private ImmutableArray<float> MeansOf(Samples samples)
    {
        var there = samples.Columns.Select(column => column.Name).ToHashSet(StringComparer.Ordinal);
        var places = columns.SelectMany(column => Enumerable.Repeat(there.Contains(column.Name), column.Width)).ToArray();
        return places.Length == normalization.Means.Length && samples.Columns.Length < columns.Length ? [.. normalization.Means.Where((_, place) => places[place])] : normalization.Means;
    }

    // What is true of the other outputs, mapped as in training; null where something is not known.
    private List<(float[]? Values, int Width)>? Truths(Samples samples)
    {
        var truths = new List<(float[]?, int)>();
        foreach (var output in others)
        {
            var line = data.TargetOf(output.Output) ?? data.TargetOf("");
            if (line is not null && DataSpec.IsSample(line))
            {
                truths.Add((null, output.Width));
                continue;
            }
            if (line is null ? !samples.HasTargets : !line.Get(TargetSetting.What).All(name => samples.Columns.Any(column => column.Name == name)))
            {
                return null;
            }
            var (values, _) = Wiring.TargetOf(data, line, samples);
            output.Normalization.Apply(values);
            ClassNumbers.Apply(output.ClassValues, values);
            truths.Add((values, output.Width));
        }
        return others.IsEmpty || samples.HasTargets || data.TargetIsInput ? truths : null;
    }

    private static IEnumerable<string> Dropped(Samples samples, string what)
        => samples.Dropped == 0 ? [] : [$"{samples.Dropped:N0} of {samples.Dropped + samples.Count:N0} rows of {what} {(samples.Dropped == 1 ? "lacks" : "lack")} a value and {(samples.Dropped == 1 ? "is" : "are")} left out, as in training; samples are numbered without {(samples.Dropped == 1 ? "it" : "them")}."];

    private SourceSite SiteOf(string path, string? labels)
    {
        var call = data.Source!;
        // What the Playground draws has two columns, x1 and x2, and a table may give others.
        call = call.Definition is PlaygroundSource ? new Call(Catalog<DataSource>.Get<CsvSource>(), call.Span, call.NameSpan, ArgumentValues.Empty) : call;
        call = SourceReader.For(call.Definition).Redirect(call, path, labels is null ? null : Path.GetFullPath(labels));
        return new SourceSite(WithClasses(call), Environment.CurrentDirectory, data.TargetIsInput ? Truth.OnlyIfNamed : Truth.IfPresent) { Known = columns, Foretold = [.. data.TargetColumns], Vocabulary = vocabulary };
    }

    // Classes have the numbers that the network knows them by.
    private Call WithClasses(Call call) => classes.IsEmpty || data.TargetIsInput || call.Definition is not CsvSource ? call : SourceReader.With(call, CsvSource.Classes, classes);

    // Columns in the network's order, whatever the file's.
    private Samples Arrange(Samples samples, string what)
    {
        // What is to be foretold a file need not have.
        var untold = data.TargetColumns.Where(name => samples.Columns.All(column => column.Name != name)).ToArray();
        var wanted = untold.Length == 0 || samples.Columns.Length == columns.Length ? columns : [.. columns.Where(column => !untold.Contains(column.Name))];
        var (ours, theirs) = (wanted.Select(column => column.Name).ToArray(), samples.Columns.Select(column => column.Name).ToArray());
        if (ours.Length == 0 || ours.SequenceEqual(theirs))
        {
            return samples;
        }
        var missing = ours.Except(theirs).ToArray();
        if (theirs.Length == ours.Length && (missing.Length == ours.Length || missing.Length == 0))
        {
            // Other names altogether are no names, such as x1, x2 where there is no header.
            return missing.Length > 0 ? samples : Permute(samples, wanted);
        }
        throw new DataException(DataFindings.UnknownColumn,
            $"The network was trained on {ours.Length} columns ({List(ours)}), but {what} has {theirs.Length} ({List(theirs)})"
            + (missing.Length > 0 && missing.Length < ours.Length ? $"; missing: {List(missing)}." : "."));
    }

    private static Samples Permute(Samples samples, ImmutableArray<TableColumn> wanted)
    {
        var names = samples.InputNames;
        var places = wanted.SelectMany(column => column.Inputs).Select(name => names.IndexOf(name)).ToArray();
        var inputs = new float[samples.Inputs.Length];
        for (var i = 0; i < inputs.Length; i++)
        {
            inputs[i] = samples.Inputs[(i / places.Length * places.Length) + places[i % places.Length]];
        }
        var width = places.Length;
        return samples with { Inputs = inputs, Columns = wanted, Holes = samples.Holes?.Select(hole => (hole / width * width) + Array.IndexOf(places, hole % width)).ToArray() };
    }

    private static string List(IReadOnlyList<string> names) => names.Count <= 8 ? string.Join(", ", names) : $"{string.Join(", ", names.Take(4))} … {names[^1]}";
}
