using ILGPU.Runtime.OpenCL;

namespace Nnet.Engine.Ilgpu.Backends;

/// <summary>What a driver said.</summary>
internal static class FaultWords
{
    /// <summary>The message of what it threw; the name of the error where there is none, as for OpenCL.</summary>
    public static string Of(Exception problem) => (problem.InnerException ?? problem) switch
    {
        CLException { Error: var error } when error != CLError.CL_SUCCESS => $"OpenCL answered {error}",
        var cause => cause.Message,
    };
}
