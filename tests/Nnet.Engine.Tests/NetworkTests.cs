using Nnet.Engine.Data;
using Nnet.Engine.Tests.Support;
using Nnet.Language.Definitions;
using Nnet.Language.Graph;
using Nnet.Language.Layers;
using Nnet.Language.Layers.Activations;
using Nnet.Language.Layers.Regularization;
using Xunit;

namespace Nnet.Engine.Tests;

public class NetworkTests
{
    public static TheoryData<string> ModelNames => [nameof(Models.Mlp), nameof(Models.Lenet5), nameof(Models.Playground), nameof(Models.Everything), nameof(Models.Branches)];

    [Theory]
    [MemberData(nameof(ModelNames))]
    public void Any_number_of_threads_gives_the_same_bits(string model)
    {
        var one = Train(model, new NetworkOptions { MaxBatch = 50, Threads = 1 }, 4);
        foreach (var threads in new[] { 2, 3, 5 })
        {
            Assert.Equal(one, Train(model, new NetworkOptions { MaxBatch = 50, Threads = threads }, 4));
        }
    }

    [Theory]
    [MemberData(nameof(ModelNames))]
    public void Register_widths_agree(string model)
    {
        var reference = Train(model, new NetworkOptions { MaxBatch = 50, SimdBits = 256 }, 3);
        foreach (var bits in new[] { 128, 512 })
        {
            var other = Train(model, new NetworkOptions { MaxBatch = 50, SimdBits = bits }, 3);
            for (var i = 0; i < reference.Length; i++)
            {
                Assert.Equal(reference[i], other[i], 1e-4);
            }
        }
    }

    [Fact]
    public void A_last_softmax_may_be_written_or_left_out()
    {
        var bare = GraphBuilder.Input(6).Dense(4).Build();
        var written = GraphBuilder.Input(6).Dense(4).Add<Softmax>().Build();
        Assert.Equal(Outputs(bare, Calls.CrossEntropy), Outputs(written, Calls.CrossEntropy));
        var sums = Outputs(bare, Calls.CrossEntropy).Chunk(4).Select(probabilities => probabilities.Sum());
        Assert.All(sums, sum => Assert.Equal(1, sum, 1e-6));
    }

    [Fact]
    public void A_last_sigmoid_may_be_written_or_left_out()
    {
        var bare = GraphBuilder.Input(6).Dense(1).Build();
        var written = GraphBuilder.Input(6).Dense(1).Add<Sigmoid>().Build();
        var outputs = Outputs(bare, Calls.BinaryCrossEntropy);
        Assert.Equal(outputs, Outputs(written, Calls.BinaryCrossEntropy));
        Assert.All(outputs, output => Assert.InRange(output, 0, 1));
    }

    [Fact]
    public void Extreme_logits_keep_their_loss()
    {
        var graph = GraphBuilder.Input(1).Dense(1, bias: false).Build();
        using var net = Network<float>.Compile(graph, Calls.BinaryCrossEntropy, null, new NetworkOptions { MaxBatch = 1 });
        net.Parameters[0] = 1;
        Assert.Equal(200, net.Evaluate([200], [0], 1, []), 1e-3);
        Assert.Equal(0, net.Evaluate([200], [1], 1, []), 1e-6);
    }

    [Fact]
    public void Evaluation_takes_any_number_of_samples()
    {
        using var net = Compile(nameof(Models.Everything), new NetworkOptions { MaxBatch = 16 });
        var (inputs, targets) = BatchFor(net, 45, 3);
        var outputs = new float[45 * net.OutputLength];
        var loss = net.Evaluate(inputs, targets, 45, outputs);
        var expected = Enumerable.Range(0, 45).Average(i => -Math.Log(outputs[(i * net.OutputLength) + (int)targets[i]]));
        Assert.Equal(expected, loss, 1e-4);
        var one = new float[net.OutputLength];
        net.Predict(inputs.AsSpan(44 * net.InputLength), 1, one);
        for (var i = 0; i < one.Length; i++)
        {
            Assert.Equal(outputs[(44 * net.OutputLength) + i], one[i], 1e-6);
        }
    }

    [Fact]
    public void A_convolution_of_the_lecture()
    {
        var graph = GraphBuilder.Input(1, 3, 3).Conv(1, 2).Build();
        using var net = Network<double>.Compile(graph, Calls.MeanSquaredError, null, new NetworkOptions { MaxBatch = 1 });
        double[] kernel = [0, 1, 2, 3, 0];
        kernel.CopyTo(net.Parameters);
        var output = new double[4];
        net.Predict([0, 1, 2, 3, 4, 5, 6, 7, 8], 1, output);
        Assert.Equal([19, 25, 37, 43], output);
    }

    [Fact]
    public void Dropout_scales_what_it_keeps_and_rests_in_evaluation()
    {
        var graph = GraphBuilder.Input(1000).Add<Dropout>((Dropout.Rate, 0.3)).Dense(1).Build();
        using var net = Network<float>.Compile(graph, Calls.MeanSquaredError, Calls.Sgd(), new NetworkOptions { MaxBatch = 4, InputGradients = true });
        net.Parameters.Fill(1);
        var inputs = Enumerable.Repeat(1f, 4000).ToArray();
        var output = new float[4];
        net.Predict(inputs, 4, output);
        Assert.All(output, value => Assert.Equal(1001, value, 1e-2));

        var first = Gradients();
        Assert.Equal(first, Gradients());
        net.TrainStep(inputs, new float[4], 4, 0);
        var second = Gradients();

        Assert.InRange(first.Count(gradient => gradient == 0) / 4000.0, 0.27, 0.33);
        Assert.NotEqual(first.Select(gradient => gradient == 0), second.Select(gradient => gradient == 0));
        // Each sample's gradient is 2·(ŷ − 0)/4 · 1/(1 − p) where it was kept.
        var kept = first.Take(1000).Count(gradient => gradient != 0);
        var expected = 2 * ((kept / 0.7f) + 1) / 4 / 0.7f;
        Assert.All(first.Take(1000).Where(gradient => gradient != 0), gradient => Assert.Equal(expected, gradient, expected * 1e-4));

        float[] Gradients()
        {
            net.Differentiate(inputs, new float[4], 4);
            var gradients = new float[4000];
            net.CopyInputGradients(gradients);
            return gradients;
        }
    }

    [Fact]
    public void Penalties_act_on_weights_alone()
    {
        var graph = GraphBuilder.Input(1).Dense(2).Build();
        using var net = Network<double>.Compile(graph, Calls.MeanSquaredError, Calls.Sgd(), new NetworkOptions { MaxBatch = 1, L1 = 0.5, L2 = 0.25 });
        double[] parameters = [2, -4, 1, 1];
        parameters.CopyTo(net.Parameters);
        // The input is zero and the target is met, so that the penalties alone move anything: g = λ₁·sign w + λ₂·w.
        net.TrainStep([0], [1, 1], 1, 0.1);
        Assert.Equal([2 - (0.1 * (0.5 + 0.5)), -4 - (0.1 * (-0.5 - 1)), 1, 1], net.Parameters.ToArray());
    }

    [Fact]
    public void The_best_state_comes_back_with_its_running_statistics()
    {
        using var net = Compile(nameof(Models.Everything), new NetworkOptions { MaxBatch = 16 });
        var (inputs, targets) = BatchFor(net, 16, 3);
        net.TrainStep(inputs, targets, 16, 0.01);
        var before = net.Evaluate(inputs, targets, 16, []);
        var state = net.CopyState();
        net.TrainStep(inputs, targets, 16, 0.01);
        Assert.NotEqual(before, net.Evaluate(inputs, targets, 16, []));
        net.RestoreState(state);
        Assert.Equal(before, net.Evaluate(inputs, targets, 16, []));
    }

    [Fact]
    public void Statistics_tell_dead_units_and_gradient_norms()
    {
        var graph = GraphBuilder.Input(1).Dense(4).Add<Relu>().Dense(1).Build();
        using var net = Network<float>.Compile(graph, Calls.MeanSquaredError, Calls.Sgd(), new NetworkOptions { MaxBatch = 3 });
        // Units: always positive, positive for one sample only, never, never (its bias would be positive in an empty lane).
        float[] parameters = [1, -1, -1, 1, 0, 0, -9, -9, 1, 1, 1, 1, 0];
        parameters.CopyTo(net.Parameters);
        net.TrainStep([1, 2, -1], [0, 0, 0], 3, 0);
        var layers = net.CollectStatistics().Layers;
        Assert.Equal([1, 2, 3], layers.Select(layer => layer.Node));
        Assert.Equal(0.5, layers[1].DeadShare);
        Assert.Null(layers[0].DeadShare);
        var norm = Math.Sqrt(net.Gradients[8..].ToArray().Sum(gradient => (double)gradient * gradient));
        Assert.Equal(norm, layers[2].GradientNorm!.Value, 1e-6);

        net.TrainStep([1], [0], 1, 0);
        Assert.Equal(0.75, net.CollectStatistics().Layers[1].DeadShare);
    }

    [Fact]
    public void The_first_value_that_is_not_finite_is_named_and_the_weights_stay()
    {
        var graph = GraphBuilder.Input(2).Dense(3).Add<Relu>().Dense(1).Build();
        using var net = Network<float>.Compile(graph, Calls.MeanSquaredError, Calls.Sgd(), new NetworkOptions { MaxBatch = 1 });
        net.Parameters.Fill(1e30f);
        var before = net.Parameters.ToArray();
        float[] inputs = [1, 1], targets = [0];
        Assert.False(float.IsFinite(net.TrainStep(inputs, targets, 1, 0.1)));
        Assert.Equal(before, net.Parameters.ToArray());
        Assert.Equal(new NonFinite(0, 3, "output"), net.FindNonFinite(inputs, targets, 1));

        net.Parameters.Fill(1);
        net.Parameters[7] = float.NaN;
        Assert.Equal(new NonFinite(0, 1, "bias"), net.FindNonFinite(inputs, targets, 1));
        net.Parameters[7] = 1;
        Assert.Equal(new NonFinite(0, 0, "input"), net.FindNonFinite([float.NaN, 1], targets, 1));
        Assert.Null(net.FindNonFinite(inputs, targets, 1));
    }

    [Fact]
    public void A_branch_that_leads_nowhere_changes_nothing()
    {
        var dense = GraphBuilder.CallOf(Catalog<Layer>.Get<Dense>(), (Dense.Units, 2));
        using var plain = Network<float>.Compile(GraphBuilder.Input(3).Dense(4).Add(dense).Build(), Calls.MeanSquaredError, Calls.Sgd(), new NetworkOptions { MaxBatch = 2 });
        using var forked = Network<float>.Compile(GraphBuilder.Input(3).Dense(4).Add(dense, 1).Add(dense, 1).Build(), Calls.MeanSquaredError, Calls.Sgd(), new NetworkOptions { MaxBatch = 2 });
        for (var i = 0; i < plain.Parameters.Length; i++)
        {
            plain.Parameters[i] = MathF.Sin(i);
        }
        plain.Parameters[..16].CopyTo(forked.Parameters);
        plain.Parameters[16..].CopyTo(forked.Parameters[26..]);
        var unused = forked.Parameters[16..26].ToArray();
        float[] inputs = [1, 2, 3, 4, 5, 6], targets = [1, 0, 0, 1];
        Assert.Equal(plain.TrainStep(inputs, targets, 2, 0.01), forked.TrainStep(inputs, targets, 2, 0.01));
        Assert.Equal(plain.Parameters[..16].ToArray(), forked.Parameters[..16].ToArray());
        Assert.Equal(unused, forked.Parameters[16..26].ToArray());
    }

    [Fact]
    public void Wrong_calls_are_refused_with_their_numbers()
    {
        using var net = Network<float>.Compile(GraphBuilder.Input(3).Dense(4).Build(), Calls.CrossEntropy, null, new NetworkOptions { MaxBatch = 2 });
        Assert.Contains("classes 0 to 3", Assert.Throws<ArgumentException>(() => net.Evaluate(new float[3], [4], 1, [])).Message);
        Assert.Contains("2 samples of 3 numbers are 6, but inputs holds 5", Assert.Throws<ArgumentException>(() => net.Evaluate(new float[5], [0, 0], 2, [])).Message);
        Assert.Contains("without an optimizer", Assert.Throws<InvalidOperationException>(() => net.TrainStep(new float[3], [0], 1, 0.1)).Message);
    }

    private static float[] Outputs(LayerGraph graph, Call loss)
    {
        using var net = Network<float>.Compile(graph, loss, Calls.Sgd(), new NetworkOptions { MaxBatch = 5, Seed = 3 });
        var (inputs, targets) = BatchFor(net, 5, 1);
        net.TrainStep(inputs, [.. targets.Select(target => Math.Min(target, net.OutputLength - 1))], 5, 0.1);
        var outputs = new float[5 * net.OutputLength];
        net.Predict(inputs, 5, outputs);
        return outputs;
    }

    private static float[] Train(string model, NetworkOptions options, int steps)
    {
        using var net = Compile(model, options);
        for (var step = 0; step < steps; step++)
        {
            // The last batch of an epoch is mostly smaller.
            var count = step == steps - 1 ? 37 : 50;
            var (inputs, targets) = BatchFor(net, count, (uint)step);
            net.TrainStep(inputs, targets, count, 0.05);
        }
        return [.. net.Parameters.ToArray(), .. net.Buffers.ToArray()];
    }

    internal static Network<float> Compile(string model, NetworkOptions options)
    {
        var graph = model switch
        {
            nameof(Models.Mlp) => Models.Mlp(),
            nameof(Models.Lenet5) => Models.Lenet5(),
            nameof(Models.Playground) => Models.Playground(),
            nameof(Models.Branches) => Models.Branches(),
            _ => Models.Everything(),
        };
        var loss = model == nameof(Models.Playground) ? Calls.MeanSquaredError : Calls.CrossEntropy;
        return Network<float>.Compile(graph, loss, Calls.Sgd(0.9), options);
    }

    internal static (float[] Inputs, float[] Targets) BatchFor(Network<float> net, int count, uint stream)
    {
        var random = new CounterRandom(5, stream);
        var inputs = new float[count * net.InputLength];
        var targets = new float[count * net.TargetLength];
        for (var i = 0; i < inputs.Length; i++)
        {
            inputs[i] = (float)random.NextNormal();
        }
        for (var i = 0; i < targets.Length; i++)
        {
            targets[i] = random.NextIndex(Math.Max(2, net.OutputLength));
        }
        return (inputs, targets);
    }
}
