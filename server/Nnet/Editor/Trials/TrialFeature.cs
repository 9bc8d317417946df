using Newtonsoft.Json.Linq;
using Nnet.Editor.Commands;
using Nnet.Editor.Diagnostics;
using Nnet.Editor.Runs;
using Nnet.Editor.Workspace;
using Nnet.Language.Findings;
using Nnet.Lsp;
using Nnet.Lsp.Protocol;
using Nnet.Training;

namespace Nnet.Editor.Trials;

/// <summary>The answer to the commands that begin a trial: its id, or null when none was begun and a message has said why.</summary>
public sealed record TrialAnswer(string? Trial);

/// <summary>The argument of <c>nnet.stopTrial</c> and <c>nnet.applyRate</c>.</summary>
public sealed record StopTrialArgument(string Trial);

/// <summary>The answer to <c>nnet.applyRate</c>: whether there was an edit, which the client is then sent.</summary>
public sealed record ApplyRateAnswer(bool Applied);

/// <summary>Parameters of the notification <c>nnet/trial</c>, one for each event of a worker.</summary>
public sealed record TrialParams(string Trial, string Uri, string Train, JObject Event);

/// <summary>
/// Tries a train block out before hours are spent on it: which learning rate suits it, and whether its model can learn one batch by heart.
/// Nothing is kept of a trial but its answer, which stands on the line that it is about until that line changes.
/// </summary>
public sealed class TrialFeature
{
    /// <summary>The command that tries learning rates; its argument is a <see cref="TrainArgument"/>, its answer a <see cref="TrialAnswer"/>.</summary>
    public const string FindRateCommand = "nnet.findRate";

    /// <summary>The command that tries whether the model can learn one batch; its argument is a <see cref="TrainArgument"/>, its answer a <see cref="TrialAnswer"/>.</summary>
    public const string CheckOneBatchCommand = "nnet.checkOneBatch";

    /// <summary>The command that stops a trial; its argument is a <see cref="StopTrialArgument"/>.</summary>
    public const string StopCommand = "nnet.stopTrial";

    /// <summary>The command that writes the rate that was found into the text; its argument is a <see cref="StopTrialArgument"/>, its answer an <see cref="ApplyRateAnswer"/>.</summary>
    public const string ApplyRateCommand = "nnet.applyRate";

    /// <summary>The notification that passes the events of a worker on.</summary>
    public const string TrialNotification = "nnet/trial";

    private readonly LanguageServer _server;
    private readonly EditorWorkspace _workspace;
    private readonly TrialList _trials;
    private readonly DiagnosticsFeature _diagnostics;
    private readonly WorkerCommand _worker;

    /// <summary>Adds the feature to a server.</summary>
    /// <param name="server">The server.</param>
    /// <param name="commands">Where its commands are listed.</param>
    /// <param name="workspace">The open documents.</param>
    /// <param name="runs">Where trials are listed.</param>
    /// <param name="diagnostics">Shows what trials found.</param>
    /// <param name="worker">How a worker is started.</param>
    public TrialFeature(LanguageServer server, ServerCommands commands, EditorWorkspace workspace, RunList runs, DiagnosticsFeature diagnostics, WorkerCommand worker)
    {
        (_server, _workspace, _trials, _diagnostics, _worker) = (server, workspace, runs.Trials, diagnostics, worker);
        foreach (var offer in TrialOffer.All)
        {
            commands.Add<TrainArgument>(offer.Command, argument => Begin(argument, offer.Kind));
        }
        commands.Add<StopTrialArgument>(StopCommand, Stop);
        commands.Add<StopTrialArgument>(ApplyRateCommand, ApplyRate);
    }

    /// <summary>Tells all workers to end; nothing of theirs is to be saved, so nobody waits for them.</summary>
    public void Shutdown()
    {
        foreach (var trial in _trials.Running)
        {
            trial.Worker?.Stop();
        }
    }

    private TrialAnswer Begin(TrainArgument argument, JobKind kind)
    {
        if (TrainableBlock.Find(_workspace, argument, out var problem) is not { } block)
        {
            _server.Show(MessageType.Error, problem);
            return new TrialAnswer(null);
        }
        var source = block.Snapshot.Source;
        var trial = new Trial(argument.Uri, argument.Train, kind, block.Snapshot.Document.Text, source.LineAt(block.Spec.HeaderSpan.Start));
        if (!_trials.TryAdd(trial))
        {
            _server.Show(MessageType.Info, $"{argument.Train} is being tried already. Stop that before you begin anew.");
            return new TrialAnswer(null);
        }
        // The document may have changed since the block was looked up.
        if (_workspace.Find(trial.Uri) is { } newest)
        {
            trial.Follow(newest.Document.Text);
        }
        _diagnostics.Publish(trial.Uri);
        _workspace.Views.RefreshLenses();
        Start(trial, block);
        return new TrialAnswer(trial.Id);
    }

    private void Start(Trial trial, TrainableBlock block)
    {
        var findsRate = trial.Kind == JobKind.FindRate;
        var title = findsRate ? $"Finding a learning rate for {block.Words}" : $"Checking whether {block.Words} can learn one batch";
        var progress = _server.Progress.Begin(title, () => Stop(trial), findsRate ? 0 : null);
        var view = new TrialView(_server, _workspace, trial, progress);
        trial.Worker = Worker.Start(_worker, block.Job(trial.Kind, _workspace.Settings), happened =>
        {
            try
            {
                var found = trial.Take(happened);
                view.Show(happened);
                if (found)
                {
                    _diagnostics.Publish(trial.Uri);
                }
            }
            catch (Exception exception)
            {
                // A number where there should be a word must not end the trial.
                _server.Log(MessageType.Error, $"An event of the training process was not understood: {happened.ToString(Newtonsoft.Json.Formatting.None)}\n{exception}");
            }
        });
        if (trial.State.IsStopping)
        {
            trial.Worker.Stop();
        }
    }

    private object? Stop(StopTrialArgument argument)
    {
        if (_trials.Find(argument.Trial) is { } trial)
        {
            Stop(trial);
        }
        return null;
    }

    private void Stop(Trial trial)
    {
        trial.MarkStopping();
        trial.Worker?.Stop();
        _workspace.Views.RefreshLenses();
    }

    // The fix as it stands in the newest text: lines may have moved since, and a line that changed has none.
    private ApplyRateAnswer ApplyRate(StopTrialArgument argument)
    {
        var trial = _trials.Find(argument.Trial);
        if (trial is null || _workspace.Find(trial.Uri) is not { } snapshot
            || trial.FindingsIn(snapshot.Source).FirstOrDefault(finding => finding.Kind == TrialFindings.OtherRate)?.Fixes.FirstOrDefault() is not { } fix)
        {
            _server.Show(MessageType.Info, "The line of the optimizer has changed since, or its file is closed, so the rate was not written. Find a rate again.");
            return new ApplyRateAnswer(false);
        }
        _server.RequestAndForget("workspace/applyEdit", new ApplyWorkspaceEditParams(Edits.Of(_server, [(SourceView.Of(snapshot), fix.Edits)]), fix.Title));
        return new ApplyRateAnswer(true);
    }
}
