using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Graph;

namespace Nnet.Language.Layers.Joins;

/// <summary>A layer where branches meet: the paths in its braces, and the lines whose labels it names.</summary>
public abstract class Join : Layer
{
    /// <summary>Lines above that are joined too: beside the paths, or beside the line above where there are no paths.</summary>
    public static readonly Argument<ImmutableArray<int>> Labels = Argument.Edges("labels", "Labels of lines above whose values are joined with the line above, or with the paths in braces.", positional: true);

    /// <inheritdoc/>
    public sealed override BodyUse Body => BodyUse.Paths;

    /// <summary>Reports the first input that does not fit to the first one.</summary>
    /// <param name="site">The joint.</param>
    /// <param name="axes">The axes that have to agree.</param>
    /// <param name="kind">What to report.</param>
    /// <param name="remedy">What to do about it: a sentence that begins with a space.</param>
    /// <returns>Whether all fit.</returns>
    private protected static bool Agree(LayerSite site, Func<Shape, IEnumerable<int>> axes, FindingKind kind, string remedy)
    {
        var first = site.Input.Shape;
        foreach (var input in site.Inputs.Skip(1))
        {
            var other = input.Shape;
            var name = site.Call.Definition.Name;
            if (other.Rank != first.Rank)
            {
                site.Report(kind, $"{name} joins {first} and {other}: they differ in their number of axes ({first.Rank} ≠ {other.Rank}).{remedy}");
                return false;
            }
            foreach (var axis in axes(first))
            {
                if (first[axis] != other[axis])
                {
                    var what = first.AxisWord(axis);
                    site.Report(kind, $"{name} joins {first} and {other}: {what} {(what.EndsWith('s') ? "differ" : "differs")} ({first[axis]} ≠ {other[axis]}).{remedy}");
                    return false;
                }
            }
        }
        return true;
    }
}
