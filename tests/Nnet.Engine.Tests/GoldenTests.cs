using Nnet.Engine.Tests.Support;
using Nnet.Language.Definitions;
using Nnet.Language.Graph;
using Nnet.Language.Layers.Activations;
using Nnet.Language.Layers.Normalization;
using Nnet.Language.Layers.Spatial;
using Nnet.Language.Training;
using Nnet.Language.Training.Losses;
using Nnet.Language.Training.Optimizers;
using Xunit;

namespace Nnet.Engine.Tests;

/// <summary>PyTorch's losses step for step, from the same weights and batches; tests/goldens/make.py writes the files.</summary>
public class GoldenTests
{
    [Theory]
    [InlineData(128)]
    [InlineData(256)]
    [InlineData(512)]
    public void Mlp_with_adam(int bits) => Compare("mlp-adam", Models.Mlp(), Calls.CrossEntropy, Calls.Adam, 1e-3, bits);

    [Fact]
    public void Mlp_with_adamw()
        => Compare("mlp-adamw", Models.Mlp(), Calls.CrossEntropy, GraphBuilder.CallOf(Catalog<Optimizer>.Get<AdamW>(), (AdamW.WeightDecay, 0.05)), 1e-3, null);

    [Theory]
    [InlineData(128)]
    [InlineData(256)]
    [InlineData(512)]
    public void Lenet_with_momentum(int bits) => Compare("lenet-sgd-momentum", Models.Lenet5(), Calls.CrossEntropy, Calls.Sgd(0.9), 0.05, bits);

    [Fact]
    public void Normalized_network_with_nesterov()
    {
        var graph = GraphBuilder.Input(2, 9, 8)
            .Conv(8, 3, stride: 2, padding: 1, bias: false).Add<BatchNorm>().Add<LeakyRelu>()
            .Add<AvgPool>((AvgPool.Kernel, Axis(3)), (AvgPool.Stride, Axis(2)), (AvgPool.Padding, Padding.Of(1)))
            .Conv(5, 1).Add<Elu>().Add<GlobalAvgPool>()
            .Dense(4).Add<BatchNorm>().Add<Tanh>().Dense(1).Build();
        Compare("normalized-sgd-nesterov", graph, Calls.MeanSquaredError, Calls.Sgd(0.9, nesterov: true, decay: 1e-3), 0.05, null);
    }

    [Fact]
    public void Playground_with_binary_cross_entropy()
        => Compare("playground-bce", Playground(), Calls.BinaryCrossEntropy, GraphBuilder.CallOf(Catalog<Optimizer>.Get<Adam>(), (Adam.WeightDecay, 1e-2)), 0.01, null);

    [Fact]
    public void Playground_with_absolute_error() => Compare("playground-mae", Playground(), Calls.Loss<MeanAbsoluteError>(), Calls.Sgd(), 0.01, null);

    private static LayerGraph Playground() => GraphBuilder.Input(2).Dense(8).Add<Tanh>().Dense(8).Add<Sigmoid>().Dense(8).Add<Gelu>().Dense(8).Add<Selu>().Dense(1).Build();

    private static object Axis(int extent) => System.Collections.Immutable.ImmutableArray.Create(extent);

    private static void Compare(string name, LayerGraph graph, Call loss, Call optimizer, double rate, int? bits)
        => StepGolden.Load(name).Compare(graph, loss, optimizer, rate, new NetworkOptions { Threads = 2, SimdBits = bits });
}
