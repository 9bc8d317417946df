using System.Diagnostics;

namespace Nnet.Engine.Devices;

/// <summary>Finds out by trying which of two ways to compute a network is faster: a few steps without an update, on samples of zeros.</summary>
internal static class DeviceTrial
{
    private const int Rounds = 3;

    /// <summary>Whether the first of two networks takes a step in less time. Both are afterwards what they were.</summary>
    /// <param name="first">One, such as on a device.</param>
    /// <param name="second">The same network computed otherwise.</param>
    /// <param name="batch">Samples of a step.</param>
    public static bool IsFaster(Network<float> first, Network<float> second, int batch) => SecondsOf(first, batch) < SecondsOf(second, batch);

    private static double SecondsOf(Network<float> network, int batch)
    {
        float[] inputs = new float[(long)batch * network.InputLength], targets = new float[(long)batch * network.TargetLength];
        var before = network.CopyState();
        // Kernels are compiled, and memory is touched, in the first round.
        var best = double.PositiveInfinity;
        for (var round = 0; round <= Rounds; round++)
        {
            var begun = Stopwatch.GetTimestamp();
            network.Differentiate(inputs, targets, batch);
            best = round == 0 ? best : Math.Min(best, Stopwatch.GetElapsedTime(begun).TotalSeconds);
        }
        network.RestoreState(before);
        return best;
    }
}
