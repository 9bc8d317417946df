using System.Text.Json;
using Nnet.Engine.Runs;
using Nnet.Engine.Runs.Events;
using Nnet.Engine.Runs.Files;
using Nnet.Reports;

namespace Nnet.Cli;

/// <summary><c>nnet report RUN-DIR</c>: a run as one HTML file, with the plots that the editor's run panel shows.</summary>
/// <param name="page">Makes the file.</param>
internal sealed class ReportCommand(ReportPage page) : Command
{
    private const string DefaultName = "report.html";

    // As many others as the panel has colours for.
    private const int MostRuns = 5;

    /// <summary>With the plots that lie beside the executable.</summary>
    public ReportCommand()
        : this(ReportPage.OfProcess())
    {
    }

    /// <inheritdoc/>
    public override string Name => "report";

    /// <inheritdoc/>
    public override string Summary => "Write a run as one HTML page, with all its plots";

    /// <inheritdoc/>
    public override string Usage => "RUN-DIR [RUN-DIR…] [--rates FILE] [--output FILE]";

    /// <inheritdoc/>
    public override IReadOnlyList<(string Option, string Meaning)> Options =>
    [
        ("RUN-DIR…", $"The run, and up to {MostRuns - 1} others to lay over it, with what changed between their texts"),
        ("", "The folder of a cross-validation (nnet train --folds) stands for its runs: their figures in a table, their curves over each other"),
        ("--rates FILE", "Draw the curve of a search for a learning rate too: what `nnet lr-find --events` has written to FILE"),
        ("--output FILE", $"Where to; {DefaultName} in the run's folder when left out"),
        ("the page", "Needs nothing but itself: curves, pictures, findings, layers, the text, how it was trained; light or dark as its reader prefers, and for paper"),
        ("exit code", "0 written, 1 there is no such run or the file cannot be written, 2 the command was not understood"),
    ];

    /// <inheritdoc/>
    public override int Run(Arguments arguments, Terminal console)
    {
        var output = arguments.Option("--output");
        var rates = arguments.Option("--rates");
        var folders = arguments.Rest(1, MostRuns, $"one to {MostRuns} run folders");
        try
        {
            var folds = folders.Count == 1 ? CrossValidation.Load(folders[0]) : null;
            RunRecord[] runs = [.. (folds is null ? folders : folds.Folds.Take(MostRuns).Select(fold => CrossValidation.FolderOf(folders[0], fold.Fold))).Select(RunRecord.Load)];
            var path = Path.GetFullPath(output ?? Path.Combine(folders[0], DefaultName));
            var html = page.Write(runs, folds, rates is null ? null : ReadRates(rates));
            AtomicFile.WriteText(path, html);
            foreach (var run in runs.Where(run => run.DamagedLines > 0))
            {
                console.Error.WriteLine($"nnet: {Figures.Count(run.DamagedLines, "line")} of the events of {run.Name} could not be read and {(run.DamagedLines == 1 ? "is" : "are")} left out.");
            }
            console.Line($"{path}  {console.Dim($"{html.Length / 1000:N0} kB")}");
            return 0;
        }
        catch (Exception problem) when (problem is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            console.Out.Flush();
            console.Error.WriteLine($"nnet: {problem.Message}");
            return 1;
        }
    }

    private static RateFound ReadRates(string path)
    {
        try
        {
            return File.ReadLines(path).Select(RunEventJson.Read).OfType<RateFound>().Last();
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or NotSupportedException)
        {
            throw new InvalidDataException($"{path} holds no curve: it is to be what `nnet lr-find FILE --events` writes, to its end.");
        }
    }
}
