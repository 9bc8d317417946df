using System.Collections.Immutable;

namespace Nnet.Language.Definitions;

/// <summary>The first word of a line in a <c>data</c> or <c>train</c> block.</summary>
public abstract class Setting : Definition
{
    /// <summary>
    /// The definitions that the line chooses from by its first word after the setting: <c>optimizer sgd …</c>.
    /// The arguments behind it are the chosen one's. Empty when there is nothing to choose.
    /// </summary>
    public virtual ImmutableArray<Definition> Options => [];

    /// <summary>Whether several may be chosen on one line: <c>metrics accuracy confusion</c>.</summary>
    public virtual bool ChoosesMany => false;

    /// <summary>Whether the block must say it.</summary>
    public virtual bool IsRequired => false;
}
