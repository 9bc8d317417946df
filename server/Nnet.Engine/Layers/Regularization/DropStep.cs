using System.Numerics;
using System.Runtime.CompilerServices;
using Nnet.Engine.Compilation;
using Nnet.Engine.Execution;
using Nnet.Engine.Kernels;
using Nnet.Engine.Layers.Maps;

namespace Nnet.Engine.Layers.Regularization;

/// <summary>What dropping does to numbers: kept ones become x·Scale + Shift, the others Dropped.</summary>
/// <param name="Rate">Share that is dropped.</param>
/// <param name="Scale">What kept numbers are multiplied by.</param>
/// <param name="Shift">What is then added to them.</param>
/// <param name="Dropped">What the others become.</param>
internal readonly record struct DropRule(double Rate, double Scale, double Shift = 0, double Dropped = 0)
{
    /// <summary>Zeros, and what is kept made larger by as much as is lost.</summary>
    public static DropRule Zeros(double rate) => new(rate, 1 / (1 - rate));

    /// <summary>Adds the instructions of a layer that drops while training and does nothing afterwards.</summary>
    /// <param name="site">The layer in its place.</param>
    /// <param name="units">What is kept or dropped together: the channels of these maps.</param>
    public void Add<T, V>(LayerSite<T, V> site, MapLayout units)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        var random = new RandomLanes<T>(site.Batch, site.Seed, site.Node.Id, units.Channels);
        site.Forward(new DropStep<T, V>(site.Batch, random, units, this, site.Input, site.Output), [site.Input], [site.Output], Modes.Training);
        site.PassInEvaluation();
        if (site.InputGradient is { } inputGradient)
        {
            site.Backward(new DropStep<T, V>(site.Batch, random, units, this with { Shift = 0, Dropped = 0 }, site.OutputGradient!, inputGradient), [site.OutputGradient!], [inputGradient]);
        }
    }
}

internal sealed unsafe class DropStep<T, V>(Batch<T> batch, RandomLanes<T> random, MapLayout units, DropRule rule, Slot<T> source, Slot<T> target) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    public RandomLanes<T> Random => random;

    public MapLayout Units => units;

    public DropRule Rule => rule;

    public Slot<T> Source => source;

    public Slot<T> Target => target;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(int from, int to)
    {
        var keys = random.Keys;
        nint lanes = batch.Lanes;
        var draws = stackalloc T[batch.Lanes];
        var (rate, scale, shift, dropped) = (V.Constant(rule.Rate), V.Constant(rule.Scale), V.Constant(rule.Shift), V.Constant(rule.Dropped));
        for (var group = from; group < to; group++)
        {
            for (var unit = 0; unit < units.Channels; unit++)
            {
                random.Draw(keys, group, unit, draws);
                T* x = source.At(group) + (unit * units.ChannelStep), y = target.At(group) + (unit * units.ChannelStep);
                for (nint lane = 0; lane < lanes; lane += V.Count)
                {
                    var kept = V.Greater(V.Load(draws + lane), rate);
                    for (nint place = 0; place < units.Places; place++)
                    {
                        var at = (place * units.PlaceStep) + lane;
                        V.Store(V.Select(kept, V.Fma(V.Load(x + at), scale, shift), dropped), y + at);
                    }
                }
            }
        }
    }
}
