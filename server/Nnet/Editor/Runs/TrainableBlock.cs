using Nnet.Editor.Workspace;
using Nnet.Language.Findings;
using Nnet.Language.Training;
using Nnet.Training;

namespace Nnet.Editor.Runs;

/// <summary>A train block of an open file that nothing stands against training.</summary>
/// <param name="Snapshot">The text that is trained.</param>
/// <param name="Spec">The block.</param>
public sealed record TrainableBlock(Snapshot Snapshot, TrainSpec Spec)
{
    /// <summary>What is trained on what: <c>Mlp on spirals</c>.</summary>
    public string Words => $"{Spec.Name} on {Spec.Data?.Name}";

    /// <summary>What a worker is to do with it.</summary>
    public TrainingJob Job(JobKind kind, EditorSettings settings) => new(Snapshot.Source.Path!, Spec.Name, Snapshot.Document.Text, settings.Threads) { Kind = kind, Device = settings.Device };

    /// <summary>The block that is asked for, or null.</summary>
    /// <param name="workspace">The open documents.</param>
    /// <param name="argument">Which block.</param>
    /// <param name="problem">Why it cannot be trained and what to do, as a message; empty when it can.</param>
    public static TrainableBlock? Find(EditorWorkspace workspace, TrainArgument argument, out string problem)
    {
        var snapshot = workspace.Find(argument.Uri);
        var train = snapshot?.Analysis.Trains.FirstOrDefault(block => block.Name == argument.Train);
        var name = Paths.NameOf(argument.Uri);
        problem = !workspace.IsTrusted ? "Training reads data files and writes the trained weights, so it starts only in a folder that you trust."
            : snapshot is null ? $"{name} is not open. Open it, then train."
            : snapshot.Source.Path is not { } path || !Directory.Exists(Path.GetDirectoryName(path)) ? $"Save {name} first: paths of data are relative to the file, and the trained weights are kept beside it."
            : train is null ? $"{name} has no block \"train {argument.Train} on …\"."
            : ErrorsIn(snapshot, name);
        return problem.Length == 0 ? new TrainableBlock(snapshot!, train!) : null;
    }

    private static string ErrorsIn(Snapshot snapshot, string name)
    {
        var errors = snapshot.Analysis.Findings.Where(finding => finding.Kind.Severity == Severity.Error).ToList();
        if (errors is not [var first, ..])
        {
            return "";
        }
        var others = errors.Count > 1 ? $" ({Figures.Count(errors.Count - 1, "more error")} in the file.)" : "";
        return $"{name} cannot be trained yet. Line {snapshot.Source.LineAt(first.Span.Start) + 1}: {first.Message}{others}";
    }
}
