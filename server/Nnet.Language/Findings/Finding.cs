using System.Collections.Immutable;
using Nnet.Language.Text;

namespace Nnet.Language.Findings;

/// <summary>How much a finding matters: errors stop training, the rest does not.</summary>
public enum Severity
{
    /// <summary>The file cannot be trained as it stands.</summary>
    Error,

    /// <summary>It will run, and probably not do what was meant.</summary>
    Warning,

    /// <summary>Worth knowing.</summary>
    Information,

    /// <summary>A suggestion, shown without underline.</summary>
    Hint,
}

/// <summary>A kind of finding, declared once; its code is what people search for and switch off.</summary>
/// <param name="Code">Kebab-case, stable: <c>needs-vector</c>.</param>
/// <param name="Severity">How it is shown unless settings say otherwise.</param>
/// <param name="Title">A few words for lists and the documentation.</param>
/// <param name="Explanation">Why it matters, in a sentence or two.</param>
public sealed record FindingKind(string Code, Severity Severity, string Title, string Explanation)
{
    /// <summary>Whether the first fix writes nothing but the same thing in another way, so that it can be applied unseen, with all others.</summary>
    public bool MendsUnseen { get; init; }
}

/// <summary>Something seen at one place of a source text.</summary>
/// <param name="Kind">What kind it is.</param>
/// <param name="Span">Where it is.</param>
/// <param name="Message">What was seen with its numbers, and why it matters: a sentence that a good teacher would say.</param>
public sealed record Finding(FindingKind Kind, Span Span, string Message)
{
    /// <summary>Edits that mend it, the best first; empty when nothing can be offered.</summary>
    public ImmutableArray<Fix> Fixes { get; init; } = [];

    /// <summary>Other places of the text that have to do with it: where a name was declared first, where two shapes come from.</summary>
    public ImmutableArray<RelatedPlace> Related { get; init; } = [];

    /// <summary>Shown dimmed, for text that has no effect.</summary>
    public bool Unnecessary { get; init; }
}

/// <summary>Another place that has to do with a finding.</summary>
/// <param name="Span">Where it is.</param>
/// <param name="Message">What stands there, in a few words: <c>`digits` is declared here.</c></param>
/// <param name="Foreign">The other text that it is in; null for the text of the finding.</param>
public sealed record RelatedPlace(Span Span, string Message, SourceText? Foreign = null);

/// <summary>An edit of the source that mends a finding.</summary>
/// <param name="Title">What it does, as an instruction: <c>Insert flatten</c>.</param>
/// <param name="Edits">The edits, which do not overlap.</param>
public sealed record Fix(string Title, ImmutableArray<TextEdit> Edits)
{
    /// <summary>A fix of one edit.</summary>
    public Fix(string title, TextEdit edit)
        : this(title, [edit])
    {
    }
}
