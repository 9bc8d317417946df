using Nnet.Language.Graph;

namespace Nnet.Engine.Layers.Maps;

/// <summary>
/// How the numbers of maps lie within a group of samples: channel after channel in pictures, place after place in sequences.
/// A vector is maps of one place. What works over space goes by these steps and so knows no difference.
/// </summary>
/// <param name="Channels">Number of channels; features of a sequence or vector.</param>
/// <param name="Extent">Extent of space, brought to three axes: the missing ones have extent 1.</param>
/// <param name="ChannelStep">From a channel to the next, in numbers.</param>
/// <param name="PlaceStep">From a place to the next along the innermost axis, in numbers.</param>
public readonly record struct MapLayout(int Channels, Axes Extent, nint ChannelStep, nint PlaceStep)
{
    /// <summary>Number of places.</summary>
    public int Places => Extent.Product;

    /// <summary>Stretches of a channel that lie in one piece: one in pictures, one for each place in sequences.</summary>
    public int Runs => PlaceStep < ChannelStep || Channels == 1 ? 1 : Places;

    /// <summary>From such a stretch to the next.</summary>
    public nint RunStep => PlaceStep;

    /// <summary>Numbers in such a stretch, for groups of <paramref name="lanes"/> samples.</summary>
    public int RunLength(int lanes) => Places / Runs * lanes;

    /// <summary>Every number as a channel of its own.</summary>
    public static MapLayout Each(int features, int lanes) => new(features, new Axes(1, 1, 1), lanes, lanes);

    /// <summary>All numbers as the places of one channel.</summary>
    public static MapLayout Whole(int features, int lanes) => new(1, new Axes(1, 1, features), (nint)features * lanes, lanes);

    /// <summary>The layout of a shape for groups of <paramref name="lanes"/> samples.</summary>
    public static MapLayout Of(Shape shape, int lanes)
    {
        if (shape.IsSequence && shape.Rank > 1)
        {
            var extent = Axes.Of(shape.Axes.AsSpan()[..^1], 1);
            return new MapLayout(shape[^1], extent, lanes, (nint)shape[^1] * lanes);
        }
        var space = Axes.Of(shape.Axes.AsSpan()[1..], 1);
        return new MapLayout(shape[0], space, (nint)space.Product * lanes, lanes);
    }
}
