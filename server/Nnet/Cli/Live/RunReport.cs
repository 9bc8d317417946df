using Nnet.Engine.Runs;
using Nnet.Engine.Runs.Events;
using Nnet.Engine.Runs.Files;

namespace Nnet.Cli.Live;

/// <summary>What came of a run: a table of figures, the confusion matrix, findings, and where everything lies.</summary>
internal static class RunReport
{
    /// <summary>Writes it.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="run">The run.</param>
    /// <param name="file">The .nnet file as the user named it.</param>
    public static void Write(Terminal console, RunManifest run, string file)
    {
        var done = run.Done!;
        console.Line();
        console.Line($"{console.Bold(State(run))} {console.Dim($"in {Words.Time(done.Seconds)}")}");
        console.Line();
        WriteFigures(console, run);
        if (run.Confusion is { } confusion)
        {
            console.Line();
            ConfusionView.Write(console, confusion, run.Classes);
        }
        foreach (var finding in run.Findings)
        {
            console.Line();
            Write(console, finding, file);
        }
        console.Line();
        var folder = Path.GetRelativePath(Environment.CurrentDirectory, done.RunDir);
        folder = folder.StartsWith("..", StringComparison.Ordinal) ? done.RunDir : folder;
        console.Line($"{console.Dim("run folder")}  {folder}  {console.Dim("loss.svg, history.csv, weights.safetensors")}");
        if (run.Status == "stopped")
        {
            console.Line($"{console.Dim("go on with")}  nnet resume {folder}");
        }
        console.Line($"{console.Dim("look at  ")}   nnet predict {folder} {(run.Started.Samples.Test > 0 ? "test" : run.Started.Samples.Validation > 0 ? "validation" : "train")}");
    }

    /// <summary>Writes a finding with its place and its first fix.</summary>
    public static void Write(Terminal console, FindingSeen finding, string file)
    {
        var severity = finding.Severity is "error" ? console.Alarm(finding.Severity) : console.Accent(finding.Severity);
        console.Line($"{file}:{finding.Line}:{finding.Column}: {severity} {finding.Code}: {finding.Message}");
        foreach (var fix in finding.Fixes)
        {
            console.Line(console.Dim($"  fix: {fix.Title}"));
        }
    }

    /// <summary>Writes loss and metrics, a row for each part.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="title">What stands over the parts.</param>
    /// <param name="metrics">Names of the metrics.</param>
    /// <param name="parts">Name and figures of each part; one without figures is left out.</param>
    /// <param name="main">The part that counts.</param>
    public static void WriteFigures(Terminal console, string title, IEnumerable<string> metrics, IEnumerable<(string Part, IReadOnlyDictionary<string, double>? Figures)> parts, string main)
    {
        string[] names = ["loss", .. metrics];
        var table = new TextTable();
        table.Add([title, .. names], console.Dim);
        foreach (var (part, figures) in parts)
        {
            if (figures is not null)
            {
                table.Add([part, .. names.Select(name => Words.Value(name, figures[name]))], part == main ? console.Bold : null);
            }
        }
        table.Write(console);
    }

    private static string State(RunManifest run) => run.Status switch
    {
        "early_stopped" => $"Stopped early after {run.Done!.Epochs} epochs: {run.Started.Monitor} no longer improved",
        "stopped" => $"Stopped after {Epochs(run.Done!.Epochs)}{(run.Done.BestEpoch > 0 ? "; the best weights are kept" : "")}",
        "diverged" => $"Diverged after {Epochs(run.Done!.Epochs)}; the last good weights are kept",
        _ => $"Trained {Epochs(run.Done!.Epochs)}",
    };

    private static string Epochs(int count) => count == 1 ? "1 epoch" : $"{count} epochs";

    private static void WriteFigures(Terminal console, RunManifest run)
    {
        var (best, test) = (run.KeptEpoch, run.Done!.Test);
        if (best is null && test is null)
        {
            return;
        }
        WriteFigures(console, best is null ? "" : $"epoch {best.Epoch}", run.Started.Metrics, [("train", best?.Train), ("validation", best?.Validation), ("test", test)], "test");
    }
}
