using System.Numerics;
using System.Runtime.CompilerServices;
using Nnet.Engine.Compilation;
using Nnet.Engine.Execution;
using Nnet.Engine.Kernels;
using Nnet.Language.Graph;
using Nnet.Language.Layers.Activations;

namespace Nnet.Engine.Layers.Activations;

/// <summary>y = a·σ(b) of the halves a, b of the channels or features; da = dy·σ(b); db = dy·a·σ(b)·(1 − σ(b)).</summary>
public sealed class GluEngine : LayerEngine<Glu>
{
    /// <inheritdoc/>
    public override IEnumerable<LayerSample> Samples => [LayerSample.Of<Glu>(6), LayerSample.Of<Glu>(4, 2, 3), LayerSample.OfSequence<Glu>(3, 4)];

    /// <inheritdoc/>
    public override LayerMemory MemoryOf(Node node) => LayerMemory.KeepsInput;

    /// <inheritdoc/>
    public override void Compile<T, V>(LayerSite<T, V> site)
    {
        // Channels come first in pictures, so that one cut halves them; of a sequence each place is cut.
        var pieces = site.InputShape.IsSequence ? (int)site.InputShape.Count / site.InputShape[^1] : 1;
        site.Forward(new GluForward<T, V>(pieces, site.Input, site.Output), [site.Input], [site.Output]);
        if (site.InputGradient is { } inputGradient)
        {
            site.Backward(new GluBackward<T, V>(pieces, site.Input, site.OutputGradient!, inputGradient), [site.Input, site.OutputGradient!], [inputGradient]);
        }
    }
}

internal sealed unsafe class GluForward<T, V>(int pieces, Slot<T> input, Slot<T> output) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    public int Pieces => pieces;

    public Slot<T> Input => input;

    public Slot<T> Output => output;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(int from, int to)
    {
        var half = (nint)output.Size / pieces;
        for (var group = from; group < to; group++)
        {
            T* x = input.At(group), y = output.At(group);
            for (var piece = 0; piece < pieces; piece++, x += 2 * half, y += half)
            {
                for (nint i = 0; i < half; i += V.Count)
                {
                    V.Store(V.Load(x + i) * Elementary.Sigmoid<T, V>(V.Load(x + half + i)), y + i);
                }
            }
        }
    }
}

internal sealed unsafe class GluBackward<T, V>(int pieces, Slot<T> input, Slot<T> gradient, Slot<T> inputGradient) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    public int Pieces => pieces;

    public Slot<T> Input => input;

    public Slot<T> Gradient => gradient;

    public Slot<T> InputGradient => inputGradient;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(int from, int to)
    {
        var half = (nint)gradient.Size / pieces;
        for (var group = from; group < to; group++)
        {
            T* x = input.At(group), dy = gradient.At(group), dx = inputGradient.At(group);
            for (var piece = 0; piece < pieces; piece++, x += 2 * half, dy += half, dx += 2 * half)
            {
                for (nint i = 0; i < half; i += V.Count)
                {
                    var share = Elementary.Sigmoid<T, V>(V.Load(x + half + i));
                    var part = V.Load(dy + i) * share;
                    V.Store(part, dx + i);
                    V.Store(part * V.Load(x + i) * (V.Constant(1) - share), dx + half + i);
                }
            }
        }
    }
}
