using System.Diagnostics;

namespace Nnet.Engine.Devices;

/// <summary>
/// Finds out by trying which of two ways to compute a network is faster: some steps of training on samples of zeros, taken as training takes
/// them. A device that holds data is given several at once.
/// </summary>
internal static class DeviceTrial
{
    private const int Rounds = 3;
    private const int MostSteps = 16;

    // As long as steps that are given at once take in training.
    private const double SecondsOfARound = 0.01;

    /// <summary>Whether the first of two networks takes a step in less time. Both are afterwards what they were.</summary>
    /// <param name="first">One, such as on a device.</param>
    /// <param name="second">The same network computed otherwise.</param>
    /// <param name="batch">Samples of a step.</param>
    public static bool IsFaster(Network<float> first, Network<float> second, int batch) => SecondsOf(first, batch) < SecondsOf(second, batch);

    private static double SecondsOf(Network<float> network, int batch)
    {
        float[] inputs = new float[(long)batch * network.InputLength], targets = new float[(long)batch * network.TargetLength];
        var (before, step) = (network.CopyState(), network.Step);
        float[][] moments = [.. Enumerable.Range(0, network.Moments).Select(moment => network.Moment(moment).ToArray())];
        var isHeld = network.TryHold(inputs, targets);
        // Kernels are compiled, and memory is touched, in the first; the second says how many fit into a round.
        Take(1);
        var best = Take(1);
        var steps = isHeld ? (int)Math.Clamp(SecondsOfARound / best, 1, MostSteps) : 1;
        for (var round = 0; round < Rounds; round++)
        {
            best = Math.Min(best, Take(steps));
        }
        network.RestoreState(before);
        for (var moment = 0; moment < moments.Length; moment++)
        {
            moments[moment].CopyTo(network.Moment(moment));
        }
        network.Step = step;
        return best;

        // Seconds of each of so many steps that move nothing far.
        double Take(int count)
        {
            int[] rows = [.. Enumerable.Range(0, count * batch).Select(row => row % batch)];
            var begun = Stopwatch.GetTimestamp();
            if (isHeld)
            {
                network.TrainSteps(rows, batch, new double[count], new double[count], new float[count]);
            }
            else
            {
                network.TrainStep(inputs, targets, batch, 0);
            }
            return Stopwatch.GetElapsedTime(begun).TotalSeconds / count;
        }
    }
}
