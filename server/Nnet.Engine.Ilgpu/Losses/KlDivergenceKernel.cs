using ILGPU;
using Nnet.Engine.Ilgpu.Execution;
using Nnet.Engine.Kernels;
using Nnet.Engine.Losses;

namespace Nnet.Engine.Ilgpu.Losses;

/// <summary>Softmax and the divergence from given shares, a thread for each answer of a sample.</summary>
internal sealed unsafe class KlDivergenceKernel : DeviceKernel<KlDivergenceEngine.Step<float, Lane>>
{
    private readonly KlDivergenceEngine.Step<float, Lane> _step;
    private readonly Scene _scene;
    private readonly Each<Arguments> _run;
    private readonly AnswerLosses _losses;
    private readonly Arguments _arguments;

    public KlDivergenceKernel(KlDivergenceEngine.Step<float, Lane> step, Scene scene)
    {
        (_step, _scene, _run) = (step, scene, scene.Each<Arguments>(Run));
        var (axis, lanes) = (step.Axis, scene.Batch.Lanes);
        _losses = new AnswerLosses(scene, step.Aim, axis.Answers);
        _arguments = new Arguments(scene.View(step.Values), scene.View(step.Targets), scene.View(step.Results), _losses.Parts, axis.Classes, (int)axis.Step * lanes, (int)axis.AnswerStep * lanes, step.Training ? 1 : 0, 0, 0, default);
    }

    public override void Start()
    {
        var (batch, answers) = (_scene.Batch, _step.Axis.Answers);
        _run.Start(answers * batch.Count, _arguments with { Knows = _scene.KnowsTargets ? 1 : 0, Share = _scene.ShareOf(_step.Aim) / answers, Samples = _scene.Samples });
        if (_scene.KnowsTargets)
        {
            _losses.Start();
        }
    }

    private static void Run(Index1D index, Arguments a)
    {
        var (answer, sample) = (index / a.Samples.Count, index % a.Samples.Count);
        var first = (answer * a.AnswerStep) + sample;
        var (shares, cost) = (0f, 0f);
        var greatest = new Lane(a.Values[first]);
        for (var i = 0; i < a.Classes; i++)
        {
            var at = first + (i * a.Step);
            greatest = Lane.Max(greatest, new Lane(a.Values[at]));
            if (a.Knows != 0)
            {
                var t = a.Targets[at];
                shares += t;
                cost += t * ((t > 0 ? Lane.Log(new Lane(t)).Number : 0) - a.Values[at]);
            }
        }
        var sum = Lane.Zero;
        for (var i = 0; i < a.Classes; i++)
        {
            var power = Elementary.Exp<float, Lane>(new Lane(a.Values[first + (i * a.Step)]) - greatest);
            sum += power;
            a.Results[first + (i * a.Step)] = power.Number;
        }
        var scale = (a.Training != 0 ? a.Share * shares : 1) / sum.Number;
        for (var i = 0; i < a.Classes; i++)
        {
            var at = first + (i * a.Step);
            var result = a.Results[at] * scale;
            if (a.Training != 0)
            {
                result -= a.Share * a.Targets[at];
            }
            a.Results[at] = result;
        }
        if (a.Knows != 0)
        {
            a.Losses[a.Samples.At(index)] = a.Share * ((shares * (Lane.Log(sum) + greatest).Number) + cost);
        }
    }

    internal readonly record struct Arguments(
        ArrayView<float> Values,
        ArrayView<float> Targets,
        ArrayView<float> Results,
        ArrayView<float> Losses,
        int Classes,
        int Step,
        int AnswerStep,
        int Training,
        int Knows,
        float Share,
        SampleLanes Samples);
}
