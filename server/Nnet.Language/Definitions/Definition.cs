using System.Collections.Immutable;

namespace Nnet.Language.Definitions;

/// <summary>
/// A word of the language, declared once: a layer, loss, optimizer, setting or source of data.
/// Completion, signature help, hover, checking, formatting and the reference page all read this declaration.
/// </summary>
public abstract class Definition
{
    /// <summary>The word, in snake_case.</summary>
    public abstract string Name { get; }

    /// <summary>What it is, in one sentence.</summary>
    public abstract string Summary { get; }

    /// <summary>Other frameworks' spellings, recognised with a quick fix: <c>Linear</c>, <c>Dense</c>.</summary>
    public virtual ImmutableArray<string> Aliases => [];

    /// <summary>Its mathematics in Unicode on one or two lines, or null.</summary>
    public virtual string? Formula => null;

    /// <summary>When to use it, in a sentence, or null.</summary>
    public virtual string? Advice => null;

    /// <summary>Its arguments; positional ones first, in their order.</summary>
    public virtual ImmutableArray<Argument> Arguments => [];
}
