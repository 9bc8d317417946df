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

/// <summary>A number that an expression can ask of an edge.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Doc">What it is.</param>
/// <param name="Of">The number of a shape; null where a shape has none.</param>
public sealed record EdgeProperty(string Name, string Doc, Func<Shape, double?> Of);

/// <summary>The numbers that an expression can ask of an edge: <c>in.channels</c>, <c>e4.height</c>.</summary>
public static class EdgeProperties
{
    private static readonly EdgeProperty[] s_all =
    [
        new("channels", "number of channels", shape => shape.IsSequence ? null : shape[0]),
        new("features", "number of features of each place", shape => shape.IsSequence ? shape[^1] : shape.Rank == 1 ? shape[0] : null),
        new("length", "number of places of a sequence or signal", shape => shape.IsSequence ? shape[0] : shape.Rank == 2 ? shape[1] : null),
        new("depth", "extent of the first of three spatial axes", shape => !shape.IsSequence && shape.Rank == 4 ? shape[1] : null),
        new("height", "height in places", shape => !shape.IsSequence && shape.Rank >= 3 ? shape[^2] : null),
        new("width", "width in places", shape => !shape.IsSequence && shape.Rank >= 3 ? shape[^1] : null),
        new("size", "number of all elements", shape => shape.Count),
        new("rank", "number of axes", shape => shape.Rank),
    ];

    /// <summary>Those that an edge may have, whatever its axes are called.</summary>
    public static IReadOnlyList<EdgeProperty> All => s_all;

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
