using Nnet.Engine.Compilation;
using Nnet.Language.Graph;
using Nnet.Language.Layers.Activations;
using Nnet.Language.Layers.Joins;

namespace Nnet.Engine.Layers.Joins;

/// <summary>The sum of its inputs; each gets the output's gradient as it is, so mostly backward has nothing to do.</summary>
public sealed class AddEngine : LayerEngine<Add>
{
    /// <inheritdoc/>
    public override IEnumerable<LayerSample> Samples =>
    [
        LayerSample.OfSequence<Add>(2, 3).Joining<Tanh>(),
        LayerSample.Of<Add>(5).Joining<Tanh>(),
        LayerSample.Of<Add>(2, 3, 2).Joining<Sigmoid>().Joining<Softsign>(),
        LayerSample.Of<Add>(3),
    ];

    /// <inheritdoc/>
    public override bool TakesLoneSamples(Node node) => true;

    /// <inheritdoc/>
    public override LayerMemory MemoryOf(Node node) => LayerMemory.InPlace | LayerMemory.PassesGradient;

    /// <inheritdoc/>
    public override void Compile<T, V>(LayerSite<T, V> site)
    {
        site.Forward(new SumOfSlots<T, V>(site.Inputs, site.Output), site.Inputs.AsSpan(), [site.Output]);
        foreach (var inputGradient in site.InputGradients)
        {
            if (inputGradient is not null && inputGradient != site.OutputGradient)
            {
                site.Backward(new CopySlot<T>(site.OutputGradient!, inputGradient), [site.OutputGradient!], [inputGradient]);
            }
        }
    }
}
