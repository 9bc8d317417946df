using System.ComponentModel;
using System.Diagnostics;

namespace Nnet.Lsp;

/// <summary>Watches the process that started the server: a server whose editor crashed must not stay behind.</summary>
internal sealed class ParentProcess : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly int _id;
    private readonly Action _gone;
    private readonly Timer _timer;
    private Process? _process;

    /// <summary>Calls <paramref name="gone"/> when the process does not exist, now or later.</summary>
    public ParentProcess(int id, Action gone)
    {
        _id = id;
        _gone = gone;
        _timer = new Timer(static state => ((ParentProcess)state!).Look(), this, TimeSpan.FromMilliseconds(500), Timeout.InfiniteTimeSpan);
    }

    public void Dispose()
    {
        _timer.Dispose();
        _process?.Dispose();
    }

    private void Look()
    {
        try
        {
            // The object keeps meaning the same process when the system gives its number to another one.
            _process ??= Process.GetProcessById(_id);
            if (!_process.HasExited)
            {
                _timer.Change(Interval, Timeout.InfiniteTimeSpan);
                return;
            }
        }
        catch (ArgumentException)
        {
            // There is no such process.
        }
        catch (Exception exception) when (exception is Win32Exception or InvalidOperationException or ObjectDisposedException)
        {
            // The system does not let us look; the end of the input still ends the server.
            return;
        }

        _gone();
    }
}
