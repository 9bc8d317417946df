using System.Collections.Immutable;
using Nnet.Language.Definitions;

namespace Nnet.Language.Training.Settings;

/// <summary><c>accumulate 4</c>.</summary>
public sealed class AccumulateSetting : TrainSetting
{
    /// <summary>Batches per step.</summary>
    public static readonly Argument<int> Batches = Argument.Integer("batches", "Batches whose gradients make one step.", min: 1, positional: true).Also("steps");

    /// <inheritdoc/>
    public override string Name => "accumulate";

    /// <inheritdoc/>
    public override string Summary => "Adds up the gradients of several batches before one step.";

    /// <inheritdoc/>
    public override string? Formula => "step with (∇L₁ + … + ∇Lₙ)/n        the same as a batch of n times as many samples";

    /// <inheritdoc/>
    public override string? Advice => "Where a batch of the size that one wants does not fit the memory. Schedules count steps, not batches; batchnorm still sees one batch at a time.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["grad_accum", "gradient_accumulation_steps", "accumulate_grad_batches"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Batches];
}
