using Nnet.Engine.Data;
using Nnet.Language.Training;

namespace Nnet.Engine.Runs.Pictures;

/// <summary>The samples in the plane of their two columns, before anything was learnt of them.</summary>
public static class SurfacePreview
{
    private const int MostPoints = 500;

    /// <summary>A surface without cells; null where there will be none.</summary>
    /// <param name="spec">A train block with its model, data and loss; it has no errors.</param>
    /// <exception cref="DataException">The data cannot be read.</exception>
    public static SurfaceContent? Of(TrainSpec spec)
    {
        var data = DataSet.Load(spec.Data!, DataDemand.Of(spec));
        var isClassification = RunPicture.IsClassification(spec, data);
        if (!InputPlane.Fits(spec, data) || !(isClassification || (spec.Model!.Output!.Facts!.Output.Shape.Count == 1 && data.Train.TargetSize == 1)))
        {
            return null;
        }
        var source = InputPlane.SourceOf(spec, data);
        var (low, high) = InputPlane.Ends(source);
        var (points, trained) = Points(data, source);
        var targets = data.Train.ReadTargets();
        data.TargetNormalization.Invert(targets);
        return new SurfaceContent
        {
            Columns = [.. data.Columns.Select(column => column.Name)],
            Low = [.. low],
            High = [.. high],
            Size = 0,
            Classes = isClassification ? RunPicture.ClassNames(spec, data) : [],
            Range = isClassification ? [0, 1] : [targets.Min(), targets.Max()],
            Cells = [],
            Winners = null,
            Points = RunPicture.Pack(points),
            TrainPoints = trained,
        };
    }

    internal static (float[] Points, int Trained) Points(DataSet data, Samples source)
    {
        var parts = new[] { data.Train, data.Test ?? data.Validation }.OfType<Part>().ToArray();
        var all = parts.Sum(part => part.Count);
        var points = new List<float>();
        var trained = 0;
        foreach (var part in parts)
        {
            var targets = part.ReadTargets();
            data.TargetNormalization.Invert(targets);
            // Every part keeps its share of what is shown, evenly spread over it.
            var shown = (int)Math.Min(part.Count, Math.Max(1, (long)MostPoints * part.Count / all));
            for (var i = 0; i < shown; i++)
            {
                var sample = (int)((long)i * part.Count / shown);
                var row = source.Row(part.RowOf(sample));
                points.AddRange([row[0], row[1], targets[sample * part.TargetSize]]);
            }
            trained = part == data.Train ? shown : trained;
        }
        return ([.. points], trained);
    }
}
