using System.Numerics;
using System.Runtime.CompilerServices;
using Nnet.Engine.Compilation;
using Nnet.Engine.Execution;
using Nnet.Engine.Kernels;
using Nnet.Language.Graph;
using Nnet.Language.Layers;

namespace Nnet.Engine.Layers.Activations;

/// <summary>The mathematics of a function applied to every element.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="V">Register.</typeparam>
public interface IActivation<T, V>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    /// <summary>The function.</summary>
    V Value(V x);

    /// <summary>Its derivative, from what was kept: the output, or the input if the engine half says so.</summary>
    V Slope(V kept);
}

/// <summary>The engine half of a function applied to every element.</summary>
/// <typeparam name="TLayer">The declaration.</typeparam>
public abstract class ActivationEngine<TLayer> : LayerEngine<TLayer>
    where TLayer : Activation
{
    /// <summary>Whether the derivative is computed from the input; from the output it costs less memory.</summary>
    protected virtual bool SlopeNeedsInput => false;

    /// <inheritdoc/>
    public override LayerMemory MemoryOf(Node node) => SlopeNeedsInput ? LayerMemory.KeepsInput : LayerMemory.InPlace | LayerMemory.KeepsOutput;

    /// <inheritdoc/>
    public override bool TakesLoneSamples(Node node) => true;

    /// <inheritdoc/>
    public override IEnumerable<LayerSample> Samples => [LayerSample.Of<TLayer>(7), LayerSample.Of<TLayer>(2, 3, 2)];

    /// <summary>Adds the instructions of a function.</summary>
    protected void Add<T, V, TFunction>(LayerSite<T, V> site, TFunction function)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
        where TFunction : struct, IActivation<T, V>
    {
        site.Forward(new ActivationForward<T, V, TFunction>(site.Input, site.Output, function), [site.Input], [site.Output]);
        if (site.InputGradient is { } inputGradient)
        {
            var kept = SlopeNeedsInput ? site.Input : site.Output;
            site.Backward(new ActivationBackward<T, V, TFunction>(kept, site.OutputGradient!, inputGradient, function), [kept, site.OutputGradient!], [inputGradient]);
        }
    }
}

internal sealed unsafe class ActivationForward<T, V, TFunction>(Slot<T> input, Slot<T> output, TFunction function) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
    where TFunction : struct, IActivation<T, V>
{
    public Slot<T> Input => input;

    public Slot<T> Output => output;

    public TFunction Function => function;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(int from, int to)
    {
        var f = function;
        for (var group = from; group < to; group++)
        {
            T* x = input.At(group), y = output.At(group);
            for (var i = 0; i < input.Size; i += V.Count)
            {
                V.Store(f.Value(V.Load(x + i)), y + i);
            }
        }
    }
}

internal sealed unsafe class ActivationBackward<T, V, TFunction>(Slot<T> kept, Slot<T> gradient, Slot<T> inputGradient, TFunction function) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
    where TFunction : struct, IActivation<T, V>
{
    public Slot<T> Kept => kept;

    public Slot<T> Gradient => gradient;

    public Slot<T> InputGradient => inputGradient;

    public TFunction Function => function;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(int from, int to)
    {
        var f = function;
        for (var group = from; group < to; group++)
        {
            T* k = kept.At(group), dy = gradient.At(group), dx = inputGradient.At(group);
            for (var i = 0; i < kept.Size; i += V.Count)
            {
                V.Store(f.Slope(V.Load(k + i)) * V.Load(dy + i), dx + i);
            }
        }
    }
}
