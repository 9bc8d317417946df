using System.Collections.Immutable;
using Nnet.Language.Findings;
using Nnet.Language.Text;

namespace Nnet.Language.Binding;

/// <summary>Collects what is found in a text.</summary>
/// <param name="source">The text.</param>
/// <param name="errors">Takes every error, repeated ones too, for whoever wants to know whether something went wrong on the way.</param>
/// <param name="before">How many findings the text had before.</param>
/// <param name="reads">Takes note of what findings depend on.</param>
internal sealed class FindingBag(SourceText source, List<(SourceText Source, Finding Finding)>? errors = null, int before = 0, Reads? reads = null)
{
    /// <summary>From so many findings on less is said.</summary>
    public const int Many = 100;

    private readonly List<Finding> _findings = [];
    private readonly HashSet<FindingPlace> _places = [];

    private Action<Finding>? _taker;
    private Action<Finding>? _noter;

    /// <summary>The text.</summary>
    public SourceText Source => source;

    /// <summary><see cref="Add(Finding)"/>, made once.</summary>
    public Action<Finding> Taker => _taker ??= Add;

    /// <summary><see cref="Note"/>, made once.</summary>
    public Action<Finding> Noter => _noter ??= Note;

    /// <summary>The zero-based line of an offset, for a message.</summary>
    public int LineOf(int offset)
    {
        var line = source.LineAt(offset);
        reads?.Line(offset, line);
        return line;
    }

    /// <summary>How often something was said, repetitions included.</summary>
    public int Said { get; private set; }

    /// <summary>What was found so far.</summary>
    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>Whether there is more than anyone reads, so that looking on is in vain: what is no network is not to keep an editor busy.</summary>
    public bool IsFull => before + _findings.Count >= 2_000;

    /// <summary>
    /// The candidate nearest to a word, or null. Behind a hundred findings nobody reads suggestions: a name that is missing in
    /// thousands of lines would be compared with thousands of names each time.
    /// </summary>
    public string? Nearest(string word, IEnumerable<string> candidates) => before + _findings.Count < Many ? Spelling.Nearest(word, candidates) : null;

    /// <summary>Takes a finding, unless there is one of its kind at the place already: a line that is repeated says a thing once.</summary>
    public void Add(Finding finding)
    {
        Note(finding);
        if (_places.Add(new FindingPlace(finding.Kind, finding.Span)))
        {
            _findings.Add(finding);
        }
    }

    /// <summary>Takes findings of a part of the text.</summary>
    public void AddAll(IEnumerable<Finding> findings)
    {
        foreach (var finding in findings)
        {
            if (_places.Add(new FindingPlace(finding.Kind, finding.Span)))
            {
                _findings.Add(finding);
            }
        }
    }

    /// <summary>Takes note of an error that is said elsewhere: at the call that caused it.</summary>
    public void Note(Finding finding)
    {
        Said++;
        if (finding.Kind.Severity == Severity.Error)
        {
            errors?.Add((source, finding));
        }
    }

    /// <summary>Takes a finding.</summary>
    public void Add(FindingKind kind, Span span, string message, params ImmutableArray<Fix> fixes) => Add(new Finding(kind, span, message) { Fixes = fixes });
}
