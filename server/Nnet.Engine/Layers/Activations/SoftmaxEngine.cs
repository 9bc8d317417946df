using System.Numerics;
using Nnet.Engine.Compilation;
using Nnet.Engine.Execution;
using Nnet.Engine.Kernels;
using Nnet.Language.Graph;
using Nnet.Language.Layers.Activations;

namespace Nnet.Engine.Layers.Activations;

/// <summary>eˣ / Σ eˣ over the last axis; dx = y·(dy − Σ y·dy).</summary>
public sealed class SoftmaxEngine : LayerEngine<Softmax>
{
    /// <inheritdoc/>
    public override IEnumerable<LayerSample> Samples => [LayerSample.Of<Softmax>(4), LayerSample.Of<Softmax>(2, 3)];

    /// <inheritdoc/>
    public override LayerMemory MemoryOf(Node node) => LayerMemory.InPlace | LayerMemory.KeepsOutput;

    /// <inheritdoc/>
    public override void Compile<T, V>(LayerSite<T, V> site)
    {
        var classes = site.InputShape[^1];
        var vectors = (int)site.InputShape.Count / classes;
        site.Forward(new SoftmaxForward<T, V>(site.Batch, classes, vectors, site.Input, site.Output), [site.Input], [site.Output]);
        if (site.InputGradient is { } inputGradient)
        {
            site.Backward(new SoftmaxBackward<T, V>(site.Batch, classes, vectors, site.Output, site.OutputGradient!, inputGradient), [site.Output, site.OutputGradient!], [inputGradient]);
        }
    }
}

internal sealed unsafe class SoftmaxForward<T, V>(Batch<T> batch, int classes, int vectors, Slot<T> input, Slot<T> output) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    public int Classes => classes;

    public int Vectors => vectors;

    public Slot<T> Input => input;

    public Slot<T> Output => output;

    public override void Run(int from, int to)
    {
        var lanes = batch.Lanes;
        for (var group = from; group < to; group++)
        {
            T* x = input.At(group), y = output.At(group);
            for (var vector = 0; vector < vectors; vector++, x += classes * lanes, y += classes * lanes)
            {
                for (var lane = 0; lane < lanes; lane += V.Count)
                {
                    SoftmaxKernel.Run<T, V>(x + lane, y + lane, lanes, classes, V.Constant(1));
                }
            }
        }
    }
}

internal sealed unsafe class SoftmaxBackward<T, V>(Batch<T> batch, int classes, int vectors, Slot<T> output, Slot<T> gradient, Slot<T> inputGradient) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    public int Classes => classes;

    public int Vectors => vectors;

    public Slot<T> Output => output;

    public Slot<T> Gradient => gradient;

    public Slot<T> InputGradient => inputGradient;

    public override void Run(int from, int to)
    {
        var lanes = batch.Lanes;
        var length = classes * lanes;
        for (var group = from; group < to; group++)
        {
            T* y = output.At(group), dy = gradient.At(group), dx = inputGradient.At(group);
            for (var vector = 0; vector < vectors; vector++, y += length, dy += length, dx += length)
            {
                for (var lane = 0; lane < lanes; lane += V.Count)
                {
                    var sum = V.Zero;
                    for (var i = lane; i < length; i += lanes)
                    {
                        sum = V.Fma(V.Load(y + i), V.Load(dy + i), sum);
                    }
                    for (var i = lane; i < length; i += lanes)
                    {
                        V.Store(V.Load(y + i) * (V.Load(dy + i) - sum), dx + i);
                    }
                }
            }
        }
    }
}
