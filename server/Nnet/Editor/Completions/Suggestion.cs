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
    /// <summary>What stands right behind the label: the shape that a layer would give, the parameters of a block.</summary>
    public string? Effect { get; init; }

    /// <summary>A few words at the end of the row.</summary>
    public string? Detail { get; init; }

    /// <summary>Smaller ones come first.</summary>
    public int Rank { get; init; }

    /// <summary>Why it does not fit here, or null.</summary>
    public string? Problem { get; init; }

    /// <summary>The definition whose page is shown, or that the argument belongs to.</summary>
    public Definition? Definition { get; init; }

    /// <summary>The argument whose page is shown.</summary>
    public Argument? Argument { get; init; }
}
