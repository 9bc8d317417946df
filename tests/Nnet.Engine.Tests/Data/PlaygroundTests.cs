using System.Collections.Immutable;
using Nnet.Engine.Data;
using Nnet.Language.Data;
using Nnet.Language.Definitions;
using Xunit;

namespace Nnet.Engine.Tests.Data;

public sealed class PlaygroundTests : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void SpiralIsThePlaygroundsSpiral()
    {
        var (points, labels) = Draw("spiral", 8);
        for (var i = 0; i < 8; i++)
        {
            var along = i % 4 / 4.0;
            var angle = (1.75 * along * 2 * Math.PI) + (i < 4 ? 0 : Math.PI);
            Assert.Equal(5 * along * Math.Sin(angle), points[2 * i], 1e-5);
            Assert.Equal(5 * along * Math.Cos(angle), points[(2 * i) + 1], 1e-5);
            Assert.Equal(i < 4 ? 1 : 0, labels[i]);
        }
    }

    [Fact]
    public void CircleIsADiscInARing()
    {
        var (points, labels) = Draw("circle", 400);
        for (var i = 0; i < 400; i++)
        {
            var distance = Math.Sqrt((points[2 * i] * points[2 * i]) + (points[(2 * i) + 1] * points[(2 * i) + 1]));
            Assert.InRange(distance, labels[i] == 1 ? 0 : 3.5 - 1e-5, labels[i] == 1 ? 2.5 : 5 + 1e-5);
        }
        Assert.Equal(200, labels.Sum());
    }

    [Fact]
    public void XorLeavesACrossFree()
    {
        var (points, labels) = Draw("xor", 400);
        for (var i = 0; i < 400; i++)
        {
            Assert.Equal(points[2 * i] * points[(2 * i) + 1] >= 0 ? 1 : 0, labels[i]);
            Assert.InRange(Math.Abs(points[2 * i]), 0.3 - 1e-5, 5.3 + 1e-5);
        }
    }

    [Fact]
    public void GaussHasTwoCloudsOfVarianceAHalf()
    {
        var (points, labels) = Draw("gauss", 20_000);
        var x = Enumerable.Range(0, labels.Length).Where(i => labels[i] == 1).Select(i => points[2 * i]).ToArray();
        Assert.Equal(2, x.Average(), 0.03);
        Assert.Equal(0.5, x.Average(value => (value - x.Average()) * (value - x.Average())), 0.03);
    }

    [Fact]
    public void PlaneRisesFromMinusOneToOneOverTwenty()
    {
        var (points, values) = Draw("plane", 200);
        Assert.All(Enumerable.Range(0, 200), i => Assert.Equal((points[2 * i] + points[(2 * i) + 1]) / 10, values[i], 1e-5));
        Assert.Null(DataFolder.Facts(_folder.Playground("plane")).Target.Classes);
    }

    [Fact]
    public void GaussRegressionHasSixHillsOfRadiusTwo()
    {
        var (points, values) = Draw("gauss_regression", 500);
        for (var i = 0; i < 500; i++)
        {
            var (x, y) = (points[2 * i], points[(2 * i) + 1]);
            var nearest = new[] { (-4.0, 2.5, 1), (0, 2.5, -1), (4, 2.5, 1), (-4, -2.5, -1), (0, -2.5, 1), (4, -2.5, -1) }
                .MinBy(hill => Math.Sqrt(Math.Pow(x - hill.Item1, 2) + Math.Pow(y - hill.Item2, 2)));
            var distance = Math.Sqrt(Math.Pow(x - nearest.Item1, 2) + Math.Pow(y - nearest.Item2, 2));
            Assert.Equal(nearest.Item3 * Math.Max(0, 1 - (distance / 2)), values[i], 1e-5);
        }
    }

    [Theory]
    [InlineData("circle")]
    [InlineData("xor")]
    [InlineData("spiral")]
    [InlineData("plane")]
    public void NoiseBlursTheRule(string set)
    {
        var (clean, cleanLabels) = Draw(set, 1000);
        var (noisy, noisyLabels) = Draw(set, 1000, noise: 0.5);
        Assert.True(!clean.SequenceEqual(noisy) || !cleanLabels.SequenceEqual(noisyLabels));
        Assert.All(noisy, value => Assert.InRange(value, -6, 6));
    }

    [Fact]
    public void TheSevenFeatures()
    {
        Formula x1 = new Formula.Variable("x1"), x2 = new Formula.Variable("x2");
        ImmutableArray<Formula> seven =
        [
            x1, x2, new Formula.Apply("*", [x1, x1]), new Formula.Apply("*", [x2, x2]), new Formula.Apply("*", [x1, x2]),
            new Formula.Apply("sin", [x1]), new Formula.Apply("sin", [x2]),
        ];
        var plain = _folder.Playground("spiral", 10);
        var block = plain with { Settings = plain.Settings.Add(DataFolder.Call(new FeaturesSetting(), (FeaturesSetting.Expressions, seven))) };
        var (x, y) = (DataSet.Load(plain).Train.ReadInputs()[6], DataSet.Load(plain).Train.ReadInputs()[7]);
        float[] expected = [x, y, x * x, y * y, x * y, MathF.Sin(x), MathF.Sin(y)];
        Assert.Equal(expected, DataSet.Load(block).Train.ReadInputs()[21..28], (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.Equal("7", DataFolder.Facts(block).Input.Shape.ToString());
        Assert.Equal(["x1", "x2"], DataFolder.Facts(block).Columns.Select(column => column.Name));
    }

    [Theory]
    [InlineData("x3", "There is no column x3 to compute with; did you mean x1?")]
    [InlineData("height", "There is no column height to compute with; the columns are x1, x2.")]
    public void FeatureOfAColumnThatIsNotThere(string name, string message)
        => Assert.Equal(message, DataFolder.Problem(WithFeature(new Formula.Variable(name))).Message);

    [Fact]
    public void FeatureWithoutAValue()
        => Assert.Equal("log(x1) has no finite value for sample 1, where x1 = 0.", DataFolder.Problem(WithFeature(new Formula.Apply("log", [new Formula.Variable("x1")]) { Source = "log(x1)" })).Message);

    private DataSpec WithFeature(Formula formula)
    {
        var plain = _folder.Playground("spiral", 10);
        return plain with { Settings = plain.Settings.Add(DataFolder.Call(new FeaturesSetting(), (FeaturesSetting.Expressions, ImmutableArray.Create(formula)))) };
    }

    private (float[] Points, float[] Labels) Draw(string set, int samples, double noise = 0)
    {
        var part = DataSet.Load(_folder.Playground(set, samples, noise)).Train;
        return part.ReadAll();
    }
}
