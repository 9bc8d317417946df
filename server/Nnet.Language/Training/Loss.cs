using System.Collections.Immutable;
using Nnet.Language.Definitions;

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
}

/// <summary>What training makes small. Its value and gradient are in Nnet.Engine.</summary>
public abstract class Loss : Definition
{
    /// <summary>How it wants its targets.</summary>
    public abstract TargetEncoding Encoding { get; }
}

/// <summary>The mean of squared differences.</summary>
public sealed class MeanSquaredError : Loss
{
    /// <inheritdoc/>
    public override string Name => "mean_squared_error";

    /// <inheritdoc/>
    public override string Summary => "The mean of the squared differences between output and target.";

    /// <inheritdoc/>
    public override string? Formula => "L = mean (ŷ − y)²";

    /// <inheritdoc/>
    public override string? Advice => "For regression. Large errors count most; use mean_absolute_error when the data has outliers.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["mse", "MSELoss", "l2_loss"];

    /// <inheritdoc/>
    public override TargetEncoding Encoding => TargetEncoding.Values;
}

/// <summary>The mean of absolute differences.</summary>
public sealed class MeanAbsoluteError : Loss
{
    /// <inheritdoc/>
    public override string Name => "mean_absolute_error";

    /// <inheritdoc/>
    public override string Summary => "The mean of the absolute differences between output and target.";

    /// <inheritdoc/>
    public override string? Formula => "L = mean |ŷ − y|";

    /// <inheritdoc/>
    public override string? Advice => "For regression with outliers: every unit of error counts the same.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["mae", "L1Loss", "l1"];

    /// <inheritdoc/>
    public override TargetEncoding Encoding => TargetEncoding.Values;
}

/// <summary>Cross-entropy of yes-or-no questions, fused with the sigmoid before it.</summary>
public sealed class BinaryCrossEntropy : Loss
{
    /// <inheritdoc/>
    public override string Name => "binary_cross_entropy";

    /// <inheritdoc/>
    public override string Summary => "The surprise at the truth of yes-or-no questions, one for each output.";

    /// <inheritdoc/>
    public override string? Formula => "L = −mean [ y·log p + (1−y)·log(1−p) ]";

    /// <inheritdoc/>
    public override string? Advice => "For two classes (dense 1, sigmoid) or several independent labels. A last sigmoid may be written or left out: it is computed together with the loss either way.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["bce", "BCELoss", "BCEWithLogitsLoss", "binary_crossentropy", "log_loss"];

    /// <inheritdoc/>
    public override TargetEncoding Encoding => TargetEncoding.Binary;
}

/// <summary>Cross-entropy of one class out of several, fused with the softmax before it.</summary>
public sealed class CrossEntropy : Loss
{
    /// <inheritdoc/>
    public override string Name => "cross_entropy";

    /// <inheritdoc/>
    public override string Summary => "The surprise at the true class, one out of several.";

    /// <inheritdoc/>
    public override string? Formula => "L = −mean log p[class]        p = softmax(output)";

    /// <inheritdoc/>
    public override string? Advice => "For classification, with one unit per class. A last softmax may be written or left out: it is computed together with the loss either way.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["ce", "CrossEntropyLoss", "categorical_cross_entropy", "categorical_crossentropy", "sparse_categorical_crossentropy", "nll_loss", "NLLLoss", "softmax_cross_entropy"];

    /// <inheritdoc/>
    public override TargetEncoding Encoding => TargetEncoding.ClassIndex;
}
