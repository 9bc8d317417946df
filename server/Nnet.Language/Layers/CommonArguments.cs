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

    /// <summary>The layer whose weights are used instead of own ones.</summary>
    public static Argument<int?> Tie { get; } = Argument.SharedLayer("tie", "Label of a layer whose weights of the same names are used instead of own ones, as language models share those of the embedding with their head.").Also("share", "shared");

    /// <summary>What every layer with weights takes at the end of its arguments; the binder carries it out.</summary>
    public static ImmutableArray<Argument> OfWeights { get; } = [Init, Freeze, Tie];
}
