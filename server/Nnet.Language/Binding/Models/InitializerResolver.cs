using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Nnet.Language.Graph;
using Nnet.Language.Layers;

namespace Nnet.Language.Binding.Models;

/// <summary>Chooses the spread of initial weights by the activation that takes them, once it is known.</summary>
internal static class InitializerResolver
{
    private const int Families = (int)InitializerFamily.Lecun + 1;

    // Facts are the same objects in many places and from one version to the next; what becomes of them by each family is, too.
    private static readonly ConditionalWeakTable<LayerFacts, LayerFacts?[]> s_resolved = [];

    /// <summary>Replaces every <see cref="Initializer.Automatic"/>.</summary>
    /// <param name="nodes">The nodes.</param>
    /// <param name="made">What keeps each from one version to the next, or null.</param>
    public static ImmutableArray<Node> Resolve(List<Node> nodes, List<MadeNode?> made)
    {
        // Backwards, so that what follows a node is known: the family that its outputs run into.
        var families = new InitializerFamily?[nodes.Count];
        for (var i = nodes.Count - 1; i >= 0; i--)
        {
            var node = nodes[i];
            var learns = node.Facts is { } facts && Learns(facts);
            if (learns)
            {
                var resolved = Resolve(node.Facts!, families[i] ?? InitializerFamily.Glorot);
                nodes[i] = made[i]?.With(resolved) ?? node with { Facts = resolved };
            }
            var before = node.Layer is Activation activation ? activation.SuitableInitializer : learns ? null : families[i];
            foreach (var input in node.Inputs)
            {
                families[input] ??= before;
            }
        }
        return [.. nodes];
    }

    private static bool Learns(LayerFacts facts)
    {
        foreach (var weight in facts.Weights)
        {
            if (weight.Initial is Initializer.Automatic)
            {
                return true;
            }
        }
        return false;
    }

    private static LayerFacts Resolve(LayerFacts facts, InitializerFamily family)
        => s_resolved.GetValue(facts, static _ => new LayerFacts?[Families])[(int)family] ??= facts with { Weights = [.. facts.Weights.Select(weight => weight with { Initial = Resolve(weight.Initial, family) })] };

    private static Initializer Resolve(Initializer initial, InitializerFamily family) => initial is not Initializer.Automatic automatic ? initial : automatic.Usual ?? family switch
    {
        InitializerFamily.He => new Initializer.Uniform(Math.Sqrt(6.0 / automatic.FanIn), "He uniform"),
        InitializerFamily.Lecun => new Initializer.Normal(Math.Sqrt(1.0 / automatic.FanIn), "LeCun normal"),
        _ => new Initializer.Uniform(Math.Sqrt(6.0 / ((double)automatic.FanIn + automatic.FanOut)), "Glorot uniform"),
    };
}
