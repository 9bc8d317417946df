using System.Collections.Immutable;
using Nnet.Language.Definitions;

namespace Nnet.Language.Training.Settings;

/// <summary><c>optimizer adam lr=0.001</c>.</summary>
public sealed class OptimizerSetting : TrainSetting
{
    /// <inheritdoc/>
    public override string Name => "optimizer";

    /// <inheritdoc/>
    public override string Summary => "How gradients change the weights.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["optim", "optimiser"];

    /// <inheritdoc/>
    public override ImmutableArray<Definition> Options => ImmutableArray<Definition>.CastUp(Catalog<Optimizer>.All);

    /// <inheritdoc/>
    public override bool IsRequired => true;
}
