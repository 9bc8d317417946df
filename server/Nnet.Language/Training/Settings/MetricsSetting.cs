using System.Collections.Immutable;
using Nnet.Language.Definitions;

namespace Nnet.Language.Training.Settings;

/// <summary><c>metrics accuracy confusion</c>.</summary>
public sealed class MetricsSetting : TrainSetting
{
    /// <inheritdoc/>
    public override string Name => "metrics";

    /// <inheritdoc/>
    public override string Summary => "Figures to show beside the loss. What a metric wants stands behind its name: `metrics accuracy top_k 3 f1 micro`.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["metric"];

    /// <inheritdoc/>
    public override ImmutableArray<Definition> Options => ImmutableArray<Definition>.CastUp(Catalog<Metric>.All);

    /// <inheritdoc/>
    public override bool ChoosesMany => true;
}
