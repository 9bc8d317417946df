using Nnet.Language.Graph;

namespace Nnet.Language.Binding;

/// <summary>What lines of a model carry, as expressions ask for it.</summary>
internal interface IEdges
{
    /// <summary>What the line being bound is fed with; null when it is not known.</summary>
    TensorType? Current { get; }

    /// <summary>What a node gives; null when it is not known.</summary>
    TensorType? TypeOf(int node);
}

/// <summary>The numbers that an expression can ask of an edge: <c>in.channels</c>, <c>e4.height</c>.</summary>
public static class EdgeProperties
{
    private static readonly (string Name, string Doc, Func<Shape, double?> Of)[] s_all =
    [
        ("channels", "number of channels", shape => shape.IsSequence ? null : shape[0]),
        ("features", "number of features of each place", shape => shape.IsSequence ? shape[^1] : shape.Rank == 1 ? shape[0] : null),
        ("length", "number of places of a sequence or signal", shape => shape.IsSequence ? shape[0] : shape.Rank == 2 ? shape[1] : null),
        ("depth", "extent of the first of three spatial axes", shape => !shape.IsSequence && shape.Rank == 4 ? shape[1] : null),
        ("height", "height in places", shape => !shape.IsSequence && shape.Rank >= 3 ? shape[^2] : null),
        ("width", "width in places", shape => !shape.IsSequence && shape.Rank >= 3 ? shape[^1] : null),
        ("size", "number of all elements", shape => shape.Count),
        ("rank", "number of axes", shape => shape.Rank),
    ];

    /// <summary>The names that every edge may have, with what they mean.</summary>
    public static IEnumerable<(string Name, string Doc)> All => s_all.Select(property => (property.Name, property.Doc));

    internal static IEnumerable<string> Names => s_all.Select(property => property.Name);

    internal static bool IsKnown(string name)
    {
        foreach (var property in s_all)
        {
            if (property.Name == name)
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>The names that an edge of this shape has, those of its axes included.</summary>
    public static IEnumerable<string> NamesOf(Shape shape) => s_all.Where(property => property.Of(shape) is not null).Select(property => property.Name).Concat(shape.Names.OfType<string>());

    /// <summary>The number, or null when a shape has none of that name.</summary>
    public static double? Of(Shape shape, string name)
    {
        foreach (var property in s_all)
        {
            if (property.Name == name)
            {
                return property.Of(shape);
            }
        }
        var axis = shape.Names.IndexOf(name);
        return axis < 0 ? null : shape[axis];
    }
}
