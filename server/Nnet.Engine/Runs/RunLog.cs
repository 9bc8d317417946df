using System.Collections.Immutable;
using Nnet.Engine.Runs.Events;
using Nnet.Engine.Runs.Files;
using Nnet.Engine.Runs.Findings;
using Nnet.Language.Findings;
using Nnet.Language.Syntax;
using Nnet.Language.Text;

namespace Nnet.Engine.Runs;

/// <summary>Tells what happens in a run, to its folder and to whoever listens. Every finding is told once, unless the text asks to ignore it.</summary>
/// <param name="source">The text.</param>
/// <param name="folder">The run's folder.</param>
/// <param name="listen">Hears every event.</param>
internal sealed class RunLog(SourceText source, RunFolder folder, Action<RunEvent> listen)
{
    private readonly IgnoreComments _ignores = IgnoreComments.Of(SyntaxTree.Parse(source));
    private readonly HashSet<FindingKind> _seen = [];
    private readonly List<FindingSeen> _findings = [];

    /// <summary>What was found so far.</summary>
    public ImmutableArray<FindingSeen> Findings => [.. _findings];

    /// <summary>Tells an event.</summary>
    public void Tell(RunEvent happened)
    {
        folder.Add(happened);
        listen(happened);
    }

    /// <summary>Tells a finding.</summary>
    /// <param name="finding">The finding.</param>
    /// <param name="epoch">When; 0 before the first epoch.</param>
    public void Tell(Finding finding, int epoch)
    {
        if (_ignores.Hides(finding))
        {
            return;
        }
        _seen.Add(finding.Kind);
        var (start, end) = (source.PositionAt(finding.Span.Start), source.PositionAt(finding.Span.End));
        var seen = new FindingSeen(
            finding.Kind.Code, finding.Kind.Severity.ToString().ToLowerInvariant(), start.Line + 1, start.Column + 1, end.Line + 1, end.Column + 1, finding.Message, epoch,
            [.. finding.Fixes.Select(fix => FindingFix.Of(source, fix))]);
        _findings.Add(seen);
        Tell(seen);
    }

    /// <summary>Looks at the run with every check that has not spoken yet.</summary>
    public void Check(RunState state)
    {
        foreach (var check in RunCheck.All)
        {
            if (!_seen.Contains(check.Kind) && check.Examine(state, _seen) is { } finding)
            {
                Tell(finding, state.Breakdown?.Epoch ?? state.Epochs.Count);
            }
        }
    }

    /// <summary>Shows something to whoever listens now; the folder does not keep it.</summary>
    public void Show(RunEvent happened) => listen(happened);

    /// <summary>Tells once more what the folder holds already, to whoever listens now.</summary>
    public void Repeat(RunEvent happened)
    {
        if (happened is FindingSeen finding)
        {
            _findings.Add(finding);
            _seen.UnionWith(RunCheck.All.Select(check => check.Kind).Where(kind => kind.Code == finding.Code));
        }
        listen(happened);
    }
}
