using Nnet.Engine.Devices;
using Nnet.Engine.Runs;
using Nnet.Engine.Runs.Control;
using Nnet.Engine.Runs.Trials;

namespace Nnet.Cli;

/// <summary><c>nnet train FILE</c>: trains a network and shows how it learns.</summary>
internal sealed class TrainCommand : Command
{
    /// <inheritdoc/>
    public override string Name => "train";

    /// <inheritdoc/>
    public override string Summary => "Train a network and watch it learn";

    /// <inheritdoc/>
    public override string Usage => "FILE [--train NAME] [--run-dir DIR] [--resume RUN-DIR] [--folds K] [--overfit-one-batch] [--explain] [--checkpoint-every SECONDS] [--events] [--control] [--alone SECONDS] [--paused] [--text-from-stdin] [--seed N] [--threads N] [--device D]";

    /// <inheritdoc/>
    public override IReadOnlyList<(string Option, string Meaning)> Options =>
    [
        ("--train NAME", "Which train block, where the file has several"),
        ("--run-dir DIR", "Folder for weights, history and curve; runs/… beside the file when left out"),
        ("--seed N", "In place of the block's seed"),
        ("--resume DIR", "In place of FILE: go on with a run that was stopped or killed, as `nnet resume` does"),
        ("--folds K", "Cross-validation: train K times, each time with another K-th of the data to watch, and tell mean and deviation of the figures; the runs' folders lie in one"),
        ("--overfit-one-batch", $"Train nothing but {OneBatchCheck.Samples} samples, to see whether the model can learn at all, and say what is wrong if not; keeps no folder"),
        ("--explain", "Train nothing; print how the processor carries a step out: instructions, what was fused, threads, memory"),
        .. RunSession.Options,
        ("--paused", "With --control: wait before the first step"),
        ("--text-from-stdin", "Train the text in the first line of standard input, {\"command\":\"text\",\"text\":\"…\"}, as if FILE held it"),
        .. RunSession.Endings,
    ];

    /// <inheritdoc/>
    public override int Run(Arguments arguments, Terminal console)
    {
        var events = arguments.Flag("--events");
        var output = events ? RunOutput.Events : RunOutput.Words;
        var textFromInput = arguments.Flag("--text-from-stdin");
        var oneBatch = arguments.Flag("--overfit-one-batch");
        var folds = arguments.Integer("--folds", 2);
        var explain = arguments.Flag("--explain");
        var name = arguments.Option("--train");
        var paused = arguments.Flag("--paused");
        var resume = arguments.Option("--resume");
        var alone = RunSession.ReadAlone(arguments);
        var options = RunSession.ReadOptions(arguments) with { RunDir = arguments.Option("--run-dir"), Seed = arguments.Integer("--seed", 0) };
        if (paused)
        {
            (options.Control ?? throw new UsageException("--paused waits for somebody to say that it may go on: say --control too.")).Ask(new RunRequest.Pause());
        }
        if (resume is not null)
        {
            arguments.Rest(0, 0, "no file beside --resume: a run goes on with the text that it began with");
            if (name is not null || explain || oneBatch || folds is not null || textFromInput || options.RunDir is not null || options.Seed is not null)
            {
                throw new UsageException("A run that goes on keeps its text, its block, its seed and its folder: leave --train, --seed, --run-dir, --folds, --overfit-one-batch, --explain and --text-from-stdin out beside --resume.");
            }
            return RunSession.Show(console, resume, output, options.Control, (listen, stop) => Trainer.Resume(resume, options, listen, stop), alone);
        }
        if (new[] { oneBatch, folds is not null, explain }.Count(wanted => wanted) > 1)
        {
            throw new UsageException("--folds, --overfit-one-batch and --explain are three different things to do: leave all but one of them out.");
        }
        var file = arguments.Rest(1, 1, "one .nnet file")[0];
        if (TrainBlock.Open(console, file, name, textFromInput, events) is not { } block)
        {
            return 1;
        }
        options = options with { Probe = block.Probe };
        if (explain)
        {
            return ExplainPlan.Run(console, file, block, options with { Device = DeviceCatalog.Processor });
        }
        return RunSession.Show(console, file, output, options.Control, (listen, stop) => oneBatch
            ? OneBatchCheck.Run(block.Source, block.Spec, options, listen, stop)
            : folds is { } count ? CrossValidation.Run(block.Source, block.Spec, count, options, listen, stop)
            : Trainer.Run(block.Source, block.Spec, options, listen, stop), alone);
    }
}
