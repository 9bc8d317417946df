using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Graph;

namespace Nnet.Language.Layers;

/// <summary>Arguments that several layers share; the binder knows them by identity.</summary>
public static class CommonArguments
{
    /// <summary>An activation written on the layer's own line; the binder makes a node of it.</summary>
    public static Argument<Activation?> Activation { get; } = Argument.OneOf<Activation>("activation", "Function applied to the outputs, as if it stood on the next line.");

    /// <summary>How the weights start, instead of the rule that suits the activation behind.</summary>
    public static Argument<InitializerScheme?> Init { get; } = Argument.Initial("init", "How the weights start; left out, the rule that suits the activation behind: He for the relu family, LeCun for selu, Glorot otherwise.").Also("kernel_initializer", "weight_init", "initializer");

    /// <summary>Whether training leaves the weights as they are.</summary>
    public static Argument<bool> Freeze { get; } = Argument.Flag("freeze", "Whether training leaves the weights as they are.", false).Also("frozen");

    /// <summary>How fast the weights learn, compared with the others.</summary>
    public static Argument<double> Rate { get; } = Argument.Factor("lr", "How fast the weights learn: a share of the optimizer's learning rate, such as 10% for a part that is trained already. freeze stops them altogether.", 1, "the optimizer's learning rate").Also("learning_rate", "lr_mult", "lr_scale", "lr_multiplier");

    /// <summary>The layer whose weights are used instead of own ones.</summary>
    public static Argument<int?> Tie { get; } = Argument.SharedLayer("tie", "Label of a layer whose weights of the same names are used instead of own ones, as language models share those of the embedding with their head.").Also("share", "shared");

    /// <summary>The call of the same block whose weights are used instead of own ones.</summary>
    public static Argument<int?> TieBlock { get; } = Argument.SharedLayer("tie", "Label of another call of the same block, whose weights are used instead of own ones, layer by layer: as both towers of a Siamese network share theirs.").Also("share", "shared");

    /// <summary>What every layer with weights takes at the end of its arguments; the binder carries it out.</summary>
    public static ImmutableArray<Argument> OfWeights { get; } = [Init, Freeze, Rate, Tie];

    /// <summary>The same for layers whose weights always start alike.</summary>
    public static ImmutableArray<Argument> OfGivenWeights { get; } = [Freeze, Rate, Tie];

    /// <summary>What every call of a block takes behind the block's own parameters, for all layers in it.</summary>
    public static ImmutableArray<Argument> OfBlocks { get; } = [Freeze, Rate, TieBlock];
}
