using System.Runtime.InteropServices;

namespace Nnet.Engine.Ilgpu.Backends;

/// <summary>Threads of this process that stay on one core of the processor, on Linux. Elsewhere nothing happens.</summary>
internal static class OneCore
{
    private const string Tasks = "/proc/self/task";

    // As many cores as the system's own sets have room for.
    private const int Bytes = 128;

    /// <summary>Keeps all threads whose names begin so on the core that the calling thread is on.</summary>
    public static void Keep(string start)
    {
        var core = Thread.GetCurrentProcessorId();
        if (!OperatingSystem.IsLinux() || !Directory.Exists(Tasks) || core >= Bytes * 8)
        {
            return;
        }
        var cores = new byte[Bytes];
        cores[core / 8] = (byte)(1 << (core % 8));
        foreach (var task in Directory.EnumerateDirectories(Tasks))
        {
            if (NameOf(task).StartsWith(start, StringComparison.Ordinal))
            {
                // Where this is not allowed, they only take longer.
                _ = SetCores(int.Parse(Path.GetFileName(task)), Bytes, cores);
            }
        }
    }

    private static string NameOf(string task)
    {
        try
        {
            return File.ReadAllText(Path.Combine(task, "comm"));
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return "";
        }
    }

    [DllImport("libc", EntryPoint = "sched_setaffinity")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetCores(int thread, nint bytes, byte[] cores);
}
