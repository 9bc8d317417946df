using Nnet.Editor;
using Nnet.Engine.Data;
using Nnet.Language.Data;
using Nnet.Lsp;
using Nnet.Training;

namespace Nnet.Cli;

/// <summary><c>nnet lsp</c>: the language server on standard input and output.</summary>
internal sealed class LspCommand : Command
{
    /// <inheritdoc/>
    public override string Name => "lsp";

    /// <inheritdoc/>
    public override string Summary => "Serve an editor: the language server on standard input and output";

    /// <inheritdoc/>
    public override string Usage => "";

    /// <inheritdoc/>
    public override int Run(Arguments arguments, Terminal console)
    {
        // Clients add --stdio and the like; there is only this one way to talk.
        var version = typeof(LspCommand).Assembly.GetName().Version?.ToString(3);
        var server = LanguageServer.OnStandardStreams(new("nnet", version));
        var worker = WorkerCommand.OfThisProcess();
        WarmUp.GoOn(server, worker, Probe);
        return EditorServer.Run(server, worker, Probe);

        static IDataProbe Probe() => new DataProbe();
    }
}
