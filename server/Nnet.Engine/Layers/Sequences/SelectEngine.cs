using Nnet.Engine.Compilation;
using Nnet.Engine.Layers.Joins;
using Nnet.Language.Layers.Sequences;

namespace Nnet.Engine.Layers.Sequences;

/// <summary>y = x[place]; backward, the other places get nothing.</summary>
public sealed class SelectEngine : LayerEngine<Select>
{
    /// <inheritdoc/>
    public override IEnumerable<LayerSample> Samples =>
    [
        LayerSample.OfSequence<Select>(4, 3).With(Select.Place, -1),
        LayerSample.OfSequence<Select>(4, 3).With(Select.Place, 1),
        LayerSample.OfSequence<Select>(3, 2, 2).With(Select.Place, 0),
        LayerSample.OfSequence<Select>(3).With(Select.Place, 2),
    ];

    /// <inheritdoc/>
    public override void Compile<T, V>(LayerSite<T, V> site)
    {
        var (places, place, size) = (site.InputShape[0], site.Node.Get(Select.Place), site.Output.Size);
        var begin = (place < 0 ? places + place : place) * size;
        site.Forward(new CopyPieces<T>(1, size, site.Input, begin, 0, site.Output, 0, 0), [site.Input], [site.Output]);
        if (site.InputGradient is { } inputGradient)
        {
            site.Backward(new ClearSlot<T>(inputGradient), [], [inputGradient]);
            site.Backward(new CopyPieces<T>(1, size, site.OutputGradient!, 0, 0, inputGradient, begin, 0), [site.OutputGradient!, inputGradient], [inputGradient]);
        }
    }
}
