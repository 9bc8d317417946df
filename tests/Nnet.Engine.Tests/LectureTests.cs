using Nnet.Engine.Tests.Support;
using Xunit;

namespace Nnet.Engine.Tests;

/// <summary>The worked examples of the lectures, to the last digit.</summary>
public class LectureTests
{
    [Fact]
    public void One_step_of_a_linear_network_by_hand()
    {
        var graph = GraphBuilder.Input(2).Dense(3).Dense(1).Build();
        using var net = Network<double>.Compile(graph, Calls.MeanSquaredError, Calls.Sgd(), new NetworkOptions { MaxBatch = 1 });
        double[] parameters = [.5, .2, .3, .8, .6, .4, .1, .1, .1, .4, .3, .2, .1];
        parameters.CopyTo(net.Parameters);
        var output = new double[1];
        net.Predict([1, 2], 1, output);
        Assert.Equal(1.4, output[0], 12);

        // The lecture's loss is ½(ŷ − y)², half of the mean squared error: the same step at half the rate.
        var loss = net.TrainStep([1, 2], [1], 1, 0.05);

        Assert.Equal(0.16, loss, 12);
        double[] expected = [.484, .168, .288, .776, .592, .384, .084, .088, .092, .36, .22, .14, .06];
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], net.Parameters[i], 12);
        }
    }
}
