using System.Globalization;
using System.Xml.Linq;
using Nnet.Engine.Runs;
using Nnet.Engine.Runs.Events;
using Nnet.Engine.Runs.Files;
using Xunit;

namespace Nnet.Engine.Tests.Runs;

public sealed class LossChartTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(400)]
    public void IsWellFormedWithNoNumberMissing(int epochs)
    {
        var chart = LossChart.Draw([.. Enumerable.Range(1, epochs).Select(i => Epoch(i, 1.0 / i, 1.1 / i))], "A & B <on> d", "done", epochs);
        var root = XDocument.Parse(chart).Root!;
        Assert.Equal("A & B <on> d: done", root.Attribute("aria-label")!.Value);
        Assert.DoesNotContain("NaN", chart);
        Assert.DoesNotContain("∞", chart);
        Assert.Contains($"best {epochs}", chart);
    }

    [Fact]
    public void LossThatIsNoNumberIsAGap()
        => Assert.DoesNotContain("NaN", LossChart.Draw([Epoch(1, 1, 1), Epoch(2, double.NaN, double.PositiveInfinity), Epoch(3, 0.5, 0.6)], "t", "o", 1));

    [Fact]
    public void PeakIsCutOffAndSaidSo()
        => Assert.Contains("peak of 9 cut off", LossChart.Draw([Epoch(1, 9, 2), .. Enumerable.Range(2, 40).Select(i => Epoch(i, 1 + (1.0 / i), 1.5))], "t", "o", 1));

    [Theory]
    [InlineData(0, 1, "0 0.5 1")]
    [InlineData(0, 2.4, "0 1 2")]
    public void TicksAreRound(double low, double high, string expected)
    {
        var ticks = new LossAxis(low, high, false).Ticks.ToArray();
        Assert.InRange(ticks.Length, 3, 6);
        Assert.All(expected.Split(' '), tick => Assert.Contains(ticks, value => Math.Abs(value - double.Parse(tick, CultureInfo.InvariantCulture)) < 1e-9));
    }

    [Theory]
    [InlineData(0.0123, "0.0123")]
    [InlineData(2.302585, "2.3")]
    [InlineData(98.31, "98.3")]
    [InlineData(0.000012, "1.2e-5")]
    [InlineData(double.NaN, "no number")]
    public void LossesAreShort(double loss, string expected) => Assert.Equal(expected, LossAxis.Label(loss));

    private static EpochDone Epoch(int number, double train, double validation) => new()
    {
        Epoch = number,
        Epochs = 400,
        Train = new Dictionary<string, double> { ["loss"] = train },
        Validation = new Dictionary<string, double> { ["loss"] = validation },
        LearningRate = 0.1,
        Seconds = 1,
        SecondsLeft = 1,
        SamplesPerSecond = 1,
        Best = true,
        Layers = [],
    };
}
