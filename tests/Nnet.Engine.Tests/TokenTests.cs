using Nnet.Engine.Tests.Support;
using Nnet.Language.Graph;
using Nnet.Language.Layers.Sequences;
using Xunit;

namespace Nnet.Engine.Tests;

/// <summary>Tokens on their way to an embedding.</summary>
public class TokenTests
{
    [Theory]
    [InlineData(7)]
    [InlineData(-1)]
    [InlineData(1.5f)]
    [InlineData(float.NaN)]
    public void What_is_no_token_is_refused_with_its_place(float value)
    {
        using var net = Network<float>.Compile(Graph(), Calls.CrossEntropy, Calls.Sgd(), new NetworkOptions { MaxBatch = 4 });
        var inputs = new float[4 * 3];
        inputs[7] = value;
        var message = Assert.Throws<ArgumentException>(() => net.TrainStep(inputs, new float[4 * 3], 4, 0.1)).Message;
        Assert.Contains("Sample 2, place 1: the token is", message, StringComparison.Ordinal);
        Assert.Contains("whole numbers from 0 to 6", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => net.Predict(inputs, 4, new float[4 * net.OutputLength]));
    }

    [Fact]
    public void Weights_are_the_same_for_any_number_of_threads()
    {
        float[] one = Trained(1), three = Trained(3);
        Assert.Equal(one, three);

        float[] Trained(int threads)
        {
            using var net = Network<float>.Compile(Graph(256), Calls.CrossEntropy, Calls.Adam, new NetworkOptions { MaxBatch = 150, Threads = threads });
            Assert.Equal(threads, net.Threads);
            var random = new Random(5);
            for (var step = 0; step < 3; step++)
            {
                net.TrainStep([.. Enumerable.Range(0, 450).Select(_ => (float)random.Next(7))], [.. Enumerable.Range(0, 450).Select(_ => (float)random.Next(7))], 150, 0.01);
            }
            return net.Parameters.ToArray();
        }
    }

    private static LayerGraph Graph(int features = 5)
        => GraphBuilder.Tokens(new Shape([3], ["seq"]), 7).Add<Embedding>((Embedding.Size, 7), (Embedding.Features, features)).Dense(7).Build();
}
