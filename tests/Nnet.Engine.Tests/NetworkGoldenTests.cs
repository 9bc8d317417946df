using System.Numerics;
using System.Text.Json;
using Nnet.Engine.Tests.Support;
using Nnet.Language;
using Nnet.Language.Graph;
using Nnet.Language.Text;
using Nnet.Language.Training;
using Xunit;

namespace Nnet.Engine.Tests;

/// <summary>Ten training steps of whole networks, as texts, beside PyTorch's losses; tests/goldens/networks.py and others write the files.</summary>
public class NetworkGoldenTests
{
    private static readonly string s_folder = Path.Combine(Repository.Root, "tests", "goldens", "networks");

    private static readonly Lazy<IReadOnlyDictionary<int, Golden>> s_drawn = new(() => JsonSerializer
        .Deserialize<Golden[]>(File.ReadAllText(Environment.GetEnvironmentVariable("LSPNN_RANDOM_NETWORKS") ?? Path.Combine(Repository.Root, "tests", "goldens", "random-networks.json")), JsonSerializerOptions.Web)!
        .ToDictionary(golden => golden.Seed));

    /// <summary>The networks by name.</summary>
    public static TheoryData<string> Names
        => [.. Directory.EnumerateFiles(s_folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)];

    /// <summary>Seeds of the networks that random_networks.py drew.</summary>
    public static TheoryData<int> Seeds => [.. s_drawn.Value.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Losses_of_ten_steps(string name)
    {
        var golden = JsonSerializer.Deserialize<Golden>(File.ReadAllText(Path.Combine(s_folder, name + ".json")), JsonSerializerOptions.Web)!;
        // Double precision shows that the mathematics is the same; single precision is what trains.
        Compare<double>(golden, 1e-7);
        Compare<float>(golden, 1e-4);
    }

    // Combinations that nobody thought of. Some are so steep that single precision goes its own way after ten steps; the mathematics is what is compared.
    [Theory]
    [MemberData(nameof(Seeds))]
    public void Losses_of_a_network_drawn_at_random(int seed) => Compare<double>(s_drawn.Value[seed], 1e-6);

    private static void Compare<T>(Golden golden, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var optimizer = TrainLine.Choice(golden.Optimizer);
        // All widths of registers have their turn.
        var options = new NetworkOptions { MaxBatch = golden.Batch, Threads = 1 + (golden.Seed % 2), SimdBits = 128 << (golden.Seed % 3) };
        using var net = Network<T>.Compile(ModelOf(golden), TrainLine.Choice(golden.Loss), optimizer, options);
        var random = new Lcg((uint)golden.Seed);
        Fill(net, random);
        Assert.Equal(golden.Parameters, net.Parameters.Length);
        var batches = Enumerable.Range(0, 2).Select(_ => (Inputs: Draw(golden.Batch * net.InputLength, golden.Tokens), Targets: Draw(golden.Batch * net.TargetLength, golden.Classes))).ToArray();
        var rate = optimizer.Get(((Optimizer)optimizer.Definition).LearningRate);
        for (var step = 0; step < golden.Losses.Length; step++)
        {
            var (inputs, targets) = batches[step % 2];
            var loss = double.CreateChecked(net.TrainStep(inputs, targets, golden.Batch, rate));
            Assert.True(Math.Abs(golden.Losses[step] - loss) <= tolerance * Math.Abs(golden.Losses[step]), $"loss of step {step} in {typeof(T).Name}: PyTorch has {golden.Losses[step]}, the engine {loss}");
        }
        if (golden.Outputs is { } answers)
        {
            AnswersAlone(golden, net, batches[0].Inputs[..net.InputLength], answers, options);
        }

        // Whole numbers below a count where there is one: classes, tokens.
        T[] Draw(int count, int below)
            => [.. random.Uniform(count).Select(value => T.CreateChecked(below == 0 ? value : MathF.Floor(value * below)))];
    }

    // One sample goes another way than a batch.
    private static void AnswersAlone<T>(Golden golden, Network<T> trained, T[] sample, double[] answers, NetworkOptions options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var alone = Network<T>.Compile(trained.Graph, TrainLine.Choice(golden.Loss), null, options with { IsAlone = true });
        trained.Parameters.CopyTo(alone.Parameters);
        trained.Buffers.CopyTo(alone.Buffers);
        var outputs = new T[alone.OutputLength];
        alone.Predict(sample, 1, outputs);
        Assert.Equal(answers.Length, outputs.Length);
        var distance = answers.Zip(outputs, (answer, output) => Math.Abs(answer - double.CreateChecked(output))).Max();
        Assert.True(distance <= 1e-6 * (1 + answers.Max(Math.Abs)), $"the answer for one sample is {distance:0.0e0} from PyTorch's {string.Join(' ', answers)}: {string.Join(' ', outputs)}");
    }

    private static void Fill<T>(Network<T> net, Lcg random)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (var tensor in net.Tensors.Where(tensor => tensor.IsTrainable))
        {
            var matrix = tensor.Shape.Rank > 1;
            var limit = matrix ? 1 / Math.Sqrt(tensor.Length / tensor.Shape[0]) : 0.1;
            var middle = !matrix && tensor.Name.EndsWith("weight", StringComparison.Ordinal) ? 1 : 0;
            for (var i = 0; i < tensor.Length; i++)
            {
                net.Parameters[tensor.Offset + i] = T.CreateChecked(middle + (((2 * random.Next()) - 1) * limit));
            }
        }
    }

    private static LayerGraph ModelOf(Golden golden)
    {
        var path = golden.File is null ? null : Path.Combine(Repository.Root, golden.File);
        var analysis = Analyzer.Analyze(new SourceText(golden.Model ?? File.ReadAllText(path!), path));
        var graph = analysis.Models.Single();
        Assert.True(graph.IsComplete, string.Join("\n", analysis.Findings.Select(finding => finding.Message)));
        return graph;
    }

    private sealed record Golden(string? File, string? Model, string Loss, string Optimizer, int Batch, int Seed, int Parameters, int Classes, int Tokens, double[] Losses, double[]? Outputs);
}
