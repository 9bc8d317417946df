using Nnet.Engine.Runs;
using Nnet.Engine.Runs.Control;
using Nnet.Engine.Runs.Trials;

namespace Nnet.Cli;

/// <summary><c>nnet lr-find FILE</c>: tries growing learning rates and says which one to train with.</summary>
internal sealed class LrFindCommand : Command
{
    /// <inheritdoc/>
    public override string Name => "lr-find";

    /// <inheritdoc/>
    public override string Summary => "Find a learning rate: try growing ones and see how the loss answers";

    /// <inheritdoc/>
    public override string Usage => "FILE [--train NAME] [--json] [--events] [--control] [--text-from-stdin] [--seed N] [--threads N]";

    /// <inheritdoc/>
    public override IReadOnlyList<(string Option, string Meaning)> Options =>
    [
        ("--train NAME", "Which train block, where the file has several"),
        ("--json", "The answer as one JSON object, with the whole curve"),
        ("--seed N", "In place of the block's seed"),
        ("--threads N", "Most threads to use; all cores when left out"),
        ("--events", "Every step as a JSON line on standard output (docs/events.md), and the answer behind them"),
        ("--control", "Take commands from standard input: {\"command\":\"stop\"}; its end means stop too"),
        ("--text-from-stdin", "Take the text in the first line of standard input, {\"command\":\"text\",\"text\":\"…\"}, as if FILE held it"),
        ("exit code", "0 a rate was found, 1 errors in the file, or no rate makes the loss fall, 2 the command was not understood, 130 stopped"),
    ];

    /// <inheritdoc/>
    public override int Run(Arguments arguments, Terminal console)
    {
        var (events, json) = (arguments.Flag("--events"), arguments.Flag("--json"));
        var control = arguments.Flag("--control") ? new RunControl() : null;
        var textFromInput = arguments.Flag("--text-from-stdin");
        var name = arguments.Option("--train");
        var options = new RunOptions { Threads = arguments.Integer("--threads", 1) ?? 0, Seed = arguments.Integer("--seed", 0) };
        var file = arguments.Rest(1, 1, "one .nnet file")[0];
        return TrainBlock.Open(console, file, name, textFromInput, events || json) is { } block
            ? RunSession.Show(console, file, events ? RunOutput.Events : json ? RunOutput.Answer : RunOutput.Words, control, (listen, stop) => RateRangeTest.Run(block.Source, block.Spec, options with { Probe = block.Probe }, listen, stop))
            : 1;
    }
}
