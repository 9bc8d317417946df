using System.Collections.Immutable;
using Nnet.Language.Definitions;

namespace Nnet.Language.Training.Settings;

/// <summary><c>clip norm=1</c>.</summary>
public sealed class ClipSetting : TrainSetting
{
    /// <summary>Greatest norm of all gradients together.</summary>
    public static readonly Argument<double?> Norm = Argument.Amount("norm", "Greatest length of all gradients together: longer ones are shortened, and keep their direction. 1 when neither is said.", positional: true).Also("max_norm", "clipnorm", "global_clipnorm");

    /// <summary>Greatest size of each gradient.</summary>
    public static readonly Argument<double?> Value = Argument.Amount("value", "Greatest size of each single gradient: greater ones are cut off, before the length is measured.").Also("clip_value", "clipvalue");

    /// <inheritdoc/>
    public override string Name => "clip";

    /// <inheritdoc/>
    public override string Summary => "Keeps a step short when gradients explode.";

    /// <inheritdoc/>
    public override string? Formula => "g ← g · min(1, norm / ‖g‖)        ‖g‖² = Σ over all weights";

    /// <inheritdoc/>
    public override string? Advice => "For recurrent networks and transformers, whose loss has steep walls: norm=1 is usual.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["clip_grad_norm", "clip_grad_norm_", "clip_grad_value_", "gradient_clipping", "clipnorm"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Norm, Value];
}
