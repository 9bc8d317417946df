using System.Collections.Immutable;
using Nnet.Language.Definitions;

namespace Nnet.Language.Training.Settings;

/// <summary><c>loss cross_entropy</c>.</summary>
public sealed class LossSetting : TrainSetting
{
    /// <inheritdoc/>
    public override string Name => "loss";

    /// <inheritdoc/>
    public override string Summary => "What training makes small.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["criterion", "loss_fn"];

    /// <inheritdoc/>
    public override ImmutableArray<Definition> Options => ImmutableArray<Definition>.CastUp(Catalog<Loss>.All);

    /// <inheritdoc/>
    public override bool IsRequired => true;
}
