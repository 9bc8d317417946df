using System.Text.Json;
using Nnet.Engine.Tests.Support;
using Nnet.Language.Definitions;
using Nnet.Language.Training;
using Xunit;

namespace Nnet.Engine.Tests;

/// <summary>Optimizers, losses, schedules and metrics against PyTorch; tests/goldens/objectives.py writes the file.</summary>
public class ObjectiveTests
{
    private const double Tolerance = 1e-6;

    private static readonly Goldens s_goldens = JsonSerializer.Deserialize<Goldens>(File.ReadAllText(Path.Combine(Repository.Root, "tests", "goldens", "objectives.json")), JsonSerializerOptions.Web)!;

    public static TheoryData<string> OptimizerLines => [.. s_goldens.Optimizers.Select(golden => golden.Line)];

    [Fact]
    public void Every_optimizer_is_compared()
        => Assert.Equal(Catalog<Optimizer>.All.Select(optimizer => optimizer.Name), s_goldens.Optimizers.Select(golden => golden.Line.Split(' ')[1]).Distinct().Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(OptimizerLines))]
    public void Optimizer(string line)
    {
        var golden = s_goldens.Optimizers.Single(golden => golden.Line == line);
        foreach (var bits in new[] { 128, 256, 512 })
        {
            using var net = Network<double>.Compile(GraphBuilder.Input(3).Dense(2).Build(), Calls.MeanSquaredError, TrainLine.Choice(line), new NetworkOptions { MaxBatch = 5, SimdBits = bits });
            s_goldens.Linear.Parameters.CopyTo(net.Parameters);
            for (var step = 1; step <= 10; step++)
            {
                net.TrainStep(s_goldens.Linear.Inputs, s_goldens.Linear.Targets, 5, golden.Rate);
                if (step is 1 or 10)
                {
                    Close(step == 1 ? golden.AfterOne : golden.AfterTen, net.Parameters.ToArray(), $"{line}, step {step}, {bits} bits");
                }
            }
        }
    }

    private static void Close(double[] expected, double[] actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= Tolerance * Math.Max(1, Math.Abs(expected[i])), $"{what}: number {i} is {actual[i]:R}, PyTorch has {expected[i]:R}");
        }
    }

    private sealed record Goldens(Linear Linear, OptimizerGolden[] Optimizers);

    private sealed record Linear(double[] Inputs, double[] Targets, double[] Parameters);

    private sealed record OptimizerGolden(string Line, double Rate, double[] AfterOne, double[] AfterTen);
}
