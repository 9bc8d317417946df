using System.Globalization;
using Newtonsoft.Json;
using Nnet.Cli.Live;
using Nnet.Engine.Runs;
using Nnet.Engine.Runs.Files;

namespace Nnet.Cli;

/// <summary><c>nnet runs</c>: the runs of a folder, newest first; and <c>nnet runs A B</c>: two of them side by side, with what changed between their texts.</summary>
internal sealed class RunsCommand : Command
{
    /// <inheritdoc/>
    public override string Name => "runs";

    /// <inheritdoc/>
    public override string Summary => "List runs, or compare them with each other";

    /// <inheritdoc/>
    public override string Usage => "[FOLDER | RUN-DIR RUN-DIR…] [--json]";

    /// <inheritdoc/>
    public override IReadOnlyList<(string Option, string Meaning)> Options =>
    [
        ("FOLDER", "A project, or its folder of runs; the current folder when left out"),
        ("RUN-DIR RUN-DIR…", "Runs to compare: their figures, and the lines of their texts that differ from the first"),
        ("--json", "One JSON array of the runs' manifests"),
        ("exit code", "0 done, 1 there is no such run, 2 the command was not understood"),
    ];

    /// <inheritdoc/>
    public override int Run(Arguments arguments, Terminal console)
    {
        var json = arguments.Flag("--json");
        var folders = arguments.Rest(0, 50, "a folder, or runs to compare");
        try
        {
            if (folders.Count > 1)
            {
                var runs = folders.Select(folder => (folder, RunManifest.Load(folder))).ToArray();
                Write(console, runs, json);
                return json ? 0 : WriteChanges(console, folders);
            }
            var place = folders.Count == 0 ? "." : folders[0];
            var found = Find(place).OrderByDescending(run => run.Run.Created).ToArray();
            if (found.Length == 0 && !json)
            {
                console.Line(Directory.Exists(place) ? $"There are no runs in {place}. `nnet train FILE` makes one." : throw new InvalidDataException($"There is no folder {place}."));
                return 0;
            }
            Write(console, found, json);
            return 0;
        }
        catch (InvalidDataException problem)
        {
            console.Out.Flush();
            console.Error.WriteLine($"nnet: {problem.Message}");
            return 1;
        }
    }

    // The folder itself, what lies in it, and what lies in its `runs`; a damaged run is passed over.
    private static IEnumerable<(string Folder, RunManifest Run)> Find(string place)
    {
        string[] parents = [place, Path.Combine(place, "runs")];
        foreach (var folder in parents.Where(Directory.Exists).SelectMany(Directory.EnumerateDirectories).Append(place).Where(folder => File.Exists(Path.Combine(folder, RunManifest.FileName))))
        {
            RunManifest run;
            try
            {
                run = RunManifest.Load(folder);
            }
            catch (InvalidDataException)
            {
                continue;
            }
            yield return (folder, run);
        }
    }

    private static void Write(Terminal console, (string Folder, RunManifest Run)[] runs, bool json)
    {
        if (json)
        {
            console.Line(JsonConvert.SerializeObject(
                runs.Select(run => new
                {
                    folder = Path.GetFullPath(run.Folder),
                    run = run.Run.Started.Run,
                    train = run.Run.Started.Train,
                    status = run.Run.Status,
                    created = run.Run.Created,
                    epochs = run.Run.Done?.Epochs,
                    seconds = run.Run.Done?.Seconds,
                    kept = Figures(run.Run).ToDictionary(figure => figure.Name, figure => double.IsFinite(figure.Value) ? figure.Value : (double?)null),
                    findings = run.Run.Findings.Select(finding => finding.Code),
                }),
                Formatting.Indented));
            return;
        }
        string[] names = [.. runs.SelectMany(run => Figures(run.Run).Select(figure => figure.Name)).Distinct()];
        var table = new TextTable();
        table.Add(["run", "state", "began", "epochs", "time", .. names, "findings"], console.Dim);
        foreach (var (_, run) in runs)
        {
            var figures = Figures(run).ToDictionary(figure => figure.Name, figure => figure.Value);
            table.Add(
            [
                run.Started.Run,
                run.Status.Replace('_', ' '),
                run.Created.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
                run.Done is { } done ? $"{done.Epochs}" : "–",
                run.Done is { } over ? Words.Time(over.Seconds) : "–",
                .. names.Select(name => figures.TryGetValue(name, out var value) ? Words.Value(name.Split(' ')[^1], value) : "–"),
                run.Findings.IsEmpty ? "" : string.Join(' ', run.Findings.Select(finding => finding.Code).Distinct()),
            ]);
        }
        table.Write(console, leftColumns: 3);
    }

    // Of the part that counts: test, then validation, then training.
    private static IEnumerable<(string Name, double Value)> Figures(RunManifest run)
    {
        var (part, figures) = run.Done?.Test is { } test ? ("test", test) : run.KeptEpoch?.Validation is { } validation ? ("val", validation) : ("train", run.KeptEpoch?.Train);
        return figures?.Select(figure => ($"{part} {figure.Key}", figure.Value)) ?? [];
    }

    private static int WriteChanges(Terminal console, IReadOnlyList<string> folders)
    {
        var first = TextOf(folders[0]);
        foreach (var folder in folders.Skip(1))
        {
            var changes = LineChanges.Between(first, TextOf(folder)).Where(change => change.Kind != LineChangeKind.Same && change.Line.Trim().Length > 0).ToArray();
            console.Line();
            console.Line(changes.Length == 0 ? $"{Name(folder)} has the text of {Name(folders[0])}." : $"From {Name(folders[0])} to {Name(folder)}:");
            foreach (var (kind, line) in changes)
            {
                console.Line(kind == LineChangeKind.Added ? console.Accent($"  + {line.Trim()}") : console.Dim($"  - {line.Trim()}"));
            }
        }
        return 0;

        static string Name(string folder) => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
    }

    private static string[] TextOf(string folder)
        => TrainedText.In(folder)?.Split('\n') ?? throw new InvalidDataException($"{folder} has no {RunText.FileName}.");
}
