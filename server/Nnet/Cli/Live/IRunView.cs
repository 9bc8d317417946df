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

/// <summary>The last event alone, for programs that want the answer and not the way to it.</summary>
internal sealed class AnswerView(Terminal console) : IRunView
{
    /// <inheritdoc/>
    public void Show(RunEvent happened)
    {
        if (happened is RateFound or BatchLearnt or Done or FoldsDone or Failed)
        {
            new JsonView(console).Show(happened);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
