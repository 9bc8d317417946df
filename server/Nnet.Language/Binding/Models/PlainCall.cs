using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Graph;
using Nnet.Language.Layers;
using Nnet.Language.Layers.Joins;

namespace Nnet.Language.Binding.Models;

/// <summary>
/// What a line calls when that follows from its own words alone, or from them and what it is fed with: binding it asked for no value, label or
/// block, and said nothing. Then it calls the same in every version of the text and every time that it is carried out, so it is kept with the line
/// (<see cref="Syntax.StepStatement.Meaning"/>) and never asked again whether it holds. With it is kept what was last made of it, for those who
/// would make the very same again.
/// </summary>
/// <param name="bound">The call; its definition is a word of the language.</param>
/// <param name="origin">Where a node of it is written, when the line stands in a model of the analysed text.</param>
/// <param name="fed">What the line was fed with, if that was asked; otherwise null.</param>
internal sealed class PlainCall(BoundCall bound, Origin origin, TensorType? fed)
{
    // Two, for a line that is repeated twice, and for one that is known and unknown in turn while a line above is typed.
    private const int MostKept = 2;

    private MadeNode? _nodes;
    private PlacedStep?[]? _steps;
    private Call? _activation;
    private Call? _join;

    /// <summary>The call; its definition is a word of the language.</summary>
    public BoundCall Bound => bound;

    /// <summary>Where a node of it is written, when the line stands in a model of the analysed text.</summary>
    public Origin Origin => origin;

    /// <summary>What the line was fed with, if that was asked, so that it calls this only as long as that stays the same; otherwise null.</summary>
    public TensorType? Fed => fed;

    /// <summary>The activation that the line names by <c>activation=</c>, as a call of its own.</summary>
    public Call ActivationOf(GivenValue given) => _activation ??= new Call((Activation)given.Value, given.ValueSpan, given.ValueSpan, ArgumentValues.Empty);

    /// <summary>The call as the joint that a word of structure stands for.</summary>
    public Call JoinOf(Join join) => _join ??= bound.Call with { Definition = join };

    /// <summary>What the layer made of inputs of the very same types, or null when that is not remembered.</summary>
    public LayerFacts? FactsOf(Call call, ReadOnlySpan<int> inputs, GraphBuilder graph)
    {
        for (var made = _nodes; made is not null; made = made.Older)
        {
            if (ReferenceEquals(made.Node.Call, call) && made.IsFedWith(inputs, graph))
            {
                return made.Node.Facts;
            }
        }
        return null;
    }

    /// <summary>The node as it was made before, if it was the very same; otherwise null.</summary>
    public MadeNode? Find(int id, string name, Call call, ReadOnlySpan<int> inputs, Origin at, LayerFacts? facts)
    {
        for (var made = _nodes; made is not null; made = made.Older)
        {
            var node = made.Node;
            if (node.Id == id && ReferenceEquals(node.Call, call) && ReferenceEquals(node.Facts, facts) && ReferenceEquals(node.Origin, at) && node.Name == name && node.Inputs.AsSpan().SequenceEqual(inputs))
            {
                return made;
            }
        }
        return null;
    }

    /// <summary>Keeps a node for the next time.</summary>
    public void Keep(MadeNode node)
    {
        // A line with an activation makes two at a time.
        var most = _activation is null ? MostKept : 2 * MostKept;
        node.Older = _nodes;
        _nodes = node;
        for (var made = node; made is not null; made = made.Older)
        {
            if (--most == 0)
            {
                made.Older = null;
            }
        }
    }

    /// <summary>The line as it was carried out before, if it made the very same; otherwise it is made and kept.</summary>
    public PlacedStep Place(Call call, Origin at, int first, int end, int? output, int? input)
    {
        var steps = _steps ??= new PlacedStep?[MostKept];
        foreach (var step in steps)
        {
            if (step is not null && step.First == first && step.End == end && step.Output == output && step.Input == input && ReferenceEquals(step.Call, call) && ReferenceEquals(step.Origin, at))
            {
                return step;
            }
        }
        var placed = new PlacedStep(call, at, first, end, output) { Input = input };
        (steps[1], steps[0]) = (steps[0], placed);
        return placed;
    }
}

/// <summary>A node as it was made, before it is known what follows it.</summary>
/// <param name="node">The node.</param>
/// <param name="fed">The types of its inputs when what it makes of them follows from them alone; otherwise none.</param>
internal sealed class MadeNode(Node node, ImmutableArray<TensorType> fed)
{
    private Node? _resolved;

    /// <summary>The node.</summary>
    public Node Node => node;

    /// <summary>The one that the line made before this one.</summary>
    public MadeNode? Older { get; set; }

    /// <summary>Whether the inputs carry what it was fed with, so that it makes the same of them.</summary>
    public bool IsFedWith(ReadOnlySpan<int> inputs, GraphBuilder graph)
    {
        if (fed.IsDefault || fed.Length != inputs.Length)
        {
            return false;
        }
        for (var i = 0; i < inputs.Length; i++)
        {
            if (!TensorType.AreSame(fed[i], graph.TypeOf(inputs[i])))
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>The node with other facts, the same object for the same facts.</summary>
    public Node With(LayerFacts facts)
    {
        var resolved = _resolved;
        if (resolved is null || !ReferenceEquals(resolved.Facts, facts))
        {
            _resolved = resolved = node with { Facts = facts };
        }
        return resolved;
    }
}
