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

/// <summary>The train block that a command line means, in a text without errors.</summary>
/// <param name="Source">The text.</param>
/// <param name="Spec">The block.</param>
/// <param name="Probe">Who looked at its data.</param>
internal sealed record TrainBlock(SourceText Source, TrainSpec Spec, DataProbe Probe)
{
    /// <summary>
    /// Finds it. What stands against training is told like check does, or as the one event of a run that does not begin.
    /// </summary>
    /// <param name="console">Where to.</param>
    /// <param name="file">The .nnet file.</param>
    /// <param name="name">The block's name, or null for the only one.</param>
    /// <param name="textFromInput">Whether the text is the first line of standard input in place of the file's.</param>
    /// <param name="events">Whether events are written as JSON lines in place of words.</param>
    /// <returns>The block, or null where the text has errors; they are told.</returns>
    /// <exception cref="UsageException">There is no such block.</exception>
    public static TrainBlock? Open(Terminal console, string file, string? name, bool textFromInput, bool events)
    {
        var source = textFromInput ? ReadText(file) : SourceFile.Read(file);
        // Without its data the block is known at once, and what it needs is made ready while the data is looked at.
        var known = Choose(Analyzer.Analyze(source, null, new DiskFiles()), name);
        if (known is not null)
        {
            WarmUp.Begin(known);
        }
        var probe = new DataProbe { Awaited = known?.Data };
        var analysis = Analyzer.Analyze(source, probe, new DiskFiles());
        if (analysis.HasErrors)
        {
            if (!events)
            {
                CheckCommand.Write(console, [new CheckedFile(file, analysis)]);
                return null;
            }
            var errors = analysis.Findings.Where(finding => finding.Kind.Severity == Severity.Error).ToArray();
            var more = errors.Length == 1 ? "" : $" (and {errors.Length - 1} more error{(errors.Length == 2 ? "" : "s")})";
            return Fail($"{errors[0].Message}{more}", analysis.Source.LineAt(errors[0].Span.Start) + 1);
        }
        if (Choose(analysis, name) is { } chosen)
        {
            return new TrainBlock(source, chosen, probe);
        }
        var names = string.Join(", ", analysis.Trains.Select(train => train.Name));
        return Fail(
            analysis.Trains.IsEmpty ? $"{file} has no train block, so there is nothing to train."
            : name is not null ? $"{file} has no train block `{name}`; it has {names}."
            : $"{file} has {analysis.Trains.Length} train blocks; say which with --train: {names}.", null);

        TrainBlock? Fail(string message, int? line)
        {
            if (!events)
            {
                throw new UsageException(message);
            }
            new JsonView(console).Show(new Failed(message, line));
            return null;
        }
    }

    private static TrainSpec? Choose(Analysis analysis, string? name)
        => name is not null ? analysis.Trains.FirstOrDefault(train => train.Name == name) : analysis.Trains.Length == 1 ? analysis.Trains[0] : null;

    private static SourceText ReadText(string file) => ControlInput.Read(Console.In.ReadLine() ?? "") is { } said && (string?)said["command"] == "text" && said["text"] is JsonValue value && value.TryGetValue<string>(out var text)
        ? new SourceText(text, Path.GetFullPath(file))
        : throw new UsageException("--text-from-stdin needs {\"command\":\"text\",\"text\":\"…\"} as the first line of standard input.");
}
