using Nnet.Engine.Compilation;
using Nnet.Engine.Layers.Joins;
using Nnet.Language.Layers.Shaping;

namespace Nnet.Engine.Layers.Shaping;

/// <summary>y = x[start:stop]; backward, the others get nothing.</summary>
public sealed class SliceEngine : LayerEngine<Slice>
{
    /// <inheritdoc/>
    public override IEnumerable<LayerSample> Samples =>
    [
        LayerSample.Of<Slice>(5).With(Slice.Start, 1).With(Slice.Stop, 3),
        LayerSample.Of<Slice>(4, 2, 3).With(Slice.Start, 2),
        LayerSample.OfSequence<Slice>(3, 4).With(Slice.Start, 1).With(Slice.Stop, 3),
    ];

    /// <inheritdoc/>
    public override void Compile<T, V>(LayerSite<T, V> site)
    {
        // In pictures the channels come first and are one piece; in sequences each place has one.
        var (shape, axis) = (site.InputShape, Slice.AxisOf(site.InputShape));
        var pieces = 1;
        for (var i = 0; i < axis; i++)
        {
            pieces *= shape[i];
        }
        var (whole, part) = (site.Input.Size / pieces, site.Output.Size / pieces);
        var begin = whole / shape[axis] * site.Node.Get(Slice.Start);
        site.Forward(new CopyPieces<T>(pieces, part, site.Input, begin, whole, site.Output, 0, part), [site.Input], [site.Output]);
        if (site.InputGradient is { } inputGradient)
        {
            site.Backward(new ClearSlot<T>(inputGradient), [], [inputGradient]);
            site.Backward(new CopyPieces<T>(pieces, part, site.OutputGradient!, 0, part, inputGradient, begin, whole), [site.OutputGradient!, inputGradient], [inputGradient]);
        }
    }
}
