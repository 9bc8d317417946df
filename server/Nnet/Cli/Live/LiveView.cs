using System.Text;
using Nnet.Engine.Runs;
using Nnet.Engine.Runs.Events;
using Nnet.Engine.Runs.Trials;

namespace Nnet.Cli.Live;

/// <summary>Curve and progress bar, redrawn in place on a terminal.</summary>
internal sealed class LiveView : IRunView
{
    private const int CurveRows = 8;
    private const int MostColumns = 96;

    private readonly Terminal _console;
    private readonly List<double> _train = [];
    private readonly List<double> _validation = [];
    private readonly Pulse _redraw = new(0.05);
    private Started? _started;
    private EpochDone? _epoch;
    private BatchDone? _batch;
    private int _findings;
    private int _drawn;

    /// <summary>Shows on a terminal, whose cursor is hidden meanwhile.</summary>
    public LiveView(Terminal console)
    {
        _console = console;
        _console.Out.Write("\e[?25l");
    }

    /// <inheritdoc/>
    public void Show(RunEvent happened)
    {
        switch (happened)
        {
            case Fetching fetching:
                _console.Out.Write($"\r{_console.Dim($"fetching {fetching.File}  {Words.Count(fetching.Bytes)}{(fetching.Total is { } total ? $" of {Words.Count(total)}" : "")} bytes")}\e[K{(fetching.Bytes == fetching.Total ? "\n" : "")}");
                _console.Out.Flush();
                break;
            case Started started:
                if (_started is null)
                {
                    RunHeader.Write(_console, started);
                }
                // The next fold is drawn in the place of the one before.
                (_started, _epoch, _batch) = (started, null, null);
                _train.Clear();
                _validation.Clear();
                break;
            case BatchDone batch:
                _batch = batch;
                Draw();
                break;
            case EpochDone epoch:
                (_epoch, _batch) = (epoch, null);
                _train.Add(epoch.Train["loss"]);
                if (epoch.Validation is { } validation)
                {
                    _validation.Add(validation["loss"]);
                }
                if (_redraw.IsDue() || epoch.Epoch is 1 || epoch.Epoch == epoch.Epochs)
                {
                    Draw();
                }
                break;
            case FindingSeen:
                _findings++;
                break;
            case Done:
                Draw();
                break;
            case RateTried tried when _redraw.IsDue():
                _console.Out.Write($"\r{_console.Dim($"pass {tried.Sweep} of {tried.Sweeps}, step {tried.Step} of {tried.Steps}: rate {RateCurve.Text(tried.Rate)}, loss {Words.Value("loss", tried.Smoothed)}")}\e[K");
                _console.Out.Flush();
                break;
            case RateFound:
                _console.Out.Write("\r\e[K");
                break;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _console.Out.Write("\e[?25h");
        _console.Out.Flush();
    }

    private void Draw()
    {
        if (_started is null)
        {
            return;
        }
        var width = Math.Min(Columns() - 1, MostColumns);
        var frame = new StringBuilder();
        if (_drawn > 0)
        {
            frame.Append($"\e[{_drawn}A\r");
        }
        string[] lines = [.. Curve(width), "", .. Status(width)];
        foreach (var line in lines)
        {
            frame.Append(line).Append("\e[K\n");
        }
        _drawn = lines.Length;
        _console.Out.Write(frame);
        _console.Out.Flush();
    }

    private IEnumerable<string> Curve(int width)
    {
        if (_train.Count == 0)
        {
            return Enumerable.Repeat("", CurveRows);
        }
        var losses = new List<(IReadOnlyList<double>, Func<string, string>)> { (_train, _console.Accent) };
        if (_validation.Count > 0)
        {
            losses.Add((_validation, Second));
        }
        return BrailleCurve.Draw(losses, _started!.Epochs, width, CurveRows);
    }

    // The progress bar, and under it what people look for.
    private IEnumerable<string> Status(int width)
    {
        var done = _epoch?.Epoch ?? 0;
        var share = (done + (_batch is { } batch ? (batch.Step - ((long)done * _started!.StepsPerEpoch)) / (double)_started.StepsPerEpoch : 0)) / _started!.Epochs;
        var left = _batch?.SecondsLeft ?? _epoch?.SecondsLeft ?? double.NaN;
        var speed = _batch?.SamplesPerSecond ?? _epoch?.SamplesPerSecond ?? double.NaN;
        var fold = _started.Fold is { } one ? $"fold {one.Number}/{one.Of}  " : "";
        var head = $"{fold}epoch {Math.Min(done + (_batch is null ? 0 : 1), _started.Epochs)}/{_started.Epochs}".PadLeft(9);
        var tail = $"{Words.Count(speed)} samples/s" + (left > 0 ? $" · {Words.Time(left)} left" : "");
        var room = Math.Max(8, width - head.Length - tail.Length - 6);
        yield return $"  {head}  {Bar(share, room)}  {_console.Dim(tail)}";
        yield return Figures(width);
    }

    // As many figures as one line holds: a line that wraps cannot be drawn anew in its place.
    private string Figures(int width)
    {
        var (line, used) = (new StringBuilder(), 0);
        var findings = _findings == 0 ? "" : $"{_findings} finding{(_findings == 1 ? "" : "s")}";
        foreach (var (name, value) in _epoch is null ? [] : RunFigures.Of(_epoch))
        {
            var length = name.Length + value.Length + 4;
            if (used + length + findings.Length + 3 > width)
            {
                break;
            }
            line.Append(used == 0 ? "  " : "   ").Append(Name(name)).Append(' ').Append(value);
            used += length;
        }
        return line.Append(findings.Length > 0 ? "   " + _console.Dim(findings) : "").ToString();
    }

    // The window may change while a run goes on.
    private int Columns()
    {
        try
        {
            return Math.Clamp(Console.WindowWidth, 40, Math.Max(40, _console.Width));
        }
        catch (IOException)
        {
            return _console.Width;
        }
    }

    private string Bar(double share, int cells)
    {
        var halves = (int)Math.Round(Math.Clamp(share, 0, 1) * 2 * cells);
        var full = new string('━', halves / 2) + (halves % 2 == 1 ? "╸" : "");
        return _console.Accent(full) + _console.Dim(new string('─', cells - full.Length));
    }

    // A name in the colour of its curve, which makes a legend needless.
    private string Name(string name) => name switch
    {
        "loss" => _console.Accent(name),
        "val_loss" => Second(name),
        _ => _console.Dim(name),
    };

    private string Second(string text) => _console.HasColour ? $"\e[33m{text}\e[0m" : text;
}
