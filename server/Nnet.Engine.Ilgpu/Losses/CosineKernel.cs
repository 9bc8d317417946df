using ILGPU;
using Nnet.Engine.Ilgpu.Execution;
using Nnet.Engine.Kernels;
using Nnet.Engine.Losses;

namespace Nnet.Engine.Ilgpu.Losses;

/// <summary>1 − cos of a sample's output and its target, a thread for each sample.</summary>
internal sealed unsafe class CosineKernel(CosineEngine.Step<float, Lane> step, Scene scene) : DeviceKernel<CosineEngine.Step<float, Lane>>
{
    private readonly Each<Arguments> _run = scene.Each<Arguments>(Run);
    private readonly ArrayView<float> _values = scene.View(step.Values);
    private readonly ArrayView<float> _targets = scene.View(step.Targets);
    private readonly ArrayView<float> _gradient = step.Gradient is { } gradient ? scene.View(gradient) : ArrayView<float>.Empty;

    public override void Start()
    {
        if (scene.KnowsTargets)
        {
            _run.Start(scene.Batch.Count, new(_values, _targets, _gradient, scene.LossesOf(step.Aim), scene.Batch.Lanes, step.Features, scene.ShareOf(step.Aim)));
        }
    }

    private static void Run(Index1D sample, Arguments a)
    {
        const float Least = (float)CosineEngine.Step<float, Lane>.Least;
        var (product, squares, wanted) = (0f, Least, Least);
        for (var i = 0; i < a.Features; i++)
        {
            var (v, t) = (a.Values[(i * a.Lanes) + sample], a.Targets[(i * a.Lanes) + sample]);
            product += v * t;
            squares += v * v;
            wanted += t * t;
        }
        var inverse = 1 / Lane.Sqrt(new Lane(squares * wanted)).Number;
        a.Losses[sample] = (1 - (product * inverse)) * a.Share;
        if (a.Gradient.Length > 0)
        {
            var (ofTarget, ofValue) = (-(a.Share * inverse), a.Share * product * inverse / squares);
            for (var i = 0; i < a.Features; i++)
            {
                var at = (i * a.Lanes) + sample;
                a.Gradient[at] = (ofTarget * a.Targets[at]) + (ofValue * a.Values[at]);
            }
        }
    }

    internal readonly record struct Arguments(ArrayView<float> Values, ArrayView<float> Targets, ArrayView<float> Gradient, ArrayView<float> Losses, int Lanes, int Features, float Share);
}
