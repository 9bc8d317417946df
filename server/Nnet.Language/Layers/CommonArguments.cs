using Nnet.Language.Definitions;

namespace Nnet.Language.Layers;

/// <summary>Arguments that several layers share; the binder knows them by identity.</summary>
public static class CommonArguments
{
    /// <summary>An activation written on the layer's own line; the binder makes a node of it.</summary>
    public static Argument<Activation?> Activation { get; } = Argument.OneOf<Activation>("activation", "Function applied to the outputs, as if it stood on the next line.");
}
