using Nnet.Language.Graph;
using Nnet.Language.Layers.Spatial;

namespace Nnet.Language.Findings.Rules;

/// <summary>A window that steps over places that it never sees.</summary>
public sealed class SkippedPixels : LayerRule
{
    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("skipped-pixels", Severity.Warning, "The window steps over places",
        "A window that moves by more than its extent leaves places out that nothing ever sees; what stands there cannot be learnt from.");

    /// <inheritdoc/>
    protected override bool IsAbout(Node node) => node.Layer is Convolution or Pool;

    /// <inheritdoc/>
    protected override Problem? Look(RuleContext context, LayerGraph model, Node node)
    {
        // A window of one place with a stride is the shortcut of ResNet, and thins out on purpose.
        if (node.Facts!.Window?.Axes.FirstOrDefault(axis => axis.Kernel > 1 && axis.Stride > axis.Reach) is not { } axis)
        {
            return null;
        }
        var stride = node.Layer is Pool ? Pool.Stride : Convolution.Stride;
        var seen = node.Facts.Window.Axes.Aggregate(1.0, (share, axis) => share * Math.Min(1, (double)axis.Reach / axis.Stride));
        return new Problem(
            node.Call.SpanOf(stride),
            $"The window of {node.Layer.Name} covers {axis.Reach} places and moves by {axis.Stride}: only {seen:0%} of the {(node.Facts.Window.Axes.Length == 1 ? "places" : "pixels")} are seen at all. A step of at most {axis.Reach} leaves nothing out.",
            () => [Fixes.SetArgument(node.Call, stride, $"{axis.Reach}")]);
    }
}
