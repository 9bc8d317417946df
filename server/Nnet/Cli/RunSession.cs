using System.Runtime.InteropServices;
using Nnet.Cli.Live;
using Nnet.Engine.Runs;
using Nnet.Engine.Runs.Control;
using Nnet.Engine.Runs.Events;
using Nnet.Engine.Runs.Files;

namespace Nnet.Cli;

/// <summary>A training run on the command line: what it shows, how it is stopped, and the exit code.</summary>
internal static class RunSession
{
    private const int Stopped = 130;

    /// <summary>Options of every command that trains, for its help.</summary>
    public static IReadOnlyList<(string Option, string Meaning)> Options =>
    [
        ("--threads N", "Most threads to use; all cores when left out"),
        ("--checkpoint-every S", "Least seconds between two checkpoints within an epoch (30)"),
        ("--events", "What happens as JSON lines on standard output (docs/events.md)"),
        ("--control", "Take commands from standard input: pause, resume, train_on, pictures, stop; its end means stop too"),
    ];

    /// <summary>How such a command ends, for its help.</summary>
    public static IReadOnlyList<(string Option, string Meaning)> Endings =>
    [
        ("Ctrl+C", "Stops after the current step and keeps the best weights; once more ends at once"),
        ("exit code", "0 trained, 1 errors in the file or the run, 2 the command was not understood, 130 stopped"),
    ];

    /// <summary>Takes the options that are the run's own away.</summary>
    public static RunOptions ReadOptions(Arguments arguments)
    {
        var options = new RunOptions { Threads = arguments.Integer("--threads", 1) ?? 0 };
        options = options with { Control = arguments.Flag("--control") ? new RunControl() : null };
        return arguments.Integer("--checkpoint-every", 0) is { } seconds ? options with { CheckpointSeconds = seconds } : options;
    }

    /// <summary>Trains and shows it.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="file">The file or run folder as the user named it, for messages.</param>
    /// <param name="events">Whether events are written as JSON lines in place of words.</param>
    /// <param name="control">The way into the run for commands from standard input, or null to read none.</param>
    /// <param name="train">Trains; gets who listens and what stops it, gives the last event.</param>
    /// <returns>The exit code.</returns>
    public static int Show(Terminal console, string file, bool events, RunControl? control, Func<Action<RunEvent>, CancellationToken, RunEvent> train)
    {
        using var stop = new CancellationTokenSource();
        using var signals = new StopSignals(stop);
        if (control is not null)
        {
            ControlInput.Listen(control, stop);
        }
        using IRunView view = events ? new JsonView(console) : console.IsInteractive ? new LiveView(console) : new PlainView(console);
        var last = train(view.Show, stop.Token);
        view.Dispose();
        if (!events)
        {
            Report(console, last, file);
        }
        return last switch
        {
            Done { Status: "stopped" } => Stopped,
            Done { Status: not "diverged" } => 0,
            _ => 1,
        };
    }

    private static void Report(Terminal console, RunEvent last, string file)
    {
        if (last is Done done)
        {
            RunReport.Write(console, RunManifest.Load(done.RunDir), file);
        }
        else if (last is Failed failed)
        {
            console.Out.Flush();
            console.Error.WriteLine($"{file}{(failed.Line is { } line ? $":{line}:1" : "")}: {console.Alarm("error")}: {failed.Message}");
        }
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
