using System.Diagnostics;
using Nnet.Engine.Runs;
using Nnet.Engine.Runs.Events;

namespace Nnet.Cli.Live;

/// <summary>A line now and then, for logs and pipes: about twenty in a run, and one every ten seconds.</summary>
internal sealed class PlainView(Terminal console) : IRunView
{
    private const int Lines = 20;
    private const double SecondsBetween = 10;

    private readonly Stopwatch _sinceLine = Stopwatch.StartNew();

    /// <inheritdoc/>
    public void Show(RunEvent happened)
    {
        switch (happened)
        {
            case Fetching { Total: { } total } fetching when fetching.Bytes == total:
                console.Line(console.Dim($"fetched {fetching.File}, {Words.Count(total)} bytes"));
                console.Out.Flush();
                break;
            case Started started:
                RunHeader.Write(console, started);
                console.Out.Flush();
                break;
            case EpochDone epoch:
                var every = Math.Max(1, epoch.Epochs / Lines);
                if (epoch.Epoch == 1 || epoch.Epoch == epoch.Epochs || epoch.Epoch % every == 0 || _sinceLine.Elapsed.TotalSeconds > SecondsBetween)
                {
                    Line(epoch);
                }
                break;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private void Line(EpochDone epoch)
    {
        var width = $"{epoch.Epochs}".Length;
        var figures = RunFigures.Of(epoch);
        console.Line($"epoch {$"{epoch.Epoch}".PadLeft(width)}/{epoch.Epochs}  {string.Join("  ", figures.Select(figure => $"{figure.Name} {figure.Value,-6}"))}  {Words.Count(epoch.SamplesPerSecond)} samples/s".TrimEnd());
        console.Out.Flush();
        _sinceLine.Restart();
    }
}
