namespace Nnet.Language.Findings;

/// <summary>What layers that work on sequences can find when their input does not suit them.</summary>
public static class SequenceFindings
{
    /// <summary>A layer that reads a sequence is fed with something else.</summary>
    public static FindingKind NeedsSequence { get; } = new("needs-sequence", Severity.Error, "The layer needs a sequence",
        "A sequence has places and, at each of them, features: `[seq=100, 64]`. The name of its first axis tells it from channels and space.");

    /// <summary>A layer that looks tokens up is fed with other numbers.</summary>
    public static FindingKind NeedsTokens { get; } = new("needs-tokens", Severity.Error, "The layer needs tokens",
        "An embedding looks up a row of its table for each whole number; measured numbers are no places in a table.");

    /// <summary>A layer that calculates is fed with tokens.</summary>
    public static FindingKind TokensAsNumbers { get; } = new("tokens-as-numbers", Severity.Error, "Tokens are no quantities",
        "A token is the number of a word in a list: twice the number does not mean twice the word. An embedding gives each token features to calculate with.");

    /// <summary>The table of an embedding is smaller than the vocabulary.</summary>
    public static FindingKind VocabularyTooSmall { get; } = new("vocabulary-too-small", Severity.Error, "The embedding has too few rows",
        "Each token needs a row of its own; beyond the last row there is nothing to look up.");

    /// <summary>Attention reads another sequence of another width than it is told.</summary>
    public static FindingKind MemoryDiffers { get; } = new("memory-differs", Severity.Error, "The attended sequence has another width",
        "Keys and values are made from the attended sequence, so its width decides the shape of their weights.");

    /// <summary>There are fewer positions than places.</summary>
    public static FindingKind TooFewPositions { get; } = new("too-few-positions", Severity.Error, "The sequence is longer than the table of positions",
        "Every place of the sequence needs a learned row of its own.");

    /// <summary>A place or channel is taken that there is not.</summary>
    public static FindingKind NoSuchPlace { get; } = new("no-such-place", Severity.Error, "There is no such place",
        "Places and channels are counted from 0, so the last one is one less than their number.");

    /// <summary>A new shape has another number of elements.</summary>
    public static FindingKind ReshapeCount { get; } = new("reshape-count", Severity.Error, "The new shape holds another number of values",
        "Reshaping lays the same values out anew: their number has to stay.");

    /// <summary>A new order of axes does not name each axis once.</summary>
    public static FindingKind AxisOrder { get; } = new("axis-order", Severity.Error, "Each axis stands once in the new order",
        "An axis that is left out or named twice would lose values or invent some.");
}
