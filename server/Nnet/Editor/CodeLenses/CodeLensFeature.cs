using Nnet.Editor.Runs;
using Nnet.Editor.Workspace;
using Nnet.Language.Syntax;
using Nnet.Lsp;
using Nnet.Lsp.Protocol;
using Nnet.Training;

namespace Nnet.Editor.CodeLenses;

/// <summary>Totals over each model; over each train block what starts it, stops it, and how it stands.</summary>
public static class CodeLensFeature
{
    /// <summary>Adds the feature to a server.</summary>
    public static void Add(LanguageServer server, EditorWorkspace workspace, RunList runs)
    {
        server.Capabilities.CodeLensProvider = new CodeLensOptions();
        workspace.OnRequest<CodeLensParams, CodeLens[]>(
            "textDocument/codeLens",
            (snapshot, _) => [.. Of(snapshot, runs)]);
    }

    /// <summary>Every lens of a text.</summary>
    public static IEnumerable<CodeLens> Of(Snapshot snapshot, RunList runs) => Models(snapshot).Concat(Trains(snapshot, runs));

    /// <summary>What the lens over a train block says and does.</summary>
    public static Command CommandOf(string uri, string train, Run? last) => last?.State switch
    {
        null => new Command("▶ Train here", TrainingFeature.TrainCommand, [new TrainArgument(uri, train)]),
        { Phase: RunPhase.Over, Outcome: var outcome } => new Command($"▶ Train again · {outcome}", TrainingFeature.TrainCommand, [new TrainArgument(uri, train)]),
        { } state => new Command($"■ Stop · {state.Standing}", TrainingFeature.StopCommand, [new StopArgument(last.Id)]),
    };

    private static IEnumerable<CodeLens> Models(Snapshot snapshot)
        => from model in snapshot.Analysis.Syntax.Declarations.OfType<ModelDeclaration>()
           let totals = snapshot.Steps.Totals.GetValueOrDefault(model.Name?.Text ?? "")
           where totals is not null
           select new CodeLens(snapshot.Source.ToRange(model.HeaderSpan), new Command(totals.ToString(), ""));

    private static IEnumerable<CodeLens> Trains(Snapshot snapshot, RunList runs)
        => from train in snapshot.Analysis.Trains
           select new CodeLens(
               snapshot.Source.ToRange(train.HeaderSpan),
               CommandOf(snapshot.Document.Uri, train.Name, runs.Last(snapshot.Document.Uri, train.Name)));
}
