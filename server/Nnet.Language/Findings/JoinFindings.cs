namespace Nnet.Language.Findings;

/// <summary>What can be wrong where branches meet.</summary>
public static class JoinFindings
{
    /// <summary>Paths of an element-wise joint have different shapes.</summary>
    public static FindingKind PathsDiffer { get; } = new("paths-differ", Severity.Error, "Paths of different shapes meet",
        "Adding and multiplying go place by place, so both sides need the same channels, height and width.");

    /// <summary>Paths of concat differ in an axis that is not stacked.</summary>
    public static FindingKind ConcatDiffers { get; } = new("concat-differs", Severity.Error, "Paths of different extents are stacked",
        "Concat stacks channels; height and width of all paths have to be equal.");
}
