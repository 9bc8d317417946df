using System.Collections.Immutable;
using Nnet.Language.Graph;

namespace Nnet.Engine;

/// <summary>An input of a model in the row of numbers that a sample is.</summary>
/// <param name="Node">The input.</param>
/// <param name="Offset">Its first number.</param>
/// <param name="Length">How many it has.</param>
public sealed record InputSlice(Node Node, int Offset, int Length)
{
    /// <summary>The inputs of a complete model, one behind the other.</summary>
    public static ImmutableArray<InputSlice> Of(LayerGraph graph)
    {
        var slices = ImmutableArray.CreateBuilder<InputSlice>();
        var offset = 0;
        foreach (var node in graph.Inputs)
        {
            var length = checked((int)node.Facts!.Output.Shape.Count);
            slices.Add(new InputSlice(node, offset, length));
            offset += length;
        }
        return slices.ToImmutable();
    }
}
