using System.Collections.Immutable;
using Nnet.Language.Definitions;

namespace Nnet.Language.Training.Settings;

/// <summary><c>average ema decay=0.999</c>.</summary>
public sealed class AverageSetting : TrainSetting
{
    /// <inheritdoc/>
    public override string Name => "average";

    /// <inheritdoc/>
    public override string Summary => "Evaluates and keeps the average of the weights over many steps, which is steadier than the last ones.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["averaging", "weight_averaging", "AveragedModel"];

    /// <inheritdoc/>
    public override ImmutableArray<Definition> Options => ImmutableArray<Definition>.CastUp(Catalog<Averaging>.All);
}
