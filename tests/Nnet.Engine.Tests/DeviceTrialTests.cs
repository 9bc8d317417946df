using Nnet.Engine.Data;
using Nnet.Engine.Devices;
using Nnet.Engine.Tests.Support;
using Nnet.Language.Graph;
using Nnet.Language.Layers.Activations;
using Xunit;

namespace Nnet.Engine.Tests;

/// <summary>Which of two ways to compute a network is faster, and that asking changes nothing.</summary>
public class DeviceTrialTests
{
    private const int Batch = 8;

    [Fact]
    public void What_takes_a_thousandfold_is_slower()
    {
        using var small = Compile(GraphBuilder.Input(4).Dense(3).Build());
        using var large = Compile(GraphBuilder.Input(4).Dense(2000).Add<Relu>().Dense(2000).Add<Relu>().Dense(3).Build());
        Assert.True(DeviceTrial.IsFaster(small, large, Batch));
        Assert.False(DeviceTrial.IsFaster(large, small, Batch));
    }

    [Fact]
    public void A_network_that_was_tried_learns_as_one_that_was_not()
    {
        var graph = Models.OfText("input 4\ndense 6 activation=relu\nbatchnorm\ndropout 20%\ndense 3");
        using var expected = Compile(graph);
        using var tried = Compile(graph);
        using var other = Compile(graph);
        Step(expected, 1);
        Step(tried, 1);
        DeviceTrial.IsFaster(tried, other, Batch);
        Assert.Equal(expected.Step, tried.Step);
        Assert.Equal(Step(expected, 2), Step(tried, 2));
        Assert.Equal(expected.Parameters.ToArray(), tried.Parameters.ToArray());
        Assert.Equal(expected.Buffers.ToArray(), tried.Buffers.ToArray());
    }

    private static float Step(Network<float> net, ulong seed)
    {
        var random = new CounterRandom(seed, 3);
        float[] inputs = [.. Enumerable.Range(0, Batch * 4).Select(_ => (float)random.NextNormal())], targets = [.. Enumerable.Range(0, Batch).Select(_ => (float)random.NextIndex(3))];
        return net.TrainStep(inputs, targets, Batch, 0.01);
    }

    private static Network<float> Compile(LayerGraph graph) => Network<float>.Compile(graph, Calls.CrossEntropy, Calls.Adam, new NetworkOptions { MaxBatch = Batch, Seed = 5, Threads = 1 });
}
