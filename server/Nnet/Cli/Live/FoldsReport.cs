using Nnet.Engine.Runs;
using Nnet.Engine.Runs.Events;

namespace Nnet.Cli.Live;

/// <summary>What came of a cross-validation: a row of figures for each fold, and their mean and deviation.</summary>
internal static class FoldsReport
{
    /// <summary>Writes it.</summary>
    public static void Write(Terminal console, FoldsDone done)
    {
        console.Line();
        console.Line($"{console.Bold(done.Status == "stopped" ? $"Stopped in fold {done.Folds.Length}" : $"Trained {done.Folds.Length} folds")} {console.Dim($"in {Words.Time(done.Seconds)}")}");
        console.Line();
        string[] validation = [.. done.Validation?.Keys ?? []];
        string[] test = [.. done.Test?.Keys ?? []];
        var table = new TextTable();
        table.Add(["", "epoch", .. validation.Select(name => $"val_{name}"), .. test.Select(name => $"test_{name}")], console.Dim);
        foreach (var fold in done.Folds)
        {
            var epoch = fold.Status is "completed" or "early_stopped" ? $"{fold.Epoch}" : $"{fold.Status} {fold.Epoch}";
            table.Add([$"fold {fold.Fold}", epoch, .. validation.Select(name => Value(fold.Validation, name)), .. test.Select(name => Value(fold.Test, name))]);
        }
        table.Add(["mean", "", .. validation.Select(name => Words.Value(name, done.Validation![name].Mean)), .. test.Select(name => Words.Value(name, done.Test![name].Mean))], console.Bold);
        table.Add(["± sd", "", .. validation.Select(name => Words.Value(name, done.Validation![name].Deviation)), .. test.Select(name => Words.Value(name, done.Test![name].Deviation))]);
        table.Write(console);
        console.Line();
        var folder = Path.GetRelativePath(Environment.CurrentDirectory, done.RunDir);
        console.Line($"{console.Dim("run folders")}  {(folder.StartsWith("..", StringComparison.Ordinal) ? done.RunDir : folder)}  {console.Dim($"fold-1 … fold-{done.Folds.Length}, {CrossValidation.FileName}")}");
    }

    private static string Value(IReadOnlyDictionary<string, double>? figures, string name) => figures is null ? "–" : Words.Value(name, figures[name]);
}
