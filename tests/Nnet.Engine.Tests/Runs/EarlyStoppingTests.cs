using Nnet.Engine.Runs;
using Xunit;

namespace Nnet.Engine.Tests.Runs;

public sealed class EarlyStoppingTests
{
    [Fact]
    public void StopsAfterPatienceEpochsWithoutImprovement()
        => Assert.Equal((5, 2), Watch(new EarlyStopping(false, 0, 3), 1.0, 0.8, 0.9, 0.85, 0.8, 0.1));

    [Fact]
    public void ImprovementBeginsTheCountAnew()
        => Assert.Equal((7, 4), Watch(new EarlyStopping(false, 0, 3), 1.0, 1.1, 1.2, 0.9, 1, 1, 1, 0.1));

    [Fact]
    public void ChangeBelowMinDeltaDoesNotCount()
        => Assert.Equal((3, 1), Watch(new EarlyStopping(false, 0.1, 2), 1.0, 0.95, 0.91, 0.5));

    [Fact]
    public void GreaterCanBeBetter()
        => Assert.Equal((4, 2), Watch(new EarlyStopping(true, 0, 2), 0.5, 0.7, 0.7, 0.6, 0.9));

    [Fact]
    public void WhatIsNoNumberIsNoImprovement()
        => Assert.Equal((3, 1), Watch(new EarlyStopping(false, 0, 2), 1.0, double.NaN, double.NaN, 0.1));

    [Fact]
    public void WithoutPatienceItNeverStops()
        => Assert.Equal((0, 1), Watch(new EarlyStopping(false), 1, 2, 3, 4, 5, 6));

    [Fact]
    public void PatienceOfZeroStopsAtTheFirstEpochThatIsNoBetter()
        => Assert.Equal((3, 2), Watch(new EarlyStopping(false, 0, 0), 1, 0.9, 0.95, 0.1));

    // The epoch after which it stopped (0: never) and the best one.
    private static (int Stopped, int Best) Watch(EarlyStopping stopping, params double[] figures)
    {
        for (var epoch = 1; epoch <= figures.Length; epoch++)
        {
            stopping.Improves(epoch, figures[epoch - 1]);
            if (stopping.ShouldStop)
            {
                return (epoch, stopping.BestEpoch);
            }
        }
        return (0, stopping.BestEpoch);
    }
}
