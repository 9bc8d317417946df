using Nnet.Engine.Runs.Metrics;
using Nnet.Engine.Tests.Support;
using Nnet.Language.Definitions;
using Nnet.Language.Graph;
using Nnet.Language.Training;
using Nnet.Language.Training.Metrics;
using Xunit;

namespace Nnet.Engine.Tests.Runs;

public sealed class MetricTests
{
    [Fact]
    public void EveryNumberHasAMeter()
        => Assert.Equal(["confusion"], Catalog<Metric>.All.Where(metric => MetricMeter.For(GraphBuilder.CallOf(metric), new Shape([3])) is null).Select(metric => metric.Name));

    [Fact]
    public void AccuracyOfClasses()
        => Assert.Equal(2.0 / 3, Value<Accuracy>([0.7f, 0.2f, 0.1f, 0.1f, 0.8f, 0.1f, 0.3f, 0.3f, 0.4f], [0, 1, 1], 3), 1e-9);

    [Fact]
    public void AccuracyOfYesAndNo()
        => Assert.Equal(0.75, Value<Accuracy>([0.9f, 0.4f, 0.6f, 0.1f], [1, 0, 0, 0], 4), 1e-9);

    [Fact]
    public void ErrorsOfValues()
    {
        float[] outputs = [1, 2, 3, 5], targets = [1, 3, 3, 3];
        Assert.Equal(0.75, Value<Mae>(outputs, targets, 4), 1e-6);
        Assert.Equal(Math.Sqrt(5 / 4.0), Value<Rmse>(outputs, targets, 4), 1e-6);
        Assert.Equal(1 - (5 / 3.0), Value<R2>(outputs, targets, 4), 1e-6);
    }

    [Fact]
    public void R2OverSeveralBatchesAndOutputsIsThatOfAll()
    {
        var random = new Random(1);
        var (outputs, targets) = (new float[600], new float[600]);
        for (var i = 0; i < 600; i++)
        {
            targets[i] = (float)(random.NextDouble() + (i % 3 * 100));
            outputs[i] = targets[i] + (float)((random.NextDouble() - 0.5) * 0.2);
        }
        var meter = MetricMeter.For(GraphBuilder.CallOf(Catalog<Metric>.Get<R2>()), new Shape([3]))!;
        meter.Add(outputs.AsSpan(0, 300), targets.AsSpan(0, 300), 100);
        meter.Add(outputs.AsSpan(300), targets.AsSpan(300), 100);
        var spread = Enumerable.Range(0, 3).Sum(output =>
        {
            var column = Enumerable.Range(0, 200).Select(sample => (double)targets[(sample * 3) + output]).ToArray();
            return column.Sum(value => Math.Pow(value - column.Average(), 2));
        });
        Assert.Equal(1 - (outputs.Zip(targets).Sum(pair => Math.Pow(pair.First - pair.Second, 2)) / spread), meter.Value, 1e-6);
    }

    [Fact]
    public void ConfusionCountsTruthAgainstAnswer()
    {
        var table = new ConfusionTable(2);
        table.Add([0.9f, 0.2f, 0.8f], [1, 1, 0], 3);
        Assert.Equal([[0, 1], [1, 1]], table.ToRows());
    }

    [Fact]
    public void AnswersAtEveryPlaceCountAlone()
    {
        // Two places of three classes, the features of a place side by side; then two channels over three points.
        float[] scores = [0.1f, 0.7f, 0.2f, 0.5f, 0.3f, 0.2f];
        var sequence = MetricMeter.For(GraphBuilder.CallOf(Catalog<Metric>.Get<Accuracy>()), new Shape([2, 3], ["seq", null]))!;
        sequence.Add(scores, [1, 2], 1);
        Assert.Equal(0.5, sequence.Value);
        var maps = MetricMeter.For(GraphBuilder.CallOf(Catalog<Metric>.Get<Accuracy>()), new Shape([2, 1, 3]))!;
        maps.Add(scores, [1, 0, 1], 1);
        Assert.Equal(2.0 / 3, maps.Value, 1e-9);
    }

    private static double Value<TMetric>(float[] outputs, float[] targets, int count)
        where TMetric : Metric
    {
        var meter = MetricMeter.For(GraphBuilder.CallOf(Catalog<Metric>.Get<TMetric>()), new Shape([outputs.Length / count]))!;
        meter.Add(outputs, targets, count);
        return meter.Value;
    }
}
