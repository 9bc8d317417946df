using Nnet.Cli;
using Nnet.Editor;

// An editor waits for the first findings, and nothing else of its start takes as long.
if (args is ["lsp", ..])
{
    WarmUp.Start();
}

// Every command, in the order of the help.
Command[] commands =
[
    new CheckCommand(),
    new SummaryCommand(),
    new TrainCommand(),
    new ResumeCommand(),
    new AttachCommand(),
    new LrFindCommand(),
    new EvaluateCommand(),
    new RunsCommand(),
    new ReportCommand(),
    new PredictCommand(),
    new DevicesCommand(),
    new LspCommand(),
];

return CommandLine.Run(commands, args, Terminal.OfProcess());
