using Nnet.Language.Definitions;

namespace Nnet.Language.Layers;

/// <summary>What stands in braces behind a word of a model.</summary>
public enum BodyUse
{
    /// <summary>Nothing may.</summary>
    None,

    /// <summary>Paths may: <c>add { path { … } path { … } }</c>.</summary>
    Paths,

    /// <summary>Lines may: <c>residual { … }</c>.</summary>
    Lines,
}

/// <summary>A word that can begin a line of a model: a layer, a block of the file, or a word of structure.</summary>
public abstract class ModelWord : Definition
{
    /// <summary>What may stand in braces behind it.</summary>
    public virtual BodyUse Body => BodyUse.None;
}
