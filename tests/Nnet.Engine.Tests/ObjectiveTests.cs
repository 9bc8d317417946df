using System.Text.Json;
using Nnet.Engine.Losses;
using Nnet.Engine.Runs;
using Nnet.Engine.Runs.Metrics;
using Nnet.Engine.Tests.Support;
using Nnet.Language.Definitions;
using Nnet.Language.Graph;
using Nnet.Language.Training;
using Nnet.Language.Training.Losses;
using Xunit;

namespace Nnet.Engine.Tests;

/// <summary>Optimizers, losses, schedules and metrics against PyTorch; tests/goldens/objectives.py writes the file.</summary>
public class ObjectiveTests
{
    private const double Tolerance = 1e-6;

    private static readonly Goldens s_goldens = JsonSerializer.Deserialize<Goldens>(File.ReadAllText(Path.Combine(Repository.Root, "tests", "goldens", "objectives.json")), JsonSerializerOptions.Web)!;

    public static TheoryData<string> MetricLines => [.. s_goldens.Metrics.Select(golden => golden.Name)];

    public static TheoryData<string> ScheduleLines => [.. s_goldens.Schedules.Select(golden => golden.Line)];

    public static TheoryData<string> LossLines => [.. s_goldens.Losses.Select(golden => golden.Line)];

    public static TheoryData<string> OptimizerLines => [.. s_goldens.Optimizers.Select(golden => golden.Line)];

    [Fact]
    public void Every_optimizer_is_compared()
        => Assert.Equal(Catalog<Optimizer>.All.Select(optimizer => optimizer.Name), s_goldens.Optimizers.Select(golden => golden.Line.Split(' ')[1]).Distinct().Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(OptimizerLines))]
    public void Optimizer(string line)
    {
        var golden = s_goldens.Optimizers.Single(golden => golden.Line == line);
        var block = golden.Clip is null ? TrainLine.Block(line) : TrainLine.Block(line, golden.Clip);
        foreach (var bits in new[] { 128, 256, 512 })
        {
            using var net = Network<double>.Compile(GraphBuilder.Input(3).Dense(2).Build(), Calls.MeanSquaredError, block.Optimizer, new NetworkOptions { MaxBatch = 5, SimdBits = bits, ClipNorm = block.ClipNorm, ClipValue = block.ClipValue });
            s_goldens.Linear.Parameters.CopyTo(net.Parameters);
            for (var step = 1; step <= 10; step++)
            {
                net.TrainStep(s_goldens.Linear.Inputs, s_goldens.Linear.Targets, 5, golden.Rate);
                if (step is 1 or 10)
                {
                    Close(step == 1 ? golden.AfterOne : golden.AfterTen, net.Parameters.ToArray(), $"{line}, step {step}, {bits} bits");
                }
            }
        }
    }

    [Fact]
    public void Every_loss_is_compared()
        => Assert.Equal(Catalog<Loss>.All.Select(loss => loss.Name), s_goldens.Losses.Select(golden => golden.Line.Split(' ')[1]).Distinct().Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(LossLines))]
    public void Loss(string line)
    {
        var golden = s_goldens.Losses.Single(golden => golden.Line == line);
        foreach (var bits in new[] { 128, 256, 512 })
        {
            // Through a layer that gives what it gets, so that the outputs are known and their gradient is the input's.
            using var net = Network<double>.Compile(GraphBuilder.Input(3).Dense(3, bias: false).Build(), TrainLine.Choice(line), null, new NetworkOptions { MaxBatch = 4, SimdBits = bits, InputGradients = true });
            double[] identity = [1, 0, 0, 0, 1, 0, 0, 0, 1];
            identity.CopyTo(net.Parameters);
            var value = net.Differentiate(s_goldens.Outputs, golden.Targets, 4);
            var gradient = new double[12];
            net.CopyInputGradients(gradient);
            Close([golden.Value], [value], $"{line}, {bits} bits");
            Close(golden.Gradient, gradient, $"gradient of {line}, {bits} bits");
            Close([golden.Value], [net.Evaluate(s_goldens.Outputs, golden.Targets, 4, [])], $"{line} in evaluation, {bits} bits");
        }
    }

    [Fact]
    public void Every_metric_is_compared()
        => Assert.Equal(Catalog<Metric>.All.Where(metric => metric.IsNumber).Select(metric => metric.Name), s_goldens.Metrics.Select(golden => golden.Line.Split(' ')[1]).Distinct().Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(MetricLines))]
    public void Metric(string name)
    {
        var golden = s_goldens.Metrics.Single(golden => golden.Name == name);
        var width = golden.Outputs.Length / golden.Count;
        var meter = MetricMeter.For(TrainLine.Choice(golden.Line), new Shape([width]))!;
        var (outputs, targets) = (golden.Outputs.Select(value => (float)value).ToArray(), golden.Targets.Select(value => (float)value).ToArray());
        // In two batches, and once more after everything was forgotten.
        for (var round = 0; round < 2; round++)
        {
            meter.Reset();
            var first = golden.Count / 2;
            meter.Add(outputs.AsSpan(0, first * width), targets.AsSpan(0, first * targets.Length / golden.Count), first);
            meter.Add(outputs.AsSpan(first * width), targets.AsSpan(first * targets.Length / golden.Count), golden.Count - first);
            Close([golden.Value], [meter.Value], name);
        }
    }

    [Fact]
    public void Every_schedule_is_compared()
        => Assert.Equal(Catalog<Schedule>.All.Select(schedule => schedule.Name), s_goldens.Schedules.Select(golden => golden.Line.Split(' ')[1]).Distinct().Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(ScheduleLines))]
    public void Schedule(string line)
    {
        var golden = s_goldens.Schedules.Single(golden => golden.Line == line);
        var rates = new LearningRates(TrainLine.Block(line, "optimizer sgd lr=1", "epochs 20"), 1, moreIsBetter: false);
        var factors = new double[20];
        for (var step = 0; step < 20; step++)
        {
            factors[step] = rates.At(step);
            if (golden.Figures.Length > 0)
            {
                rates.Observe(golden.Figures[step]);
            }
        }
        Close(golden.Factors, factors, line);
    }

    [Theory]
    [InlineData("schedule step every=2 gamma=0.5", 7, 1.0)]
    [InlineData("schedule step every=2 gamma=0.5", 8, 0.5)]
    [InlineData("schedule linear", 10, 0.75)]
    [InlineData("schedule cosine every=5", 20, 1.0)]
    [InlineData("schedule constant warmup=50%", 9, 10.0 / 21)]
    public void Schedules_count_epochs_or_steps(string line, int step, double expected)
        => Assert.Equal(expected, new LearningRates(TrainLine.Block(line, "optimizer sgd lr=1", "epochs 10"), 4, moreIsBetter: false).At(step), 1e-12);

    [Fact]
    public void Balanced_weights_let_every_class_count_the_same()
    {
        var loss = TrainLine.Choice("loss cross_entropy class_weights=balanced");
        var resolved = ClassCosts.Resolve(loss, CrossEntropy.Weights, () => [0, 0, 0, 2, 0, 2], 3);
        Assert.Equal([6.0 / (2 * 4), 1, 6.0 / (2 * 2)], resolved.Get(CrossEntropy.Weights)!.Weights.ToArray());
    }

    private static void Close(double[] expected, double[] actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= Tolerance * Math.Max(1, Math.Abs(expected[i])), $"{what}: number {i} is {actual[i]:R}, PyTorch has {expected[i]:R}");
        }
    }

    private sealed record Goldens(Linear Linear, OptimizerGolden[] Optimizers, double[] Outputs, LossGolden[] Losses, ScheduleGolden[] Schedules, MetricGolden[] Metrics);

    private sealed record MetricGolden(string Name, string Line, int Count, double[] Outputs, double[] Targets, double Value);

    private sealed record ScheduleGolden(string Line, double[] Figures, double[] Factors);

    private sealed record LossGolden(string Line, double[] Targets, double Value, double[] Gradient);

    private sealed record Linear(double[] Inputs, double[] Targets, double[] Parameters);

    private sealed record OptimizerGolden(string Line, double Rate, string? Clip, double[] AfterOne, double[] AfterTen);
}
