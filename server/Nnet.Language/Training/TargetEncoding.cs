namespace Nnet.Language.Training;

/// <summary>How a loss wants its targets.</summary>
public enum TargetEncoding
{
    /// <summary>Numbers of the same shape as the output.</summary>
    Values,

    /// <summary>The number of one class out of several; the output has one unit per class.</summary>
    ClassIndex,

    /// <summary>Zero or one for every output.</summary>
    Binary,

    /// <summary>A share for every output; those of a sample sum to one.</summary>
    Distribution,
}
