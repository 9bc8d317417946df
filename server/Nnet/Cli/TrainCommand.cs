using System.Text.Json.Nodes;
using Nnet.Cli.Live;
using Nnet.Engine;
using Nnet.Engine.Data;
using Nnet.Engine.Runs;
using Nnet.Engine.Runs.Events;
using Nnet.Language;
using Nnet.Language.Findings;
using Nnet.Language.Text;
using Nnet.Language.Training;

namespace Nnet.Cli;

/// <summary><c>nnet train FILE</c>: trains a network and shows how it learns.</summary>
internal sealed class TrainCommand : Command
{
    /// <inheritdoc/>
    public override string Name => "train";

    /// <inheritdoc/>
    public override string Summary => "Train a network and watch it learn";

    /// <inheritdoc/>
    public override string Usage => "FILE [--train NAME] [--run-dir DIR] [--resume RUN-DIR] [--checkpoint-every SECONDS] [--events] [--control] [--text-from-stdin] [--seed N] [--threads N]";

    /// <inheritdoc/>
    public override IReadOnlyList<(string Option, string Meaning)> Options =>
    [
        ("--train NAME", "Which train block, where the file has several"),
        ("--run-dir DIR", "Folder for weights, history and curve; runs/… beside the file when left out"),
        ("--seed N", "In place of the block's seed"),
        ("--resume DIR", "In place of FILE: go on with a run that was stopped or killed, as `nnet resume` does"),
        .. RunSession.Options,
        ("--text-from-stdin", "Train the text in the first line of standard input, {\"command\":\"text\",\"text\":\"…\"}, as if FILE held it"),
        .. RunSession.Endings,
    ];

    /// <inheritdoc/>
    public override int Run(Arguments arguments, Terminal console)
    {
        var events = arguments.Flag("--events");
        var textFromInput = arguments.Flag("--text-from-stdin");
        var name = arguments.Option("--train");
        var resume = arguments.Option("--resume");
        var options = RunSession.ReadOptions(arguments) with { RunDir = arguments.Option("--run-dir"), Seed = arguments.Integer("--seed", 0) };
        if (resume is not null)
        {
            arguments.Rest(0, 0, "no file beside --resume: a run goes on with the text that it began with");
            if (name is not null || textFromInput || options.RunDir is not null || options.Seed is not null)
            {
                throw new UsageException("A run that goes on keeps its text, its block, its seed and its folder: leave --train, --seed, --run-dir and --text-from-stdin out beside --resume.");
            }
            return RunSession.Show(console, resume, events, options.Control, (listen, stop) => Trainer.Resume(resume, options, listen, stop));
        }
        var file = arguments.Rest(1, 1, "one .nnet file")[0];
        var source = textFromInput ? ReadText(file) : SourceFile.Read(file);
        var analysis = Analyzer.Analyze(source, new DataProbe(), new DiskFiles());
        if (Refuse(analysis, name, file, events, console) is { } code)
        {
            return code;
        }
        var spec = Choose(analysis, name)!;
        return RunSession.Show(console, file, events, options.Control, (listen, stop) => Trainer.Run(source, spec, options, listen, stop));
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

    private static SourceText ReadText(string file)
    {
        return ControlInput.Read(Console.In.ReadLine() ?? "") is { } said && (string?)said["command"] == "text" && said["text"] is JsonValue value && value.TryGetValue<string>(out var text)
            ? new SourceText(text, Path.GetFullPath(file))
            : throw new UsageException("--text-from-stdin needs {\"command\":\"text\",\"text\":\"…\"} as the first line of standard input.");
    }
}
