using Nnet.Cli;

return LspCommand.Run();
