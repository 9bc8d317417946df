using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace Nnet.Engine.Ilgpu.Backends;

/// <summary>What a driver said that could not do what was asked of it.</summary>
internal static class DriverFault
{
    /// <summary>The driver's own problem in what was thrown, however deep, or null: kernels are made by reflection, which wraps what they throw.</summary>
    public static AcceleratorException? In(Exception? problem)
    {
        while (problem is not null and not AcceleratorException)
        {
            problem = problem.InnerException;
        }
        return (AcceleratorException?)problem;
    }

    /// <summary>What it said; the name of the error where that is all, as with OpenCL.</summary>
    public static string WordsOf(Exception problem) => In(problem) switch
    {
        CLException { Error: var error } when error != CLError.CL_SUCCESS => $"OpenCL answered {error}",
        { } fault => fault.Message,
        null => (problem.InnerException ?? problem).Message,
    };

    /// <summary>Whether its memory was full.</summary>
    public static bool IsOutOfMemory(Exception problem) => problem is OutOfMemoryException || In(problem) switch
    {
        CudaException fault => fault.Error == nameof(CudaError.CUDA_ERROR_OUT_OF_MEMORY),
        CLException fault => fault.Error is CLError.CL_MEM_OBJECT_ALLOCATION_FAILURE or CLError.CL_OUT_OF_RESOURCES or CLError.CL_OUT_OF_HOST_MEMORY or CLError.CL_INVALID_BUFFER_SIZE,
        _ => false,
    };

    /// <summary>Gives something back to a driver; one whose device is gone takes nothing back, and whoever used it knows.</summary>
    public static void GiveBack(IDisposable? what)
    {
        try
        {
            what?.Dispose();
        }
        catch (Exception problem) when (In(problem) is not null)
        {
        }
    }
}
