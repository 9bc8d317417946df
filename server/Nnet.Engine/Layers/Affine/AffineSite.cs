using System.Numerics;
using Nnet.Engine.Compilation;
using Nnet.Engine.Execution;
using Nnet.Engine.Kernels;

namespace Nnet.Engine.Layers.Affine;

/// <summary>Adds an affine map to the program.</summary>
internal static unsafe class AffineSite
{
    /// <summary>Adds y = Wx + b at every place.</summary>
    /// <param name="site">The layer in its place.</param>
    /// <param name="weight">First row of W: as many rows as the output has features, as long as the input has.</param>
    /// <param name="bias">First number of b, or null.</param>
    /// <param name="input">x.</param>
    /// <param name="output">y.</param>
    public static void Affine<T, V>(this LayerSite<T, V> site, T* weight, T* bias, PlaceView<T> input, PlaceView<T> output)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        if (site.IsAlone)
        {
            var alone = new AffineAlone<T, V>(weight, bias, input, output);
            site.ForwardAlone(alone, alone.Items, [input.Slot], [output.Slot]);
            return;
        }
        site.Forward(new AffineForward<T, V>(site.Batch, weight, bias, input, output), [input.Slot], [output.Slot]);
    }

    /// <summary>Adds the gradients of W and b, where there is one.</summary>
    /// <param name="site">The layer in its place.</param>
    /// <param name="weight">W.</param>
    /// <param name="bias">b, or null.</param>
    /// <param name="gradient">dy.</param>
    /// <param name="rows">x, sample after sample.</param>
    public static void AffineGradients<T, V>(this LayerSite<T, V> site, Parameter<T> weight, Parameter<T>? bias, PlaceView<T> gradient, RowView<T> rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        site.Gradient(weight, new AffineGradient<T, V>(site.Batch, weight.Gradient, weight.RowLength, gradient, rows), (long)weight.RowLength * gradient.Places, [gradient.Slot, .. rows.Slots]);
        if (bias is not null)
        {
            site.Gradient(bias, new PlaceSums<T, V>(site.Batch, bias.Gradient, gradient), gradient.Places, gradient.Slot);
        }
    }
}
