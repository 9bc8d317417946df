using System.Numerics;
using System.Runtime.CompilerServices;
using Nnet.Engine.Compilation;
using Nnet.Engine.Execution;
using Nnet.Engine.Kernels;
using Nnet.Language.Graph;
using Nnet.Language.Layers.Regularization;

namespace Nnet.Engine.Layers.Regularization;

/// <summary>x + σ·n in training, x afterwards; the gradient goes through as it is.</summary>
public sealed class NoiseEngine : LayerEngine<Noise>
{
    /// <inheritdoc/>
    public override IEnumerable<LayerSample> Samples => [LayerSample.Of<Noise>(7), LayerSample.Of<Noise>(2, 3, 2).With(Noise.Deviation, 2)];

    /// <inheritdoc/>
    public override LayerMemory MemoryOf(Node node) => LayerMemory.InPlace;

    /// <inheritdoc/>
    public override void Compile<T, V>(LayerSite<T, V> site)
    {
        var features = (int)site.InputShape.Count;
        var random = new RandomLanes<T>(site.Batch, site.Seed, site.Node.Id, features);
        site.Forward(new AddNoise<T, V>(site.Batch, random, site.Node.Get(Noise.Deviation), features, site.Input, site.Output), [site.Input], [site.Output], Modes.Training);
        site.PassInEvaluation();
    }
}

internal sealed unsafe class AddNoise<T, V>(Batch<T> batch, RandomLanes<T> random, double deviation, int features, Slot<T> input, Slot<T> output) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    public RandomLanes<T> Random => random;

    public double Deviation => deviation;

    public int Features => features;

    public Slot<T> Input => input;

    public Slot<T> Output => output;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(int from, int to)
    {
        var keys = random.Keys;
        nint lanes = batch.Lanes;
        var draws = stackalloc T[batch.Lanes];
        var factor = V.Constant(deviation);
        for (var group = from; group < to; group++)
        {
            T* x = input.At(group), y = output.At(group);
            for (var feature = 0; feature < features; feature++, x += lanes, y += lanes)
            {
                random.Draw(keys, group, feature, draws);
                for (nint lane = 0; lane < lanes; lane += V.Count)
                {
                    V.Store(V.Fma(Normal(V.Load(draws + lane)), factor, V.Load(x + lane)), y + lane);
                }
            }
        }
    }

    /// <summary>The normal number below which a share u of all lie: √2·erf⁻¹(2u − 1), to six digits (the polynomials of Giles 2010).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V Normal(V u)
    {
        var w = -V.Log(V.Constant(4) * u * (V.Constant(1) - u));
        var c = w - V.Constant(2.5);
        var p = V.Fma(V.Constant(2.81022636e-08), c, V.Constant(3.43273939e-07));
        p = V.Fma(p, c, V.Constant(-3.5233877e-06));
        p = V.Fma(p, c, V.Constant(-4.39150654e-06));
        p = V.Fma(p, c, V.Constant(0.00021858087));
        p = V.Fma(p, c, V.Constant(-0.00125372503));
        p = V.Fma(p, c, V.Constant(-0.00417768164));
        p = V.Fma(p, c, V.Constant(0.246640727));
        p = V.Fma(p, c, V.Constant(1.50140941));
        var t = V.Sqrt(w) - V.Constant(3);
        var q = V.Fma(V.Constant(-0.000200214257), t, V.Constant(0.000100950558));
        q = V.Fma(q, t, V.Constant(0.00134934322));
        q = V.Fma(q, t, V.Constant(-0.00367342844));
        q = V.Fma(q, t, V.Constant(0.00573950773));
        q = V.Fma(q, t, V.Constant(-0.0076224613));
        q = V.Fma(q, t, V.Constant(0.00943887047));
        q = V.Fma(q, t, V.Constant(1.00167406));
        q = V.Fma(q, t, V.Constant(2.83297682));
        return V.Select(V.Greater(V.Constant(5), w), p, q) * (u + u - V.Constant(1)) * V.Constant(1.4142135623730951);
    }
}
