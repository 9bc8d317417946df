using System.Collections.Immutable;
using Nnet.Language.Definitions;

namespace Nnet.Language.Training.Settings;

/// <summary><c>schedule step every=10 gamma=0.5</c>.</summary>
public sealed class ScheduleSetting : TrainSetting
{
    /// <inheritdoc/>
    public override string Name => "schedule";

    /// <inheritdoc/>
    public override string Summary => "How the learning rate changes while training; constant when left out.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["scheduler", "lr_scheduler"];

    /// <inheritdoc/>
    public override ImmutableArray<Definition> Options => ImmutableArray<Definition>.CastUp(Catalog<Schedule>.All);
}
