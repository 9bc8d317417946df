namespace Nnet.Engine.Runs.Pictures;

/// <summary>Of images that are to be given back: what is fed in beside what comes out.</summary>
internal sealed class ReconstructionPicture : RunPicture
{
    private const int Images = 8;

    /// <inheritdoc/>
    public override bool Fits(Experiment run)
        => run.Spec.Data!.TargetIsInput && ImageShape.Of(run.Data.Shape) is not null && run.Network.OutputLength == run.Data.Train.InputSize;

    /// <inheritdoc/>
    public override Drawing Begin(Experiment run)
    {
        var part = Unseen(run);
        var sample = part.Sample(Images);
        var (inputs, targets) = (sample.ReadInputs(), sample.ReadTargets());
        var outputs = new float[sample.Count * run.Network.OutputLength];
        // One scale for all, so that what is paler than it should be looks so.
        var (low, high) = (targets.Min(), targets.Max());
        var isOther = !inputs.AsSpan().SequenceEqual(targets);
        return new Drawing(() =>
        {
            run.Network.Predict(inputs, sample.Count, outputs);
            return new ReconstructionContent
            {
                Part = part.Name,
                Image = ImageShape.Of(run.Data.Shape)!.Value,
                Count = sample.Count,
                Inputs = PackBetween(inputs, low, high),
                Targets = isOther ? PackBetween(targets, low, high) : null,
                Outputs = PackBetween(outputs, low, high),
            };
        });
    }
}
