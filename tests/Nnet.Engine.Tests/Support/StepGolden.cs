using System.Text.Json;
using Nnet.Language.Definitions;
using Nnet.Language.Graph;
using Nnet.Language.Training.Losses;
using Xunit;

namespace Nnet.Engine.Tests.Support;

/// <summary>What PyTorch's losses and weights are behind some steps of a model that a test builds; tests/goldens/make.py writes the files.</summary>
internal sealed record StepGolden(int Seed, int Batch, double[] Losses, int ParameterCount, double ParameterSquares, double[] Buffers)
{
    private const double Tolerance = 1e-4;

    /// <summary>Reads a file.</summary>
    public static StepGolden Load(string name)
        => JsonSerializer.Deserialize<StepGolden>(File.ReadAllText(Path.Combine(Repository.Root, "tests", "goldens", name + ".json")), JsonSerializerOptions.Web)!;

    /// <summary>Trains as PyTorch did, and compares every loss and what came of it.</summary>
    /// <param name="graph">The model.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="rate">Learning rate.</param>
    /// <param name="options">How to compile; the batch is filled in.</param>
    public void Compare(LayerGraph graph, Call loss, Call optimizer, double rate, NetworkOptions options)
    {
        using var net = Network<float>.Compile(graph, loss, optimizer, options with { MaxBatch = Batch });
        Fill(net, new Lcg((uint)Seed));
        var random = new Lcg((uint)Seed + 1);
        var batches = Enumerable.Range(0, 2).Select(_ => (Inputs: random.Uniform(Batch * net.InputLength), Targets: Targets(random.Uniform(Batch)))).ToArray();
        for (var step = 0; step < Losses.Length; step++)
        {
            var (inputs, targets) = batches[step % 2];
            Close(Losses[step], net.TrainStep(inputs, targets, Batch, rate), $"loss of step {step}");
        }
        Close(ParameterSquares, net.Parameters.ToArray().Sum(value => (double)value * value), "sum of squared parameters");
        Assert.Equal(ParameterCount, net.Parameters.Length);
        for (var i = 0; i < Buffers.Length; i++)
        {
            Close(Buffers[i], net.Buffers[i], $"buffer {i}");
        }

        float[] Targets(float[] values) => loss.Definition is CrossEntropy ? [.. values.Select(value => MathF.Floor(value * net.OutputLength))] : values;
    }

    private static void Fill(Network<float> net, Lcg random)
    {
        foreach (var tensor in net.Tensors.Where(tensor => tensor.IsTrainable))
        {
            var limit = tensor.Shape.Rank > 1 ? (float)(1 / Math.Sqrt(tensor.Length / tensor.Shape[0])) : 0.1f;
            var values = net.ValuesOf(tensor);
            var drawn = random.Uniform(tensor.Length);
            for (var i = 0; i < drawn.Length; i++)
            {
                values[i] = ((drawn[i] * 2) - 1) * limit;
            }
        }
    }

    private static void Close(double expected, double actual, string what)
        => Assert.True(Math.Abs(expected - actual) <= Tolerance * Math.Abs(expected), $"{what}: PyTorch has {expected}, the engine {actual}");
}
