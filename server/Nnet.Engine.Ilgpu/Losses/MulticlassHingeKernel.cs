using ILGPU;
using Nnet.Engine.Ilgpu.Execution;
using Nnet.Engine.Losses;

namespace Nnet.Engine.Ilgpu.Losses;

/// <summary>What the other classes come too close, a thread for each answer of a sample.</summary>
internal sealed unsafe class MulticlassHingeKernel : DeviceKernel<MulticlassHingeEngine.Step<float>>
{
    private readonly MulticlassHingeEngine.Step<float> _step;
    private readonly Scene _scene;
    private readonly Each<Arguments> _run;
    private readonly AnswerLosses _losses;
    private readonly Arguments _arguments;

    public MulticlassHingeKernel(MulticlassHingeEngine.Step<float> step, Scene scene)
    {
        (_step, _scene, _run) = (step, scene, scene.Each<Arguments>(Run));
        var (axis, lanes) = (step.Axis, scene.Batch.Lanes);
        _losses = new AnswerLosses(scene, step.Aim, axis.Answers);
        _arguments = new Arguments(scene.View(step.Values), scene.Targets.SubView(step.Aim.Offset), step.Gradient is { } gradient ? scene.View(gradient) : ArrayView<float>.Empty, _losses.Parts, axis.Classes, scene.Batch.TargetStride, (int)axis.Step * lanes, (int)axis.AnswerStep * lanes, 0, default);
    }

    public override void Start()
    {
        var (batch, axis) = (_scene.Batch, _step.Axis);
        if (_scene.KnowsTargets)
        {
            _run.Start(axis.Answers * batch.Count, _arguments with { Share = _scene.ShareOf(_step.Aim) / (axis.Answers * axis.Classes), Samples = _scene.Samples });
            _losses.Start();
        }
    }

    private static void Run(Index1D index, Arguments a)
    {
        var (answer, sample) = (index / a.Samples.Count, index % a.Samples.Count);
        var first = (answer * a.AnswerStep) + sample;
        var truth = (int)a.Targets[(sample * a.TargetStride) + answer];
        var own = a.Values[first + (truth * a.Step)];
        var (loss, close) = (0f, 0);
        for (var i = 0; i < a.Classes; i++)
        {
            var missing = 1 - own + a.Values[first + (i * a.Step)];
            // What is not a number counts too, so that divergence shows.
            var counts = i != truth && !(missing <= 0);
            loss += counts ? a.Share * missing : 0;
            close += counts ? 1 : 0;
            if (a.Gradient.Length > 0)
            {
                a.Gradient[first + (i * a.Step)] = counts ? a.Share : 0;
            }
        }
        if (a.Gradient.Length > 0)
        {
            a.Gradient[first + (truth * a.Step)] = -a.Share * close;
        }
        a.Losses[a.Samples.At(index)] = loss;
    }

    internal readonly record struct Arguments(
        ArrayView<float> Values,
        ArrayView<float> Targets,
        ArrayView<float> Gradient,
        ArrayView<float> Losses,
        int Classes,
        int TargetStride,
        int Step,
        int AnswerStep,
        float Share,
        SampleLanes Samples);
}
