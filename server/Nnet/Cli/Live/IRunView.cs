using Nnet.Engine.Runs.Events;

namespace Nnet.Cli.Live;

/// <summary>Shows a run while it goes on.</summary>
internal interface IRunView : IDisposable
{
    /// <summary>Shows what happened.</summary>
    void Show(RunEvent happened);
}

/// <summary>The events themselves, one a line, for programs.</summary>
internal sealed class JsonView(Terminal console) : IRunView
{
    /// <inheritdoc/>
    public void Show(RunEvent happened)
    {
        console.Out.Write(RunEventJson.Write(happened));
        console.Out.Write('\n');
        console.Out.Flush();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
