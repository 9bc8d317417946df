using Nnet.Engine.Compilation;
using Nnet.Language.Layers.Shaping;

namespace Nnet.Engine.Layers.Shaping;

/// <summary>The axes in another order; gradients go the way back.</summary>
public sealed class PermuteEngine : LayerEngine<Permute>
{
    /// <inheritdoc/>
    public override IEnumerable<LayerSample> Samples =>
    [
        LayerSample.OfSequence<Permute>(3, 4).With(Permute.Order, new([2, 1], [])),
        LayerSample.Of<Permute>(2, 3, 4).With(Permute.Order, new([3, 1, 2], [])),
    ];

    /// <inheritdoc/>
    public override void Compile<T, V>(LayerSite<T, V> site)
    {
        var (input, output, axes) = (site.InputShape.Axes, site.OutputShape.Axes, site.Node.Get(Permute.Order).Axes);
        var steps = new int[input.Length];
        for (var (axis, step) = (input.Length - 1, 1); axis >= 0; step *= input[axis--])
        {
            steps[axis] = step;
        }
        var order = new int[site.OutputShape.Count];
        for (var i = 0; i < order.Length; i++)
        {
            for (var (axis, rest) = (output.Length - 1, i); axis >= 0; rest /= output[axis--])
            {
                order[i] += rest % output[axis] * steps[axes[axis] - 1];
            }
        }
        MoveFeatures<T, V>.Add(site, order);
    }
}
