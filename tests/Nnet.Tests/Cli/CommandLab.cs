using Nnet.Cli;

namespace Nnet.Tests.Cli;

/// <summary>The commands as people type them, on files in a folder that is gone after the test.</summary>
public sealed class CommandLab : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nnet-cli-").FullName;

    /// <summary>A path in the folder.</summary>
    public string In(string name) => Path.Combine(_folder, name);

    /// <summary>Writes a file into the folder.</summary>
    public string File(string name, string text)
    {
        System.IO.File.WriteAllText(In(name), text);
        return In(name);
    }

    /// <summary>Runs a command line.</summary>
    public (int Code, string Output, string Error) Run(params string[] words)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var code = CommandLine.Run([new TrainCommand(), new LrFindCommand(), new EvaluateCommand(), new RunsCommand(), new PredictCommand(), new DevicesCommand()], words, Terminal.Of(output, error));
        return (code, output.ToString(), error.ToString());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
