using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Nnet.Cli.Live;
using Nnet.Engine;
using Nnet.Engine.Data;
using Nnet.Engine.Runs;
using Nnet.Engine.Runs.Events;
using Nnet.Engine.Runs.Files;
using Nnet.Language;
using Nnet.Language.Findings;
using Nnet.Language.Text;
using Nnet.Language.Training;

namespace Nnet.Cli;

/// <summary><c>nnet train FILE</c>: trains a network and shows how it learns.</summary>
internal sealed class TrainCommand : Command
{
    private const int Stopped = 130;

    /// <inheritdoc/>
    public override string Name => "train";

    /// <inheritdoc/>
    public override string Summary => "Train a network and watch it learn";

    /// <inheritdoc/>
    public override string Usage => "FILE [--train NAME] [--run-dir DIR] [--events] [--control] [--text-from-stdin] [--seed N] [--threads N]";

    /// <inheritdoc/>
    public override IReadOnlyList<(string Option, string Meaning)> Options =>
    [
        ("--train NAME", "Which train block, where the file has several"),
        ("--run-dir DIR", "Folder for weights, history and curve; runs/… beside the file when left out"),
        ("--seed N", "In place of the block's seed"),
        ("--threads N", "Most threads to use; all cores when left out"),
        ("--events", "What happens as JSON lines on standard output (docs/events.md)"),
        ("--control", "Take commands from standard input: {\"command\":\"stop\"}; its end means stop too"),
        ("--text-from-stdin", "Train the text in the first line of standard input, {\"command\":\"text\",\"text\":\"…\"}, as if FILE held it"),
        ("Ctrl+C", "Stops after the current step and keeps the best weights; once more ends at once"),
        ("exit code", "0 trained, 1 errors in the file or the run, 2 the command was not understood, 130 stopped"),
    ];

    /// <inheritdoc/>
    public override int Run(Arguments arguments, Terminal console)
    {
        var events = arguments.Flag("--events");
        var control = arguments.Flag("--control");
        var textFromInput = arguments.Flag("--text-from-stdin");
        var name = arguments.Option("--train");
        var options = new RunOptions
        {
            RunDir = arguments.Option("--run-dir"),
            Seed = arguments.Integer("--seed", 0),
            Threads = arguments.Integer("--threads", 1) ?? 0,
        };
        var file = arguments.Rest(1, 1, "one .nnet file")[0];
        var source = textFromInput ? ReadText(file) : SourceFile.Read(file);
        var analysis = Analyzer.Analyze(source, new DataProbe(), new DiskFiles());
        if (Refuse(analysis, name, file, events, console) is { } code)
        {
            return code;
        }
        var spec = Choose(analysis, name)!;
        using var stop = new CancellationTokenSource();
        using var signals = new StopSignals(stop);
        if (control)
        {
            Listen(stop);
        }
        using IRunView view = events ? new JsonView(console) : console.IsInteractive ? new LiveView(console) : new PlainView(console);
        var last = Trainer.Run(source, spec, options, view.Show, stop.Token);
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

    // What stands against training is told like check does, or as the one event of a run that does not begin.
    private static int? Refuse(Analysis analysis, string? name, string file, bool events, Terminal console)
    {
        int Fail(string message, int? line)
        {
            if (events)
            {
                new JsonView(console).Show(new Failed(message, line));
                return 1;
            }
            throw new UsageException(message);
        }
        if (analysis.HasErrors)
        {
            if (!events)
            {
                CheckCommand.Write(console, [new CheckedFile(file, analysis)]);
                return 1;
            }
            var errors = analysis.Findings.Where(finding => finding.Kind.Severity == Severity.Error).ToArray();
            var more = errors.Length == 1 ? "" : $" (and {errors.Length - 1} more error{(errors.Length == 2 ? "" : "s")})";
            return Fail($"{errors[0].Message}{more}", analysis.Source.LineAt(errors[0].Span.Start) + 1);
        }
        var names = string.Join(", ", analysis.Trains.Select(train => train.Name));
        return analysis.Trains.IsEmpty ? Fail($"{file} has no train block, so there is nothing to train.", null)
            : Choose(analysis, name) is not null ? null
            : name is not null ? Fail($"{file} has no train block `{name}`; it has {names}.", null)
            : Fail($"{file} has {analysis.Trains.Length} train blocks; say which with --train: {names}.", null);
    }

    private static TrainSpec? Choose(Analysis analysis, string? name)
        => name is not null ? analysis.Trains.FirstOrDefault(train => train.Name == name) : analysis.Trains.Length == 1 ? analysis.Trains[0] : null;

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

    private static SourceText ReadText(string file)
    {
        return ReadCommand(Console.In.ReadLine() ?? "") is ("text", { } text)
            ? new SourceText(text, Path.GetFullPath(file))
            : throw new UsageException("--text-from-stdin needs {\"command\":\"text\",\"text\":\"…\"} as the first line of standard input.");
    }

    private static (string? Command, string? Text)? ReadCommand(string line)
    {
        try
        {
            var json = JsonNode.Parse(line) as JsonObject;
            return ((string?)json?["command"], (string?)json?["text"]);
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    // The end of the input means that whoever started this has gone.
    private static void Listen(CancellationTokenSource stop) => new Thread(() =>
    {
        while (Console.In.ReadLine() is { } line)
        {
            if (ReadCommand(line) is ("stop", _))
            {
                break;
            }
        }
        stop.Cancel();
    })
    { IsBackground = true, Name = "control" }.Start();

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
