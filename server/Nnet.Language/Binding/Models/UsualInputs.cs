using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Graph;
using Nnet.Language.Layers;
using Nnet.Language.Layers.Sequences;
using Nnet.Language.Text;

namespace Nnet.Language.Binding.Models;

/// <summary>Shapes to begin a model with, for the quick fix of a missing input.</summary>
internal static class UsualInputs
{
    private static readonly ImmutableArray<Shape> s_shapes = [Shape.Of(1, 28, 28), Shape.Of(784), Shape.Sequence(28, 28)];

    /// <summary>An input line that the first layer can take.</summary>
    public static string LineFor(SourceText source, Call? first)
    {
        if (first is { Definition: Embedding } && first.Has(Embedding.Size))
        {
            return $"input [seq=100] domain=tokens({first.Get(Embedding.Size)})";
        }
        foreach (var shape in s_shapes)
        {
            if (first is null || first.Definition.Arguments.Any(argument => argument.IsRequired && !first.Has(argument)) || ((Layer)first.Definition).Infer(new LayerSite(source, first, [new TensorType(shape)], _ => { })) is not null)
            {
                return $"input {shape.ToSource()}";
            }
        }
        return $"input {s_shapes[0].ToSource()}";
    }
}
