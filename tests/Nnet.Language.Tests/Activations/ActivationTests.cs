using Nnet.Language.Definitions;
using Nnet.Language.Graph;
using Nnet.Language.Layers;
using Nnet.Language.Layers.Activations;
using Xunit;

namespace Nnet.Language.Tests.Activations;

/// <summary>Every activation's curve, slope and range, as the hover's picture and the checks of domains use them.</summary>
public class ActivationTests
{
    private const double Step = 1e-6;

    public static TheoryData<string> Names => [.. Catalog<Activation>.All.Where(activation => activation is not Softmax).Select(activation => activation.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void TheSlopeIsThatOfTheCurve(string name)
    {
        var activation = Catalog<Activation>.Find(name)!;
        // Between the places where pieces of curves meet.
        for (var x = -7.95; x < 8; x += 0.1)
        {
            Assert.Equal((activation.At(x + Step) - activation.At(x - Step)) / (2 * Step), activation.SlopeAt(x), 1e-6);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TheRangeHoldsTheCurve(string name)
    {
        var activation = Catalog<Activation>.Find(name)!;
        foreach (var input in new[] { Domain.Real, Domain.Interval(0, double.PositiveInfinity), Domain.Interval(-1, 2) })
        {
            var range = activation.Range(input);
            for (var x = Math.Max(-9, input.Low); x <= Math.Min(9, input.High); x += 0.01)
            {
                Assert.True(activation.At(x) >= range.Low - 1e-12 && activation.At(x) <= range.High + 1e-12, $"{name}({x}) = {activation.At(x)} is not in {range}, its range for {input}.");
            }
        }
    }

    [Fact]
    public void LowestValuesAreKnownExactly()
    {
        foreach (var (activation, low) in new (Activation, double)[] { (new Silu(), -0.2785), (new Mish(), -0.3089), (new HardSwish(), -0.375), (new Gelu(), -0.17) })
        {
            var least = Enumerable.Range(-4000, 4000).Min(i => activation.At(i / 1000.0));
            Assert.InRange(least, low, low + 0.001);
        }
    }
}
