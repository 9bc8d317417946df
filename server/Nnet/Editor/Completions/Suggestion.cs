using Nnet.Language.Definitions;
using Nnet.Language.Text;
using Nnet.Lsp.Protocol;

namespace Nnet.Editor.Completions;

/// <summary>Something that could be written at the cursor.</summary>
/// <param name="Label">What the list shows, and what typing filters by.</param>
/// <param name="Kind">Its icon.</param>
/// <param name="Replace">What is already typed of it.</param>
/// <param name="Snippet">What is inserted, with tab stops; a plain text has none.</param>
public sealed record Suggestion(string Label, CompletionItemKind Kind, Span Replace, string Snippet)
{
    /// <summary>A few words beside the label.</summary>
    public string? Detail { get; init; }

    /// <summary>Smaller ones come first.</summary>
    public int Rank { get; init; }

    /// <summary>The definition whose page is shown, or that the argument belongs to.</summary>
    public Definition? Definition { get; init; }

    /// <summary>The argument whose page is shown.</summary>
    public Argument? Argument { get; init; }
}
