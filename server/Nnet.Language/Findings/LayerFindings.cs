namespace Nnet.Language.Findings;

/// <summary>What a layer's own rule can find when its input does not suit it.</summary>
public static class LayerFindings
{
    /// <summary>A layer that works on vectors is fed with more axes.</summary>
    public static FindingKind NeedsVector { get; } = new("needs-vector", Severity.Error, "The layer needs a vector",
        "A dense layer sums over one axis of features; maps with height and width have to be flattened or pooled first.");

    /// <summary>A layer that slides over space is fed with a vector.</summary>
    public static FindingKind NeedsSpace { get; } = new("needs-space", Severity.Error, "The layer needs channels and space",
        "Convolution and pooling slide a window over space; a vector has none.");

    /// <summary>The window does not fit into the input.</summary>
    public static FindingKind WindowTooLarge { get; } = new("window-too-large", Severity.Error, "The window is larger than its input",
        "A window that does not fit once gives no output at all.");

    /// <summary>A pool is padded by more than half its window.</summary>
    public static FindingKind PoolPadding { get; } = new("pool-padding", Severity.Error, "Padding larger than half the window",
        "A pooling window that lies in padding alone has nothing to take the maximum or mean of.");

    /// <summary>A list has another length than the input has spatial axes.</summary>
    public static FindingKind AxisCount { get; } = new("axis-count", Severity.Error, "One value for each spatial axis",
        "A list of sizes gives one for each spatial axis of the input.");

    /// <summary>Channels or features do not part into equal groups.</summary>
    public static FindingKind UnevenGroups { get; } = new("uneven-groups", Severity.Error, "The groups are not equal",
        "A layer that works group by group gives every group as many channels; so their number has to divide the channels.");

    /// <summary>Nothing of the maps is left.</summary>
    public static FindingKind NothingLeft { get; } = new("nothing-left", Severity.Error, "Nothing is left of the maps",
        "A layer that cuts borders off has to leave at least one place.");

    /// <summary>A transposed convolution adds more than its stride leaves open.</summary>
    public static FindingKind OutputPadding { get; } = new("output-padding", Severity.Error, "More output padding than stride",
        "Output padding chooses among the sizes that a strided convolution makes equal; there are as many as the stride.");

    /// <summary>Mirrored padding is wider than its input.</summary>
    public static FindingKind ReflectPadding { get; } = new("reflect-padding", Severity.Error, "Nothing left to mirror",
        "Mirrored padding repeats the places beside the border; it cannot be wider than they are.");

    /// <summary>An odd number of channels is to be halved.</summary>
    public static FindingKind OddChannels { get; } = new("odd-channels", Severity.Error, "The channels cannot be halved",
        "A gated layer multiplies one half of its channels with the other, so their number has to be even.");

    /// <summary>A layer would give or take more elements than can be addressed.</summary>
    public static FindingKind TooLarge { get; } = new("too-large", Severity.Error, "The layer is too large",
        "Tensors of more than two thousand million elements cannot be held.");

    /// <summary>A softmax over a single unit.</summary>
    public static FindingKind SoftmaxOfOne { get; } = new("softmax-of-one", Severity.Error, "Softmax over one unit",
        "Softmax divides by the sum of all units; over a single one the result is always 1 and nothing can be learnt.");

    /// <summary>Dropout that drops everything.</summary>
    public static FindingKind DropoutRate { get; } = new("dropout-rate", Severity.Error, "Dropout needs a share below 100%",
        "Dropout removes that share of its inputs; nothing is left at 100%, and a share below zero means nothing.");
}
