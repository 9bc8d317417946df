using ILGPU;
using Nnet.Engine.Ilgpu.Execution;
using Nnet.Engine.Kernels;
using Nnet.Engine.Losses;

namespace Nnet.Engine.Ilgpu.Losses;

/// <summary>
/// Softmax and cross-entropy, a thread for each answer of a sample. What an answer costs stands beside the others of its sample, and is
/// then added up in their order.
/// </summary>
internal sealed unsafe class CrossEntropyKernel : DeviceKernel<CrossEntropyEngine.CrossEntropyStep<float, Lane>>
{
    private readonly CrossEntropyEngine.CrossEntropyStep<float, Lane> _step;
    private readonly Scene _scene;
    private readonly Each<Arguments> _run;
    private readonly AnswerLosses _losses;
    private readonly Arguments _arguments;

    public CrossEntropyKernel(CrossEntropyEngine.CrossEntropyStep<float, Lane> step, Scene scene)
    {
        (_step, _scene) = (step, scene);
        _run = scene.Each<Arguments>(Run);
        _losses = new AnswerLosses(scene, step.Aim, step.Axis.Answers);
        var (axis, lanes) = (step.Axis, scene.Batch.Lanes);
        _arguments = new Arguments(
            scene.View(step.Values),
            scene.View(step.Results),
            scene.Targets.SubView(step.Aim.Offset),
            _losses.Parts,
            step.Amounts.OfClass is { } ofClass ? scene.Memory.Constant<float>(ofClass) : ArrayView<float>.Empty,
            step.Amounts.OfAll is { } ofAll ? scene.Memory.Constant<float>(ofAll) : ArrayView<float>.Empty,
            step.Amounts.Spread,
            axis.Classes,
            scene.Batch.TargetStride,
            (int)axis.Step * lanes,
            (int)axis.AnswerStep * lanes,
            step.Training ? 1 : 0,
            0,
            0,
            default);
    }

    public override void Start()
    {
        var (batch, axis) = (_scene.Batch, _step.Axis);
        var knows = _scene.KnowsTargets;
        _run.Start(axis.Answers * batch.Count, _arguments with { Knows = knows ? 1 : 0, Share = _scene.ShareOf(_step.Aim) / axis.Answers, Samples = _scene.Samples });
        if (knows)
        {
            _losses.Start();
        }
    }

    private static void Run(Index1D index, Arguments a)
    {
        var sample = index % a.Samples.Count;
        var answer = index / a.Samples.Count;
        var first = (answer * a.AnswerStep) + sample;
        var greatest = new Lane(a.Values[first]);
        for (var i = 1; i < a.Classes; i++)
        {
            greatest = Lane.Max(greatest, new Lane(a.Values[first + (i * a.Step)]));
        }
        var sum = Lane.Zero;
        for (var i = 0; i < a.Classes; i++)
        {
            var power = Elementary.Exp<float, Lane>(new Lane(a.Values[first + (i * a.Step)]) - greatest);
            sum += power;
            a.Results[first + (i * a.Step)] = power.Number;
        }
        var target = a.Knows != 0 ? (int)a.Targets[(sample * a.TargetStride) + answer] : -1;
        var own = target >= 0 && a.OfClass.Length > 0 ? a.OfClass[target] : 1f;
        // What the sample counts in all: the sum of its amounts, times its share of the mean.
        var amount = a.Training != 0 ? a.Share * (target >= 0 && a.OfClass.Length > 0 ? own + a.Spread : 1f) : 1f;
        var logSum = (Lane.Log(sum) + greatest).Number;
        var scale = amount / sum.Number;
        var loss = 0f;
        for (var i = 0; i < a.Classes; i++)
        {
            var at = first + (i * a.Step);
            var result = a.Results[at] * scale;
            var above = logSum - a.Values[at];
            if (target == i)
            {
                loss += a.Share * own * above;
                result -= a.Training != 0 ? a.Share * own : 0;
            }
            if (target >= 0 && a.OfAll.Length > 0)
            {
                loss += a.Share * a.OfAll[i] * above;
                result -= a.Training != 0 ? a.Share * a.OfAll[i] : 0;
            }
            a.Results[at] = result;
        }
        if (target >= 0)
        {
            a.Losses[a.Samples.At(index)] = loss;
        }
    }

    internal readonly record struct Arguments(
        ArrayView<float> Values,
        ArrayView<float> Results,
        ArrayView<float> Targets,
        ArrayView<float> Losses,
        ArrayView<float> OfClass,
        ArrayView<float> OfAll,
        float Spread,
        int Classes,
        int TargetStride,
        int Step,
        int AnswerStep,
        int Training,
        int Knows,
        float Share,
        SampleLanes Samples);
}

/// <summary>A loss that compares output by output, while training: a thread for each sample.</summary>
internal sealed class ElementwiseTrainKernel<TLoss>(ElementwiseLoss.Train<float, Lane, TLoss> step, Scene scene) : DeviceKernel<ElementwiseLoss.Train<float, Lane, TLoss>>
    where TLoss : struct, IElementwiseLoss<float, Lane>
{
    private readonly Each<Arguments> _run = scene.Each<Arguments>(Run);
    private readonly ArrayView<float> _values = scene.View(step.Values);
    private readonly ArrayView<float> _targets = scene.View(step.Targets);
    private readonly ArrayView<float> _gradient = scene.View(step.Gradient);

    public override void Start()
        => _run.Start(scene.Batch.Count, new(_values, _targets, _gradient, scene.LossesOf(step.Aim), scene.Batch.Lanes, step.Features, scene.ShareOf(step.Aim) / step.Features, step.Function));

    private static void Run(Index1D sample, Arguments a)
    {
        var sum = 0f;
        for (var i = 0; i < a.Features; i++)
        {
            var at = (i * a.Lanes) + sample;
            var (value, target) = (new Lane(a.Values[at]), new Lane(a.Targets[at]));
            sum += a.Function.Value(value, target).Number * a.Share;
            a.Gradient[at] = a.Function.Slope(value, target).Number * a.Share;
        }
        a.Losses[sample] = sum;
    }

    internal readonly record struct Arguments(ArrayView<float> Values, ArrayView<float> Targets, ArrayView<float> Gradient, ArrayView<float> Losses, int Lanes, int Features, float Share, TLoss Function);
}

/// <summary>A loss that compares output by output, where nothing is trained.</summary>
internal sealed unsafe class ElementwiseEvaluateKernel<TLoss>(ElementwiseLoss.Evaluate<float, Lane, TLoss> step, Scene scene) : DeviceKernel<ElementwiseLoss.Evaluate<float, Lane, TLoss>>
    where TLoss : struct, IElementwiseLoss<float, Lane>
{
    private readonly Each<Arguments> _run = scene.Each<Arguments>(Run);
    private readonly ArrayView<float> _values = scene.View(step.Values);
    private readonly ArrayView<float> _targets = scene.View(step.Targets);
    private readonly ArrayView<float> _outputs = scene.View(step.Outputs);

    public override void Start()
        => _run.Start(scene.Batch.Count, new(_values, _targets, _outputs, scene.LossesOf(step.Aim), scene.Batch.Lanes, step.Features, scene.ShareOf(step.Aim) / step.Features, scene.KnowsTargets ? 1 : 0, step.Function));

    private static void Run(Index1D sample, Arguments a)
    {
        var sum = 0f;
        for (var i = 0; i < a.Features; i++)
        {
            var at = (i * a.Lanes) + sample;
            var value = new Lane(a.Values[at]);
            if (a.Knows != 0)
            {
                sum += a.Function.Value(value, new Lane(a.Targets[at])).Number * a.Share;
            }
            a.Outputs[at] = a.Function.Output(value).Number;
        }
        a.Losses[sample] = sum;
    }

    internal readonly record struct Arguments(ArrayView<float> Values, ArrayView<float> Targets, ArrayView<float> Outputs, ArrayView<float> Losses, int Lanes, int Features, float Share, int Knows, TLoss Function);
}
