using System.Numerics;
using Nnet.Engine.Compilation;
using Nnet.Engine.Execution;
using Nnet.Language.Layers;
using Nnet.Language.Layers.Activations;
using Nnet.Language.Layers.Joins;
using Nnet.Language.Layers.Spatial;

namespace Nnet.Engine.Layers.Joins;

/// <summary>Channels or features side by side; backward, each input gets its part of the gradient.</summary>
public sealed class ConcatEngine : LayerEngine<Concat>
{
    /// <inheritdoc/>
    public override IEnumerable<LayerSample> Samples =>
    [
        LayerSample.Of<Concat>(5).Joining<Tanh>(),
        LayerSample.Of<Concat>(2, 3, 4).Joining<Conv>(sample => sample.With(Conv.Filters, 3).With(Convolution.Kernel, [1])).Joining<Tanh>(),
        LayerSample.OfSequence<Concat>(2, 3).Joining<Dense>(sample => sample.With(Dense.Units, 2)),
        LayerSample.Of<Concat>(3),
        LayerSample.OfSequence<Concat>(3, 2).Joining<Tanh>(),
    ];

    /// <inheritdoc/>
    public override void Compile<T, V>(LayerSite<T, V> site)
    {
        // In pictures the channels come first and each input is one piece; in sequences each place is put together anew.
        var axes = site.OutputShape.Axes;
        var along = site.OutputShape.IsSequence ? axes.Length - 1 : 0;
        var pieces = axes[..along].Aggregate(1, (product, extent) => product * extent);
        var whole = site.Output.Size / pieces;
        var begin = 0L;
        for (var i = 0; i < site.Inputs.Length; i++)
        {
            var part = site.Inputs[i].Size / pieces;
            site.Forward(new CopyPieces<T>(pieces, part, site.Inputs[i], 0, part, site.Output, begin, whole), [site.Inputs[i]], [site.Output]);
            if (site.InputGradients[i] is { } inputGradient)
            {
                site.Backward(new CopyPieces<T>(pieces, part, site.OutputGradient!, begin, whole, inputGradient, 0, part), [site.OutputGradient!], [inputGradient]);
            }
            begin += part;
        }
    }
}

/// <summary>Copies pieces of equal length from one distance to another.</summary>
internal sealed unsafe class CopyPieces<T>(int pieces, long length, Slot<T> source, long sourceBegin, long sourceStep, Slot<T> target, long targetBegin, long targetStep) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public int Pieces => pieces;

    public long Length => length;

    public Slot<T> Source => source;

    public long SourceBegin => sourceBegin;

    public long SourceStep => sourceStep;

    public Slot<T> Target => target;

    public long TargetBegin => targetBegin;

    public long TargetStep => targetStep;

    public override void Run(int from, int to)
    {
        for (var group = from; group < to; group++)
        {
            for (var piece = 0; piece < pieces; piece++)
            {
                var source1 = source.At(group) + sourceBegin + (piece * sourceStep);
                new ReadOnlySpan<T>(source1, (int)length).CopyTo(new Span<T>(target.At(group) + targetBegin + (piece * targetStep), (int)length));
            }
        }
    }
}
