using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Text;

namespace Nnet.Language.Layers.Spatial;

/// <summary>A layer that adds places to the borders of maps or takes them away.</summary>
public abstract class Border : Layer
{
    /// <summary>Places on both sides.</summary>
    public static readonly Argument<ImmutableArray<int>> Size = Argument.PerAxis("size", "Places on both sides of every spatial axis: one number, or one for each axis.", min: 0, positional: true).Also("padding", "cropping");

    /// <summary>Places before.</summary>
    public static readonly Argument<ImmutableArray<int>> Before = Argument.PerAxis("before", "Places at the top and left alone, in place of `size`.", min: 0);

    /// <summary>Places behind.</summary>
    public static readonly Argument<ImmutableArray<int>> After = Argument.PerAxis("after", "Places at the bottom and right alone, in place of `size`.", min: 0);

    /// <summary>Places before and behind each spatial axis, or null when there are more or fewer than axes, which is reported.</summary>
    private protected static (ImmutableArray<int> Before, ImmutableArray<int> After)? Sides(LayerSite site, Maps maps)
    {
        return Side(Before) is { } before && Side(After) is { } after ? (before, after) : null;

        ImmutableArray<int>? Side(Argument<ImmutableArray<int>> side)
        {
            var (argument, places) = site.Get(side) is { IsEmpty: false } own ? (side, own) : (Size, site.Get(Size));
            return places.IsEmpty ? [.. Enumerable.Repeat(0, maps.Rank)] : maps.PerAxis(site, argument, places);
        }
    }

    /// <summary>Whether the line gives one of the arguments at all; reports it if not.</summary>
    private protected static bool Says(LayerSite site, params ReadOnlySpan<Argument> arguments)
    {
        foreach (var argument in arguments)
        {
            if (site.Call.Has(argument))
            {
                return true;
            }
        }
        var name = site.Call.Definition.Name;
        site.Report(
            BindingFindings.MissingArgument,
            $"{name} needs to know how many places: `{name} 1` means one on every side.",
            fixes: new Fix("Add 1", new TextEdit(new Span(site.Call.NameSpan.End, 0), " 1")));
        return false;
    }

    /// <summary>How the extents come about that change: <c>32 + 2·4 = 40</c>; null when none does.</summary>
    private protected static string? Arithmetic(Maps maps, ImmutableArray<int> before, ImmutableArray<int> after, int sign)
    {
        var terms = Enumerable.Range(0, maps.Rank)
            .Where(axis => before[axis] + (long)after[axis] > 0)
            .Select(axis => Term(maps.Extents[axis], before[axis], after[axis]))
            .Distinct()
            .ToArray();
        return terms.Length == 0 ? null : string.Join(", ", terms);

        string Term(long extent, long first, long last)
        {
            var mark = sign > 0 ? '+' : '−';
            var change = first == last ? $"2·{first}" : string.Join($" {mark} ", new[] { first, last }.Where(places => places > 0));
            return $"{extent} {mark} {change} = {extent + (sign * (first + last))}";
        }
    }
}
