using System.Numerics;
using Nnet.Engine.Compilation;
using Nnet.Engine.Execution;
using Nnet.Engine.Kernels;

namespace Nnet.Engine.Layers.Convolutions;

/// <summary>Adds a convolution to the program.</summary>
internal static class ConvolutionSite
{
    /// <summary>Adds the forward pass of a layer that convolves its input, one way or the other.</summary>
    /// <param name="site">The layer in its place.</param>
    /// <param name="shape">The convolution.</param>
    /// <param name="isBack">Which way: false from what the window looks at to what the filters give.</param>
    /// <param name="weight">Filters × channels of a part × window.</param>
    /// <param name="bias">A number for each channel of the output, or null.</param>
    public static void Convolve<T, V>(this LayerSite<T, V> site, ConvolutionShape shape, bool isBack, Parameter<T> weight, Parameter<T>? bias)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        if (site.IsAlone)
        {
            var alone = new ConvolutionAlone<T, V>(shape, isBack, weight, bias, site.Input, site.Output);
            site.ForwardAlone(alone, alone.Items, [site.Input], [site.Output]);
            return;
        }
        site.Forward(new ConvolutionPass<T, V>(site.Batch, shape, isBack, weight, bias, site.Input, site.Output), [site.Input], [site.Output]);
    }
}
