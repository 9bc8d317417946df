using System.Runtime.Intrinsics;

namespace Nnet.Engine.Kernels;

/// <summary>Which register width the kernels use.</summary>
public static class Simd
{
    /// <summary>Environment variable that overrides the choice: 128, 256 or 512. Wider than the machine has works too, slowly; tests use it.</summary>
    public const string Variable = "NNET_SIMD";

    /// <summary>The width in bits: the override, or the widest that the machine runs at full speed.</summary>
    public static int Bits => Environment.GetEnvironmentVariable(Variable) switch
    {
        "128" => 128,
        "256" => 256,
        "512" => 512,
        null or "" => Widest,
        var other => throw new ArgumentException($"{Variable} is '{other}', but the kernels know 128, 256 and 512."),
    };

    private static int Widest => Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;
}
