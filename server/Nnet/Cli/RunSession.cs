using System.Runtime.InteropServices;
using Nnet.Cli.Live;
using Nnet.Engine.Devices;
using Nnet.Engine.Runs;
using Nnet.Engine.Runs.Control;
using Nnet.Engine.Runs.Events;
using Nnet.Engine.Runs.Files;

namespace Nnet.Cli;

/// <summary>What a command writes while it trains.</summary>
internal enum RunOutput
{
    /// <summary>Words and curves for people.</summary>
    Words,

    /// <summary>Every event as a JSON line.</summary>
    Events,

    /// <summary>The last event alone as JSON.</summary>
    Answer,
}

/// <summary>A training run on the command line: what it shows, how it is stopped, and the exit code.</summary>
internal static class RunSession
{
    private const int Stopped = 130;

    // A timer waits no longer; whoever means more says forever.
    private const int MostAlone = 30 * 24 * 3600;

    /// <summary>Options of every command that trains, for its help.</summary>
    public static IReadOnlyList<(string Option, string Meaning)> Options =>
    [
        ("--threads N", "Most threads to use; all cores when left out"),
        ("--device D", "What computes: cpu, cuda or opencl, or auto (when left out) for whichever is likely faster; `nnet devices` lists what is there"),
        ("--checkpoint-every S", "Least seconds between two checkpoints within an epoch (30)"),
        ("--events", "What happens as JSON lines on standard output (docs/events.md)"),
        ("--control", "Take commands from standard input: pause, resume, train_on, pictures, stop; its end means stop too"),
        ("--alone S", "With --control: go on for S seconds after the end of standard input, or to the run's end with `forever`; `nnet attach` finds it"),
    ];

    /// <summary>How such a command ends, for its help.</summary>
    public static IReadOnlyList<(string Option, string Meaning)> Endings =>
    [
        ("Ctrl+C", "Stops after the current step and keeps the best weights; once more ends at once"),
        ("exit code", "0 trained, 1 errors in the file or the run, 2 the command was not understood, 130 stopped"),
    ];

    /// <summary>How long a run goes on when nobody is left who could say something to it; takes the option away.</summary>
    /// <exception cref="UsageException">It is no time.</exception>
    public static TimeSpan ReadAlone(Arguments arguments) => arguments.Option("--alone") switch
    {
        null => TimeSpan.Zero,
        "forever" => Timeout.InfiniteTimeSpan,
        var text when int.TryParse(text, out var seconds) && seconds >= 0 => TimeSpan.FromSeconds(Math.Min(seconds, MostAlone)),
        var text => throw new UsageException($"--alone takes a whole number of seconds or the word forever, not `{text}`."),
    };

    /// <summary>Takes the options that are the run's own away.</summary>
    public static RunOptions ReadOptions(Arguments arguments)
    {
        var options = new RunOptions { Threads = arguments.Integer("--threads", 1) ?? 0, Device = ReadDevice(arguments) };
        options = options with { Control = arguments.Flag("--control") ? new RunControl() : null };
        return arguments.Integer("--checkpoint-every", 0) is { } seconds ? options with { CheckpointSeconds = seconds } : options;
    }

    private static string ReadDevice(Arguments arguments)
    {
        var word = arguments.Option("--device") ?? DeviceCatalog.Auto;
        return DeviceCatalog.Words.Contains(word)
            ? word
            : throw new UsageException($"--device takes {string.Join(", ", DeviceCatalog.Words.SkipLast(1))} or {DeviceCatalog.Words.Last()}, not `{word}`.");
    }

    /// <summary>Trains and shows it.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="file">The file or run folder as the user named it, for messages.</param>
    /// <param name="output">Words, or events as JSON lines.</param>
    /// <param name="control">The way into the run for commands from standard input, or null to read none.</param>
    /// <param name="train">Trains; gets who listens and what stops it, gives the last event.</param>
    /// <param name="alone">How long it goes on when nobody is left who could say something to it.</param>
    /// <returns>The exit code.</returns>
    public static int Show(Terminal console, string file, RunOutput output, RunControl? control, Func<Action<RunEvent>, CancellationToken, RunEvent> train, TimeSpan alone = default)
    {
        using var stop = new CancellationTokenSource();
        using var input = control is null ? null : new ControlInput(control, stop, alone);
        input?.Listen();
        return Show(console, file, output, stop, listen => train(
            happened =>
            {
                if (happened is Started { RunDir: var folder })
                {
                    input?.Listen(folder);
                }
                listen(happened);
            },
            stop.Token));
    }

    /// <summary>Shows a run that is trained here or elsewhere.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="file">The file or run folder as the user named it, for messages.</param>
    /// <param name="output">Words, or events as JSON lines.</param>
    /// <param name="stop">Cancelled by the signals that end a process.</param>
    /// <param name="train">Gets who listens, gives the last event; null where nobody waits for it any more.</param>
    /// <returns>The exit code.</returns>
    public static int Show(Terminal console, string file, RunOutput output, CancellationTokenSource stop, Func<Action<RunEvent>, RunEvent?> train)
    {
        using var signals = new StopSignals(stop);
        using IRunView view = output switch
        {
            RunOutput.Events => new JsonView(console),
            RunOutput.Answer => new AnswerView(console),
            _ => console.IsInteractive ? new LiveView(console) : new PlainView(console),
        };
        var last = train(view.Show);
        view.Dispose();
        if (output == RunOutput.Words)
        {
            Report(console, last, file);
        }
        return last switch
        {
            Done { Status: "stopped" } or FoldsDone { Status: "stopped" } or RateFound { Status: "stopped" } or BatchLearnt { Status: "stopped" } => Stopped,
            null or Done { Status: not "diverged" } or FoldsDone { Status: not "diverged" } or RateFound { Suggested: not null } or BatchLearnt { Learns: true } => 0,
            _ => 1,
        };
    }

    private static void Report(Terminal console, RunEvent? last, string file)
    {
        if (last is Done done)
        {
            RunReport.Write(console, RunManifest.Load(done.RunDir), file);
        }
        else if (last is FoldsDone folds)
        {
            FoldsReport.Write(console, folds);
        }
        else if (last is RateFound rate)
        {
            RateReport.Write(console, rate, file);
        }
        else if (last is BatchLearnt learnt)
        {
            OneBatchReport.Write(console, learnt, file);
        }
        else if (last is Failed failed)
        {
            Fail(console, failed, file);
        }
    }

    /// <summary>Writes why a run could not begin or broke off.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="failed">Why.</param>
    /// <param name="file">The file or run folder as the user named it.</param>
    public static void Fail(Terminal console, Failed failed, string file)
    {
        console.Out.Flush();
        console.Error.WriteLine($"{file}{(failed.Line is { } line ? $":{line}:1" : "")}: {console.Alarm("error")}: {failed.Message}");
    }

    /// <summary>Turns the signals that end a process into a clean stop; a second one is left to the system.</summary>
    private sealed class StopSignals : IDisposable
    {
        private readonly PosixSignalRegistration[] _registrations;

        public StopSignals(CancellationTokenSource stop)
        {
            void Handle(PosixSignalContext context)
            {
                context.Cancel = !stop.IsCancellationRequested;
                stop.Cancel();
            }
            _registrations = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(signal => PosixSignalRegistration.Create(signal, Handle))];
        }

        public void Dispose()
        {
            foreach (var registration in _registrations)
            {
                registration.Dispose();
            }
        }
    }
}
