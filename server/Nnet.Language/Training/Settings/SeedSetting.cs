using System.Collections.Immutable;
using Nnet.Language.Definitions;

namespace Nnet.Language.Training.Settings;

/// <summary><c>seed 42</c>.</summary>
public sealed class SeedSetting : TrainSetting
{
    /// <summary>The seed.</summary>
    public static readonly Argument<int> Number = Argument.Integer("number", "Any whole number; the same one gives the same run.", min: 0, positional: true);

    /// <inheritdoc/>
    public override string Name => "seed";

    /// <inheritdoc/>
    public override string Summary => "Fixes initial weights, shuffling and dropout (1 when left out).";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["random_state", "manual_seed"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Number];
}
