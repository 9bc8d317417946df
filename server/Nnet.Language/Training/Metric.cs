using System.Collections.Immutable;
using Nnet.Language.Definitions;

namespace Nnet.Language.Training;

/// <summary>A figure that people read beside the loss; it is computed in Nnet.Engine.</summary>
public abstract class Metric : Definition
{
    /// <summary>Whether it speaks of classes (true) or of numbers (false).</summary>
    public abstract bool ForClasses { get; }
}

/// <summary>Share of right answers.</summary>
public sealed class Accuracy : Metric
{
    /// <inheritdoc/>
    public override string Name => "accuracy";

    /// <inheritdoc/>
    public override string Summary => "Share of samples whose class is right.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["acc"];

    /// <inheritdoc/>
    public override bool ForClasses => true;
}

/// <summary>Which class is taken for which.</summary>
public sealed class Confusion : Metric
{
    /// <inheritdoc/>
    public override string Name => "confusion";

    /// <inheritdoc/>
    public override string Summary => "A table of true class against predicted class, made on the test part.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["confusion_matrix"];

    /// <inheritdoc/>
    public override bool ForClasses => true;
}

/// <summary>Mean absolute error.</summary>
public sealed class Mae : Metric
{
    /// <inheritdoc/>
    public override string Name => "mae";

    /// <inheritdoc/>
    public override string Summary => "Mean absolute error, in the unit of the target.";

    /// <inheritdoc/>
    public override bool ForClasses => false;
}

/// <summary>Root of the mean squared error.</summary>
public sealed class Rmse : Metric
{
    /// <inheritdoc/>
    public override string Name => "rmse";

    /// <inheritdoc/>
    public override string Summary => "Root of the mean squared error, in the unit of the target.";

    /// <inheritdoc/>
    public override bool ForClasses => false;
}

/// <summary>Share of the variance that is explained.</summary>
public sealed class R2 : Metric
{
    /// <inheritdoc/>
    public override string Name => "r2";

    /// <inheritdoc/>
    public override string Summary => "Share of the target's variance that is explained: 1 is perfect, 0 is no better than the mean.";

    /// <inheritdoc/>
    public override string? Formula => "R² = 1 − Σ(y − ŷ)² / Σ(y − ȳ)²";

    /// <inheritdoc/>
    public override bool ForClasses => false;
}
