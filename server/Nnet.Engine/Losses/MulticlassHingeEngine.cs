using System.Numerics;
using Nnet.Engine.Compilation;
using Nnet.Engine.Execution;
using Nnet.Language.Definitions;
using Nnet.Language.Graph;
using Nnet.Language.Training;
using Nnet.Language.Training.Losses;

namespace Nnet.Engine.Losses;

/// <summary>Σ over the other classes of max(0, 1 − v[class] + v[c]), divided by the number of classes, as in PyTorch. Along a sequence and over maps, the mean over all places.</summary>
public sealed class MulticlassHingeEngine : LossEngine<MulticlassHinge>
{
    /// <inheritdoc/>
    public override int TargetsPerSample(Shape output) => ClassAxis.Of(output).Answers;

    /// <inheritdoc/>
    public override void Check<T>(ReadOnlySpan<T> targets, Shape output) => ClassCosts.CheckClasses(targets, output, "multiclass_hinge");

    /// <inheritdoc/>
    public override LossBaseline Baseline(Call loss, TargetSample targets, int outputs)
    {
        // Either no class leads, or the most frequent one does by the margin.
        var classes = outputs / targets.Width;
        var even = (classes - 1.0) / classes;
        return new(Math.Min(even, 1 - ((double)targets.Values.GroupBy(target => target).Max(group => group.Count()) / targets.Values.Length)), even);
    }

    /// <inheritdoc/>
    public override void Compile<T, V>(LossSite<T, V> site)
    {
        var axis = ClassAxis.Of(site.Shape);
        if (site.Gradient is { } gradient)
        {
            site.Add(new Step<T>(site.Aim, site.Values, gradient, axis), Modes.Training, [site.Values], [gradient]);
        }
        site.Add(new Step<T>(site.Aim, site.Values, null, axis), Modes.Evaluation, [site.Values], []);
    }

    internal sealed unsafe class Step<T>(Aim<T> aim, Slot<T> values, Slot<T>? gradient, ClassAxis axis) : Instruction
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public Aim<T> Aim => aim;

        public Slot<T> Values => values;

        public Slot<T>? Gradient => gradient;

        public ClassAxis Axis => axis;

        public override void Run(int from, int to)
        {
            var lanes = aim.Lanes;
            var (step, answerStep) = ((nint)axis.Step * lanes, (nint)axis.AnswerStep * lanes);
            var part = T.One / T.CreateChecked(axis.Answers * axis.Classes);
            for (var group = from; group < to; group++)
            {
                var loss = 0.0;
                var target = aim.TargetsOf(group);
                if (gradient is not null)
                {
                    new Span<T>(gradient.At(group), (int)gradient.Size).Clear();
                }
                for (var answer = 0; answer < axis.Answers && target != null; answer++)
                {
                    for (var lane = 0; lane < aim.LanesUsed(group); lane++)
                    {
                        var value = values.At(group) + (answer * answerStep) + lane;
                        var slope = gradient is null ? null : gradient.At(group) + (answer * answerStep) + lane;
                        var truth = int.CreateTruncating(target[((nint)lane * aim.TargetStride) + answer]);
                        var share = aim.SampleWeights[(group * lanes) + lane] * part;
                        for (var c = 0; c < axis.Classes; c++)
                        {
                            var missing = T.One - value[truth * step] + value[c * step];
                            // What is not a number counts too, so that divergence shows.
                            if (c == truth || missing <= T.Zero)
                            {
                                continue;
                            }
                            loss += double.CreateChecked(share) * double.CreateChecked(missing);
                            if (slope != null)
                            {
                                slope[c * step] += share;
                                slope[truth * step] -= share;
                            }
                        }
                    }
                }
                aim.Losses[group] = loss;
            }
        }
    }
}
