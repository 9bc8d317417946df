using Nnet.Engine.Data;
using Nnet.Engine.Layers;
using Nnet.Engine.Tests.Support;
using Nnet.Language.Graph;
using Xunit;

namespace Nnet.Engine.Tests;

/// <summary>A network that is laid out for one sample at a time gives what one for batches gives.</summary>
public class AloneTests
{
    public static TheoryData<string> LayerSamples => GradientTests.LayerSamples;

    private static Dictionary<string, LayerSample> Samples { get; } = LayerEngines.All.SelectMany(engine => engine.Samples).ToDictionary(sample => sample.ToString());

    [Theory]
    [MemberData(nameof(LayerSamples))]
    public void Every_layer(string name)
    {
        foreach (var bits in new[] { 128, 256, 512 })
        {
            Compare(GraphBuilder.Of(Samples[name]), bits);
        }
    }

    [Fact]
    public void Whole_networks()
    {
        foreach (var graph in new[] { Models.Mlp(), Models.Lenet5(), Models.Playground(), Models.Branches(), Models.Everything() })
        {
            Compare(graph, 256);
        }
    }

    [Fact]
    public void It_is_not_trained()
    {
        var graph = GraphBuilder.Input(3).Dense(2).Build();
        Assert.Throws<ArgumentException>(() => Network<float>.Compile(graph, Calls.MeanSquaredError, Calls.Sgd(), new NetworkOptions { IsAlone = true }));
        using var net = Network<float>.Compile(graph, Calls.MeanSquaredError, null, new NetworkOptions { IsAlone = true });
        Assert.Throws<InvalidOperationException>(() => net.Differentiate([1, 2, 3], [1, 2], 1));
    }

    private static void Compare(LayerGraph graph, int bits)
    {
        const int Count = 3;
        using var batched = Network<double>.Compile(graph, Calls.MeanSquaredError, null, new NetworkOptions { MaxBatch = Count, SimdBits = bits });
        using var alone = Network<double>.Compile(graph, Calls.MeanSquaredError, null, new NetworkOptions { IsAlone = true, SimdBits = bits, Threads = 2 });
        var random = new CounterRandom(11, 17);
        foreach (ref var parameter in batched.Parameters)
        {
            parameter += 0.3 * random.NextNormal();
        }
        batched.Parameters.CopyTo(alone.Parameters);
        batched.Buffers.CopyTo(alone.Buffers);
        var vocabulary = graph.Inputs.First().Facts!.Output.Domain.Vocabulary;
        double[] inputs = [.. Enumerable.Range(0, Count * batched.InputLength).Select(_ => vocabulary > 0 ? random.NextIndex(vocabulary) : random.NextNormal())];
        double[] targets = [.. Enumerable.Range(0, Count * batched.TargetLength).Select(_ => random.NextNormal())];
        var (expected, actual) = (new double[Count * batched.OutputLength], new double[Count * batched.OutputLength]);
        var loss = batched.Evaluate(inputs, targets, Count, expected);
        Assert.Equal(loss, alone.Evaluate(inputs, targets, Count, actual), 1e-9);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) < 1e-9, $"output {i} is {actual[i]} instead of {expected[i]} at {bits} bits");
        }
    }
}
