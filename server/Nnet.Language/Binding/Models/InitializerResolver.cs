using System.Collections.Immutable;
using Nnet.Language.Graph;
using Nnet.Language.Layers;

namespace Nnet.Language.Binding.Models;

/// <summary>Chooses the spread of initial weights by the activation that takes them, once it is known.</summary>
internal static class InitializerResolver
{
    /// <summary>Replaces every <see cref="Initializer.Automatic"/>.</summary>
    public static ImmutableArray<Node> Resolve(ImmutableArray<Node> nodes)
    {
        // Backwards, so that what follows a node is known: the family that its outputs run into.
        var families = new InitializerFamily?[nodes.Length];
        var resolved = nodes.ToBuilder();
        for (var i = nodes.Length - 1; i >= 0; i--)
        {
            var node = nodes[i];
            var following = families[i] ?? InitializerFamily.Glorot;
            var learns = node.Facts is { } facts && facts.Weights.Any(weight => weight.Initial is Initializer.Automatic);
            if (learns)
            {
                resolved[i] = node with { Facts = node.Facts! with { Weights = [.. node.Facts.Weights.Select(weight => weight with { Initial = Resolve(weight.Initial, following) })] } };
            }
            var before = node.Layer is Activation activation ? activation.SuitableInitializer : learns ? null : families[i];
            foreach (var input in node.Inputs)
            {
                families[input] ??= before;
            }
        }
        return resolved.DrainToImmutable();
    }

    private static Initializer Resolve(Initializer initial, InitializerFamily family) => initial is not Initializer.Automatic automatic ? initial : automatic.Usual ?? family switch
    {
        InitializerFamily.He => new Initializer.Uniform(Math.Sqrt(6.0 / automatic.FanIn), "He uniform"),
        InitializerFamily.Lecun => new Initializer.Normal(Math.Sqrt(1.0 / automatic.FanIn), "LeCun normal"),
        _ => new Initializer.Uniform(Math.Sqrt(6.0 / ((double)automatic.FanIn + automatic.FanOut)), "Glorot uniform"),
    };
}
