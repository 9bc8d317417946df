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
    private readonly List<MadeNode?> _made = [];
    private readonly List<PlacedStep> _steps = [];
    private readonly List<int> _outputs = [];
    private readonly Dictionary<int, string> _labels = [];
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _reserved = new(StringComparer.Ordinal);

    // Automatic names are not among them: there are thousands, and their numbers say which are taken.
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    /// <summary>The nodes so far.</summary>
    public IReadOnlyList<Node> Nodes => _nodes;

    /// <summary>The node that feeds the next line; null before any.</summary>
    public int? Edge { get; set; }

    /// <summary>Whether what the next line is fed with cannot be known, since a line before it was not understood.</summary>
    public bool IsUnknown { get; set; }

    /// <summary>How often an expression asked what lines with a label carry.</summary>
    public int Questions { get; private set; }

    /// <summary>How often an expression asked what its own line is fed with.</summary>
    public int QuestionsOfInput { get; private set; }

    /// <summary>What the next line is fed with; null when it is not known.</summary>
    public TensorType? Current => Edge is { } node && !IsUnknown ? TypeOf(node) : null;

    TensorType? IEdges.Current
    {
        get
        {
            QuestionsOfInput++;
            return Current;
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

    /// <summary>
    /// Keeps automatic names clear of the labels of a body, wherever those stand, and makes room for what its lines will make, so that lists
    /// need not grow step by step.
    /// </summary>
    /// <returns>How many lines there are.</returns>
    public int Expect(Body body)
    {
        var (lines, carried) = Reserve(body);
        _nodes.EnsureCapacity(carried);
        _made.EnsureCapacity(carried);
        _steps.EnsureCapacity(carried);
        return lines;
    }

    // How many lines there are, and how many are carried out as far as numbers of rounds are written.
    private (int Lines, int Carried) Reserve(Body body)
    {
        var (lines, carried) = (0, 0L);
        foreach (var statement in body.Statements)
        {
            var repeat = statement as RepeatStatement;
            var step = repeat is null ? statement as StepStatement : repeat.Step;
            if (step?.Label is { } label)
            {
                _reserved.Add(label.Text);
            }
            var own = step is null ? 0 : 1;
            var within = (step?.Body ?? repeat?.Body) is { } inner ? Reserve(inner) : (Lines: 0, Carried: 0);
            lines += own + within.Lines;
            carried = Math.Min(carried + ((long)(own + within.Carried) * (repeat?.WrittenRounds ?? 1)), MaximalNodes);
        }
        return (lines, (int)carried);
    }

    /// <summary>Adds a node, which feeds the next line.</summary>
    /// <param name="call">The layer with its arguments.</param>
    /// <param name="label">Its label, or null.</param>
    /// <param name="inputs">The nodes that it reads.</param>
    /// <param name="origin">The line that says it.</param>
    /// <param name="facts">What is known of it.</param>
    /// <param name="line">What keeps the nodes that the line made before, or null.</param>
    /// <param name="fed">The types of its inputs when its facts follow from them alone.</param>
    public void Add(Call call, string? label, ReadOnlySpan<int> inputs, Origin origin, LayerFacts? facts, PlainCall? line = null, ImmutableArray<TensorType> fed = default)
    {
        var (id, name) = (_nodes.Count, UniqueName(label, (Layer)call.Definition));
        var made = line?.Find(id, name, call, inputs, origin, facts);
        var node = made?.Node ?? new Node(id, name, call, ImmutableArray.Create(inputs), origin, facts);
        if (made is null && line is not null)
        {
            line.Keep(made = new MadeNode(node, fed));
        }
        _nodes.Add(node);
        _made.Add(made);
        Edge = id;
        IsUnknown = false;
    }

    /// <summary>Notes that a line was carried out, fed by the node <paramref name="input"/>; what it made began with the node <paramref name="first"/>, and it gives on the node <paramref name="output"/>.</summary>
    public void Place(Call call, Origin origin, int? input, int first, int? output, PlainCall? line = null)
        => _steps.Add(line?.Place(call, origin, first, _nodes.Count, output, input) ?? new PlacedStep(call, origin, first, _nodes.Count, output) { Input = input });

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
        return new LayerGraph(name, InitializerResolver.Resolve(_nodes, _made), [.. _outputs]) { Steps = [.. _steps], OutputNames = NamesOfOutputs() };
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
        if (label is not null && !IsAutomatic(label) && _taken.Add(label))
        {
            return label;
        }
        var kind = label ?? layer.Name;
        string name;
        do
        {
            ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(_counts, kind, out var isKnown);
            count = isKnown ? count + 1 : label is null ? 1 : 2;
            name = label is null ? layer.Numbered(count) : string.Create(CultureInfo.InvariantCulture, $"{kind}_{count}");
        }
        while (_reserved.Contains(name) || (label is null ? _taken.Contains(name) : !_taken.Add(name)));
        return name;
    }

    // Whether a label is what a node without one is called already, as `conv_2`.
    private bool IsAutomatic(string label)
        => label.LastIndexOf('_') is > 0 and var dash && int.TryParse(label.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && _counts.TryGetValue(label[..dash], out var count) && number <= count && Catalog<Layer>.Find(label[..dash])?.Numbered(number) == label && !_reserved.Contains(label);
}
