using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using Nnet.Language.Definitions;
using Nnet.Language.Graph;
using Nnet.Language.Layers;
using Nnet.Language.Syntax;

namespace Nnet.Language.Binding.Models;

/// <summary>Collects the nodes of a model, gives them names, and knows what flows where.</summary>
internal sealed class GraphBuilder : IEdges
{
    /// <summary>More nodes than any network has.</summary>
    public const int MaximalNodes = 10_000;

    private readonly List<Node> _nodes = [];
    private readonly List<PlacedStep> _steps = [];
    private readonly List<int> _outputs = [];
    private readonly Dictionary<int, string> _labels = [];
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _reserved = new(StringComparer.Ordinal);
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    /// <summary>The nodes so far.</summary>
    public IReadOnlyList<Node> Nodes => _nodes;

    /// <summary>The node that feeds the next line; null before any.</summary>
    public int? Edge { get; set; }

    /// <summary>Whether what the next line is fed with cannot be known, since a line before it was not understood.</summary>
    public bool IsUnknown { get; set; }

    /// <summary>How often an expression asked what lines carry.</summary>
    public int Questions { get; private set; }

    TensorType? IEdges.Current
    {
        get
        {
            Questions++;
            return Edge is { } node && !IsUnknown ? TypeOf(node) : null;
        }
    }

    TensorType? IEdges.TypeOf(int node)
    {
        Questions++;
        return TypeOf(node);
    }

    /// <summary>What a node gives; null when it is not known.</summary>
    public TensorType? TypeOf(int node) => node >= 0 && node < _nodes.Count ? _nodes[node].Facts?.Output : null;

    /// <summary>The nodes that lead to one, itself first, as far back as each has a single input.</summary>
    public IEnumerable<Node> WayTo(int node)
    {
        for (int? next = node; next is { } id; next = _nodes[id].Inputs is [var before] ? before : null)
        {
            yield return _nodes[id];
        }
    }

    /// <summary>Keeps automatic names clear of the labels of a body, wherever those stand.</summary>
    public void Reserve(Body body)
    {
        foreach (var statement in body.Statements)
        {
            var step = statement is RepeatStatement repeat ? repeat.Step : statement as StepStatement;
            if (step?.Label is { } label)
            {
                _reserved.Add(label.Text);
            }
            if ((step?.Body ?? (statement as RepeatStatement)?.Body) is { } inner)
            {
                Reserve(inner);
            }
        }
    }

    /// <summary>Adds a node, which feeds the next line.</summary>
    /// <returns>Its id.</returns>
    public int Add(Call call, string? label, ImmutableArray<int> inputs, Origin origin, LayerFacts? facts)
    {
        var id = _nodes.Count;
        _nodes.Add(new Node(id, UniqueName(label, (Layer)call.Definition), call, inputs, origin, facts));
        Edge = id;
        IsUnknown = false;
        return id;
    }

    /// <summary>Notes that a line was carried out, fed by the node <paramref name="input"/>; what it made began with the node <paramref name="first"/>.</summary>
    public void Place(Call call, Origin origin, int? input, int first, int? output = null) => _steps.Add(new PlacedStep(call, origin, first, _nodes.Count, output ?? Edge) { Input = input });

    /// <summary>Makes a node an output of the model.</summary>
    public void Return(int node)
    {
        if (!_outputs.Contains(node))
        {
            _outputs.Add(node);
        }
    }

    /// <summary>Notes that a line with that label gives on what a node gives; that of a call counts more than one inside of its block.</summary>
    public void Label(int node, string label) => _labels[node] = label;

    /// <summary>The graph; its main output is the last line.</summary>
    public LayerGraph Build(string name)
    {
        // Behind a line that was not understood nobody knows what comes out.
        if (Edge is { } last && !IsUnknown)
        {
            _outputs.Remove(last);
            _outputs.Add(last);
        }
        return new LayerGraph(name, InitializerResolver.Resolve(_nodes), [.. _outputs]) { Steps = [.. _steps], OutputNames = NamesOfOutputs() };
    }

    // By its label, unless several lines have the same, as those of a block that is called twice.
    private ImmutableArray<string> NamesOfOutputs()
    {
        var names = ImmutableArray.CreateBuilder<string>(_outputs.Count);
        foreach (var output in _outputs)
        {
            names.Add(_labels.TryGetValue(output, out var label) && !names.Contains(label) ? label : _nodes[output].Name);
        }
        return names.MoveToImmutable();
    }

    private string UniqueName(string? label, Layer layer)
    {
        // A label that is met again, in a repetition or another call of its block, gets a number too.
        if (label is not null && _taken.Add(label))
        {
            return label;
        }
        var kind = label ?? layer.Name;
        string name;
        do
        {
            ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(_counts, kind, out var isKnown);
            count = isKnown ? count + 1 : label is null ? 1 : 2;
            name = string.Create(CultureInfo.InvariantCulture, $"{kind}_{count}");
        }
        while (_reserved.Contains(name) || !_taken.Add(name));
        return name;
    }
}
