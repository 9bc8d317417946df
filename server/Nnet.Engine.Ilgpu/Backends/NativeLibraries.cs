using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace Nnet.Engine.Ilgpu.Backends;

/// <summary>Finds drivers that Linux has under a numbered name only.</summary>
internal static class NativeLibraries
{
    private static readonly Dictionary<string, string> s_numbered = new() { ["cuda"] = "libcuda.so.1", ["OpenCL"] = "libOpenCL.so.1" };

    private static int s_isHooked;

    /// <summary>ILGPU asks for <c>libcuda.so</c>, which comes with developers' packages; drivers bring <c>libcuda.so.1</c>.</summary>
    public static void FindVersioned()
    {
        if (OperatingSystem.IsLinux() && Interlocked.Exchange(ref s_isHooked, 1) == 0)
        {
            // ILGPU sets a resolver of its own for its assembly, so this stands behind it, where everything else has failed.
            AssemblyLoadContext.Default.ResolvingUnmanagedDll += Resolve;
        }
    }

    /// <summary>Whether a driver's library can be loaded.</summary>
    public static bool CanLoad(string name) => Load(name) is not null;

    /// <summary>A driver's library, or null.</summary>
    public static nint? Load(string name)
    {
        var own = typeof(NativeLibraries).Assembly;
        return NativeLibrary.TryLoad(OperatingSystem.IsWindows() && name == "cuda" ? "nvcuda" : name, own, null, out var library) ? library
            : Resolve(own, name) is var numbered and not 0 ? numbered
            : null;
    }

    private static nint Resolve(Assembly assembly, string name)
        => s_numbered.TryGetValue(Path.GetFileNameWithoutExtension(name) is var plain && plain.StartsWith("lib", StringComparison.Ordinal) ? plain[3..] : plain, out var numbered) && NativeLibrary.TryLoad(numbered, out var library) ? library : 0;
}
