using Nnet.Engine.Data;
using Nnet.Engine.Layers;
using Nnet.Engine.Tests.Support;
using Nnet.Language.Definitions;
using Nnet.Language.Graph;
using Nnet.Language.Layers;
using Nnet.Language.Layers.Activations;
using Nnet.Language.Training;
using Nnet.Language.Training.Losses;
using Xunit;

namespace Nnet.Engine.Tests;

/// <summary>Every layer and loss: the gradient that backward computes against differences of the loss, in double precision.</summary>
public class GradientTests
{
    private const double Epsilon = 1e-6;
    private const double Absolute = 1e-5;
    private const double Relative = 1e-3;

    public static TheoryData<string> LayerSamples => [.. Samples.Keys];

    public static TheoryData<string> LossNames => [.. Catalog<Loss>.All.Select(loss => loss.Name)];

    private static Dictionary<string, LayerSample> Samples { get; } = LayerEngines.All.SelectMany(engine => engine.Samples).ToDictionary(sample => sample.ToString());

    [Fact]
    public void Every_layer_has_an_engine_half_with_samples()
    {
        Assert.Empty(Catalog<Layer>.All.Where(layer => layer is not Input && LayerEngines.Find(layer) is null).Select(layer => layer.Name));
        Assert.All(LayerEngines.All, engine => Assert.NotEmpty(engine.Samples));
    }

    [Theory]
    [MemberData(nameof(LayerSamples))]
    public void Layer(string name)
    {
        var graph = GraphBuilder.Of(Samples[name]);
        foreach (var count in new[] { 1, 3, 10 })
        {
            CheckAll(graph, GraphBuilder.CallOf(Catalog<Loss>.Get<MeanSquaredError>()), count, (random, _) => random.NextNormal());
        }
    }

    [Theory]
    [MemberData(nameof(LayerSamples))]
    public void What_is_not_a_number_is_never_hidden(string name)
    {
        var sample = Samples[name];
        if (sample.Vocabulary > 0)
        {
            // What is no token is refused: TokenTests.
            return;
        }
        using var net = Network<float>.Compile(GraphBuilder.Of(sample), Calls.MeanSquaredError, null, new NetworkOptions { MaxBatch = 2 });
        var (nothing, something) = (Outputs(float.NaN), Outputs(0.7f));
        // Some outputs depend on no input: those of padding.
        var constant = Outputs(-1.3f).Zip(Outputs(1.9f), something).Select(three => three.First == three.Second && three.Second == three.Third).ToArray();
        Assert.Contains(false, constant.Take(net.OutputLength));
        for (var i = 0; i < net.OutputLength; i++)
        {
            Assert.True(float.IsNaN(nothing[i]) || (constant[i] && nothing[i] == something[i]), $"output {i} is {nothing[i]}");
            Assert.True(float.IsFinite(nothing[net.OutputLength + i]), $"output {i} of the other sample is {nothing[net.OutputLength + i]}");
        }

        float[] Outputs(float first)
        {
            var inputs = new float[2 * net.InputLength];
            for (var i = 0; i < net.InputLength; i++)
            {
                inputs[i] = first * (1 + (i % 7));
            }
            var outputs = new float[2 * net.OutputLength];
            net.Predict(inputs, 2, outputs);
            return outputs;
        }
    }

    [Theory]
    [MemberData(nameof(LossNames))]
    public void Loss(string name)
    {
        var loss = Catalog<Loss>.Find(name)!;
        var graph = GraphBuilder.Input(4).Dense(3).Build();
        CheckAll(graph, GraphBuilder.CallOf(loss), 5, (random, _) => loss.Encoding switch
        {
            TargetEncoding.ClassIndex => random.NextIndex(3),
            TargetEncoding.Binary => random.NextIndex(2),
            TargetEncoding.Distribution => random.NextUniform(0, 1),
            _ => random.NextNormal(),
        });
    }

    [Fact]
    public void Loss_with_a_class_at_every_place()
    {
        foreach (var graph in new[] { GraphBuilder.Sequence(3, 4).Dense(5).Build(), GraphBuilder.Input(5, 2, 3).Add<Tanh>().Build() })
        {
            CheckAll(graph, Calls.CrossEntropy, 5, (random, _) => random.NextIndex(5));
        }
    }

    private static void CheckAll(LayerGraph graph, Call loss, int count, Func<CounterRandom, int, double> target)
    {
        foreach (var bits in new[] { 128, 256, 512 })
        {
            Check(graph, loss, count, target, bits);
        }
    }

    private static void Check(LayerGraph graph, Call loss, int count, Func<CounterRandom, int, double> target, int bits)
    {
        using var net = Network<double>.Compile(graph, loss, null, new NetworkOptions { MaxBatch = count, Seed = 7, Threads = 1, SimdBits = bits, InputGradients = true });
        var random = new CounterRandom(11, 13);
        var vocabulary = graph.Inputs.First().Facts!.Output.Domain.Vocabulary;
        var inputs = new double[count * net.InputLength];
        var targets = new double[count * net.TargetLength];
        for (var i = 0; i < inputs.Length; i++)
        {
            inputs[i] = vocabulary > 0 ? random.NextIndex(vocabulary) : random.NextNormal();
        }
        for (var i = 0; i < targets.Length; i++)
        {
            targets[i] = target(random, i);
            random.NextBits();
        }
        for (var i = 0; i < net.Parameters.Length; i++)
        {
            net.Parameters[i] += 0.3 * random.NextNormal();
        }

        net.Differentiate(inputs, targets, count);
        var gradients = net.Gradients.ToArray();
        var inputGradients = new double[inputs.Length];
        net.CopyInputGradients(inputGradients);

        // Enough of a large tensor to meet every tile and remainder.
        for (var i = 0; i < gradients.Length; i += 1 + (gradients.Length / 97))
        {
            Compare(Slope(ref net.Parameters[i]), gradients[i], $"parameter {i} at {bits} bits");
        }
        for (var i = 0; i < inputs.Length && vocabulary == 0; i += 1 + (inputs.Length / 97))
        {
            Compare(Slope(ref inputs[i]), inputGradients[i], $"input {i} at {bits} bits");
        }

        double Slope(ref double place)
        {
            var before = place;
            place = before + Epsilon;
            var above = net.Differentiate(inputs, targets, count);
            place = before - Epsilon;
            var below = net.Differentiate(inputs, targets, count);
            place = before;
            return (above - below) / (2 * Epsilon);
        }
    }

    private static void Compare(double expected, double actual, string what)
        => Assert.True(Math.Abs(expected - actual) <= Absolute + (Relative * Math.Abs(expected)), $"{what}: differences give {expected}, backward gives {actual}");
}
