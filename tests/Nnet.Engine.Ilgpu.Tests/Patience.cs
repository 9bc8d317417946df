using Xunit;

namespace Nnet.Engine.Ilgpu.Tests;

/// <summary>A card that the processor plays takes minutes for what a card does at once: whoever has them sets <c>NNET_ALL_STEPS</c>, and on a device of another kind everything runs.</summary>
internal static class Patience
{
    /// <summary>Whether what takes long runs.</summary>
    public static bool IsThere { get; } = IsSet("NNET_ALL_STEPS") || IsSet("NNET_DEVICE");

    /// <summary>Why a test is left out; null where it is not.</summary>
    public static string? Excuse => IsThere ? null : "takes long on a card that the processor plays: NNET_ALL_STEPS=1 runs it";

    private static bool IsSet(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 };
}

/// <summary>A test that takes long.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PatientFactAttribute : FactAttribute
{
    public PatientFactAttribute() => Skip = Patience.Excuse;
}

/// <summary>Cases of a test that take long.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PatientTheoryAttribute : TheoryAttribute
{
    public PatientTheoryAttribute() => Skip = Patience.Excuse;
}
