using Nnet.Engine.Data;
using Nnet.Engine.Devices;
using Nnet.Engine.Layers;
using Nnet.Engine.Tests.Support;
using Nnet.Language.Definitions;
using Nnet.Language.Graph;
using Nnet.Language.Training;
using Xunit;

namespace Nnet.Engine.Ilgpu.Tests;

/// <summary>Every layer and loss: what kernels make of it against what the processor makes of it, and that they compile for NVIDIA's cards.</summary>
public class LayerTests(Simulated simulated) : IClassFixture<Simulated>
{
    private const double Tolerance = 1e-5;

    /// <summary>Layers that no device trains yet. It shrinks; a layer in it that has kernels is an error.</summary>
    private static readonly string[] s_notYet = ["attention", "gru", "lrn", "lstm", "rnn"];

    /// <summary>Losses, likewise.</summary>
    private static readonly string[] s_lossesNotYet = ["cosine", "kl_divergence", "multiclass_hinge"];

    private static readonly Dictionary<string, LayerSample> s_samples = LayerEngines.All.SelectMany(engine => engine.Samples).ToDictionary(sample => sample.ToString());

    public static TheoryData<string> LayerSamples => [.. s_samples.Where(pair => !s_notYet.Contains(pair.Value.Call.Definition.Name)).Select(pair => pair.Key)];

    public static TheoryData<string> LossNames => [.. Catalog<Loss>.All.Select(loss => loss.Name).Except(s_lossesNotYet)];

    [Theory]
    [MemberData(nameof(LayerSamples))]
    public void Layer(string name)
    {
        var graph = GraphBuilder.Of(s_samples[name]);
        foreach (var count in new[] { 3, 10 })
        {
            Compare(graph, Calls.MeanSquaredError, count, (random, _) => random.NextNormal());
        }
    }

    [Theory]
    [MemberData(nameof(LossNames))]
    public void Loss(string name)
    {
        var loss = Catalog<Loss>.Find(name)!;
        Compare(GraphBuilder.Input(4).Dense(3).Build(), GraphBuilder.CallOf(loss), 5, (random, _) => loss.Encoding switch
        {
            TargetEncoding.ClassIndex => random.NextIndex(3),
            TargetEncoding.Binary => random.NextIndex(2),
            TargetEncoding.Distribution => random.NextUniform(0, 1),
            _ => random.NextNormal(),
        });
    }

    [Fact]
    public void What_has_no_kernel_yet_is_listed_and_refused_with_the_layer_and_what_to_do()
    {
        foreach (var name in s_notYet)
        {
            var refused = s_samples.Values.Where(sample => sample.Call.Definition.Name == name).Count(sample => Refusal(GraphBuilder.Of(sample), Calls.MeanSquaredError) is { } problem
                && problem.Message == $"{name} cannot be trained with `--device simulated` yet; the processor can: say `--device cpu`, or leave --device out."
                && problem.Node!.Layer.Name == name);
            Assert.True(refused > 0, $"{name} has kernels now: take it off the list");
        }
        foreach (var name in s_lossesNotYet)
        {
            Assert.StartsWith($"The loss {name} cannot", Refusal(GraphBuilder.Input(4).Dense(3).Build(), GraphBuilder.CallOf(Catalog<Loss>.Find(name)!))?.Message, StringComparison.Ordinal);
        }
    }

    private DeviceException? Refusal(LayerGraph graph, Call loss)
    {
        try
        {
            Network<float>.Compile(graph, loss, null, new NetworkOptions { MaxBatch = 3, Device = simulated.Device }).Dispose();
            return null;
        }
        catch (DeviceException problem)
        {
            return problem;
        }
    }

    private void Compare(LayerGraph graph, Call loss, int count, Func<CounterRandom, int, double> target)
    {
        var options = new NetworkOptions { MaxBatch = 10, Seed = 7, Threads = 1, InputGradients = graph.Inputs.First().Facts!.Output.Domain.Vocabulary == 0 };
        using var expected = Network<float>.Compile(graph, loss, null, options);
        using var actual = Network<float>.Compile(graph, loss, null, options with { Device = simulated.Device });
        Assert.All(simulated.CompileForCuda(), kernel => Assert.Contains(".entry", kernel.Value, StringComparison.Ordinal));
        var random = new CounterRandom(11, 13);
        var vocabulary = graph.Inputs.First().Facts!.Output.Domain.Vocabulary;
        var inputs = Numbers(count * expected.InputLength, _ => vocabulary > 0 ? random.NextIndex(vocabulary) : random.NextNormal());
        var targets = Numbers(count * expected.TargetLength, i => target(random, i));
        for (var i = 0; i < expected.Parameters.Length; i++)
        {
            expected.Parameters[i] += (float)(0.3 * random.NextNormal());
        }
        expected.Parameters.CopyTo(actual.Parameters);
        float[] known = new float[count * expected.OutputLength], found = new float[known.Length];
        Close("loss when asked", [expected.Evaluate(inputs, targets, count, known)], [actual.Evaluate(inputs, targets, count, found)]);
        Close("outputs", known, found);
        Close("loss", [expected.Differentiate(inputs, targets, count)], [actual.Differentiate(inputs, targets, count)]);
        foreach (var tensor in expected.Tensors.Where(tensor => tensor.IsTrainable))
        {
            Close($"gradient of {tensor.Name}", expected.Gradients.Slice(tensor.Offset, tensor.Length), actual.Gradients.Slice(tensor.Offset, tensor.Length));
        }
        Close("buffers", expected.Buffers, actual.Buffers);
        if (options.InputGradients)
        {
            float[] knownSlopes = new float[inputs.Length], foundSlopes = new float[inputs.Length];
            expected.CopyInputGradients(knownSlopes);
            actual.CopyInputGradients(foundSlopes);
            Close("gradient of the input", knownSlopes, foundSlopes);
        }
    }

    private static float[] Numbers(int count, Func<int, double> number) => [.. Enumerable.Range(0, count).Select(i => (float)number(i))];

    // Measured by the largest: what cancels has no digits of its own.
    private static void Close(string what, ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        var reach = 0.1;
        foreach (var number in expected)
        {
            reach = Math.Max(reach, Math.Abs(number));
        }
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= Tolerance * reach, $"{what}: number {i} of {expected.Length} is {actual[i]:R}, not {expected[i]:R}");
        }
    }
}
