using Nnet.Engine.Layers;
using Nnet.Engine.Tests.Support;
using Nnet.Language;
using Nnet.Language.Graph;
using Nnet.Language.Layers;
using Nnet.Language.Text;
using Nnet.Language.Training;
using Nnet.Language.Training.Averagings;
using Xunit;

namespace Nnet.Engine.Tests;

/// <summary>What a step does beside following the gradient: clipping, frozen weights, rates of their own, averages.</summary>
public class StepTests
{
    internal static NetworkOptions Everything { get; } = new() { MaxBatch = 50, ClipNorm = 0.3, ClipValue = 0.05, L1 = 1e-4, L2 = 1e-3, Averages = true };

    [Fact]
    public void Clipping_and_averages_give_the_same_bits_for_any_number_of_threads()
    {
        var one = Train(Models.Mlp(), Everything with { Threads = 1 }, 4);
        foreach (var threads in new[] { 2, 3, 5 })
        {
            Assert.Equal(one, Train(Models.Mlp(), Everything with { Threads = threads }, 4));
        }
        Assert.NotEqual(one, Train(Models.Mlp(), Everything with { Threads = 1, ClipNorm = null }, 4));
    }

    [Fact]
    public void A_clipped_step_has_the_length_that_is_allowed()
    {
        using var net = Network<double>.Compile(GraphBuilder.Input(3).Dense(2).Build(), Calls.MeanSquaredError, Calls.Sgd(), new NetworkOptions { MaxBatch = 1, ClipNorm = 0.5 });
        var before = net.Parameters.ToArray();
        net.TrainStep([10, 20, 30], [100, -100], 1, 1);
        Assert.Equal(0.5, Math.Sqrt(net.Parameters.ToArray().Zip(before, (now, then) => (now - then) * (now - then)).Sum()), 1e-6);
    }

    [Theory]
    [InlineData("dense 4 activation=tanh freeze=true", "dense 1")]
    [InlineData("dense 4 activation=tanh", "dense 1 freeze=true")]
    [InlineData("Part freeze=true", "dense 1")]
    public void Frozen_weights_stay_and_the_others_learn_as_before(string first, string second)
    {
        var graph = Model($"{first}\n{second}");
        var free = Model($"{first.Replace(" freeze=true", "", StringComparison.Ordinal)}\n{second.Replace(" freeze=true", "", StringComparison.Ordinal)}");
        var options = new NetworkOptions { MaxBatch = 4, L2 = 0.1 };
        using var net = Network<float>.Compile(graph, Calls.MeanSquaredError, Calls.Adam, options);
        using var other = Network<float>.Compile(free, Calls.MeanSquaredError, Calls.Adam, options);
        var start = net.Parameters.ToArray();
        Assert.Equal(start, other.Parameters.ToArray());
        float[] inputs = [1, 2, 3, 4, 5, 6, 7, 8], targets = [1, 2, 3, 4];
        net.TrainStep(inputs, targets, 4, 0.01);
        other.TrainStep(inputs, targets, 4, 0.01);
        foreach (var tensor in net.Tensors)
        {
            var isFrozen = graph.Nodes[tensor.Node].Facts!.Weights[0].IsFrozen;
            Assert.Equal(isFrozen ? start[tensor.Offset..(tensor.Offset + tensor.Length)] : other.Parameters.Slice(tensor.Offset, tensor.Length).ToArray(), net.Parameters.Slice(tensor.Offset, tensor.Length).ToArray());
        }
        Assert.NotEqual(start, net.Parameters.ToArray());
        Assert.All(net.CollectStatistics().Layers.Where(layer => graph.Nodes[layer.Node].Facts!.Weights.Any()), layer => Assert.NotEqual(isFrozenNode(layer.Node), layer.GradientNorm is not null));

        bool isFrozenNode(int node) => graph.Nodes[node].Facts!.Weights.Any(weight => weight.IsFrozen);
    }

    [Theory]
    [MemberData(nameof(LayersWithWeights))]
    public void Every_layer_can_be_frozen(string name)
    {
        var sample = LayerEngines.All.SelectMany(engine => engine.Samples).First(sample => sample.Call.Definition.Name == name);
        var graph = Frozen(GraphBuilder.Of(sample));
        using var net = Network<float>.Compile(graph, Calls.MeanSquaredError, null, new NetworkOptions { MaxBatch = 3, InputGradients = sample.Vocabulary == 0 });
        Assert.All(net.Tensors.Where(tensor => tensor.IsTrainable), tensor => Assert.Equal(0, tensor.RateFactor));
        net.Differentiate(new float[3 * net.InputLength], new float[3 * net.TargetLength], 3);
        Assert.All(net.Gradients.ToArray(), gradient => Assert.Equal(0, gradient));
        // As the first layer it has no gradient to pass on either.
        using var first = Network<float>.Compile(graph, Calls.MeanSquaredError, null, new NetworkOptions { MaxBatch = 3 });
        first.Differentiate(new float[3 * net.InputLength], new float[3 * net.TargetLength], 3);
    }

    public static TheoryData<string> LayersWithWeights => [.. LayerEngines.All.SelectMany(engine => engine.Samples).Where(sample => sample.Call.Definition.Arguments.Contains(CommonArguments.Freeze) && sample.Others.IsEmpty && sample.Input.Rank > 0).Select(sample => sample.Call.Definition.Name).Distinct()];

    [Fact]
    public void A_model_without_anything_to_train_says_so()
    {
        var problem = Assert.Throws<ArgumentException>(() => Network<float>.Compile(Model("dense 1 freeze=true"), Calls.MeanSquaredError, Calls.Sgd(), new NetworkOptions()));
        Assert.Equal("M has nothing to train: all of its weights are frozen.", problem.Message);
    }

    [Fact]
    public void A_layer_moves_at_its_own_rate()
    {
        var (slow, usual) = (Model("Part lr=50%\ndense 1"), Model("Part\ndense 1"));
        using var net = Network<double>.Compile(slow, Calls.MeanSquaredError, Calls.Sgd(), new NetworkOptions { MaxBatch = 2 });
        using var other = Network<double>.Compile(usual, Calls.MeanSquaredError, Calls.Sgd(), new NetworkOptions { MaxBatch = 2 });
        var start = net.Parameters.ToArray();
        net.TrainStep([1, 2, 3, 4], [1, 2], 2, 0.01);
        other.TrainStep([1, 2, 3, 4], [1, 2], 2, 0.01);
        for (var i = 0; i < start.Length; i++)
        {
            Assert.Equal((other.Parameters[i] - start[i]) * (i < (2 * 4) + 4 ? 0.5 : 1), net.Parameters[i] - start[i], 1e-12);
        }
    }

    [Fact]
    public void Rates_of_a_line_and_of_its_block_multiply()
        => Assert.Equal([0.1, 0.02, 1], Model("Pair lr=10%\ndense 1").Nodes.Where(node => node.Layer is Dense).Select(node => Math.Round(node.Facts!.Weights[0].RateFactor, 9)));

    [Fact]
    public void The_average_follows_its_formula_and_comes_and_goes()
    {
        using var net = Network<double>.Compile(GraphBuilder.Input(2).Dense(1).Build(), Calls.MeanSquaredError, Calls.Sgd(), new NetworkOptions { MaxBatch = 1, Averages = true });
        var average = TrainLine.Choice("average ema decay=0.5");
        double[]? expected = null;
        for (var step = 0; step < 5; step++)
        {
            var share = ((Ema)average.Definition).ShareAt(average, new ScheduleTime(step, 10, 10));
            net.AverageShare = share;
            net.TrainStep([1, 2], [3], 1, 0.05);
            expected = [.. net.Parameters.ToArray().Select((value, i) => expected is null ? value : expected[i] + (share * (value - expected[i])))];
        }
        for (var i = 0; i < expected!.Length; i++)
        {
            Assert.Equal(expected[i], net.AverageParameters[i], 1e-12);
        }
        var (weights, averages) = (net.Parameters.ToArray(), net.AverageParameters.ToArray());
        Assert.NotEqual(weights, averages);
        net.SwapAverages();
        Assert.Equal(averages, net.Parameters.ToArray());
        Assert.Equal(weights, net.AverageParameters.ToArray());
        net.SwapAverages();
        Assert.Equal(weights, net.Parameters.ToArray());
    }

    [Fact]
    public void Swa_is_the_mean_over_the_last_epochs()
    {
        var swa = TrainLine.Choice("average swa start=50%");
        var averaging = (Averaging)swa.Definition;
        var shares = Enumerable.Range(0, 12).Select(step => averaging.ShareAt(swa, new ScheduleTime(step, 3, 4)));
        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0.5], shares);
        Assert.False(averaging.HasBegun(swa, new ScheduleTime(5, 3, 4)));
        Assert.True(averaging.HasBegun(swa, new ScheduleTime(8, 3, 4)));
    }

    private static LayerGraph Model(string lines)
    {
        var text = $"block Part {{\n  dense 4 activation=tanh\n}}\nblock Pair {{\n  dense 4 activation=tanh\n  dense 4 activation=tanh lr=20%\n}}\nmodel M {{\n  input 2\n{lines}\n}}";
        var analysis = Analyzer.Analyze(new SourceText(text));
        Assert.DoesNotContain(analysis.Findings, finding => finding.Kind.Severity == Language.Findings.Severity.Error);
        return analysis.Models.Single();
    }

    private static LayerGraph Frozen(LayerGraph graph) => graph with
    {
        Nodes = [.. graph.Nodes.Select(node => node with { Facts = node.Facts! with { Weights = [.. node.Facts.Weights.Select(weight => weight with { IsFrozen = true })] } })],
    };

    private static float[] Train(LayerGraph graph, NetworkOptions options, int steps)
    {
        using var net = Network<float>.Compile(graph, Calls.CrossEntropy, Calls.Adam, options);
        var inputs = Enumerable.Range(0, options.MaxBatch * net.InputLength).Select(i => MathF.Sin(i)).ToArray();
        var targets = Enumerable.Range(0, options.MaxBatch).Select(i => (float)(i % net.OutputLength)).ToArray();
        for (var step = 0; step < steps; step++)
        {
            net.AverageShare = 1f / (step + 1);
            net.TrainStep(inputs, targets, options.MaxBatch, 0.01);
        }
        return [.. net.Parameters, .. net.AverageParameters];
    }
}
