using System.Collections.Immutable;
using Nnet.Editor.Workspace;
using Nnet.Language.Findings;
using Nnet.Language.Symbols;
using Nnet.Language.Syntax;
using Nnet.Language.Text;

namespace Nnet.Editor.CodeActions;

/// <summary>Something that can be done to a text at a place. Its edits are worked out when they are asked for, not before.</summary>
/// <param name="Title">What it does, as an instruction: <c>Insert flatten</c>.</param>
/// <param name="Kind">What sort of action it is, as the protocol names them.</param>
internal sealed record Offer(string Title, string Kind)
{
    /// <summary>Works the edits out.</summary>
    public Func<ImmutableArray<TextEdit>> Edits { get; init; } = () => [];

    /// <summary>Whether the edits cost nothing, so that they are sent along.</summary>
    public bool IsAtHand { get; init; }

    /// <summary>The finding that it is about, or null.</summary>
    public Finding? Mends { get; init; }

    /// <summary>Whether it is what most would choose.</summary>
    public bool IsPreferred { get; init; }

    /// <summary>Why it cannot be done here, as a sentence; null when it can.</summary>
    public string? Disabled { get; init; }
}

/// <summary>Where actions are asked for.</summary>
/// <param name="Snapshot">The text and its analysis.</param>
/// <param name="Selection">What is selected; empty for a cursor.</param>
/// <param name="Findings">What is shown of the whole text.</param>
internal sealed record ActionSite(Snapshot Snapshot, Span Selection, IReadOnlyList<Finding> Findings)
{
    /// <summary>The text.</summary>
    public SourceText Source => Snapshot.Source;

    /// <summary>Its tree.</summary>
    public SyntaxTree Tree => Snapshot.Analysis.Syntax;

    /// <summary>Its names.</summary>
    public SymbolTable Symbols => Snapshot.Analysis.Symbols;

    /// <summary>The findings that the selection touches.</summary>
    public IEnumerable<Finding> FindingsHere => Findings.Where(finding => finding.Span.Start <= Selection.End && Selection.Start <= finding.Span.End);

    /// <summary>The one-based line of an offset, for messages.</summary>
    public int LineOf(int offset) => Source.LineAt(offset) + 1;
}
