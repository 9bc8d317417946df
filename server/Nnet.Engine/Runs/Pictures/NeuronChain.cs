using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Graph;
using Nnet.Language.Layers;
using Nnet.Language.Layers.Joins;
using Nnet.Language.Layers.Regularization;
using Nnet.Language.Text;

namespace Nnet.Engine.Runs.Pictures;

/// <summary>A model that is one row of dense layers with their activations, few and small enough to look at every neuron.</summary>
public sealed class NeuronChain
{
    private const int MostUnits = 32;
    private const int MostLayers = 8;

    private NeuronChain(Node input, ImmutableArray<Link> layers) => (Input, Layers) = (input, layers);

    /// <summary>The node that takes the data in.</summary>
    public Node Input { get; }

    /// <summary>The layers of neurons; the last one is the output.</summary>
    public ImmutableArray<Link> Layers { get; }

    /// <summary>The chain that a model is, or null when it is something else.</summary>
    /// <param name="model">The model.</param>
    public static NeuronChain? Of(LayerGraph model)
    {
        var layers = ImmutableArray.CreateBuilder<Link>();
        foreach (var node in model.Nodes)
        {
            if (node.Facts?.Output.Shape is not { Rank: 1 } shape || shape[0] > MostUnits || (node.Id == 0 ? node.Layer is not Language.Layers.Input : node.Inputs is not [var before] || before != node.Id - 1))
            {
                return null;
            }
            switch (node.Layer)
            {
                case Language.Layers.Input when node.Id == 0:
                    break;
                case Dense:
                    layers.Add(new Link(node, node));
                    break;
                case Activation or Dropout when layers.Count > 0:
                    layers[^1] = layers[^1] with { Output = node };
                    break;
                default:
                    return null;
            }
        }
        return layers.Count is >= 1 and <= MostLayers ? new NeuronChain(model.Nodes[0], layers.ToImmutable()) : null;
    }

    /// <summary>A model of the same layers up to the last hidden one that gives on what all hidden neurons give; null where there are none.</summary>
    /// <param name="model">The model.</param>
    public LayerGraph? WatchedModel(LayerGraph model)
    {
        if (Layers.Length < 2)
        {
            return null;
        }
        ImmutableArray<Node> hidden = [.. Layers[..^1].Select(layer => layer.Output)];
        var nodes = model.Nodes[..(hidden[^1].Id + 1)];
        var call = new Call(Catalog<Layer>.Get<Concat>(), hidden[^1].Call.Span, hidden[^1].Call.NameSpan, ArgumentValues.Empty);
        var facts = call.Definition is Concat concat ? concat.Infer(new LayerSite(new SourceText(""), call, [.. hidden.Select(node => node.Facts!.Output)], _ => { })) : null;
        var all = new Node(nodes.Length, "all neurons", call, [.. hidden.Select(node => node.Id)], hidden[^1].Origin, facts);
        return new LayerGraph(model.Name, nodes.Add(all), [all.Id]);
    }

    /// <summary>A layer of neurons.</summary>
    /// <param name="Dense">The node with the weights.</param>
    /// <param name="Output">The node that gives what the neurons give.</param>
    public sealed record Link(Node Dense, Node Output);
}
