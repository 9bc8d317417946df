using System.Collections.Immutable;
using Nnet.Language.Graph;
using Nnet.Language.Layers.Spatial;

namespace Nnet.Language.Findings.Rules;

/// <summary>A window without a middle that is to keep the size.</summary>
public sealed class EvenKernel : LayerRule
{
    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("even-kernel", Severity.Warning, "An even window that is to keep the size",
        "An even window has no middle: with the same padding on both sides the maps grow by one, and with one more behind they wander by half a place at every layer.");

    /// <inheritdoc/>
    protected override bool IsAbout(Node node) => node.Layer is Convolution;

    /// <inheritdoc/>
    protected override Problem? Look(RuleContext context, LayerGraph model, Node node)
    {
        // With a stride maps change their size anyway, and even windows are usual there.
        if (node.Facts!.Window is not { } window || window.Axes.FirstOrDefault(IsUneven) is not { } axis)
        {
            return null;
        }
        var isSame = node.Get(Convolution.Padding).IsSame;
        var odd = window.Axes.Select(axis => axis.Kernel + 1 - (axis.Kernel % 2)).ToImmutableArray();
        return new Problem(
            node.Call.SpanOf(Convolution.Kernel),
            isSame
                ? $"A window of {axis.Kernel} has no middle, so padding=same puts {axis.Before} before and {axis.After} behind it: the maps wander by half a place. {axis.Kernel + 1} has a middle."
                : $"A window of {axis.Kernel} with {axis.Before} places of padding on both sides makes {axis.Output} of {axis.Input}: it has no middle. {axis.Kernel + 1} keeps the size.",
            () => [Fixes.SetArgument(node.Call, Convolution.Kernel, odd.Distinct().Count() == 1 ? $"{odd[0]}" : $"[{string.Join(", ", odd)}]")]);
    }

    private static bool IsUneven(WindowAxis axis)
        => axis is { Stride: 1, After: > 0 } && axis.Kernel % 2 == 0 && (axis.Before != axis.After || axis.Output == axis.Input + 1);
}
