using Nnet.Engine.Data;
using Nnet.Engine.Tests.Support;
using Nnet.Language.Definitions;
using Nnet.Language.Graph;
using Nnet.Language.Layers;
using Nnet.Language.Layers.Activations;
using Nnet.Language.Layers.Regularization;
using Nnet.Language.Training;
using Xunit;

namespace Nnet.Engine.Ilgpu.Tests;

/// <summary>Whole nets and whole steps: ten of them with kernels against ten on the processor, from the same seed.</summary>
public class TrainingTests(Card card) : IClassFixture<Card>
{
    private const int Batch = 12;
    private const int Steps = 10;
    private const double Tolerance = 1e-4;

    private static readonly Dictionary<string, Func<LayerGraph>> s_models = new()
    {
        ["MLP with dropout"] = () => GraphBuilder.Input(20).Dense(24).Add<Relu>().Add<Dropout>().Dense(16).Add<Tanh>().Dense(5).Build(),
        ["LeNet"] = () => GraphBuilder.Input(1, 12, 12).Conv(4, 5, padding: 2).Add<Relu>().MaxPool(2).Conv(6, 3).Add<Relu>().MaxPool(2).Add<Flatten>().Dense(12).Add<Relu>().Dense(5).Build(),
        ["residual net"] = () => Models.OfText("""
            input 2x6x6
            conv 4 kernel=3 padding=1 bias=false
            batchnorm
            relu
            add {
              path { conv 4 kernel=3 padding=1 bias=false; batchnorm; relu; conv 4 kernel=3 padding=1 bias=false; batchnorm }
              path { identity }
            }
            relu
            globalavgpool
            dense 5
            """),
        ["autoencoder"] = () => GraphBuilder.Input(12).Dense(6).Add<Gelu>().Dense(3).Add<Sigmoid>().Dense(6).Add<Silu>().Dense(5).Build(),
        ["U-Net"] = () => Models.OfText("""
            input 2x4x4
            a: conv 3 kernel=3 padding=1 activation=relu
            maxpool 2
            conv 4 kernel=3 padding=1 activation=relu
            convtranspose 3 kernel=2 stride=2
            concat a
            conv 3 kernel=3 padding=1 activation=relu
            flatten
            dense 5
            """),
    };

    public static TheoryData<string> ModelNames => [.. s_models.Keys];

    public static TheoryData<string> OptimizerNames => [.. Catalog<Optimizer>.All.Select(optimizer => optimizer.Name)];

    [Theory]
    [MemberData(nameof(ModelNames))]
    public void Net(string name) => Compare(s_models[name](), Calls.CrossEntropy, Calls.Adam, new NetworkOptions());

    [Theory]
    [MemberData(nameof(OptimizerNames))]
    public void Optimizer(string name) => Compare(Small(), Calls.CrossEntropy, GraphBuilder.CallOf(Catalog<Optimizer>.Find(name)!), new NetworkOptions());

    [Fact]
    public void Momentum_and_what_comes_between_gradients_and_weights()
    {
        Compare(Small(), Calls.CrossEntropy, Calls.Sgd(0.9, nesterov: true, decay: 0.01), new NetworkOptions { L1 = 0.001, L2 = 0.002, ClipValue = 0.05 });
        Compare(Small(), Calls.CrossEntropy, Calls.Sgd(0.9), new NetworkOptions { ClipNorm = 0.1, Averages = true }, share: 0.1);
    }

    [Fact]
    public void Several_batches_a_step()
    {
        using var expected = Network<float>.Compile(Small(), Calls.CrossEntropy, Calls.Adam, new NetworkOptions { MaxBatch = Batch, Accumulates = 3 });
        using var actual = Network<float>.Compile(Small(), Calls.CrossEntropy, Calls.Adam, new NetworkOptions { MaxBatch = Batch, Accumulates = 3, Device = card.Device });
        var (inputs, targets) = Data(expected);
        foreach (var net in new[] { expected, actual })
        {
            for (var step = 0; step < 3; step++)
            {
                net.Accumulate(inputs, targets, 4, 9);
                net.Accumulate(inputs, targets, 3, 9);
                net.TrainStep(inputs, targets, 2, 0.01, 9);
            }
        }
        Close("weights", expected.Parameters, actual.Parameters);
    }

    [Fact]
    public void Several_steps_at_once_on_data_that_the_device_holds_are_the_same_steps()
    {
        var options = new NetworkOptions { MaxBatch = Batch, Averages = true, ClipNorm = 0.5, Device = card.Device };
        using var expected = Network<float>.Compile(s_models["LeNet"](), Calls.CrossEntropy, Calls.Adam, options);
        using var actual = Network<float>.Compile(s_models["LeNet"](), Calls.CrossEntropy, Calls.Adam, options);
        var (inputs, targets) = Data(expected);
        int[] rows = [3, 7, 1, 0, 11, 2, 5, 9];
        double[] rates = [0.01, 0.02, 0.03], shares = [1, 0.5, 0.1];
        var known = new float[3];
        for (var step = 0; step < 3; step++)
        {
            var some = rows.Skip(step * 3).Take(3).ToArray();
            expected.AverageShare = shares[step];
            known[step] = expected.TrainStep([.. some.SelectMany(row => inputs.Skip(row * expected.InputLength).Take(expected.InputLength))], [.. some.Select(row => targets[row])], some.Length, rates[step]);
        }
        Assert.True(actual.TryHold(inputs, targets));
        var found = new float[3];
        actual.TrainSteps(rows, 3, rates, shares, found);
        Assert.Equal(known, found);
        Assert.Equal(expected.Parameters.ToArray(), actual.Parameters.ToArray());
        Assert.Equal(expected.AverageParameters.ToArray(), actual.AverageParameters.ToArray());
        Assert.Equal(3, actual.Step);
    }

    [Fact]
    public void Of_several_steps_none_moves_a_weight_behind_a_loss_that_is_not_finite()
    {
        using var net = Network<float>.Compile(Small(), Calls.CrossEntropy, Calls.Adam, new NetworkOptions { MaxBatch = Batch, Device = card.Device });
        using var twin = Network<float>.Compile(Small(), Calls.CrossEntropy, Calls.Adam, new NetworkOptions { MaxBatch = Batch, Device = card.Device });
        var (inputs, targets) = Data(net);
        inputs[net.InputLength] = float.NaN;
        Assert.True(net.TryHold(inputs, targets));
        var losses = new float[3];
        net.TrainSteps([0, 1, 2], 1, [0.1, 0.1, 0.1], [0, 0, 0], losses);
        twin.TrainStep(inputs.AsSpan(0, net.InputLength), targets.AsSpan(0, 1), 1, 0.1);
        Assert.Equal([true, false], losses[..2].Select(float.IsFinite));
        Assert.Equal(1, net.Step);
        Assert.Equal(twin.Parameters.ToArray(), net.Parameters.ToArray());
        // What went wrong is over with the steps.
        net.TrainSteps([0], 1, [0.1], [0], losses);
        Assert.NotEqual(twin.Parameters.ToArray(), net.Parameters.ToArray());
    }

    [Fact]
    public void Steps_take_no_memory_of_the_device_and_a_network_gives_back_all_that_it_had()
    {
        var before = card.Device.Ledger.Bytes;
        using (var net = Network<float>.Compile(Models.OfText("input 4x3\nto_sequence\nattention 1\nlstm 3\ndense 5"), Calls.CrossEntropy, Calls.Adam, new NetworkOptions { MaxBatch = Batch, Averages = true, ClipNorm = 1, Device = card.Device }))
        {
            var (inputs, targets) = Data(net);
            Assert.True(net.TryHold(inputs, targets));
            var (losses, outputs) = (new float[4], new float[Batch * net.OutputLength]);
            Round();
            var during = card.Device.Ledger.Bytes;
            Assert.True(during > before);
            for (var round = 0; round < 3; round++)
            {
                Round();
            }
            Assert.Equal(during, card.Device.Ledger.Bytes);

            void Round()
            {
                net.TrainStep(inputs, targets, Batch, 0.001);
                net.TrainSteps([.. Enumerable.Range(0, 4)], 1, new double[4], new double[4], losses);
                net.Evaluate(inputs, targets, Batch, outputs);
                net.RestoreState(net.CopyState());
            }
        }
        Assert.Equal(before, card.Device.Ledger.Bytes);
    }

    [Fact]
    public void What_layers_give_is_told_as_the_processor_tells_it()
    {
        var options = new NetworkOptions { MaxBatch = Batch, Seed = 3 };
        using var expected = Network<float>.Compile(Small(), Calls.CrossEntropy, Calls.Adam, options);
        using var actual = Network<float>.Compile(Small(), Calls.CrossEntropy, Calls.Adam, options with { Device = card.Device });
        var (inputs, targets) = Data(expected);
        foreach (var net in new[] { expected, actual })
        {
            net.TrainStep(inputs, targets, Batch, 0.05);
        }
        var (known, found) = (expected.ActivationsOf(inputs, Batch, [1, 3], 1000), actual.ActivationsOf(inputs, Batch, [1, 3], 1000));
        Close("first layer", known[0], found[0]);
        Close("second layer", known[1], found[1]);
    }

    [Fact]
    public void Weights_that_are_changed_from_outside_count_and_a_copy_brings_them_back()
    {
        using var net = Network<float>.Compile(Small(), Calls.CrossEntropy, Calls.Adam, new NetworkOptions { MaxBatch = Batch, Device = card.Device });
        var (inputs, targets) = Data(net);
        var state = net.CopyState();
        var first = net.TrainStep(inputs, targets, Batch, 0.1);
        var second = net.TrainStep(inputs, targets, Batch, 0.1);
        Assert.NotEqual(first, second);
        net.RestoreState(state);
        Assert.Equal(first, net.Differentiate(inputs, targets, Batch));
    }

    [Fact]
    public void What_is_not_finite_leaves_the_weights_alone_and_is_found()
    {
        using var net = Network<float>.Compile(Small(), Calls.CrossEntropy, Calls.Adam, new NetworkOptions { MaxBatch = Batch, Device = card.Device });
        var (inputs, targets) = Data(net);
        net.Parameters[^1] = float.PositiveInfinity;
        var before = net.Parameters.ToArray();
        Assert.False(float.IsFinite(net.TrainStep(inputs, targets, Batch, 0.1)));
        Assert.Equal(before, net.Parameters.ToArray());
        Assert.Equal("bias", net.FindNonFinite(inputs, targets, Batch)?.Value);
        net.Parameters[^1] = 0;
        Assert.Null(net.FindNonFinite(inputs, targets, Batch));
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits()
    {
        Assert.Equal(Train(), Train());

        float[] Train()
        {
            using var net = Network<float>.Compile(s_models["LeNet"](), Calls.CrossEntropy, Calls.Adam, new NetworkOptions { MaxBatch = Batch, Device = card.Device });
            var (inputs, targets) = Data(net);
            net.TrainStep(inputs, targets, Batch, 0.01);
            net.TrainStep(inputs, targets, 7, 0.01);
            return net.Parameters.ToArray();
        }
    }

    private static LayerGraph Small() => GraphBuilder.Input(6).Dense(8).Add<Relu>().Dense(8).Add<Tanh>().Dense(5).Build();

    private void Compare(LayerGraph graph, Call loss, Call optimizer, NetworkOptions options, double share = 0)
    {
        options = options with { MaxBatch = Batch, Seed = 3 };
        using var expected = Network<float>.Compile(graph, loss, optimizer, options);
        using var actual = Network<float>.Compile(graph, loss, optimizer, options with { Device = card.Device });
        Assert.All(card.CompileForCuda(), kernel => Assert.Contains(".entry", kernel.Value, StringComparison.Ordinal));
        var (inputs, targets) = Data(expected);
        (expected.AverageShare, actual.AverageShare) = (share, share);
        for (var step = 0; step < Steps; step++)
        {
            // The last batch of an epoch is a smaller one.
            var count = step == Steps - 1 ? Batch - 3 : Batch;
            if (step == Steps - 2)
            {
                expected.ObserveNextStep();
                actual.ObserveNextStep();
            }
            Close($"loss of step {step + 1}", [expected.TrainStep(inputs, targets, count, 0.01)], [actual.TrainStep(inputs, targets, count, 0.01)]);
        }
        Close("weights", expected.Parameters, actual.Parameters);
        Close("buffers", expected.Buffers, actual.Buffers);
        Close("averages", expected.AverageParameters, actual.AverageParameters);
        foreach (var (known, found) in expected.CollectStatistics().Layers.Zip(actual.CollectStatistics().Layers))
        {
            Assert.Equal(known.DeadShare, found.DeadShare);
            Assert.Equal(known.SaturatedShare ?? -1, found.SaturatedShare ?? -1, 1e-3);
            Assert.Equal(known.GradientNorm ?? -1, found.GradientNorm ?? -1, 1e-3);
        }
    }

    private static (float[] Inputs, float[] Targets) Data(Network<float> net)
    {
        var random = new CounterRandom(5, 6);
        return ([.. Enumerable.Range(0, Batch * net.InputLength).Select(_ => (float)random.NextNormal())], [.. Enumerable.Range(0, Batch * net.TargetLength).Select(_ => (float)random.NextIndex(5))]);
    }

    private static void Close(string what, ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= Tolerance * Math.Max(1, Math.Abs(expected[i])), $"{what}: number {i} of {expected.Length} is {actual[i]:R}, not {expected[i]:R}");
        }
    }
}
