using Nnet.Engine.Compilation;
using Nnet.Engine.Data;
using Nnet.Engine.Devices;
using Nnet.Engine.Ilgpu.Execution;
using Nnet.Engine.Kernels;
using Nnet.Engine.Layers;
using Nnet.Engine.Layers.Affine;
using Nnet.Engine.Losses;
using Nnet.Engine.Tests.Support;
using Nnet.Language.Definitions;
using Nnet.Language.Graph;
using Nnet.Language.Training;
using Xunit;

namespace Nnet.Engine.Ilgpu.Tests;

/// <summary>Every layer and loss: what kernels make of it against what the processor makes of it, and that they compile for NVIDIA's cards.</summary>
public class LayerTests(Card card) : IClassFixture<Card>
{
    private static readonly Dictionary<string, LayerSample> s_samples = LayerEngines.All.SelectMany(engine => engine.Samples).ToDictionary(sample => sample.ToString());

    public static TheoryData<string> LayerSamples => [.. s_samples.Keys];

    internal static LayerSample Sample(string name) => s_samples[name];

    public static TheoryData<string> LossNames => [.. Catalog<Loss>.All.Select(loss => loss.Name)];

    [Theory]
    [MemberData(nameof(LayerSamples))]
    public void Layer(string name)
    {
        var graph = GraphBuilder.Of(Sample(name));
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
        Compare(GraphBuilder.Input(4).Dense(3).Build(), GraphBuilder.CallOf(loss), 5, Target(loss));
        Compare(Models.OfText("input 4x2\nto_sequence\ndense 3"), GraphBuilder.CallOf(loss), 5, Target(loss));
    }

    [Fact]
    public void What_has_no_kernel_is_refused_with_the_layer_and_what_to_do()
    {
        var graph = GraphBuilder.Input(4).Dense(3).Build();
        var program = new Compiler<float, Lane>(graph, [Objective.Main(graph, Calls.MeanSquaredError)], Calls.Adam, new NetworkOptions { Device = card.Device }).Compile();
        var layer = Refusal(typeof(AffineForward<,>));
        Assert.Equal($"dense cannot be trained with `--device {card.Device.Info.Kind}` yet; the processor can: say `--device cpu`, or leave --device out.", layer.Message);
        Assert.Equal("dense", layer.Node!.Layer.Name);
        Assert.Equal("dense", Refusal(typeof(AffineGradient<,>)).Node!.Layer.Name);
        var loss = Refusal(typeof(ElementwiseLoss.Train<,,>));
        Assert.StartsWith("The loss mean_squared_error cannot be trained", loss.Message, StringComparison.Ordinal);
        Assert.Null(loss.Node);

        DeviceException Refusal(Type missing)
            => Assert.Throws<DeviceException>(() => DeviceExecutor.CheckKernels(program, card.Device.Info, instruction => instruction.GetGenericTypeDefinition() != missing));
    }

    private static Func<CounterRandom, int, double> Target(Loss loss) => (random, _) => loss.Encoding switch
    {
        TargetEncoding.ClassIndex => random.NextIndex(3),
        TargetEncoding.Binary => random.NextIndex(2),
        TargetEncoding.Distribution => random.NextUniform(0, 1),
        _ => random.NextNormal(),
    };

    private void Compare(LayerGraph graph, Call loss, int count, Func<CounterRandom, int, double> target)
    {
        var options = new NetworkOptions { MaxBatch = 10, Seed = 7, Threads = 1, InputGradients = graph.Inputs.First().Facts!.Output.Domain.Vocabulary == 0 };
        using var expected = Network<float>.Compile(graph, loss, null, options);
        using var actual = Network<float>.Compile(graph, loss, null, options with { Device = card.Device });
        Assert.All(card.CompileForCuda(), kernel => Assert.Contains(".entry", kernel.Value, StringComparison.Ordinal));
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
        Near.AssertEqual("loss when asked", [expected.Evaluate(inputs, targets, count, known)], [actual.Evaluate(inputs, targets, count, found)]);
        Near.AssertEqual("outputs", known, found);
        Near.AssertEqual("loss", [expected.Differentiate(inputs, targets, count)], [actual.Differentiate(inputs, targets, count)]);
        foreach (var tensor in expected.Tensors.Where(tensor => tensor.IsTrainable))
        {
            Near.AssertEqual($"gradient of {tensor.Name}", expected.Gradients.Slice(tensor.Offset, tensor.Length), actual.Gradients.Slice(tensor.Offset, tensor.Length));
        }
        Near.AssertEqual("buffers", expected.Buffers, actual.Buffers);
        if (options.InputGradients)
        {
            float[] knownSlopes = new float[inputs.Length], foundSlopes = new float[inputs.Length];
            expected.CopyInputGradients(knownSlopes);
            actual.CopyInputGradients(foundSlopes);
            Near.AssertEqual("gradient of the input", knownSlopes, foundSlopes);
        }
    }

    private static float[] Numbers(int count, Func<int, double> number) => [.. Enumerable.Range(0, count).Select(i => (float)number(i))];
}
