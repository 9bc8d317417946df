using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Nnet.Engine.Data;
using Nnet.Engine.Runs.Events;
using Nnet.Engine.Runs.Files;
using Nnet.Language.Text;
using Nnet.Language.Training;

namespace Nnet.Engine.Runs;

/// <summary>
/// Trains a block several times, each time with another fold of its data to watch, and tells how much the figures scatter. All
/// runs begin with the same seed; each keeps its folder, <c>fold-1</c> and so on, in one parent.
/// </summary>
public static class CrossValidation
{
    /// <summary>Name of what came of it, in the parent folder.</summary>
    public const string FileName = "folds.json";

    /// <summary>Trains all folds. Problems that the user can mend become a <see cref="Failed"/> event.</summary>
    /// <param name="source">The text; it has no errors.</param>
    /// <param name="spec">The train block.</param>
    /// <param name="folds">Number of folds, from 2.</param>
    /// <param name="options">What the command line says; the folder is the parent.</param>
    /// <param name="listen">Hears every event of every run, on this thread.</param>
    /// <param name="stop">Ends the run after the current step, and the rest with it.</param>
    /// <returns>The last event.</returns>
    public static RunEvent Run(SourceText source, TrainSpec spec, int folds, RunOptions options, Action<RunEvent> listen, CancellationToken stop)
        => Failures.Guard(source, spec, listen, () =>
        {
            var clock = Stopwatch.StartNew();
            var parent = Prepare(source, spec, options);
            var stratified = ((Loss)spec.Loss!.Definition).Encoding != TargetEncoding.Values && !spec.Data!.TargetIsInput;
            var results = new List<FoldResult>();
            for (var number = 1; number <= folds; number++)
            {
                var folder = FolderOf(parent, number);
                var last = Trainer.Run(source, spec, options with { RunDir = folder, Fold = new Fold(number, folds, stratified) }, listen, stop);
                if (last is not Done done)
                {
                    return last;
                }
                var kept = RunManifest.Load(folder).KeptEpoch;
                results.Add(new FoldResult(number, done.Status, kept?.Epoch ?? 0, kept?.Validation, done.Test, folder));
                if (stop.IsCancellationRequested)
                {
                    break;
                }
            }
            var all = new FoldsDone
            {
                Status = stop.IsCancellationRequested ? "stopped" : results.Any(result => result.Status == "diverged") ? "diverged" : "completed",
                Folds = [.. results],
                Validation = Spreads(results.Select(result => result.Validation)),
                Test = Spreads(results.Select(result => result.Test)),
                Seconds = clock.Elapsed.TotalSeconds,
                RunDir = parent,
            };
            AtomicFile.Write(Path.Combine(parent, FileName), stream => stream.Write(RunEventJson.WriteBytes(all)));
            listen(all);
            return all;
        });

    /// <summary>The folder of a fold's run.</summary>
    /// <param name="parent">The folder of the cross-validation.</param>
    /// <param name="number">The fold, from 1.</param>
    public static string FolderOf(string parent, int number) => Path.Combine(parent, $"fold-{number.ToString(CultureInfo.InvariantCulture)}");

    /// <summary>What came of a cross-validation; null where a folder holds none.</summary>
    /// <param name="parent">Its folder.</param>
    /// <exception cref="InvalidDataException">Its record is damaged.</exception>
    public static FoldsDone? Load(string parent)
    {
        var path = Path.Combine(parent, FileName);
        if (!File.Exists(path))
        {
            return null;
        }
        try
        {
            return RunEventJson.Read(File.ReadAllText(path)) as FoldsDone ?? throw new InvalidDataException($"{path} does not tell of folds.");
        }
        catch (Exception problem) when (problem is JsonException or NotSupportedException)
        {
            throw new InvalidDataException($"{path} is damaged: {problem.Message}", problem);
        }
    }

    // Runs of an earlier cross-validation are replaced; a folder with anything else is left alone.
    private static string Prepare(SourceText source, TrainSpec spec, RunOptions options)
    {
        var parent = Path.GetFullPath(options.RunDir ?? RunFolder.DefaultPath(Path.GetFullPath(source.Path ?? "untitled.nnet"), spec.Data!.Name, spec.Model!.Name, DateTime.Now));
        var isEarlier = File.Exists(Path.Combine(parent, FileName));
        if (!isEarlier && Directory.Exists(parent) && Directory.EnumerateFileSystemEntries(parent).Any())
        {
            throw new IOException($"{parent} is not empty and holds no earlier folds; name a new folder.");
        }
        foreach (var earlier in isEarlier ? Directory.GetDirectories(parent, "fold-*").Where(folder => File.Exists(Path.Combine(folder, RunManifest.FileName))) : [])
        {
            Directory.Delete(earlier, recursive: true);
        }
        return parent;
    }

    // Over the folds that came to an end; a figure that one of them lacks has none.
    private static OrderedDictionary<string, Spread>? Spreads(IEnumerable<IReadOnlyDictionary<string, double>?> folds)
    {
        var known = folds.OfType<IReadOnlyDictionary<string, double>>().ToArray();
        if (known.Length == 0)
        {
            return null;
        }
        var spreads = new OrderedDictionary<string, Spread>();
        foreach (var name in known[0].Keys)
        {
            var values = known.Select(figures => figures[name]).ToArray();
            var mean = values.Average();
            spreads[name] = new Spread(mean, values.Length < 2 ? double.NaN : Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1)));
        }
        return spreads;
    }
}
