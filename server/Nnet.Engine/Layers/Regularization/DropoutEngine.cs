using System.Numerics;
using System.Runtime.Intrinsics;
using Nnet.Engine.Compilation;
using Nnet.Engine.Data;
using Nnet.Engine.Execution;
using Nnet.Language.Graph;
using Nnet.Language.Layers.Regularization;

namespace Nnet.Engine.Layers.Regularization;

/// <summary>
/// y = x/(1 − p) or 0 in training, x afterwards. What is dropped is a function of (seed, layer, step, sample, feature),
/// so backward draws it again instead of keeping it.
/// </summary>
public sealed class DropoutEngine : LayerEngine<Dropout>
{
    /// <inheritdoc/>
    public override IEnumerable<LayerSample> Samples => [LayerSample.Of<Dropout>(9), LayerSample.Of<Dropout>(2, 3, 3).With(Dropout.Rate, 0.2)];

    /// <inheritdoc/>
    public override bool TakesSequences => true;

    /// <inheritdoc/>
    public override LayerMemory MemoryOf(Node node) => LayerMemory.InPlace;

    /// <inheritdoc/>
    public override void Compile<T, V>(LayerSite<T, V> site)
    {
        var rate = site.Node.Get(Dropout.Rate);
        var features = (int)site.InputShape.Count;
        site.Forward(new DropoutStep<T>(site.Batch, site.Seed, site.Node.Id, rate, features, site.Input, site.Output), [site.Input], [site.Output], Modes.Training);
        if (site.Input != site.Output)
        {
            site.Forward(new CopySlot<T>(site.Input, site.Output), [site.Input], [site.Output], Modes.Evaluation);
        }
        if (site.InputGradient is { } inputGradient)
        {
            site.Backward(new DropoutStep<T>(site.Batch, site.Seed, site.Node.Id, rate, features, site.OutputGradient!, inputGradient), [site.OutputGradient!], [inputGradient]);
        }
    }
}

internal sealed unsafe class DropoutStep<T>(Batch<T> batch, int seed, int node, double rate, int features, Slot<T> from, Slot<T> to) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const ulong FirstStream = 1UL << 41;

    private readonly uint _threshold = (uint)Math.Min(uint.MaxValue, Math.Round(rate * 4294967296.0));
    private readonly T _scale = T.CreateChecked(1 / (1 - rate));

    public override void Run(int fromGroup, int toGroup)
    {
        var bits = new CounterRandom((ulong)seed, FirstStream + ((ulong)batch.Step << 12) + (ulong)node).NextBits();
        var (first, second) = ((uint)bits, (uint)(bits >> 32));
        for (var group = fromGroup; group < toGroup; group++)
        {
            T* x = from.At(group), y = to.At(group);
            var sample = (uint)(group * batch.Lanes);
            for (var feature = 0u; feature < features; feature++, x += batch.Lanes, y += batch.Lanes)
            {
                var counter = (sample * (uint)features) + feature + first;
                if (typeof(T) == typeof(float) && batch.Lanes >= 4)
                {
                    Vector((float*)x, (float*)y, counter, second);
                    continue;
                }
                for (var lane = 0; lane < batch.Lanes; lane++)
                {
                    y[lane] = Hash(counter + ((uint)lane * (uint)features), second) >= _threshold ? x[lane] * _scale : T.Zero;
                }
            }
        }
    }

    private void Vector(float* x, float* y, uint counter, uint key)
    {
        var scale = Vector128.Create(float.CreateChecked(_scale));
        var threshold = Vector128.Create(_threshold);
        var counters = Vector128.Create(counter) + (Vector128.Create(0u, 1, 2, 3) * (uint)features);
        for (var lane = 0; lane < batch.Lanes; lane += 4)
        {
            var h = counters;
            h ^= h >>> 16;
            h *= 0x7FEB352D;
            h ^= Vector128.Create(key);
            h ^= h >>> 15;
            h *= 0x846CA68B;
            h ^= h >>> 16;
            var kept = Vector128.GreaterThanOrEqual(h, threshold).AsSingle();
            (kept & (Vector128.Load(x + lane) * scale)).Store(y + lane);
            counters += Vector128.Create(4 * (uint)features);
        }
    }

    /// <summary>32 well mixed bits (a multiply-xorshift hash, its constants found by Wellons' search for low bias).</summary>
    private static uint Hash(uint counter, uint key)
    {
        var h = counter;
        h ^= h >> 16;
        h *= 0x7FEB352D;
        h ^= key;
        h ^= h >> 15;
        h *= 0x846CA68B;
        h ^= h >> 16;
        return h;
    }
}
