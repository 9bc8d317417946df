using System.Collections.Immutable;
using Nnet.Engine.Data;
using Nnet.Engine.Runs;
using Nnet.Engine.Runs.Events;
using Nnet.Engine.Runs.Files;
using Nnet.Language;
using Nnet.Language.Text;
using Xunit;

namespace Nnet.Engine.Tests.Runs;

/// <summary>Trains texts in a folder that is gone after the test.</summary>
public sealed class TrainingLab : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nnet-run-").FullName;
    private int _runs;

    public string In(string name) => Path.Combine(_folder, name);

    /// <summary>A text with a data, a model and a train block.</summary>
    public static string Text(string data, string model, string train) => $"data d {{\n{data}\n}}\nmodel M {{\n{model}\n}}\ntrain M on d {{\n{train}\n}}\n";

    public TrainedRun Train(string text, RunOptions? options = null, CancellationToken stop = default, Action<RunEvent>? listen = null)
    {
        var source = new SourceText(text, In("test.nnet"));
        var analysis = Analyzer.Analyze(source, new DataProbe());
        Assert.False(analysis.HasErrors, string.Join("\n", analysis.Findings.Select(finding => finding.Message)));
        var events = new List<RunEvent>();
        options = (options ?? new RunOptions()) with { RunDir = options?.RunDir ?? In($"run-{++_runs}") };
        Trainer.Run(source, analysis.Trains[0], options, happened =>
        {
            events.Add(happened);
            listen?.Invoke(happened);
        }, stop);
        return new TrainedRun(source, events, options.RunDir!);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}

/// <summary>A run that is over.</summary>
public sealed record TrainedRun(SourceText Source, IReadOnlyList<RunEvent> Events, string Folder)
{
    public Started Started => Events.OfType<Started>().Single();

    public Done Done => Assert.IsType<Done>(Events[^1]);

    public ImmutableArray<EpochDone> Epochs => [.. Events.OfType<EpochDone>()];

    public ImmutableArray<FindingSeen> Findings => [.. Events.OfType<FindingSeen>()];

    public RunManifest Manifest => RunManifest.Load(Folder);

    public IEnumerable<string> Codes => Findings.Select(finding => finding.Code);

    /// <summary>The text with the fix of that number of a finding.</summary>
    public string Apply(FindingSeen finding, int fix = 0)
    {
        var text = Source.Content;
        foreach (var edit in finding.Fixes[fix].Edits.OrderByDescending(edit => (edit.Line, edit.Column)))
        {
            var (start, end) = (Source.OffsetAt(new LinePosition(edit.Line - 1, edit.Column - 1)), Source.OffsetAt(new LinePosition(edit.EndLine - 1, edit.EndColumn - 1)));
            text = text[..start] + edit.NewText + text[end..];
        }
        return text;
    }
}
