using System.Numerics;
using Nnet.Engine.Compilation;
using Nnet.Engine.Execution;
using Nnet.Engine.Kernels;
using Nnet.Engine.Layers.Affine;
using Nnet.Engine.Layers.Joins;
using Nnet.Language.Layers.Sequences;

namespace Nnet.Engine.Layers.Sequences;

/// <summary>y = [w, x[0], x[1], …]; dw = Σ dy[0] over the samples.</summary>
public sealed class ClassTokenEngine : LayerEngine<ClassToken>
{
    /// <inheritdoc/>
    public override IEnumerable<LayerSample> Samples => [LayerSample.OfSequence<ClassToken>(3, 4)];

    /// <inheritdoc/>
    public override unsafe void Compile<T, V>(LayerSite<T, V> site)
    {
        var token = site.Tensor("weight")!;
        var (features, size, behind) = (token.Info.Length, site.Input.Size, (long)token.Info.Length * site.Lanes);
        site.Forward(new WriteFeatures<T, V>(site.Batch, token, site.Output), [], [site.Output]);
        site.Forward(new CopyPieces<T>(1, size, site.Input, 0, 0, site.Output, behind, 0), [site.Input, site.Output], [site.Output]);
        if (site.OutputGradient is not { } gradient)
        {
            return;
        }
        if (site.InputGradient is { } inputGradient)
        {
            site.Backward(new CopyPieces<T>(1, size, gradient, behind, 0, inputGradient, 0, 0), [gradient], [inputGradient]);
        }
        site.Gradient(token, new PlaceSums<T, V>(site.Batch, token.Gradient, new PlaceView<T>(gradient, 1, features)), 1, gradient);
    }
}

/// <summary>Writes the same numbers for all samples.</summary>
internal sealed unsafe class WriteFeatures<T, V>(Batch<T> batch, Parameter<T> numbers, Slot<T> target) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    public Parameter<T> Numbers => numbers;

    public Slot<T> Target => target;

    public override void Run(int from, int to)
    {
        for (var group = from; group < to; group++)
        {
            var y = target.At(group);
            for (var i = 0; i < numbers.Info.Length; i++)
            {
                for (var lane = 0; lane < batch.Lanes; lane += V.Count, y += V.Count)
                {
                    V.Store(V.Broadcast(numbers.Value[i]), y);
                }
            }
        }
    }
}
