using Newtonsoft.Json.Linq;
using Nnet.Editor.Workspace;
using Nnet.Lsp;
using Nnet.Lsp.Protocol;

namespace Nnet.Editor.Trials;

/// <summary>Shows a trial to the user: the client's progress, its panel, its lens, and the answer as a message.</summary>
/// <param name="server">The server.</param>
/// <param name="workspace">What the client can show.</param>
/// <param name="trial">The trial.</param>
/// <param name="progress">The progress that was begun for it.</param>
internal sealed class TrialView(LanguageServer server, EditorWorkspace workspace, Trial trial, WorkDoneProgress progress)
{
    /// <summary>Shows an event, which the trial has taken already.</summary>
    public void Show(JObject happened)
    {
        server.Notify(TrialFeature.TrialNotification, new TrialParams(trial.Id, trial.Uri, trial.Train, happened));
        var state = trial.State;
        if (!state.IsOver)
        {
            progress.Report(state.Standing, (int?)(state.Progress * 100));
        }
        else
        {
            progress.End();
            if (Answer(happened) is var (type, message))
            {
                server.Show(type, message);
            }
        }
        workspace.Views.RefreshLenses();
    }

    // Whoever stopped it needs no answer, and a panel shows what became of rates.
    private (MessageType Type, string Message)? Answer(JObject happened)
    {
        var message = (string?)happened["message"] ?? "";
        return (string?)happened["event"] switch
        {
            "failed" => (MessageType.Error, $"{trial.Train} could not be tried. {message}"),
            _ when (string?)happened["status"] != "completed" => null,
            "batch_learnt" => ((bool?)happened["learns"] == true ? MessageType.Info : MessageType.Warning, message),
            "rate_found" when workspace.HasTrialPanel => null,
            _ => (double?)happened["suggested"] is null ? (MessageType.Warning, message) : (MessageType.Info, $"A learning rate for {trial.Train}: {message}"),
        };
    }
}
