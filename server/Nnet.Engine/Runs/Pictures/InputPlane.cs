using System.Collections.Immutable;
using Nnet.Engine.Data;
using Nnet.Engine.Data.Sources;
using Nnet.Language.Graph;
using Nnet.Language.Training;

namespace Nnet.Engine.Runs.Pictures;

/// <summary>The plane of two columns that all inputs follow from, as a square grid that a network can be asked about.</summary>
internal sealed class InputPlane
{
    // Room around the samples, as a share of their span.
    private const float Margin = 0.06f;

    private InputPlane(Samples source, float[] low, float[] high, float[] inputs)
        => (Source, Low, High, Inputs) = (source, [.. low], [.. high], inputs);

    /// <summary>All samples as they are before <c>features</c>: two numbers each.</summary>
    public Samples Source { get; }

    /// <summary>Least value of each column.</summary>
    public ImmutableArray<float> Low { get; }

    /// <summary>Greatest value of each column.</summary>
    public ImmutableArray<float> High { get; }

    /// <summary>The middle of every cell, row by row from the top, as the network is fed with it.</summary>
    public float[] Inputs { get; }

    /// <summary>Whether the inputs of a run follow from two columns.</summary>
    public static bool Fits(Experiment run) => Fits(run.Spec, run.Data);

    /// <summary>The same of a train block and its data, before there is a network.</summary>
    public static bool Fits(TrainSpec spec, DataSet data)
        => data.Columns is [{ IsText: false, IsArray: false }, { IsText: false, IsArray: false }]
            && data.Train is MemoryPart
            && data.Shape.Rank == 1
            && spec.Model!.Inputs.Count() == 1
            && !spec.Data!.NamesInputs
            && !spec.Data.OtherTargets.Any();

    /// <summary>The plane of a run that <see cref="Fits(Experiment)"/>.</summary>
    /// <param name="run">The run.</param>
    /// <param name="size">Cells in a row and in a column.</param>
    public static InputPlane Of(Experiment run, int size)
    {
        var source = SourceOf(run.Spec, run.Data);
        var (low, high) = Ends(source);
        return new InputPlane(source, low, high, Cells(run, source, low, high, size));
    }

    /// <summary>All samples as they are before <c>features</c>.</summary>
    public static Samples SourceOf(TrainSpec spec, DataSet data)
    {
        var source = DataSet.ReadSource(SourceSite.Of(spec.Data!));
        MissingCells.Fill(source, data.Normalization.Means);
        return source;
    }

    /// <summary>Least and greatest value of each column, with some room.</summary>
    public static (float[] Low, float[] High) Ends(Samples source)
    {
        var (low, high) = (new float[2], new float[2]);
        for (var column = 0; column < 2; column++)
        {
            var values = Enumerable.Range(0, source.Count).Select(row => source.Row(row)[column]);
            var (least, greatest) = (values.Min(), values.Max());
            var room = greatest > least ? (greatest - least) * Margin : 1;
            (low[column], high[column]) = (least - room, greatest + room);
        }
        return (low, high);
    }

    private static float[] Cells(Experiment run, Samples source, float[] low, float[] high, int size)
    {
        var plane = new float[size * size * 2];
        for (var row = 0; row < size; row++)
        {
            for (var column = 0; column < size; column++)
            {
                var cell = ((row * size) + column) * 2;
                plane[cell] = low[0] + ((column + 0.5f) / size * (high[0] - low[0]));
                plane[cell + 1] = high[1] - ((row + 0.5f) / size * (high[1] - low[1]));
            }
        }
        var samples = new Samples(size * size, Shape.Of(2), plane, source.Target, []) { Columns = source.Columns };
        var inputs = DataSet.ApplyFeatures(run.Spec.Data!, samples).Inputs;
        run.Data.Normalization.Apply(inputs);
        return inputs;
    }
}
