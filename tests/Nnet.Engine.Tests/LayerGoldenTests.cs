using System.Numerics;
using System.Text.Json;
using Nnet.Engine.Tests.Support;
using Xunit;

namespace Nnet.Engine.Tests;

/// <summary>Single layers beside PyTorch: outputs, loss, gradients and running statistics of a step; the scripts tests/goldens/layers.py and others write the files.</summary>
public class LayerGoldenTests
{
    private static readonly string s_folder = Path.Combine(Repository.Root, "tests", "goldens", "layers");

    /// <summary>Layer and number of the case.</summary>
    public static TheoryData<string, int> Cases
    {
        get
        {
            var cases = new TheoryData<string, int>();
            foreach (var file in Directory.EnumerateFiles(s_folder, "*.json").Order(StringComparer.Ordinal))
            {
                var name = Path.GetFileNameWithoutExtension(file);
                for (var i = 0; i < Read(name).Length; i++)
                {
                    cases.Add(name, i);
                }
            }
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Layer(string name, int number)
    {
        var golden = Read(name)[number];
        // Double precision shows that the mathematics is the same, to the digits that the files hold; single precision is what trains.
        Compare<double>(golden, new Tolerance(1e-8, 1e-7), new Tolerance(1e-8, 1e-7));
        Compare<float>(golden, new Tolerance(1e-6, 1e-5), new Tolerance(1e-5, 1e-4));
    }

    private static void Compare<T>(Golden golden, Tolerance forward, Tolerance backward)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var net = Network<T>.Compile(Models.OfText(golden.Model), Calls.MeanSquaredError, null, new NetworkOptions { MaxBatch = golden.Batch, InputGradients = golden.Tokens is null });
        var random = new Lcg((uint)golden.Seed);
        Fill(net.Parameters);
        var inputs = new T[golden.Batch * net.InputLength];
        foreach (ref var input in inputs.AsSpan())
        {
            var value = random.Next();
            input = T.CreateChecked(golden.Tokens is { } tokens ? Math.Floor(value * tokens) : (2 * value) - 1);
        }
        var targets = new T[golden.Batch * net.TargetLength];
        Fill(targets);

        Close([golden.Loss], [net.Differentiate(inputs, targets, golden.Batch)], forward, "loss");
        Close(golden.Gradients, net.Gradients, backward, "gradient of parameter");
        if (golden.Tokens is null)
        {
            var gradients = new T[inputs.Length];
            net.CopyInputGradients(gradients);
            Close(golden.InputGradients, gradients, backward, "gradient of input");
        }
        Close(golden.Buffers, net.Buffers, forward, "buffer");
        var outputs = new T[golden.Batch * net.OutputLength];
        net.Predict(inputs, golden.Batch, outputs);
        Close(golden.Outputs, outputs, forward, "output");

        void Fill(Span<T> values)
        {
            foreach (ref var value in values)
            {
                value = T.CreateChecked((2 * random.Next()) - 1);
            }
        }
    }

    private static void Close<T>(double[] expected, ReadOnlySpan<T> actual, Tolerance tolerance, string what)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Assert.True(expected.Length == actual.Length, $"{what}: PyTorch has {expected.Length} of them, the engine {actual.Length}");
        for (var i = 0; i < expected.Length; i++)
        {
            var value = double.CreateChecked(actual[i]);
            Assert.True(Math.Abs(expected[i] - value) <= tolerance.Absolute + (tolerance.Relative * Math.Abs(expected[i])), $"{what} {i} in {typeof(T).Name}: PyTorch has {expected[i]}, the engine {value}");
        }
    }

    private static Golden[] Read(string name)
        => JsonSerializer.Deserialize<Golden[]>(File.ReadAllText(Path.Combine(s_folder, name + ".json")), JsonSerializerOptions.Web)!;

    private readonly record struct Tolerance(double Absolute, double Relative);

    private sealed record Golden(string Model, int Batch, int Seed, int? Tokens, double Loss, double[] Gradients, double[] InputGradients, double[] Outputs, double[] Buffers);
}
