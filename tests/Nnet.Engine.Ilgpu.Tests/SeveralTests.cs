using Nnet.Engine.Data;
using Nnet.Engine.Tests.Support;
using Nnet.Language;
using Nnet.Language.Text;
using Xunit;

namespace Nnet.Engine.Ilgpu.Tests;

/// <summary>Networks with several inputs and several outputs, with kernels.</summary>
public sealed class SeveralTests(Card card) : IClassFixture<Card>
{
    [Fact]
    public void Outputs_losses_and_gradients_are_those_of_the_processor()
    {
        var spec = Several.Block(Several.Everything, Several.Losses);
        var options = new NetworkOptions { MaxBatch = 10, Seed = 7, Threads = 1 };
        foreach (var count in new[] { 3, 10 })
        {
            using var expected = Network<float>.Compile(spec.Model!, spec.Objectives, null, options);
            using var actual = Network<float>.Compile(spec.Model!, spec.Objectives, null, options with { Device = card.Device });
            var random = new CounterRandom(11, 13);
            // More than a batch, so that parts of one are put together.
            var all = count + 30;
            var (inputs, targets) = Several.BatchFor(expected, all, ref random);
            foreach (ref var parameter in expected.Parameters)
            {
                parameter += (float)(0.3 * random.NextNormal());
            }
            expected.Parameters.CopyTo(actual.Parameters);
            float[] known = new float[all * Enumerable.Range(0, 4).Sum(expected.OutputLengthOf)], found = new float[known.Length];
            Near.AssertEqual("sum when asked", [expected.Evaluate(inputs, targets, all, known)], [actual.Evaluate(inputs, targets, all, found)]);
            Near.AssertEqual("outputs", known, found);
            Near.AssertEqual("losses", Floats(expected.Losses), Floats(actual.Losses));
            Assert.DoesNotContain(0, actual.Losses.ToArray());
            Near.AssertEqual("sum", [expected.Differentiate(inputs, targets, count)], [actual.Differentiate(inputs, targets, count)]);
            foreach (var tensor in expected.Tensors)
            {
                Near.AssertEqual($"gradient of {tensor.Name}", expected.Gradients.Slice(tensor.Offset, tensor.Length), actual.Gradients.Slice(tensor.Offset, tensor.Length));
            }
        }
    }

    [Fact]
    public void Ten_steps_are_those_of_PyTorch() => Several.CompareHomes<float>(1e-4, new NetworkOptions { Device = card.Device });

    [Fact]
    public void Several_steps_at_once_are_the_same_steps()
    {
        var spec = Several.Block(Several.Everything, Several.Losses);
        var options = new NetworkOptions { MaxBatch = 4, Device = card.Device };
        using var expected = Network<float>.Compile(spec.Model!, spec.Objectives, Calls.Adam, options);
        using var actual = Network<float>.Compile(spec.Model!, spec.Objectives, Calls.Adam, options);
        var random = new CounterRandom(3, 5);
        var (inputs, targets) = Several.BatchFor(expected, 7, ref random);
        int[] rows = [3, 1, 0, 6, 2, 5, 4];
        var known = new float[2];
        for (var step = 0; step < 2; step++)
        {
            var some = rows.Skip(4 * step).Take(4).ToArray();
            known[step] = expected.TrainStep(RowsOf(inputs, expected.InputLength, some), RowsOf(targets, expected.TargetLength, some), some.Length, 0.01);
        }
        Assert.True(actual.TryHold(inputs, targets));
        var found = new float[2];
        actual.TrainSteps(rows, 4, [0.01, 0.01], [0, 0], found);
        Assert.Equal(known, found);
        Assert.Equal(expected.Parameters.ToArray(), actual.Parameters.ToArray());

        // What is not finite in any of the losses stops the updates.
        targets[(3 * actual.TargetLength) + actual.TargetLength - 1] = float.NaN;
        var before = actual.Parameters.ToArray();
        Assert.True(actual.TryHold(inputs, targets));
        actual.TrainSteps(rows, 4, [0.01, 0.01], [0, 0], found);
        Assert.False(float.IsFinite(found[0]));
        Assert.Equal(before, actual.Parameters.ToArray());
    }

    [Fact]
    public void The_example_takes_an_epoch_as_on_the_processor()
    {
        var path = Path.Combine(Repository.Root, "examples", "two-answers.nnet");
        var spec = Analyzer.Analyze(new SourceText(File.ReadAllText(path), path), new DataProbe()).Trains.Single();
        var data = DataSet.Load(spec.Data!, DataDemand.Of(spec));
        var (inputs, targets) = data.Train.ReadAll();
        var options = new NetworkOptions { MaxBatch = 16, Seed = 1 };
        using var expected = Network<float>.Compile(spec.Model!, spec.Objectives, spec.Optimizer, options);
        using var actual = Network<float>.Compile(spec.Model!, spec.Objectives, spec.Optimizer, options with { Device = card.Device });
        for (var first = 0; first + 16 <= data.Train.Count; first += 16)
        {
            Span<float> some = inputs.AsSpan(first * expected.InputLength), truth = targets.AsSpan(first * expected.TargetLength);
            var known = expected.TrainStep(some, truth, 16, 0.01);
            Assert.Equal(known, actual.TrainStep(some, truth, 16, 0.01), 1e-4 * known);
        }
    }

    private static float[] RowsOf(float[] numbers, int perRow, int[] rows) => [.. rows.SelectMany(row => numbers.Skip(row * perRow).Take(perRow))];

    private static float[] Floats(ReadOnlySpan<double> numbers) => [.. numbers.ToArray().Select(number => (float)number)];
}
