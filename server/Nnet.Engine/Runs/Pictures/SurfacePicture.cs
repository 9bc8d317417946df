using Nnet.Engine.Data;

namespace Nnet.Engine.Runs.Pictures;

/// <summary>Of inputs that follow from two columns: what the network answers everywhere in their plane.</summary>
internal sealed class SurfacePicture : RunPicture
{
    private const int Size = 100;
    private const int MostPoints = 500;

    /// <inheritdoc/>
    public override bool Fits(Experiment run)
        => InputPlane.Fits(run) && (IsClassification(run) || (run.Network.OutputLength == 1 && run.Data.Train.TargetSize == 1));

    /// <inheritdoc/>
    public override Drawing Begin(Experiment run)
    {
        var plane = InputPlane.Of(run, Size);
        var outputs = new float[Size * Size * run.Network.OutputLength];
        var classes = IsClassification(run) ? ClassNames(run) : [];
        var (points, trained) = Points(run, plane.Source);
        var targets = run.Data.Train.ReadTargets();
        run.Data.TargetNormalization.Invert(targets);
        var (bottom, top) = classes.IsEmpty ? (targets.Min(), targets.Max()) : (0, 1);
        var packed = Pack(points);
        return new Drawing(() =>
        {
            run.Network.Predict(plane.Inputs, Size * Size, outputs);
            run.Data.TargetNormalization.Invert(outputs);
            var (cells, winners) = classes.Length > 2 ? Winners(outputs, run.Network.OutputLength) : (SecondClass(outputs, run.Network.OutputLength), null);
            return new SurfaceContent
            {
                Columns = [.. run.Data.Columns.Select(column => column.Name)],
                Low = plane.Low,
                High = plane.High,
                Size = Size,
                Classes = classes,
                Range = [bottom, top],
                Cells = PackBetween(cells, bottom, top),
                Winners = winners,
                Points = packed,
                TrainPoints = trained,
            };
        });
    }

    private static (float[] Points, int Trained) Points(Experiment run, Samples source)
    {
        var parts = new[] { run.Data.Train, run.Data.Test ?? run.Data.Validation }.OfType<Part>().ToArray();
        var all = parts.Sum(part => part.Count);
        var points = new List<float>();
        var trained = 0;
        foreach (var part in parts)
        {
            var targets = part.ReadTargets();
            run.Data.TargetNormalization.Invert(targets);
            // Every part keeps its share of what is shown, evenly spread over it.
            var shown = (int)Math.Min(part.Count, Math.Max(1, (long)MostPoints * part.Count / all));
            for (var i = 0; i < shown; i++)
            {
                var sample = (int)((long)i * part.Count / shown);
                var row = source.Row(part.RowOf(sample));
                points.AddRange([row[0], row[1], targets[sample * part.TargetSize]]);
            }
            trained = part == run.Data.Train ? shown : trained;
        }
        return ([.. points], trained);
    }

    // The probability of the second of two classes, or a value: the only output, or the second of two.
    private static float[] SecondClass(float[] outputs, int width)
        => width == 1 ? outputs : [.. Enumerable.Range(0, outputs.Length / width).Select(cell => outputs[(cell * width) + 1])];

    private static (float[] Certainty, byte[] Winners) Winners(float[] outputs, int width)
    {
        var (certainty, winners) = (new float[outputs.Length / width], new byte[outputs.Length / width]);
        for (var cell = 0; cell < winners.Length; cell++)
        {
            var scores = outputs.AsSpan(cell * width, width);
            var winner = Metrics.Answers.ClassOf(scores);
            (certainty[cell], winners[cell]) = (scores[winner], (byte)winner);
        }
        return (certainty, winners);
    }
}
