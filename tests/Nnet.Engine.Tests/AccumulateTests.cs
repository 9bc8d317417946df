using Nnet.Engine.Tests.Support;
using Nnet.Language;
using Nnet.Language.Text;
using Xunit;

namespace Nnet.Engine.Tests;

/// <summary>Several batches in one step are the same as one large batch.</summary>
public sealed class AccumulateTests
{
    private const string Dense = "input 5; dense 9 activation=tanh; dense 3";
    private const string Picture = "input 1x6x6; conv 4 kernel=3 activation=relu; maxpool 2; flatten; dense 3";

    [Theory]
    [InlineData(Dense, "sgd lr=0.1 momentum=0.9", null)]
    [InlineData(Dense, "adam lr=0.05", 0.3)]
    [InlineData(Picture, "rmsprop lr=0.01", null)]
    [InlineData(Picture, "nadam lr=0.01", 0.1)]
    public void FourBatchesAreOneLargeOne(string layers, string optimizer, double? clip)
    {
        // Twelve, twelve, twelve and five: the last of an epoch is seldom whole.
        const int Samples = 41, Part = 12;
        using var whole = Compile(layers, optimizer, clip, Samples, 1);
        using var parted = Compile(layers, optimizer, clip, Part, 4);
        var random = new Random(7);
        for (var step = 0; step < 5; step++)
        {
            var inputs = Enumerable.Range(0, Samples * whole.InputLength).Select(_ => (random.NextDouble() * 2) - 1).ToArray();
            var targets = Enumerable.Range(0, Samples).Select(_ => (double)random.Next(3)).ToArray();
            var expected = whole.TrainStep(inputs, targets, Samples, 0.05);
            for (var first = 0; first + Part < Samples; first += Part)
            {
                parted.Accumulate(inputs.AsSpan(first * parted.InputLength, Part * parted.InputLength), targets.AsSpan(first, Part), Part, Samples);
            }
            const int Before = Samples / Part * Part;
            Assert.Equal(expected, parted.TrainStep(inputs.AsSpan(Before * parted.InputLength), targets.AsSpan(Before), Samples - Before, 0.05, Samples), 1e-12);
            Assert.Equal(step + 1, parted.Step);
            for (var i = 0; i < whole.Parameters.Length; i++)
            {
                Assert.Equal(whole.Parameters[i], parted.Parameters[i], 1e-11);
            }
        }
    }

    [Fact]
    public void EveryBatchOfAStepDrawsItsOwnRandomNumbers()
    {
        // With one batch twice, equal draws would give twice the same loss.
        using var network = Compile("input 5; dense 64 activation=tanh; dropout 50%; dense 3", "sgd lr=0", null, 8, 2);
        var (inputs, targets) = (Enumerable.Range(0, 40).Select(i => Math.Sin(i)).ToArray(), new double[8]);
        var first = network.Accumulate(inputs, targets, 8, 16);
        Assert.NotEqual(2 * first, network.TrainStep(inputs, targets, 8, 0, 16), 1e-9);
    }

    [Fact]
    public void NoMoreBatchesThanItWasCompiledFor()
    {
        using var network = Compile(Dense, "sgd", null, 8, 2);
        var (inputs, targets) = (new double[40], new double[8]);
        network.Accumulate(inputs, targets, 8, 24);
        Assert.Throws<InvalidOperationException>(() => network.Accumulate(inputs, targets, 8, 24));
    }

    [Fact]
    public void LossThatIsNoNumberMovesNothing()
    {
        using var network = Compile(Dense, "sgd lr=0.1", null, 8, 2);
        var before = network.Parameters.ToArray();
        var (inputs, targets) = (new double[40], new double[8]);
        inputs[3] = double.NaN;
        Assert.True(double.IsNaN(network.Accumulate(inputs, targets, 8, 16)));
        Assert.Equal(before, network.Parameters.ToArray());
        Assert.Equal(0, network.Step);
    }

    private static Network<double> Compile(string layers, string optimizer, double? clip, int batch, int accumulates)
    {
        var model = Analyzer.Analyze(new SourceText($"model M {{ {layers} }}")).Models[0];
        return Network<double>.Compile(model, TrainLine.Choice("loss cross_entropy"), TrainLine.Choice($"optimizer {optimizer}"), new NetworkOptions { MaxBatch = batch, Accumulates = accumulates, ClipNorm = clip, L2 = 0.01 });
    }
}
