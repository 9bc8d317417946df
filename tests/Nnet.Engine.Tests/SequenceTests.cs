using Nnet.Engine.Tests.Support;
using Nnet.Language.Graph;
using Nnet.Language.Layers.Activations;
using Nnet.Language.Layers.Normalization;
using Nnet.Language.Layers.Regularization;
using Nnet.Language.Layers.Sequences;
using Xunit;

namespace Nnet.Engine.Tests;

/// <summary>What holds for whole networks over sequences.</summary>
public class SequenceTests
{
    public static TheoryData<string> Names => ["lstm", "gru", "attention"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Any_number_of_threads_gives_the_same_bits(string name)
    {
        var one = Trained(1);
        Assert.Equal(one, Trained(2));
        Assert.Equal(one, Trained(3));

        float[] Trained(int threads)
        {
            using var net = Compile(name, 37, threads);
            Assert.Equal(threads, net.Threads);
            for (var step = 0; step < 3; step++)
            {
                var (inputs, targets) = BatchFor(net, 37, step);
                net.TrainStep(inputs, targets, 37, 0.01);
            }
            return net.Parameters.ToArray();
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Samples_do_not_depend_on_those_beside_them(string name)
    {
        using var net = Compile(name, 16, 1);
        var (inputs, _) = BatchFor(net, 16, 1);
        var all = new float[16 * net.OutputLength];
        net.Predict(inputs, 16, all);
        var one = new float[net.OutputLength];
        net.Predict(inputs.AsSpan(5 * net.InputLength, net.InputLength), 1, one);
        Assert.Equal(all.AsSpan(5 * net.OutputLength, net.OutputLength).ToArray(), one);
    }

    [Fact]
    public void What_is_not_finite_is_found_where_it_begins()
    {
        using var net = Compile("attention", 5, 1);
        var (inputs, targets) = BatchFor(net, 5, 1);
        var head = net.Tensors.Single(tensor => tensor.Name == "dense_1.weight");
        net.Parameters.Slice(head.Offset, head.Length).Fill(float.MaxValue);
        // A step that failed leaves its numbers all over the arena.
        Assert.False(float.IsFinite(net.TrainStep(inputs, targets, 5, 0.1)));
        var found = net.FindNonFinite(inputs, targets, 5);
        Assert.Equal((head.Node, "output"), (found!.Node, found.Value));
    }

    /// <summary>Functions and dropout work in place where nobody needs what was there before; a recurrent layer needs its states.</summary>
    [Fact]
    public void States_are_not_overwritten_by_what_follows()
    {
        var graph = GraphBuilder.Sequence(4, 3).Add<Lstm>((Recurrent.Units, 5), (Recurrent.ReturnSequences, true)).Add<Dropout>().Add<Tanh>().Dense(2).Build();
        using var net = Network<double>.Compile(graph, Calls.MeanSquaredError, null, new NetworkOptions { MaxBatch = 3, Threads = 1 });
        var random = new Random(3);
        double[] inputs = [.. Enumerable.Range(0, 3 * net.InputLength).Select(_ => random.NextDouble())], targets = new double[3 * net.TargetLength];
        net.Differentiate(inputs, targets, 3);
        var gradients = net.Gradients.ToArray();
        for (var i = 0; i < gradients.Length; i++)
        {
            const double Step = 1e-6;
            net.Parameters[i] += Step;
            var above = net.Differentiate(inputs, targets, 3);
            net.Parameters[i] -= 2 * Step;
            var below = net.Differentiate(inputs, targets, 3);
            net.Parameters[i] += Step;
            Assert.Equal((above - below) / (2 * Step), gradients[i], 1e-7);
        }
    }

    internal static Network<float> Compile(string name, int batch, int threads)
    {
        var input = GraphBuilder.Tokens(new Shape([9], ["seq"]), 11).Add<Embedding>((Embedding.Size, 11), (Embedding.Features, 24));
        var layers = name switch
        {
            "lstm" => input.Add<Lstm>((Recurrent.Units, 24), (Recurrent.Depth, 2), (Recurrent.Dropout, 0.2), (Recurrent.ReturnSequences, true)),
            "gru" => input.Add<Gru>((Recurrent.Units, 24), (Recurrent.Bidirectional, true), (Recurrent.ReturnSequences, true)),
            _ => input.Add<Position>((Position.Kind, "learned")).Add<LayerNorm>().Add<Attention>((Attention.Heads, 3), (Attention.Mask, "causal"), (Attention.Dropout, 0.2)),
        };
        return Network<float>.Compile(layers.Dense(11).Build(), Calls.CrossEntropy, Calls.Adam, new NetworkOptions { MaxBatch = batch, Threads = threads });
    }

    internal static (float[] Inputs, float[] Targets) BatchFor(Network<float> net, int count, int seed)
    {
        var random = new Random(seed);
        return ([.. Enumerable.Range(0, count * net.InputLength).Select(_ => (float)random.Next(11))], [.. Enumerable.Range(0, count * net.TargetLength).Select(_ => (float)random.Next(11))]);
    }
}
