using Nnet.Editor;
using Nnet.Engine.Data;
using Nnet.Lsp;
using Nnet.Training;

namespace Nnet.Cli;

/// <summary><c>nnet lsp</c>: the language server on standard input and output.</summary>
public static class LspCommand
{
    /// <summary>Serves until the editor is gone.</summary>
    /// <returns>The exit code.</returns>
    public static int Run()
    {
        var version = typeof(LspCommand).Assembly.GetName().Version?.ToString(3);
        return EditorServer.Run(LanguageServer.OnStandardStreams(new("nnet", version)), WorkerCommand.OfThisProcess(), () => new DataProbe());
    }
}
