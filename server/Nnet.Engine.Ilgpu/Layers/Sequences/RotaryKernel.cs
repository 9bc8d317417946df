using ILGPU;
using Nnet.Engine.Ilgpu.Execution;
using Nnet.Engine.Kernels;
using Nnet.Engine.Layers.Sequences;

namespace Nnet.Engine.Ilgpu.Layers.Sequences;

/// <summary>Turns queries or keys by their places, a thread for each pair of features of a sample.</summary>
internal sealed class RotaryKernel(RotaryPositions<float, Lane> instruction, Scene scene) : DeviceKernel<RotaryPositions<float, Lane>>
{
    private readonly Each<Arguments> _run = scene.Each<Arguments>(Run);
    private readonly ArrayView<float> _values = scene.View(instruction.Values);
    private readonly ArrayView<float> _angles = scene.View(instruction.Angles);

    public override void Start()
    {
        var values = instruction.Values;
        _run.Start(values.Places * (values.Width / 2) * scene.Batch.Count, new(_values, _angles, values.Features, values.Width, instruction.Width, instruction.IsBack ? 1 : 0, scene.Samples));
    }

    private static void Run(Index1D index, Arguments a)
    {
        var (sample, pair, half) = (index % a.Samples.Count, index / a.Samples.Count, a.Head / 2);
        var (place, i) = (pair / (a.Width / 2), pair % (a.Width / 2));
        var (cosine, sine) = (a.Angles[(place * a.Head) + (i % half)], a.Angles[(place * a.Head) + half + (i % half)]);
        sine = a.IsBack != 0 ? -sine : sine;
        var first = (((place * a.Features) + (i / half * a.Head) + (i % half)) * a.Samples.Lanes) + sample;
        var second = first + (half * a.Samples.Lanes);
        var (left, right) = (a.Values[first], a.Values[second]);
        a.Values[first] = (left * cosine) - (right * sine);
        a.Values[second] = (right * cosine) + (left * sine);
    }

    /// <param name="Values">The first feature that counts.</param>
    /// <param name="Angles">Place after place, the cosines of a head's first half, then the sines.</param>
    /// <param name="Features">Features of a place.</param>
    /// <param name="Width">Those that count: heads side by side.</param>
    /// <param name="Head">Features of a head.</param>
    /// <param name="IsBack">Whether it is turned the other way: 0 or 1.</param>
    /// <param name="Samples">The samples.</param>
    internal readonly record struct Arguments(ArrayView<float> Values, ArrayView<float> Angles, int Features, int Width, int Head, int IsBack, SampleLanes Samples);
}
