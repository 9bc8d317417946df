using Nnet.Editor.Runs;
using Nnet.Editor.Trials;
using Nnet.Editor.Workspace;
using Nnet.Language.Syntax;
using Nnet.Lsp;
using Nnet.Lsp.Protocol;
using Nnet.Training;

namespace Nnet.Editor.CodeLenses;

/// <summary>Totals over each model and block; over each train block what starts it, stops it, and how it stands.</summary>
public static class CodeLensFeature
{
    // A command of the client; it takes the document and the name of a model or block.
    private const string ShowGraph = "lspnn.showGraph";

    /// <summary>Adds the feature to a server.</summary>
    public static void Add(LanguageServer server, EditorWorkspace workspace, RunList runs)
    {
        server.Capabilities.CodeLensProvider = new CodeLensOptions();
        workspace.OnRequest<CodeLensParams, CodeLens[]>(
            "textDocument/codeLens",
            (snapshot, _) => [.. Of(snapshot, runs, workspace.HasGraph, workspace.Settings.OfferTrials)]);
    }

    /// <summary>Every lens of a text.</summary>
    /// <param name="snapshot">The text.</param>
    /// <param name="runs">The runs so far.</param>
    /// <param name="hasGraph">Whether the client draws graphs.</param>
    /// <param name="offersTrials">Whether trials are offered beside training.</param>
    public static IEnumerable<CodeLens> Of(Snapshot snapshot, RunList runs, bool hasGraph, bool offersTrials) => Layers(snapshot, hasGraph).Concat(Trains(snapshot, runs, offersTrials));

    /// <summary>What the lens over a train block says and does.</summary>
    public static Command CommandOf(string uri, string train, Run? last) => last?.State switch
    {
        null => new Command("▶ Train here", TrainingFeature.TrainCommand, [new TrainArgument(uri, train)]),
        { Phase: RunPhase.Over, Outcome: var outcome } => new Command($"▶ Train again · {outcome}", TrainingFeature.TrainCommand, [new TrainArgument(uri, train)]),
        { } state => new Command($"■ Stop · {state.Standing}", TrainingFeature.StopCommand, [new StopArgument(last.Id)]),
    };

    // Over models and blocks: what they come to, and their picture.
    private static IEnumerable<CodeLens> Layers(Snapshot snapshot, bool hasGraph)
    {
        foreach (var declaration in snapshot.Analysis.Syntax.Declarations)
        {
            if (declaration is not (ModelDeclaration or LayerBlockDeclaration) || declaration is not BlockDeclaration { Name.Text: var name })
            {
                continue;
            }
            var totals = (declaration is ModelDeclaration ? snapshot.Steps.Totals : snapshot.Steps.BlockTotals).GetValueOrDefault(name);
            var range = snapshot.Source.ToRange(declaration.HeaderSpan);
            if (totals is null)
            {
                // A lens that came later would move the text below it while someone types there.
                yield return new CodeLens(range, new Command(declaration is ModelDeclaration || snapshot.Analysis.Blocks.Any(block => block.Name == name && snapshot.Analysis.CallsOf(block).Length > 0) ? "parameters not known yet" : "no calls in this file", ""));
                continue;
            }
            yield return new CodeLens(range, new Command(totals.ToString(), ""));
            if (hasGraph)
            {
                yield return new CodeLens(range, new Command("Show graph", ShowGraph, [snapshot.Document.Uri, name]));
            }
        }
    }

    private static IEnumerable<CodeLens> Trains(Snapshot snapshot, RunList runs, bool offersTrials)
        => from train in snapshot.Analysis.Trains
           from command in CommandsOver(snapshot.Document.Uri, train.Name, runs, offersTrials)
           select new CodeLens(snapshot.Source.ToRange(train.HeaderSpan), command);

    // A trial that goes on can be stopped there, however it was begun; while the block trains, nothing else is offered.
    private static IEnumerable<Command> CommandsOver(string uri, string train, RunList runs, bool offersTrials)
    {
        var last = runs.Last(uri, train);
        yield return CommandOf(uri, train, last);
        foreach (var offer in TrialOffer.All)
        {
            if (runs.Trials.Last(uri, train, offer.Kind) is { State.IsOver: false } trial)
            {
                yield return new Command($"■ Stop · {trial.State.Standing}", TrialFeature.StopCommand, [new StopTrialArgument(trial.Id)]);
            }
            else if (offersTrials && last?.State.Phase is null or RunPhase.Over)
            {
                yield return new Command(offer.Title, offer.Command, [new TrainArgument(uri, train)]);
            }
        }
    }
}
