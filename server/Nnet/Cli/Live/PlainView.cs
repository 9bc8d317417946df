using System.Diagnostics;
using Nnet.Engine.Data;
using Nnet.Engine.Runs;
using Nnet.Engine.Runs.Events;

namespace Nnet.Cli.Live;

/// <summary>A line now and then, for logs and pipes: about twenty in a run, and one every ten seconds.</summary>
internal sealed class PlainView(Terminal console) : IRunView
{
    private const int Lines = 20;
    private const double SecondsBetween = 10;

    // Of a cross-validation there is one line for each fold.
    private Fold? _fold;
    private EpochDone? _last;

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
                if (_fold is null)
                {
                    RunHeader.Write(console, started);
                    console.Out.Flush();
                }
                _fold = started.Fold;
                break;
            case EpochDone epoch when _fold is not null:
                _last = epoch;
                break;
            case Done when _fold is not null && _last is { } last:
                Line(last);
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
        console.Line($"{(_fold is null ? "" : $"fold {_fold.Number}/{_fold.Of}  ")}epoch {$"{epoch.Epoch}".PadLeft(width)}/{epoch.Epochs}  {string.Join("  ", figures.Select(figure => $"{figure.Name} {figure.Value,-6}"))}  {Words.Count(epoch.SamplesPerSecond)} samples/s".TrimEnd());
        console.Out.Flush();
        _sinceLine.Restart();
    }
}
