using Nnet.Engine.Tests.Support;
using Nnet.Language.Definitions;
using Nnet.Language.Layers;
using Nnet.Language.Layers.Regularization;
using Xunit;

namespace Nnet.Engine.Tests;

/// <summary>What layers do at random while training, seen through the gradient of their input, or of a product with it.</summary>
public class DropTests
{
    private const int Samples = 40;

    [Fact]
    public void Spatial_dropout_drops_whole_channels()
    {
        var gradients = Gradients<SpatialDropout>([50, 3, 2], (Dropping.Rate, 0.3));
        var channels = gradients.Chunk(6).ToArray();
        Assert.All(channels, channel => Assert.Single(channel.Distinct()));
        Assert.InRange(channels.Count(channel => channel[0] == 0) / (double)channels.Length, 0.27, 0.33);
        Assert.Contains(channels.Take(50), channel => channel[0] == 0);
        Assert.Contains(channels.Take(50), channel => channel[0] != 0);
    }

    [Fact]
    public void Drop_path_drops_whole_samples()
    {
        var samples = Gradients<DropPath>([12], (Dropping.Rate, 0.5)).Chunk(12).ToArray();
        Assert.All(samples, sample => Assert.Single(sample.Distinct()));
        Assert.InRange(samples.Count(sample => sample[0] == 0), 8, 32);
    }

    [Fact]
    public void Alpha_dropout_keeps_mean_and_variance()
    {
        var outputs = Outputs<AlphaDropout>((Dropping.Rate, 0.2));
        Assert.Equal(0, outputs.Average(), 0.03);
        Assert.Equal(1, outputs.Average(output => output * output), 0.04);
        // Those that are dropped are all alike: a·α′ + b.
        Assert.InRange(outputs.GroupBy(output => Math.Round(output, 4)).Max(group => group.Count()) / (double)outputs.Length, 0.18, 0.22);
    }

    [Fact]
    public void Noise_is_normal()
    {
        var noise = Outputs<Noise>((Noise.Deviation, 1.0), scale: 0).Order().ToArray();
        Assert.Equal(0, noise.Average(), 0.02);
        Assert.Equal(1, noise.Average(value => value * value), 0.03);
        Assert.Equal(3, noise.Average(value => Math.Pow(value, 4)), 0.2);
        Assert.Equal(-1.6449, noise[noise.Length / 20], 0.04);
        Assert.Equal(0.6745, noise[noise.Length * 3 / 4], 0.03);
        Assert.Equal(2.3263, noise[noise.Length * 99 / 100], 0.08);
    }

    /// <summary>The input's gradients for inputs of one and targets of zero.</summary>
    private static float[] Gradients<TLayer>(int[] shape, params (Argument, object)[] arguments)
        where TLayer : Layer
    {
        using var net = Network<float>.Compile(GraphBuilder.Input(shape).Add<TLayer>(arguments).Build(), Calls.MeanSquaredError, null, new NetworkOptions { MaxBatch = Samples, InputGradients = true });
        var inputs = new float[Samples * net.InputLength];
        inputs.AsSpan().Fill(1);
        net.Differentiate(inputs, new float[inputs.Length], Samples);
        var gradients = new float[inputs.Length];
        net.CopyInputGradients(gradients);
        return gradients;
    }

    /// <summary>What comes out in training for normal inputs: with targets of zero the gradient behind the layer is 2/n of it, and a scale behind it hands that back.</summary>
    private static double[] Outputs<TLayer>((Argument, object) argument, double scale = 1)
        where TLayer : Layer
    {
        const int Features = 1000;
        using var net = Network<double>.Compile(GraphBuilder.Input(Features).Add<TLayer>(argument).Add<Scale>().Build(), Calls.MeanSquaredError, null, new NetworkOptions { MaxBatch = Samples });
        var random = new Engine.Data.CounterRandom(3, 4);
        var inputs = new double[Samples * Features];
        foreach (ref var input in inputs.AsSpan())
        {
            input = scale * random.NextNormal();
        }
        var outputs = new List<double>();
        for (var sample = 0; sample < Samples; sample++)
        {
            // y = γ·x and a target of −1 with γ = 0 give dγ = 2/n·x for each feature of the only sample.
            net.Parameters.Clear();
            var targets = new double[Features];
            targets.AsSpan().Fill(-1);
            net.Step = sample;
            net.Differentiate(inputs.AsSpan(sample * Features, Features), targets, 1);
            outputs.AddRange(net.Gradients.ToArray().Select(gradient => gradient * Features / 2));
        }
        return [.. outputs];
    }
}
