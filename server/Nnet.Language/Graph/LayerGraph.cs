using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Layers;
using Nnet.Language.Layers.Spatial;
using Nnet.Language.Layers.Structure;
using Nnet.Language.Text;

namespace Nnet.Language.Graph;

/// <summary>A model as a directed acyclic graph of layers, in topological order.</summary>
/// <param name="Name">The model's name.</param>
/// <param name="Nodes">The layers; the inputs of a node stand before it, and its id is its index.</param>
/// <param name="Outputs">Ids of the nodes whose values the model returns; the main one is the last.</param>
public sealed record LayerGraph(string Name, ImmutableArray<Node> Nodes, ImmutableArray<int> Outputs)
{
    /// <summary>
    /// Every line as it was carried out, in that order: once for each repetition and each call of the block that it stands in.
    /// Their ranges of nodes nest as the lines do, which gives the frames of the graph view.
    /// </summary>
    public ImmutableArray<PlacedStep> Steps { get; init; } = [];

    // Made once when first asked for, since rules ask for every node.
    private Consumers? _consumers;
    private Sums? _sums;
    private PlacedStep[]? _places;
    private ILookup<BlockDefinition, PlacedStep>? _calls;
    private HashSet<BlockDefinition>? _called;
    private ImmutableArray<WrittenLayer> _writtenLayers;

    /// <summary>The nodes that take data in.</summary>
    public IEnumerable<Node> Inputs => Nodes.Where(node => node.Layer is Input);

    /// <summary>Whether every node could be inferred, so that the graph can be trained.</summary>
    public bool IsComplete => All.IsComplete;

    /// <summary>The names of the <see cref="Outputs"/>: the label of a line, or else the name of its node. Empty for a graph that was not written.</summary>
    public ImmutableArray<string> OutputNames { get; init; } = [];

    /// <summary>The name of one of the outputs.</summary>
    public string NameOf(Node output) => Outputs.IndexOf(output.Id) is >= 0 and var index && index < OutputNames.Length ? OutputNames[index] : output.Name;

    /// <summary>The output of that name, or null.</summary>
    public Node? FindOutput(string name)
    {
        foreach (var output in Outputs)
        {
            if (NameOf(Nodes[output]) == name)
            {
                return Nodes[output];
            }
        }
        return null;
    }

    /// <summary>The model's main (mostly only) output node, or null.</summary>
    public Node? Output => Outputs.Length > 0 ? Nodes[Outputs[^1]] : null;

    /// <summary>Parameters of the whole model, frozen ones included, each tied weight counted once.</summary>
    public long Parameters => All.Parameters;

    /// <summary>Parameters that training leaves as they are.</summary>
    public long FrozenParameters => All.FrozenParameters;

    /// <summary>Numbers that are kept but not trained: batch-norm statistics.</summary>
    public long Buffers => All.Buffers;

    /// <summary>Multiply-accumulates of one forward pass of one sample (torchvision's rule).</summary>
    public long Macs => All.Macs;

    /// <summary>Bytes of parameters and buffers in single precision and of one sample's activations.</summary>
    public long MemoryBytes => 4 * (Parameters + Buffers + All.Activations);

    /// <summary>The nodes that read <paramref name="node"/>.</summary>
    public ArraySegment<Node> ConsumersOf(Node node)
    {
        var (all, from) = _consumers ??= FindConsumers();
        return new ArraySegment<Node>(all, from[node.Id], from[node.Id + 1] - from[node.Id]);
    }

    /// <summary>Every time that a line of the analysed text is carried out in this model.</summary>
    /// <param name="word">The offset of the line's word.</param>
    public ReadOnlySpan<PlacedStep> PlacesAt(int word)
    {
        var places = _places ??= InOrderOfText();
        var first = Ordered.FirstFrom<PlacedStep>(places, word, static place => place.Origin.NameSpan.Start);
        var end = first;
        while (end < places.Length && places[end].Origin.NameSpan.Start == word)
        {
            end++;
        }
        return places.AsSpan(first..end);
    }

    // Those of one word in the order in which they were carried out. Without bodies and blocks they are in order already.
    private PlacedStep[] InOrderOfText()
    {
        var places = Steps.Where(step => step.Origin.Foreign is null).ToArray();
        for (var i = 1; i < places.Length; i++)
        {
            if (places[i].Origin.NameSpan.Start < places[i - 1].Origin.NameSpan.Start)
            {
                return [.. places.OrderBy(step => step.Origin.NameSpan.Start)];
            }
        }
        return places;
    }

    /// <summary>Every call of a block in this model that made something.</summary>
    public IEnumerable<PlacedStep> CallsOf(BlockDefinition block) => Calls[block];

    /// <summary>The blocks that are called, whether or not a call made something.</summary>
    public IReadOnlySet<BlockDefinition> CalledBlocks => _called ??= Steps.Select(step => step.Call.Definition).OfType<BlockDefinition>().ToHashSet();

    private ILookup<BlockDefinition, PlacedStep> Calls
        => _calls ??= Steps.Where(step => step.Call.Definition is BlockDefinition && step.End > step.First).ToLookup(step => (BlockDefinition)step.Call.Definition);

    /// <summary>The nodes by the word that says them.</summary>
    internal ImmutableArray<WrittenLayer> WrittenLayers => _writtenLayers.IsDefault ? _writtenLayers = WrittenLayer.Of(Nodes) : _writtenLayers;

    private Sums All => _sums ??= Sums.Of(this);

    private Consumers FindConsumers()
    {
        var from = new int[Nodes.Length + 1];
        foreach (var node in Nodes)
        {
            foreach (var input in node.Inputs)
            {
                from[input]++;
            }
        }
        for (var i = 1; i < from.Length; i++)
        {
            from[i] += from[i - 1];
        }
        var all = new Node[from[^1]];
        // Backwards, so that what is left to count is the place of the next one.
        for (var id = Nodes.Length - 1; id >= 0; id--)
        {
            var inputs = Nodes[id].Inputs;
            for (var i = inputs.Length - 1; i >= 0; i--)
            {
                all[--from[inputs[i]]] = Nodes[id];
            }
        }
        return new Consumers(all, from);
    }

    /// <summary>Whether both are the same nodes.</summary>
    public bool Equals(LayerGraph? other) => other is not null && Name == other.Name && Nodes == other.Nodes && Outputs == other.Outputs;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Nodes);

    // Those of all nodes in one array, with the place of the first of each.
    private sealed record Consumers(Node[] All, int[] From);

    private sealed record Sums(bool IsComplete, long Parameters, long FrozenParameters, long Buffers, long Macs, long Activations)
    {
        public static Sums Of(LayerGraph graph)
        {
            var isComplete = graph.Nodes.Length > 0 && graph.Outputs.Length > 0;
            var (parameters, frozen, buffers, macs, activations) = (0L, 0L, 0L, 0L, 0L);
            foreach (var node in graph.Nodes)
            {
                if (node.Facts is not { } facts)
                {
                    isComplete = false;
                    continue;
                }
                parameters += facts.Parameters;
                frozen += facts.FrozenParameters;
                buffers += facts.BufferCount;
                macs += facts.Macs;
                activations += facts.Output.Shape.Count;
            }
            return new Sums(isComplete, parameters, frozen, buffers, macs, activations);
        }
    }
}

/// <summary>One layer in its place. A written line such as <c>dense 8 activation=tanh</c> makes two nodes with one origin.</summary>
/// <param name="Id">Index in <see cref="LayerGraph.Nodes"/>.</param>
/// <param name="Name">Its label, or its kind and number: <c>dense_2</c>. Unique in the graph.</param>
/// <param name="Call">The layer with its arguments.</param>
/// <param name="Inputs">Ids of the nodes that it reads.</param>
/// <param name="Origin">The line that says it.</param>
/// <param name="Facts">What inference found, or null when this layer or one before it does not fit.</param>
public sealed record Node(int Id, string Name, Call Call, ImmutableArray<int> Inputs, Origin Origin, LayerFacts? Facts)
{
    /// <summary>The layer.</summary>
    public Layer Layer => (Layer)Call.Definition;

    /// <summary>The value of an argument.</summary>
    public T Get<T>(Argument<T> argument) => Call.Get(argument);
}

/// <summary>Where a node is written.</summary>
/// <param name="Span">The whole step, its label included.</param>
/// <param name="NameSpan">The layer's word.</param>
public sealed record Origin(Span Span, Span NameSpan)
{
    /// <summary>The text that the spans are of, when it is another file's (<c>use</c>); null for the analysed text.</summary>
    public SourceText? Foreign { get; init; }

    /// <summary>The call of the block that the line stands in, or null outside of blocks.</summary>
    public Origin? Caller { get; init; }

    /// <summary>Zero-based line of the text that it is written in.</summary>
    /// <param name="here">The analysed text.</param>
    public int LineIn(SourceText here) => (Foreign ?? here).LineAt(NameSpan.Start);

    /// <summary>This line, or the call in the analysed text that led to it: where a finding about it can be shown.</summary>
    public Origin Here => Foreign is null || Caller is null ? this : Caller.Here;
}

/// <summary>A line of a model or block as it was carried out once.</summary>
/// <param name="Call">What it calls, with the values of this time.</param>
/// <param name="Origin">Where it is written.</param>
/// <param name="First">Id of the first node that it made.</param>
/// <param name="End">Behind the id of the last one; equal to <paramref name="First"/> when it made none, as a path whose condition fails.</param>
/// <param name="Output">The node whose values it gives on, or null before any input.</param>
public sealed record PlacedStep(Call Call, Origin Origin, int First, int End, int? Output)
{
    /// <summary>As it is written, without its body: <c>Basic 128 stride=2</c>.</summary>
    /// <param name="here">The analysed text.</param>
    public string TitleIn(SourceText here) => (Origin.Foreign ?? here)[Call.Span];

    /// <summary>The node whose values it is fed with, or null before any input and where that is not known.</summary>
    public int? Input { get; init; }
}

/// <summary>What is known of a layer in its place.</summary>
/// <param name="Output">Shape and domain of what it gives.</param>
public sealed record LayerFacts(TensorType Output)
{
    /// <summary>What it learns, in PyTorch's order and layout.</summary>
    public ImmutableArray<Weight> Weights { get; init; } = [];

    /// <summary>What it keeps but does not learn.</summary>
    public ImmutableArray<Weight> Buffers { get; init; } = [];

    /// <summary>Multiply-accumulates per sample.</summary>
    public long Macs { get; init; }

    /// <summary>How the parameters come about: <c>6·(1·5·5) + 6</c>; null when there are none.</summary>
    public string? ParameterArithmetic { get; init; }

    /// <summary>How the shape comes about: <c>(28 + 2·2 − 5)/1 + 1 = 28</c>; null when it is plain.</summary>
    public string? ShapeArithmetic { get; init; }

    /// <summary>How its window lies, for convolutions and pools.</summary>
    public Window? Window { get; init; }

    /// <summary>Number of parameters, those of other layers that it shares left out.</summary>
    public long Parameters => Count(Weights, weight => weight.TiedTo is null);

    /// <summary>Number of parameters that training leaves as they are.</summary>
    public long FrozenParameters => Count(Weights, weight => weight is { TiedTo: null, IsFrozen: true });

    /// <summary>Number of values kept but not trained.</summary>
    public long BufferCount => Count(Buffers, _ => true);

    private static long Count(ImmutableArray<Weight> tensors, Func<Weight, bool> counts)
    {
        var sum = 0L;
        foreach (var tensor in tensors)
        {
            sum += counts(tensor) ? tensor.Shape.Count : 0;
        }
        return sum;
    }
}

/// <summary>A tensor that a layer owns.</summary>
/// <param name="Name">As PyTorch names it: <c>weight</c>, <c>bias</c>, <c>running_mean</c>.</param>
/// <param name="Shape">As PyTorch lays it out: dense is outputs × inputs, conv is filters × channels × kernel.</param>
/// <param name="Initial">How it starts.</param>
public sealed record Weight(string Name, Shape Shape, Initializer Initial)
{
    /// <summary>Id of the node whose weight of that name this is, or null when it is the layer's own.</summary>
    public int? TiedTo { get; init; }

    /// <summary>Whether training leaves it as it is.</summary>
    public bool IsFrozen { get; init; }

    /// <summary>What the optimizer's learning rate is multiplied by for it.</summary>
    public double RateFactor { get; init; } = 1;
}

/// <summary>How a weight starts.</summary>
public abstract record Initializer
{
    private Initializer()
    {
    }

    /// <summary>Every element is <paramref name="Value"/>.</summary>
    public sealed record Constant(double Value) : Initializer;

    /// <summary>Uniform on ±<paramref name="Limit"/>; <paramref name="Scheme"/> names the rule that gave the limit.</summary>
    public sealed record Uniform(double Limit, string Scheme) : Initializer;

    /// <summary>Normal with mean zero; <paramref name="Scheme"/> names the rule that gave the deviation.</summary>
    public sealed record Normal(double Deviation, string Scheme) : Initializer;

    /// <summary>Rows (or columns, where there are fewer) of length one that are at right angles to each other, drawn evenly among all such (Saxe et al. 2014).</summary>
    public sealed record Orthogonal : Initializer;

    /// <summary>
    /// Left to the activation that follows: He (2015) for the relu family, LeCun (1998) for selu, Glorot (2010) otherwise.
    /// The binder replaces it by one of the others once the consumers are known.
    /// </summary>
    /// <param name="FanIn">Inputs that one unit sums.</param>
    /// <param name="FanOut">Units that one input reaches.</param>
    public sealed record Automatic(int FanIn, int FanOut) : Initializer
    {
        /// <summary>What the weight starts as whatever follows, unless the line says otherwise; null where that decides.</summary>
        public Initializer? Usual { get; init; }
    }
}
