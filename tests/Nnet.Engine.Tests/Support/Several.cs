using System.Numerics;
using System.Text.Json;
using Nnet.Engine.Data;
using Nnet.Language;
using Nnet.Language.Text;
using Nnet.Language.Training;
using Xunit;

namespace Nnet.Engine.Tests.Support;

/// <summary>Networks with several inputs and several outputs, and batches for them.</summary>
internal static class Several
{
    /// <summary>Outputs of every kind: beside the last line, in the middle of it, behind a function that the loss computes and others read.</summary>
    public const string Everything = """
        input place [3] domain=tokens(5)
        embedding 5 2
        where: flatten
        input picture 2x5x4
        conv 4 kernel=3 activation=relu
        maxpool 2 stride=1
        path { pooled: flatten; output }
        flatten
        dense 7 activation=tanh
        concat where
        shared: dense 6
        gate: sigmoid
        output
        path { value: dense 2; output }
        multiply shared
        kind: dense 4
        softmax
        """;

    /// <summary>A loss for each of its outputs.</summary>
    public const string Losses = """
        loss cross_entropy label_smoothing=10%
        loss huber output=pooled weight=2
        loss binary_cross_entropy output=gate weight=50%
        loss mean_squared_error output=value weight=30%
        """;

    /// <summary>Trains two inputs and two outputs as PyTorch did, and compares every loss; tests/goldens/several.py writes the file.</summary>
    /// <param name="tolerance">Relative.</param>
    /// <param name="options">How to compile; the batch is filled in.</param>
    public static void CompareHomes<T>(double tolerance, NetworkOptions options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var folder = Path.Combine(Repository.Root, "tests", "goldens", "several");
        var golden = JsonSerializer.Deserialize<Golden>(File.ReadAllText(Path.Combine(folder, "homes.json")), JsonSerializerOptions.Web)!;
        var spec = Analyzer.Analyze(new SourceText(File.ReadAllText(Path.Combine(folder, "homes.nnet")))).Trains.Single();
        using var net = Network<T>.Compile(spec.Model!, spec.Objectives, spec.Optimizer, options with { MaxBatch = golden.Batch });
        var random = new Lcg((uint)golden.Seed);
        NetworkGolden.Fill(net, random);
        Assert.Equal(golden.Parameters, net.Parameters.Length);
        // The first number of a sample is its city, that of a target its class.
        var batches = Enumerable.Range(0, 2).Select(_ => (Inputs: Draw(net.InputLength, 7), Targets: Draw(net.TargetLength, 3))).ToArray();
        for (var step = 0; step < golden.Losses.Length; step++)
        {
            var loss = double.CreateChecked(net.TrainStep(batches[step % 2].Inputs, batches[step % 2].Targets, golden.Batch, 0.01));
            Assert.True(Math.Abs(golden.Losses[step] - loss) <= tolerance * Math.Abs(golden.Losses[step]), $"loss of step {step} in {typeof(T).Name}: PyTorch has {golden.Losses[step]}, the engine {loss}");
        }

        T[] Draw(int perSample, int below)
            => [.. random.Uniform(golden.Batch * perSample).Select((value, i) => T.CreateChecked(i % perSample == 0 ? MathF.Floor(value * below) : value))];
    }

    /// <summary>A block that trains a model with some losses, one a line.</summary>
    public static TrainSpec Block(string model, string losses)
    {
        var analysis = Analyzer.Analyze(new SourceText($"data d {{\n playground circle\n}}\nmodel M {{\n{model}\n}}\ntrain M on d {{\n{losses}\noptimizer adam\nepochs 1\n}}\n"));
        var spec = analysis.Trains.Single();
        Assert.True(spec.Model!.IsComplete && spec.Objectives.Length == losses.Split('\n').Length, string.Join("\n", analysis.Findings.Select(finding => finding.Message)));
        return spec;
    }

    /// <summary>A batch of what each input takes and each loss wants.</summary>
    public static (T[] Inputs, T[] Targets) BatchFor<T>(Network<T> net, int count, ref CounterRandom random)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] inputs = new T[count * net.InputLength], targets = new T[count * net.TargetLength];
        for (var i = 0; i < inputs.Length; i++)
        {
            var input = InputSlice.Of(net.Graph).Last(slice => slice.Offset <= i % net.InputLength);
            var vocabulary = input.Node.Facts!.Output.Domain.Vocabulary;
            inputs[i] = T.CreateChecked(vocabulary > 0 ? random.NextIndex(vocabulary) : random.NextNormal());
        }
        for (int sample = 0, i = 0; sample < count; sample++)
        {
            for (var objective = 0; objective < net.Objectives.Length; objective++)
            {
                for (var end = i + net.TargetLengthOf(objective); i < end; i++)
                {
                    targets[i] = T.CreateChecked(net.Objectives[objective].Definition.Encoding switch
                    {
                        TargetEncoding.ClassIndex => random.NextIndex(net.OutputLengthOf(objective)),
                        TargetEncoding.Binary => random.NextIndex(2),
                        _ => random.NextNormal(),
                    });
                }
            }
        }
        return (inputs, targets);
    }

    private sealed record Golden(int Batch, int Seed, int Parameters, double[] Losses);
}
