using Nnet.Language.Graph;
using Nnet.Language.Layers.Spatial;

namespace Nnet.Language.Findings.Rules;

/// <summary>A window whose last steps do not fit, so that much of the last rows is never seen.</summary>
public sealed class IgnoredEdge : LayerRule
{
    // A row or two of a large image are no loss, and most classical networks have such.
    private const double Most = 0.2;

    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("ignored-edge", Severity.Hint, "The last rows are seen by no window",
        "Output sizes are rounded down, so what is left behind the last whole step is dropped; on small maps that is much.");

    /// <inheritdoc/>
    protected override bool IsAbout(Node node) => node.Layer is Convolution or Pool;

    /// <inheritdoc/>
    protected override Problem? Look(RuleContext context, LayerGraph model, Node node)
    {
        if (node.Facts!.Window is not { } window || window.Axes.Any(axis => axis.Kernel == 1 || axis.Stride > axis.Reach))
        {
            return null;
        }
        var lost = 1 - window.Axes.Aggregate(1.0, (share, axis) => share * Covered(axis) / axis.Input);
        if (lost < Most)
        {
            return null;
        }
        var worst = window.Axes.MaxBy(axis => axis.Input - Covered(axis))!;
        var what = window.Axes.Length == 1 ? "places" : worst.Input - Covered(worst) == 1 ? "row and column" : "rows and columns";
        return new Problem(
            node.Call.NameSpan,
            $"{node.Layer.Name} makes {worst.Output} of {worst.Input} ({worst.Arithmetic}), so the last {(worst.Input - Covered(worst) == 1 ? "" : $"{worst.Input - Covered(worst)} ")}{what} of its input, {lost:0%} of it, {(window.Axes.Length > 1 || worst.Input - Covered(worst) > 1 ? "are" : "is")} seen by no window.",
            () => node.Layer is Pool ? [Fixes.SetArgument(node.Call, Pool.Ceil, "true")] : [Fixes.SetArgument(node.Call, Convolution.Padding, "same")]);
    }

    // Places of the input, from the first, that some window reaches.
    private static long Covered(WindowAxis axis) => Math.Min(axis.Input, ((axis.Output - 1L) * axis.Stride) + axis.Reach - axis.Before);
}
