using Nnet.Engine.Compilation;
using Nnet.Engine.Layers.Affine;
using Nnet.Language.Graph;
using Nnet.Language.Layers;

namespace Nnet.Engine.Layers;

/// <summary>y = Wx + b; dx = Wᵀdy; dW = dy·xᵀ; db = Σ dy; of a sequence, at every place alike.</summary>
public sealed class DenseEngine : LayerEngine<Dense>
{
    /// <inheritdoc/>
    public override IEnumerable<LayerSample> Samples =>
    [
        LayerSample.Of<Dense>(5).With(Dense.Units, 3),
        LayerSample.Of<Dense>(1).With(Dense.Units, 1),
        LayerSample.Of<Dense>(17).With(Dense.Units, 26).With(Dense.Bias, false),
        LayerSample.Of<Dense>(70).With(Dense.Units, 37),
        LayerSample.Of<Dense>(1030).With(Dense.Units, 2),
        LayerSample.OfSequence<Dense>(4, 17).With(Dense.Units, 5),
        LayerSample.OfSequence<Dense>(3, 34).With(Dense.Units, 14).With(Dense.Bias, false),
        LayerSample.OfSequence<Dense>(2, 3, 4).With(Dense.Units, 13),
    ];

    /// <inheritdoc/>
    public override bool TakesLoneSamples(Node node) => true;

    /// <inheritdoc/>
    public override unsafe void Compile<T, V>(LayerSite<T, V> site)
    {
        var weight = site.Tensor("weight")!;
        var bias = site.Tensor("bias");
        var places = (int)site.InputShape.Count / weight.RowLength;
        var input = new PlaceView<T>(site.Input, places, weight.RowLength);
        var output = new PlaceView<T>(site.Output, places, weight.Rows);
        site.Affine(weight.Value, bias is null ? null : bias.Value, input, output);
        if (site.OutputGradient is not { } outputGradient)
        {
            return;
        }
        var gradient = output with { Slot = outputGradient };
        if (site.InputGradient is { } inputGradient)
        {
            site.Backward(new AffineBackward<T, V>(site.Batch, weight.Value, gradient, input with { Slot = inputGradient }), [outputGradient], [inputGradient]);
        }
        site.AffineGradients(weight, bias, gradient, places == 1 ? site.InputRows() : site.Rows(input));
    }
}
