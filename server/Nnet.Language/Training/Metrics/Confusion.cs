using System.Collections.Immutable;

namespace Nnet.Language.Training.Metrics;

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
    public override bool IsNumber => false;

    /// <inheritdoc/>
    public override bool ForClasses => true;
}
