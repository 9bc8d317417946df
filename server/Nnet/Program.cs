using Nnet.Cli;

// Every command, in the order of the help.
Command[] commands =
[
    new CheckCommand(),
    new SummaryCommand(),
    new LspCommand(),
];

return CommandLine.Run(commands, args, Terminal.OfProcess());
