using Newtonsoft.Json.Linq;
using Nnet.Editor.Commands;
using Nnet.Editor.Diagnostics;
using Nnet.Editor.Workspace;
using Nnet.Engine.Runs;
using Nnet.Engine.Runs.Files;
using Nnet.Lsp;
using Nnet.Lsp.Protocol;
using Nnet.Training;

namespace Nnet.Editor.Runs;

/// <summary>The argument of <c>nnet.train</c>.</summary>
/// <param name="Uri">The document.</param>
/// <param name="Train">The train block.</param>
/// <param name="Folder">The run's folder in <c>runs</c>, where it takes the place of the one before; null for a new one.</param>
/// <param name="Paused">Whether it waits before its first step; null means that it does not.</param>
/// <param name="Awaited">Whether a panel opens for it, so that it begins only at <c>nnet.begin</c>, or when that does not come; null means that it begins at once.</param>
public sealed record TrainArgument(string Uri, string Train, string? Folder = null, bool? Paused = null, bool? Awaited = null);

/// <summary>The argument of <c>nnet.begin</c>, <c>nnet.stop</c> and <c>nnet.pause</c>.</summary>
public sealed record StopArgument(string Run);

/// <summary>The argument of <c>nnet.resume</c> and <c>nnet.step</c>.</summary>
/// <param name="Run">The run.</param>
/// <param name="TakesText">Whether the text as it stands in the editor takes the place of the one that it was begun with.</param>
public sealed record ResumeArgument(string Run, bool TakesText);

/// <summary>The argument of <c>nnet.trainOn</c>.</summary>
/// <param name="Run">The run, which goes on or is paused.</param>
/// <param name="Epochs">How many more epochs.</param>
public sealed record TrainOnArgument(string Run, int Epochs);

/// <summary>The argument of <c>nnet.goOn</c>.</summary>
/// <param name="Uri">The document.</param>
/// <param name="Train">The train block.</param>
/// <param name="Folder">The folder of a run of it that is over or was cut short.</param>
/// <param name="Epochs">Epochs in all; null for those that the run was to have.</param>
/// <param name="IfUnderWay">Whether it is only to be found again where a process still trains it, and otherwise left as it is.</param>
public sealed record GoOnArgument(string Uri, string Train, string Folder, int? Epochs = null, bool IfUnderWay = false);

/// <summary>The argument of <c>nnet.trainedText</c>.</summary>
/// <param name="Folder">The folder of a run.</param>
public sealed record TrainedTextArgument(string Folder);

/// <summary>The argument of <c>nnet.pictures</c>.</summary>
/// <param name="Run">The run.</param>
/// <param name="Wanted">Whether somebody looks at its pictures now.</param>
/// <param name="Neurons">Whether they look at single neurons too.</param>
public sealed record PicturesArgument(string Run, bool Wanted, bool Neurons = false);

/// <summary>The answer to <c>nnet.train</c>: the run, or null when none was started and a message has said why.</summary>
public sealed record TrainAnswer(string? Run);

/// <summary>Parameters of the notification <c>nnet/run</c>, one for each event of a worker.</summary>
public sealed record RunParams(string Run, string Uri, string Train, JObject Event);

/// <summary>Starts and stops training, and shows how it goes: progress, notifications, findings on lines, the lens.</summary>
public sealed class TrainingFeature
{
    /// <summary>The command that starts a run; its argument is a <see cref="TrainArgument"/>.</summary>
    public const string TrainCommand = "nnet.train";

    /// <summary>The command that stops a run; its argument is a <see cref="StopArgument"/>.</summary>
    public const string StopCommand = "nnet.stop";

    /// <summary>The command that lets a run begin which was to wait for its panel; its argument is a <see cref="StopArgument"/>.</summary>
    public const string BeginCommand = "nnet.begin";

    /// <summary>The command that makes a run wait between two steps; its argument is a <see cref="StopArgument"/>.</summary>
    public const string PauseCommand = "nnet.pause";

    /// <summary>The command that lets it go on; its argument is a <see cref="ResumeArgument"/>.</summary>
    public const string ResumeCommand = "nnet.resume";

    /// <summary>The command that lets it go on to the end of an epoch; its argument is a <see cref="ResumeArgument"/>.</summary>
    public const string StepCommand = "nnet.step";

    /// <summary>The command that gives a run more epochs; its argument is a <see cref="TrainOnArgument"/>.</summary>
    public const string TrainOnCommand = "nnet.trainOn";

    /// <summary>The command that goes on with a run from its folder; its argument is a <see cref="GoOnArgument"/>, its answer a <see cref="TrainAnswer"/>.</summary>
    public const string GoOnCommand = "nnet.goOn";

    /// <summary>The command that says whether somebody looks at pictures of a run; its argument is a <see cref="PicturesArgument"/>.</summary>
    public const string PicturesCommand = "nnet.pictures";

    /// <summary>The command that says what of its text a run is of; its argument is a <see cref="TrainedTextArgument"/>, its answer a text, or null where the folder holds none.</summary>
    public const string TrainedTextCommand = "nnet.trainedText";

    /// <summary>The notification that passes the events of a worker on.</summary>
    public const string RunNotification = "nnet/run";

    // The client may kill a server that takes longer than two seconds to end.
    private static readonly TimeSpan ShutdownTime = TimeSpan.FromSeconds(1.5);

    // A window makes its first panel in half a second; while a run takes every core, a busy one may not come to it at all.
    private static readonly TimeSpan PanelPatience = TimeSpan.FromSeconds(5);

    private readonly LanguageServer _server;
    private readonly EditorWorkspace _workspace;
    private readonly RunList _runs;
    private readonly DiagnosticsFeature _diagnostics;
    private readonly WorkerCommand _worker;

    /// <summary>Adds the feature to a server.</summary>
    /// <param name="server">The server.</param>
    /// <param name="commands">Where its commands are listed.</param>
    /// <param name="workspace">The open documents.</param>
    /// <param name="runs">Where runs are listed.</param>
    /// <param name="diagnostics">Shows the findings of runs.</param>
    /// <param name="worker">How a worker is started.</param>
    public TrainingFeature(LanguageServer server, ServerCommands commands, EditorWorkspace workspace, RunList runs, DiagnosticsFeature diagnostics, WorkerCommand worker)
    {
        (_server, _workspace, _runs, _diagnostics, _worker) = (server, workspace, runs, diagnostics, worker);
        commands.Add<TrainArgument>(TrainCommand, Train);
        commands.Add<StopArgument>(StopCommand, Stop);
        commands.Add<StopArgument>(BeginCommand, LetBegin);
        commands.Add<StopArgument>(PauseCommand, argument => Say(argument.Run, "pause"));
        commands.Add<ResumeArgument>(ResumeCommand, argument => Resume(argument, "resume"));
        commands.Add<ResumeArgument>(StepCommand, argument => Resume(argument, "step"));
        commands.Add<TrainOnArgument>(TrainOnCommand, more => Say(more.Run, "train_on", ("epochs", more.Epochs)));
        commands.Add<GoOnArgument>(GoOnCommand, GoOn);
        commands.Add<PicturesArgument>(PicturesCommand, pictures => Say(pictures.Run, "pictures", ("wanted", pictures.Wanted), ("neurons", pictures.Neurons)));
        commands.Add<TrainedTextArgument>(TrainedTextCommand, run => workspace.IsTrusted ? TrainedText.In(run.Folder) : null);
        server.Documents.Changed += document => runs.Follow(document.Uri, document.Text);
    }

    /// <summary>Ends all workers, cleanly where they let us, or leaves them alone, as the user has set; to be called when the server ends.</summary>
    public void Shutdown()
    {
        var staysAlone = _workspace.Settings.Alone != TimeSpan.Zero;
        var workers = _runs.Running.Select(run => run.Worker).OfType<Worker>().Select(worker => staysAlone ? worker.Leave() : worker.StopWithin(ShutdownTime));
        Task.WhenAll(workers).Wait(ShutdownTime * 2);
    }

    private TrainAnswer Train(TrainArgument argument)
    {
        if (TrainableBlock.Find(_workspace, argument, out var problem) is not { } block)
        {
            _server.Show(MessageType.Error, problem);
            return new TrainAnswer(null);
        }
        var run = new Run(argument.Uri, argument.Train, block.Snapshot.Document.Text);
        return Begin(run, $"Training {block.Words}", block.Job(JobKind.Train, _workspace.Settings) with
        {
            Alone = _workspace.Settings.Alone,
            BeginsPaused = argument.Paused == true,
            // A name alone, so that nothing is replaced elsewhere.
            RunDir = Path.GetFileName(argument.Folder) is { Length: > 0 } folder ? Path.Combine(Path.GetDirectoryName(block.Snapshot.Source.Path!)!, "runs", folder) : null,
        }, argument.Awaited == true ? PanelPatience : null);
    }

    private TrainAnswer GoOn(GoOnArgument argument)
    {
        if (argument.IfUnderWay && !RunFolder.IsHeld(argument.Folder))
        {
            return new TrainAnswer(null);
        }
        string text;
        try
        {
            text = File.ReadAllText(Path.Combine(argument.Folder, RunText.FileName));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            _server.Show(MessageType.Error, $"The run cannot go on, since its folder cannot be read: {problem.Message}");
            return new TrainAnswer(null);
        }
        if (!_workspace.IsTrusted || Paths.Of(argument.Uri) is not { } file)
        {
            return new TrainAnswer(null);
        }
        var job = new TrainingJob(file, argument.Train, text, _workspace.Settings.Threads)
        {
            Device = _workspace.Settings.Device,
            GoesOnIn = argument.Folder,
            Epochs = argument.Epochs,
            IsUnderWay = argument.IfUnderWay,
            Alone = _workspace.Settings.Alone,
        };
        return Begin(new Run(argument.Uri, argument.Train, text), $"Training {argument.Train}", job);
    }

    private TrainAnswer Begin(Run run, string title, TrainingJob job, TimeSpan? patience = null)
    {
        if (!_runs.TryAdd(run))
        {
            _server.Show(MessageType.Info, $"{run.Train} is being trained already. Stop that run before you start another one.");
            return new TrainAnswer(null);
        }
        // The document may have changed while the run was prepared, or since it was begun.
        if (_workspace.Find(run.Uri) is { } newest)
        {
            run.Follow(newest.Document.Text);
        }
        _diagnostics.Publish(run.Uri);
        _workspace.Views.RefreshLenses();
        _workspace.Views.RefreshHints();
        Start(run, title, job, patience);
        return new TrainAnswer(run.Id);
    }

    private object? Resume(ResumeArgument argument, string word)
    {
        var text = argument.TakesText && _runs.Find(argument.Run) is { } run ? _workspace.Find(run.Uri)?.Document.Text : null;
        return Say(argument.Run, word, ("text", text));
    }

    private object? LetBegin(StopArgument argument)
    {
        _runs.Find(argument.Run)?.Worker?.Begin();
        return null;
    }

    private object? Say(string run, string word, params ReadOnlySpan<(string Name, JToken? Value)> arguments)
    {
        _runs.Find(run)?.Worker?.Command(word, arguments);
        return null;
    }

    private void Start(Run run, string title, TrainingJob job, TimeSpan? patience)
    {
        var progress = _server.Progress.Begin(title, () => Stop(run), percentage: 0);
        var view = new RunView(_server, _workspace.Views, run, progress);
        run.Worker = Worker.Start(_worker, job, happened =>
        {
            try
            {
                var hasNewFindings = run.Take(happened);
                view.Show(happened);
                if (hasNewFindings)
                {
                    _diagnostics.Publish(run.Uri);
                }
            }
            catch (Exception exception)
            {
                // A number where there should be a word must not end the run.
                _server.Log(MessageType.Error, $"An event of the training process was not understood: {happened.ToString(Newtonsoft.Json.Formatting.None)}\n{exception}");
            }
        }, patience);
        if (run.State.Phase == RunPhase.Stopping)
        {
            run.Worker.Stop();
        }
    }

    private object? Stop(StopArgument argument)
    {
        if (_runs.Find(argument.Run) is { } run)
        {
            Stop(run);
        }
        return null;
    }

    private void Stop(Run run)
    {
        run.MarkStopping();
        run.Worker?.Stop();
        _workspace.Views.RefreshLenses();
    }
}
