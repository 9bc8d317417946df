namespace Nnet.Engine.Runs.Pictures;

/// <summary>Of inputs that follow from two columns: what the network answers everywhere in their plane.</summary>
internal sealed class SurfacePicture : RunPicture
{
    private const int Size = 100;

    /// <inheritdoc/>
    public override bool Fits(Experiment run)
        => InputPlane.Fits(run) && (IsClassification(run) || (run.Network.OutputLength == 1 && run.Data.Train.TargetSize == 1));

    /// <inheritdoc/>
    public override Drawing Begin(Experiment run)
    {
        var plane = InputPlane.Of(run, Size);
        var outputs = new float[Size * Size * run.Network.OutputLength];
        var classes = IsClassification(run) ? ClassNames(run) : [];
        var (points, trained) = SurfacePreview.Points(run.Data, plane.Source);
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
