using System.Globalization;
using Newtonsoft.Json;
using Nnet.Cli.Live;
using Nnet.Engine.Data;
using Nnet.Engine.Runs;

namespace Nnet.Cli;

/// <summary><c>nnet evaluate RUN-DIR</c>: loss, metrics and confusion of a trained network on samples whose truth is known.</summary>
internal sealed class EvaluateCommand : Command
{
    private static readonly string[] s_parts = ["test", "validation", "train"];

    /// <inheritdoc/>
    public override string Name => "evaluate";

    /// <inheritdoc/>
    public override string Summary => "Measure a trained network on its test part or on other data";

    /// <inheritdoc/>
    public override string Usage => "RUN-DIR [--split test|validation|train] [--data NAME] [--labels FILE] [--json]";

    /// <inheritdoc/>
    public override IReadOnlyList<(string Option, string Meaning)> Options =>
    [
        ("--split PART", "A part of the run's own data; when left out test, or what there is"),
        ("--data NAME", "In its place all samples of another data block of the run's text, or of a file of the same format"),
        ("--labels FILE", "Labels of IDX images, where they are not found beside them"),
        ("--json", "One JSON object: run, data, samples, figures, and the confusion with its classes"),
        ("exit code", "0 done, 1 the run or the data cannot be used, 2 the command was not understood"),
    ];

    /// <inheritdoc/>
    public override int Run(Arguments arguments, Terminal console)
    {
        var (split, data, labels) = (arguments.Option("--split"), arguments.Option("--data"), arguments.Option("--labels"));
        var json = arguments.Flag("--json");
        var folder = arguments.Rest(1, 1, "a run folder")[0];
        if (split is not null && !s_parts.Contains(split))
        {
            throw new UsageException($"--split takes test, validation or train, not `{split}`.");
        }
        if (split is not null && data is not null)
        {
            throw new UsageException("--split means a part of the run's own data, and --data other data: leave one of them out.");
        }
        try
        {
            using var run = SavedRun.Open(folder);
            var part = run.Read(data ?? split ?? run.BestPart, labels);
            foreach (var notice in part.Notices)
            {
                console.Error.WriteLine($"nnet: {notice}");
            }
            if (part.TargetSize == 0)
            {
                throw new DataException(Language.Findings.DataFindings.WrongFormat, $"{data} says nothing of the truth, so nothing can be measured. `nnet predict {folder} {data}` shows what the network makes of it.");
            }
            var confusion = run.NewConfusion();
            var figures = run.Measure(part, confusion);
            if (json)
            {
                WriteJson(console.Out, run, part, figures, confusion?.ToRows());
                return 0;
            }
            console.Line($"{console.Bold(run.Manifest.Started.Model)} on {console.Bold(part.Name)}  {console.Dim($"{Figures.Count(part.Count)} samples")}");
            console.Line();
            RunReport.WriteFigures(console, "", run.Manifest.Started.Metrics, [(part.Name, figures)], part.Name);
            if (confusion is not null)
            {
                console.Line();
                ConfusionView.Write(console, confusion.ToRows(), run.Manifest.Classes);
            }
            return 0;
        }
        catch (Exception problem) when (problem is InvalidDataException or DataException)
        {
            console.Out.Flush();
            console.Error.WriteLine($"nnet: {problem.Message}");
            return 1;
        }
    }

    private static void WriteJson(TextWriter output, SavedRun run, Part part, IReadOnlyDictionary<string, double> figures, int[][]? confusion)
    {
        var serializer = JsonSerializer.Create(new JsonSerializerSettings { Culture = CultureInfo.InvariantCulture, Formatting = Formatting.Indented });
        serializer.Serialize(output, new
        {
            run = run.Manifest.Started.Run,
            data = part.Name,
            samples = part.Count,
            // A figure that is no number has no JSON of its own.
            figures = figures.ToDictionary(figure => figure.Key, figure => double.IsFinite(figure.Value) ? figure.Value : (double?)null),
            confusion,
            classes = confusion is null ? null : run.Manifest.Classes.ToArray(),
        });
        output.WriteLine();
    }
}
