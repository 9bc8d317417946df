using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Graph;
using Nnet.Language.Training;
using Nnet.Language.Training.Losses;

namespace Nnet.Engine.Runs.Pictures;

/// <summary>Of small networks whose inputs follow from two columns: what every single neuron gives everywhere in their plane.</summary>
internal sealed class NeuronsPicture : RunPicture
{
    private const int Size = 24;

    /// <inheritdoc/>
    public override bool IsOnDemand => true;

    /// <inheritdoc/>
    public override bool Fits(Experiment run) => InputPlane.Fits(run) && NeuronChain.Of(run.Model) is not null;

    /// <inheritdoc/>
    public override Drawing Begin(Experiment run)
    {
        var chain = NeuronChain.Of(run.Model)!;
        var plane = InputPlane.Of(run, Size);
        var inputs = Inputs(run, chain.Input, plane.Inputs);
        var watched = Watch(run, chain);
        var values = new float[Size * Size * (watched?.OutputLength ?? 0)];
        return new Drawing(() =>
        {
            if (watched is not null)
            {
                CopyWeights(run.Network, watched);
                watched.Predict(plane.Inputs, Size * Size, values);
            }
            var layers = ImmutableArray.CreateBuilder<NeuronLayer>();
            layers.Add(inputs);
            var first = 0;
            foreach (var layer in chain.Layers)
            {
                var units = (int)layer.Dense.Facts!.Output.Shape.Count;
                var isHidden = layers.Count < chain.Layers.Length;
                var range = isHidden ? RangeOf(layer.Output.Facts!.Output.Domain, values, first, units, watched!.OutputLength) : [];
                layers.Add(new NeuronLayer(
                    layer.Dense.Origin.LineIn(run.Source) + 1,
                    units,
                    [],
                    range,
                    isHidden ? Surfaces(values, first, units, watched!.OutputLength, range) : null,
                    Weights(run.Network, layer.Dense, "weight"),
                    Weights(run.Network, layer.Dense, "bias")));
                first += units;
            }
            return new NeuronsContent { Size = Size, Layers = layers.ToImmutable() };
        });
    }

    private static NeuronLayer Inputs(Experiment run, Node input, float[] plane)
    {
        var count = plane.Length / (Size * Size);
        var range = RangeOf(Domain.Real, plane, 0, count, count);
        var labels = run.Data.InputNames;
        // Every input has a scale of its own: a square is not to hide a sine.
        var cells = new List<byte>();
        for (var unit = 0; unit < count; unit++)
        {
            cells.AddRange(Surfaces(plane, unit, 1, count, RangeOf(Domain.Real, plane, unit, 1, count)));
        }
        return new NeuronLayer(input.Origin.LineIn(run.Source) + 1, count, labels, range, [.. cells], null, null);
    }

    private static Network<float>? Watch(Experiment run, NeuronChain chain)
        => chain.WatchedModel(run.Model) is { } model
            ? Network<float>.Compile(model, new Call(Catalog<Loss>.Get<MeanSquaredError>(), default, default, ArgumentValues.Empty), null, new NetworkOptions { MaxBatch = 64, Threads = 1 })
            : null;

    private static void CopyWeights(Network<float> from, Network<float> to)
    {
        foreach (var tensor in to.Tensors)
        {
            from.ValuesOf(from.Tensors.First(other => other.Node == tensor.Node && other.Name == tensor.Name)).CopyTo(to.ValuesOf(tensor));
        }
    }

    private static byte[]? Weights(Network<float> network, Node node, string name)
        => network.Tensors.FirstOrDefault(tensor => tensor.Node == node.Id && tensor.Name.EndsWith($".{name}", StringComparison.Ordinal)) is { } tensor ? Pack(network.ValuesOf(tensor)) : null;

    // Zero is in the middle, unless the values have ends of their own.
    private static ImmutableArray<float> RangeOf(Domain domain, float[] values, int first, int units, int width)
    {
        if (double.IsFinite(domain.Low) && double.IsFinite(domain.High))
        {
            return [(float)domain.Low, (float)domain.High];
        }
        var reach = 1e-6f;
        for (var cell = 0; cell < Size * Size; cell++)
        {
            for (var unit = first; unit < first + units; unit++)
            {
                reach = Math.Max(reach, Math.Abs(values[(cell * width) + unit]));
            }
        }
        return float.IsFinite(reach) ? [-reach, reach] : [-1, 1];
    }

    private static byte[] Surfaces(float[] values, int first, int units, int width, ImmutableArray<float> range)
    {
        var ordered = new float[units * Size * Size];
        for (var unit = 0; unit < units; unit++)
        {
            for (var cell = 0; cell < Size * Size; cell++)
            {
                ordered[(unit * Size * Size) + cell] = values[(cell * width) + first + unit];
            }
        }
        return PackBetween(ordered, range[0], range[1]);
    }
}
