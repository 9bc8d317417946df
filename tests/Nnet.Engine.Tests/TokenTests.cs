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
        Assert.Contains("Sample 2 of the batch, place 1: the token is", message, StringComparison.Ordinal);
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

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_shared_table_gets_the_gradients_of_all_who_share_it(int threads)
    {
        var graph = Tied();
        using var net = Network<double>.Compile(graph, Calls.CrossEntropy, null, new NetworkOptions { MaxBatch = 5, Threads = threads });
        Assert.Equal((7 * 6) + 7, net.Parameters.Length);
        Assert.Equal(["embedding_1.weight", "dense_1.bias"], net.Tensors.Select(tensor => tensor.Name));
        double[] inputs = [.. Enumerable.Range(0, 15).Select(i => (double)(i * 5 % 7))], targets = [.. Enumerable.Range(0, 15).Select(i => (double)(i * 3 % 7))];
        net.Differentiate(inputs, targets, 5);
        var gradients = net.Gradients.ToArray();
        for (var i = 0; i < gradients.Length; i++)
        {
            const double Step = 1e-6;
            net.Parameters[i] += Step;
            var above = net.Differentiate(inputs, targets, 5);
            net.Parameters[i] -= 2 * Step;
            var below = net.Differentiate(inputs, targets, 5);
            net.Parameters[i] += Step;
            Assert.Equal((above - below) / (2 * Step), gradients[i], 1e-7);
        }
    }

    private static LayerGraph Tied()
    {
        var graph = GraphBuilder.Tokens(new Shape([3], ["seq"]), 7).Add<Embedding>((Embedding.Size, 7), (Embedding.Features, 6)).Dense(7).Build();
        var (table, head) = (graph.Nodes[1], graph.Nodes[2]);
        var facts = head.Facts! with { Weights = [head.Facts!.Weights[0] with { TiedTo = table.Id }, head.Facts.Weights[1]] };
        return graph with { Nodes = graph.Nodes.SetItem(head.Id, head with { Facts = facts }) };
    }

    private static LayerGraph Graph(int features = 5)
        => GraphBuilder.Tokens(new Shape([3], ["seq"]), 7).Add<Embedding>((Embedding.Size, 7), (Embedding.Features, features)).Dense(7).Build();
}
