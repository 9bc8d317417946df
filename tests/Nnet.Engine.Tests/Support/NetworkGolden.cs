using System.Numerics;
using System.Text.Json;
using Nnet.Language;
using Nnet.Language.Graph;
using Nnet.Language.Text;
using Nnet.Language.Training;
using Xunit;

namespace Nnet.Engine.Tests.Support;

/// <summary>PyTorch's losses of some training steps of a network that is a text; tests/goldens/networks.py and others write the files.</summary>
internal sealed record NetworkGolden(string? File, string? Model, string Loss, string Optimizer, int Batch, int Seed, int Parameters, int Classes, int Tokens, double[] Losses, double[]? Outputs)
{
    private static readonly string s_folder = Path.Combine(Repository.Root, "tests", "goldens", "networks");

    /// <summary>The networks by name.</summary>
    public static TheoryData<string> Names
        => [.. Directory.EnumerateFiles(s_folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)];

    /// <summary>Reads the file of a network.</summary>
    public static NetworkGolden Load(string name)
        => JsonSerializer.Deserialize<NetworkGolden>(System.IO.File.ReadAllText(Path.Combine(s_folder, name + ".json")), JsonSerializerOptions.Web)!;

    /// <summary>Trains as PyTorch did, and compares every loss.</summary>
    /// <param name="tolerance">Relative.</param>
    /// <param name="options">How to compile; the batch is filled in.</param>
    public void Compare<T>(double tolerance, NetworkOptions options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var optimizer = TrainLine.Choice(Optimizer);
        options = options with { MaxBatch = Batch };
        using var net = Network<T>.Compile(ModelOf(this), TrainLine.Choice(Loss), optimizer, options);
        var random = new Lcg((uint)Seed);
        Fill(net, random);
        Assert.Equal(Parameters, net.Parameters.Length);
        var batches = Enumerable.Range(0, 2).Select(_ => (Inputs: Draw(Batch * net.InputLength, Tokens), Targets: Draw(Batch * net.TargetLength, Classes))).ToArray();
        var rate = optimizer.Get(((Optimizer)optimizer.Definition).LearningRate);
        for (var step = 0; step < Losses.Length; step++)
        {
            var (inputs, targets) = batches[step % 2];
            var loss = double.CreateChecked(net.TrainStep(inputs, targets, Batch, rate));
            Assert.True(Math.Abs(Losses[step] - loss) <= tolerance * Math.Abs(Losses[step]), $"loss of step {step} in {typeof(T).Name}: PyTorch has {Losses[step]}, the engine {loss}");
        }
        if (Outputs is not null && options.Device is null)
        {
            AnswersAlone(net, batches[0].Inputs[..net.InputLength], Outputs, options);
        }

        // Whole numbers below a count where there is one: classes, tokens.
        T[] Draw(int count, int below)
            => [.. random.Uniform(count).Select(value => T.CreateChecked(below == 0 ? value : MathF.Floor(value * below)))];
    }

    // One sample goes another way than a batch.
    private void AnswersAlone<T>(Network<T> trained, T[] sample, double[] answers, NetworkOptions options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var alone = Network<T>.Compile(trained.Graph, TrainLine.Choice(Loss), null, options with { IsAlone = true });
        trained.Parameters.CopyTo(alone.Parameters);
        trained.Buffers.CopyTo(alone.Buffers);
        var outputs = new T[alone.OutputLength];
        alone.Predict(sample, 1, outputs);
        Assert.Equal(answers.Length, outputs.Length);
        var distance = answers.Zip(outputs, (answer, output) => Math.Abs(answer - double.CreateChecked(output))).Max();
        Assert.True(distance <= 1e-6 * (1 + answers.Max(Math.Abs)), $"the answer for one sample is {distance:0.0e0} from PyTorch's {string.Join(' ', answers)}: {string.Join(' ', outputs)}");
    }

    internal static void Fill<T>(Network<T> net, Lcg random)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (var tensor in net.Tensors.Where(tensor => tensor.IsTrainable))
        {
            var matrix = tensor.Shape.Rank > 1;
            var limit = matrix ? 1 / Math.Sqrt(tensor.Length / tensor.Shape[0]) : 0.1;
            var middle = !matrix && tensor.Name.EndsWith("weight", StringComparison.Ordinal) ? 1 : 0;
            var values = net.ValuesOf(tensor);
            for (var i = 0; i < tensor.Length; i++)
            {
                values[i] = T.CreateChecked(middle + (((2 * random.Next()) - 1) * limit));
            }
        }
    }

    private static LayerGraph ModelOf(NetworkGolden golden)
    {
        var path = golden.File is null ? null : Path.Combine(Repository.Root, golden.File);
        var analysis = Analyzer.Analyze(new SourceText(golden.Model ?? System.IO.File.ReadAllText(path!), path));
        var graph = analysis.Models.Single();
        Assert.True(graph.IsComplete, string.Join("\n", analysis.Findings.Select(finding => finding.Message)));
        return graph;
    }
}
