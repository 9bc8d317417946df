using System.Runtime.InteropServices;

namespace Nnet.Engine.Ilgpu.Backends;

/// <summary>Keeps the calling thread on the core that it is on, and with it all threads that it starts, until it is disposed of: threads inherit this, on Linux. Elsewhere it does nothing.</summary>
internal readonly ref struct OneCore
{
    // As many cores as the system's own set has room for.
    private const int Bytes = 128;

    private readonly byte[]? _before;

    public OneCore()
    {
        if (OperatingSystem.IsLinux())
        {
            var (before, one, core) = (new byte[Bytes], new byte[Bytes], Thread.GetCurrentProcessorId());
            if (core < Bytes * 8 && Get(0, Bytes, before) > -1)
            {
                one[core / 8] = (byte)(1 << (core % 8));
                _before = Set(0, Bytes, one) == 0 ? before : null;
            }
        }
    }

    public void Dispose()
    {
        if (_before is not null)
        {
            _ = Set(0, Bytes, _before);
        }
    }

    [DllImport("libc", EntryPoint = "sched_getaffinity")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Get(int thread, nint bytes, [Out] byte[] cores);

    [DllImport("libc", EntryPoint = "sched_setaffinity")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Set(int thread, nint bytes, byte[] cores);
}
