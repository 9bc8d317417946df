using Nnet.Engine.Data;
using Nnet.Engine.Layers.Sequences;
using Nnet.Engine.Tests.Support;
using Nnet.Language;
using Nnet.Language.Text;
using Xunit;

namespace Nnet.Engine.Tests;

/// <summary>Networks with several inputs and several outputs.</summary>
public class SeveralTests
{
    [Theory]
    [InlineData(128)]
    [InlineData(256)]
    [InlineData(512)]
    public void Gradients_are_those_of_the_weighted_sum(int bits)
    {
        var spec = Several.Block(Several.Everything, Several.Losses);
        foreach (var count in new[] { 1, 3, 10 })
        {
            using var net = Network<double>.Compile(spec.Model!, spec.Objectives, null, new NetworkOptions { MaxBatch = count, Seed = 7, Threads = 1, SimdBits = bits });
            var random = new CounterRandom(11, 13);
            var (inputs, targets) = Several.BatchFor(net, count, ref random);
            foreach (ref var parameter in net.Parameters)
            {
                parameter += 0.3 * random.NextNormal();
            }
            net.Differentiate(inputs, targets, count);
            var gradients = net.Gradients.ToArray();
            for (var i = 0; i < gradients.Length; i += 1 + (gradients.Length / 97))
            {
                var before = net.Parameters[i];
                net.Parameters[i] = before + 1e-6;
                var above = net.Differentiate(inputs, targets, count);
                net.Parameters[i] = before - 1e-6;
                var slope = (above - net.Differentiate(inputs, targets, count)) / 2e-6;
                net.Parameters[i] = before;
                Assert.True(Math.Abs(slope - gradients[i]) <= 1e-5 + (1e-3 * Math.Abs(slope)), $"parameter {i} of {count} samples: differences give {slope}, backward gives {gradients[i]}");
            }
        }
    }

    [Fact]
    public void Ten_steps_are_those_of_PyTorch()
    {
        Several.CompareHomes<double>(1e-7, new NetworkOptions { Threads = 2 });
        Several.CompareHomes<float>(1e-4, new NetworkOptions { Threads = 2 });
    }

    [Fact]
    public void Each_loss_is_told_as_it_is_and_all_are_summed_by_their_weights()
    {
        var spec = Several.Block(Several.Everything, Several.Losses);
        using var net = Network<double>.Compile(spec.Model!, spec.Objectives, null, new NetworkOptions { MaxBatch = 4 });
        var random = new CounterRandom(3, 5);
        // More than a batch, so that parts of one are put together.
        var (inputs, targets) = Several.BatchFor(net, 11, ref random);
        var lengths = Enumerable.Range(0, 4).Select(net.OutputLengthOf).ToArray();
        Assert.Equal([4, 8, 6, 2], lengths);
        var outputs = new double[11 * lengths.Sum()];
        var sum = net.Evaluate(inputs, targets, 11, outputs);
        Assert.Equal(sum, net.Losses[0] + (2 * net.Losses[1]) + (0.5 * net.Losses[2]) + (0.3 * net.Losses[3]), 1e-12);
        // The values of the last output lie together, behind those of the others.
        var expected = 0.0;
        for (var i = 0; i < 22; i++)
        {
            var difference = outputs[(11 * 18) + i] - targets[(i / 2 * net.TargetLength) + 15 + (i % 2)];
            expected += difference * difference / 22;
        }
        Assert.Equal(expected, net.Losses[3], 1e-12);
        Assert.All(outputs.AsSpan(11 * 12, 11 * 6).ToArray(), probability => Assert.InRange(probability, 0, 1));
        var main = new double[11 * 4];
        net.Predict(inputs, 11, main);
        Assert.Equal(outputs[..44], main);
        Assert.All(Enumerable.Range(0, 11), sample => Assert.Equal(1, main.AsSpan(sample * 4, 4).ToArray().Sum(), 1e-12));
    }

    [Fact]
    public void One_loss_alone_teaches_what_leads_to_it()
    {
        var spec = Several.Block(Several.Everything, "loss cross_entropy");
        using var net = Network<double>.Compile(spec.Model!, spec.Objectives, null, new NetworkOptions { MaxBatch = 4 });
        var random = new CounterRandom(3, 5);
        var (inputs, targets) = Several.BatchFor(net, 4, ref random);
        net.Differentiate(inputs, targets, 4);
        foreach (var tensor in net.Tensors)
        {
            var isNeeded = !tensor.Name.StartsWith("value.", StringComparison.Ordinal);
            Assert.Equal(isNeeded, net.Gradients.Slice(tensor.Offset, tensor.Length).ContainsAnyExcept(0));
        }
    }

    [Fact]
    public void Weights_are_the_same_for_any_number_of_threads()
    {
        Assert.Equal(Trained(1), Trained(3));

        static float[] Trained(int threads)
        {
            var spec = Several.Block(Several.Everything.Replace("dense 7", "dense 256").Replace("shared: dense 6", "dense 512\nshared: dense 6"), Several.Losses);
            using var net = Network<float>.Compile(spec.Model!, spec.Objectives, Calls.Adam, new NetworkOptions { MaxBatch = 70, Threads = threads });
            Assert.Equal(threads, net.Threads);
            var random = new CounterRandom(3, 5);
            var (inputs, targets) = Several.BatchFor(net, 70, ref random);
            for (var step = 0; step < 3; step++)
            {
                net.TrainStep(inputs, targets, 70, 0.01);
            }
            return net.Parameters.ToArray();
        }
    }

    [Fact]
    public void A_lone_sample_gets_the_same_answers()
    {
        var spec = Several.Block(Several.Everything, Several.Losses);
        using var many = Network<float>.Compile(spec.Model!, spec.Objectives, null, new NetworkOptions { MaxBatch = 8 });
        using var alone = Network<float>.Compile(spec.Model!, spec.Objectives, null, new NetworkOptions { IsAlone = true });
        var random = new CounterRandom(3, 5);
        var (inputs, _) = Several.BatchFor(many, 1, ref random);
        float[] expected = new float[20], actual = new float[20];
        many.Predict(inputs, 1, expected);
        alone.Predict(inputs, 1, actual);
        Assert.Equal(expected, actual, (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void What_is_no_category_has_no_row_of_a_table()
    {
        var spec = Several.Block("input place [2] domain=tokens(3)\nembedding 3 2\nflatten", "loss mean_squared_error");
        using var net = Network<double>.Compile(spec.Model!, spec.Objectives, null, new NetworkOptions { MaxBatch = 2 });
        double[] inputs = [Tokens.None, 2, 0, Tokens.None];
        var outputs = new double[8];
        net.Predict(inputs, 2, outputs);
        Assert.Equal([0, 0, net.Parameters[4], net.Parameters[5], net.Parameters[0], net.Parameters[1], 0, 0], outputs);
        net.Differentiate(inputs, new double[8], 2);
        Assert.Equal([0, 0], net.Gradients.Slice(2, 2).ToArray());
        Assert.True(net.Gradients[0] != 0 && net.Gradients[4] != 0);
    }

    [Fact]
    public void A_number_that_is_not_finite_is_found_where_it_comes_in()
    {
        var spec = Several.Block(Several.Everything, Several.Losses);
        using var net = Network<float>.Compile(spec.Model!, spec.Objectives, Calls.Adam, new NetworkOptions { MaxBatch = 4 });
        var random = new CounterRandom(3, 5);
        var (inputs, targets) = Several.BatchFor(net, 4, ref random);
        inputs[net.InputLength + 5] = float.NaN;
        Assert.Equal("picture", NameOf(net.FindNonFinite(inputs, targets, 4)));
        inputs[net.InputLength + 5] = 0;
        targets[net.TargetLength - 1] = float.PositiveInfinity;
        Assert.Equal("value", NameOf(net.FindNonFinite(inputs, targets, 4)));

        string NameOf(NonFinite? found) => spec.Model!.Nodes[found!.Node].Name;
    }

    [Theory]
    [InlineData("googlenet.nnet", "GoogLeNetInTraining", "loss cross_entropy\n loss cross_entropy output=low weight=30%\n loss cross_entropy output=middle weight=30%", 1000)]
    [InlineData("transformer.nnet", "Transformer", "loss mean_squared_error", 0)]
    public void The_zoo_takes_steps(string file, string model, string losses, int classes)
    {
        var path = Path.Combine(Repository.Root, "examples", "zoo", file);
        var analysis = Analyzer.Analyze(new SourceText($"{File.ReadAllText(path)}\ndata d {{ playground circle }}\ntrain {model} on d {{\n {losses}\n optimizer sgd\n epochs 1\n}}\n", path));
        var spec = analysis.Trains.Single();
        using var net = Network<float>.Compile(spec.Model!, spec.Objectives, Calls.Sgd(), new NetworkOptions { MaxBatch = 2 });
        var random = new CounterRandom(3, 5);
        float[] inputs = new float[2 * net.InputLength], targets = new float[2 * net.TargetLength];
        foreach (ref var input in inputs.AsSpan())
        {
            input = (float)random.NextNormal();
        }
        foreach (ref var target in targets.AsSpan())
        {
            target = classes > 0 ? random.NextIndex(classes) : (float)random.NextNormal();
        }
        var first = net.TrainStep(inputs, targets, 2, 0.001);
        var second = net.TrainStep(inputs, targets, 2, 0.001);
        Assert.True(float.IsFinite(first) && float.IsFinite(second) && second != first, $"losses {first}, {second}");
    }
}
