using System.Collections.Immutable;
using Nnet.Language.Findings;
using Nnet.Language.Text;

namespace Nnet.Language.Binding;

/// <summary>Collects what is found in a text.</summary>
internal sealed class FindingBag(SourceText source)
{
    private readonly List<Finding> _findings = [];

    /// <summary>The text.</summary>
    public SourceText Source => source;

    /// <summary>What was found so far.</summary>
    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>Whether there is more than anyone reads, so that looking on is in vain: what is no network is not to keep an editor busy.</summary>
    public bool IsFull => _findings.Count >= 2_000;

    /// <summary>Takes a finding.</summary>
    public void Add(Finding finding) => _findings.Add(finding);

    /// <summary>Takes a finding.</summary>
    public void Add(FindingKind kind, Span span, string message, params ImmutableArray<Fix> fixes) => _findings.Add(new Finding(kind, span, message) { Fixes = fixes });
}
