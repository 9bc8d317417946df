using Newtonsoft.Json.Linq;
using Nnet.Editor.Workspace;
using Nnet.Lsp;
using Nnet.Lsp.Protocol;
using Nnet.Training;

namespace Nnet.Editor.Runs;

/// <summary>Shows a run to the user: the client's progress, its run panel, its lens, and a message when it failed.</summary>
/// <param name="server">The server.</param>
/// <param name="views">Refreshes the lens and the hints.</param>
/// <param name="run">The run.</param>
/// <param name="progress">The progress that was begun for it.</param>
internal sealed class RunView(LanguageServer server, ClientViews views, Run run, WorkDoneProgress progress)
{
    // Quick enough for the eye; a small network makes a thousand epochs a second.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(60);

    private DateTime _nextReport;

    /// <summary>Shows an event, which the run has taken already.</summary>
    public void Show(JObject happened)
    {
        var kind = (string?)happened["event"];
        // Workers tell no more than an eye can follow; what they tell of the past comes at once, and belongs to the curve all the same.
        server.Notify(TrainingFeature.RunNotification, new RunParams(run.Id, run.Uri, run.Train, happened));
        var state = run.State;
        if (state.Phase != RunPhase.Over)
        {
            if (IsTime(ref _nextReport))
            {
                progress.Report(state.Standing, (int)(state.Progress * 100));
            }
        }
        else
        {
            progress.End(state.Outcome);
            if (kind == "failed")
            {
                server.Show(MessageType.Error, $"Training {run.Train} failed. {(string?)happened["message"]}");
            }
        }
        if (kind == "epoch")
        {
            views.RefreshHints();
        }
        views.RefreshLenses();
    }

    private static bool IsTime(ref DateTime next)
    {
        var now = DateTime.UtcNow;
        if (now < next)
        {
            return false;
        }
        next = now + Interval;
        return true;
    }
}
