using Nnet.Engine.Runs.Metrics;

namespace Nnet.Engine.Runs.Pictures;

/// <summary>Of classes: which is taken for which, and the mistakes of which the network is most certain.</summary>
internal sealed class ConfusionPicture : RunPicture
{
    private const int MostClasses = 100;
    private const int MostSamples = 2000;
    private const int MostMistakes = 12;

    /// <inheritdoc/>
    public override bool Fits(Experiment run) => IsClassification(run) && ClassNames(run).Length is >= 2 and <= MostClasses;

    /// <inheritdoc/>
    public override Drawing Begin(Experiment run)
    {
        var part = Unseen(run);
        var sample = part.Sample(MostSamples);
        var (inputs, targets) = (sample.ReadInputs(), sample.ReadTargets());
        var width = run.Network.OutputLength;
        var outputs = new float[sample.Count * width];
        var classes = ClassNames(run);
        var image = ImageShape.Of(run.Data.Shape);
        return new Drawing(() =>
        {
            run.Network.Predict(inputs, sample.Count, outputs);
            var table = new ConfusionTable(classes.Length);
            var wrong = new List<(int Sample, int Answer, float Certainty)>();
            for (var i = 0; i < sample.Count; i++)
            {
                var scores = outputs.AsSpan(i * width, width);
                var (answer, truth) = (Answers.ClassOf(scores), (int)targets[i]);
                table.Add(truth, answer);
                if (answer != truth)
                {
                    wrong.Add((i, answer, width > 1 ? scores[answer] : answer == 1 ? scores[0] : 1 - scores[0]));
                }
            }
            return new ConfusionContent
            {
                Part = part.Name,
                Classes = classes,
                Counts = table.ToRows(),
                Mistakes = [.. wrong.OrderByDescending(each => each.Certainty).Take(MostMistakes).Select(each => new Mistake(
                    part.RowOf((int)((long)each.Sample * part.Count / sample.Count)) + 1,
                    (int)targets[each.Sample],
                    each.Answer,
                    each.Certainty,
                    image is null ? null : ImageShape.Pixels(inputs.AsSpan(each.Sample * sample.InputSize, sample.InputSize))))],
                Image = image,
            };
        });
    }
}
