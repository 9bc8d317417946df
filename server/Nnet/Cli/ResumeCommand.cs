using Nnet.Engine.Runs;

namespace Nnet.Cli;

/// <summary><c>nnet resume RUN-DIR</c>: goes on with a run that was stopped or killed.</summary>
internal sealed class ResumeCommand : Command
{
    /// <inheritdoc/>
    public override string Name => "resume";

    /// <inheritdoc/>
    public override string Summary => "Go on with a run that was stopped or killed";

    /// <inheritdoc/>
    public override string Usage => "RUN-DIR [--epochs N] [--threads N] [--device D] [--checkpoint-every SECONDS] [--events] [--control] [--alone SECONDS]";

    /// <inheritdoc/>
    public override IReadOnlyList<(string Option, string Meaning)> Options =>
    [
        ("RUN-DIR", "The run's folder; text, seed and history are its own, and it ends with the weights that it would have had"),
        ("--epochs N", "Train up to this epoch in place of the one that the text says, even if the run was done"),
        .. RunSession.Options,
        .. RunSession.Endings,
    ];

    /// <inheritdoc/>
    public override int Run(Arguments arguments, Terminal console)
    {
        var output = arguments.Flag("--events") ? RunOutput.Events : RunOutput.Words;
        var options = RunSession.ReadOptions(arguments) with { Epochs = arguments.Integer("--epochs", 1) };
        var alone = RunSession.ReadAlone(arguments);
        var folder = arguments.Rest(1, 1, "a run folder")[0];
        return RunSession.Show(console, folder, output, options.Control, (listen, stop) => Trainer.Resume(folder, options, listen, stop), alone);
    }
}
