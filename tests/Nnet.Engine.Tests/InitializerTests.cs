using Nnet.Engine.Tests.Support;
using Nnet.Language;
using Nnet.Language.Text;
using Xunit;

namespace Nnet.Engine.Tests;

/// <summary>First values of weights: their spread, and where they come from.</summary>
public class InitializerTests
{
    [Theory]
    [InlineData("dense 200 activation=relu", 2.0 / 300)]
    [InlineData("dense 200 activation=tanh", 2.0 / 500)]
    [InlineData("dense 200 activation=selu", 1.0 / 300)]
    [InlineData("dense 200 activation=sigmoid", 2.0 / 500)]
    [InlineData("dense 200 init=he_normal", 2.0 / 300)]
    [InlineData("dense 200 init=he_uniform", 2.0 / 300)]
    [InlineData("dense 200 init=glorot_normal", 2.0 / 500)]
    [InlineData("dense 200 init=glorot_uniform", 2.0 / 500)]
    [InlineData("dense 200 init=lecun_normal", 1.0 / 300)]
    [InlineData("dense 200 init=lecun_uniform", 1.0 / 300)]
    [InlineData("dense 200 init=normal(0.5)", 0.25)]
    [InlineData("dense 200 init=uniform(0.3)", 0.03)]
    [InlineData("dense 200 init=orthogonal", 1.0 / 300)]
    public void Weights_start_with_the_variance_of_their_rule(string layer, double variance)
    {
        var weights = WeightsOf(layer);
        Assert.Equal(0, weights.Average(), 4 * Math.Sqrt(variance / weights.Length));
        Assert.Equal(variance, weights.Average(value => value * value), 0.03 * variance);
    }

    [Theory]
    [InlineData("dense 200 init=zeros", 0)]
    [InlineData("dense 200 init=ones", 1)]
    [InlineData("dense 200 init=-0.25", -0.25)]
    public void Constants_are_what_they_say(string layer, double value)
        => Assert.All(WeightsOf(layer), weight => Assert.Equal(value, weight));

    [Theory]
    [InlineData(200)]
    [InlineData(300)]
    [InlineData(400)]
    public void Orthogonal_rows_or_columns_are_at_right_angles(int units)
    {
        var weights = WeightsOf($"dense {units} init=orthogonal");
        var count = Math.Min(units, 300);
        for (var i = 0; i < count; i += 37)
        {
            for (var j = i; j < count; j += 41)
            {
                var product = units <= 300
                    ? Enumerable.Range(0, 300).Sum(k => weights[(i * 300) + k] * weights[(j * 300) + k])
                    : Enumerable.Range(0, units).Sum(k => weights[(k * 300) + i] * weights[(k * 300) + j]);
                Assert.Equal(i == j ? 1 : 0, product, 1e-12);
            }
        }
    }

    private static double[] WeightsOf(string layer)
    {
        var analysis = Analyzer.Analyze(new SourceText($"model M {{\n  input 300\n  {layer}\n}}"));
        Assert.DoesNotContain(analysis.Findings, finding => finding.Kind.Severity == Language.Findings.Severity.Error);
        using var net = Network<double>.Compile(analysis.Models.Single(), Calls.MeanSquaredError, null, new NetworkOptions { MaxBatch = 1 });
        return net.Parameters[..net.Tensors[0].Length].ToArray();
    }
}
