using System.Collections.Immutable;
using Nnet.Language.Findings;
using Nnet.Language.Text;

namespace Nnet.Language.Syntax.Parsing;

/// <summary>Collects what reading finds: at most one finding for each line, since the second is mostly an echo of the first.</summary>
internal sealed class LineFindings(SourceText source)
{
    private readonly HashSet<int> _lines = [];
    private readonly List<Finding> _findings = [];
    private bool _stopped;

    /// <summary>Takes a finding, unless its line has one.</summary>
    public void Add(FindingKind kind, Span span, string message, params ImmutableArray<Fix> fixes)
    {
        if (!_stopped && _lines.Add(source.LineAt(span.Start)))
        {
            _findings.Add(new Finding(kind, span, message) { Fixes = fixes });
        }
    }

    /// <summary>Takes nothing more on that line.</summary>
    public void Silence(int line) => _lines.Add(line);

    /// <summary>Takes nothing more at all.</summary>
    public void Stop() => _stopped = true;

    /// <summary>Whether a span has a finding on one of its lines.</summary>
    public bool Touch(Span span)
    {
        if (_lines.Count == 0)
        {
            return false;
        }
        var last = source.LineAt(span.End);
        for (var line = source.LineAt(span.Start); line <= last; line++)
        {
            if (_lines.Contains(line))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Everything that was taken, in the order of the text.</summary>
    public ImmutableArray<Finding> ToArray()
    {
        _findings.Sort(static (left, right) => left.Span.Start.CompareTo(right.Span.Start));
        return [.. _findings];
    }
}
