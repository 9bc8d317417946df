using Xunit;

namespace Nnet.Engine.Ilgpu.Tests;

/// <summary>How near a device's numbers have to be to the processor's.</summary>
internal static class Near
{
    private const double Tolerance = 1e-5;

    /// <summary>Compares numbers, measured by the largest of them: what cancels has no digits of its own.</summary>
    /// <param name="what">What they are, for the message.</param>
    /// <param name="expected">The processor's.</param>
    /// <param name="actual">The device's.</param>
    public static void AssertEqual(string what, ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        var reach = 0.1;
        foreach (var number in expected)
        {
            reach = Math.Max(reach, Math.Abs(number));
        }
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= Tolerance * reach, $"{what}: number {i} of {expected.Length} is {actual[i]:R}, not {expected[i]:R}");
        }
    }
}
