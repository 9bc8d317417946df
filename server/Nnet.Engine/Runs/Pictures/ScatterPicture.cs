namespace Nnet.Engine.Runs.Pictures;

/// <summary>Of a single value: what is predicted against what is true.</summary>
internal sealed class ScatterPicture : RunPicture
{
    private const int MostSamples = 500;

    /// <inheritdoc/>
    public override bool Fits(Experiment run)
        => !IsClassification(run) && EncodingOf(run) == Language.Training.TargetEncoding.Values && run.Network.OutputLength == 1 && run.Data.Train.TargetSize == 1;

    /// <inheritdoc/>
    public override Drawing Begin(Experiment run)
    {
        var part = Unseen(run);
        var sample = part.Sample(MostSamples);
        var (inputs, targets) = (sample.ReadInputs(), sample.ReadTargets());
        var outputs = new float[sample.Count];
        run.Data.TargetNormalization.Invert(targets);
        return new Drawing(() =>
        {
            run.Network.Predict(inputs, sample.Count, outputs);
            run.Data.TargetNormalization.Invert(outputs);
            var points = new float[2 * sample.Count];
            for (var i = 0; i < sample.Count; i++)
            {
                (points[2 * i], points[(2 * i) + 1]) = (targets[i], outputs[i]);
            }
            return new ScatterContent { Part = part.Name, Points = Pack(points) };
        });
    }
}
