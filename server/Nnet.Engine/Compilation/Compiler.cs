using System.Collections.Immutable;
using System.Numerics;
using Nnet.Engine.Execution;
using Nnet.Engine.Kernels;
using Nnet.Engine.Layers;
using Nnet.Engine.Losses;
using Nnet.Engine.Optimizers;
using Nnet.Language.Definitions;
using Nnet.Language.Graph;
using Nnet.Language.Layers;
using Nnet.Language.Layers.Activations;
using Nnet.Language.Training;

namespace Nnet.Engine.Compilation;

/// <summary>Turns a graph of layers into a program: every layer adds its instructions, the planner gives them memory.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="V">Register that the kernels use.</typeparam>
internal sealed unsafe class Compiler<T, V> : ICompiler<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    /// <summary>Threads of a card that go together.</summary>
    private const int Warp = 32;

    private readonly List<Entry<T>> _entries = [];
    private readonly List<GradientEntry<T>> _gradients = [];
    private readonly Dictionary<int, RowView<T>> _rows = [];
    private readonly Dictionary<PlaceView<T>, RowView<T>> _placeRows = [];
    private readonly Dictionary<int, Node> _nodes = [];
    private readonly ImmutableArray<Objective> _objectives;
    private readonly Dictionary<int, int> _offsets = [];
    private readonly Call? _optimizer;
    private readonly ParameterStore<T> _store;

    public Compiler(LayerGraph graph, ImmutableArray<Objective> objectives, Call? optimizer, NetworkOptions options)
    {
        (Graph, _objectives, _optimizer, Options) = (graph, objectives, optimizer, options);
        if (options.IsAlone)
        {
            Batch = new Batch<T>(1, 1);
            _store = new ParameterStore<T>(graph, 0, options.Averages, options.Accumulates > 1);
            return;
        }
        if (options.Device is not null)
        {
            // Threads of a card are lanes: all samples lie side by side, so that neighbouring threads read neighbouring numbers.
            Batch = new Batch<T>((options.MaxBatch + Warp - 1) / Warp * Warp, 1);
            _store = NewStore();
            return;
        }
        // Two registers side by side keep the multipliers busy; but a batch that fits them is rather parted among threads where that is worth it.
        var one = options.MaxBatch <= V.Count || (options.MaxBatch <= 2 * V.Count && Planner<T>.IsWorthThreads(graph, options));
        var lanes = one ? V.Count : 2 * V.Count;
        Batch = new Batch<T>(lanes, (options.MaxBatch + lanes - 1) / lanes);
        _store = NewStore();

        ParameterStore<T> NewStore() => new(graph, optimizer is null ? 0 : OptimizerEngines.Of(optimizer).MomentsOf(optimizer), options.Averages, options.Accumulates > 1);
    }

    public LayerGraph Graph { get; }

    public NetworkOptions Options { get; }

    public Batch<T> Batch { get; }

    /// <summary>Layers whose units are watched.</summary>
    public List<(Node Node, Watch Watch)> Watched { get; } = [];

    public Shape ShapeOf(int node) => _nodes[node].Facts!.Output.Shape;

    public Parameter<T>? Tensor(Node node, string name) => _store.Find(node, name);

    public void Add(Entry<T> entry) => _entries.Add(entry);

    /// <summary>Adds the gradient of a tensor, unless training leaves the tensor as it is.</summary>
    public void AddGradient(GradientEntry<T> entry)
    {
        if (entry.Parameter.Info.RateFactor > 0)
        {
            _gradients.Add(entry);
        }
    }

    /// <summary>The values of a node sample after sample; all who ask share one copy.</summary>
    public RowView<T> RowsOf(int node, Slot<T> values)
    {
        if (_rows.TryGetValue(node, out var known))
        {
            return known;
        }
        var features = (int)ShapeOf(node).Count;
        // Rows begin at whole tiles, so that kernels may read a full tile at the end of each.
        var tile = Math.Max(4, 2 * V.Count);
        if (_nodes[node].Layer is Input && Batch.InputStride == features && features % tile == 0)
        {
            return _rows[node] = new RowView<T>(Batch, null, features);
        }
        var stride = (features + tile - 1) / tile * tile;
        var copy = new Slot<T>((long)stride * Batch.Lanes);
        Add(new Entry<T>(new LanesToRows<T>(Batch, values, copy, features, stride), _nodes[node], Values.Output, Modes.Training, 0, [values, copy], [copy]));
        return _rows[node] = new RowView<T>(Batch, copy, stride);
    }

    /// <summary>The features of every place sample after sample; all who ask for the same share one copy.</summary>
    public RowView<T> RowsOf(PlaceView<T> view, Node node)
    {
        if (!_placeRows.TryGetValue(view, out var rows))
        {
            rows = NewRows(view);
            _placeRows[view] = rows;
            // Nothing new is written, and what lies between the rows is nobody's: who looks for what is not finite need not look here.
            Add(new Entry<T>(new PlacesToRows<T>(Batch, view, rows), node, Values.Output, Modes.Training, 0, [view.Slot, .. rows.Slots], []));
        }
        return rows;
    }

    /// <summary>Room for the features of every place sample after sample.</summary>
    public RowView<T> NewRows(PlaceView<T> view)
    {
        // Rows begin at whole tiles, so that kernels may read a full tile at the end of each; and they take an odd number of cache
        // lines, so that the same column of every row does not fall into the same cache sets.
        var line = 64 / sizeof(T);
        var tile = Math.Max(line, 2 * V.Count);
        var lines = (view.Width + tile - 1) / tile * tile / line;
        var stride = (lines | 1) * line;
        return new RowView<T>(Batch, new Slot<T>((long)stride * Batch.Lanes * view.Places), stride);
    }

    public Program<T> Compile()
    {
        var (nodes, heads) = Schedule.Of(Graph, [.. _objectives.Select(HeadOf)]);
        foreach (var node in nodes)
        {
            _nodes[node.Id] = node;
        }
        foreach (var input in Graph.Inputs)
        {
            // A sample is one row: what each input takes of it lies behind what the one before takes.
            _offsets[input.Id] = Batch.InputStride;
            Batch.InputStride += (int)input.Facts!.Output.Shape.Count;
        }
        var learns = WhereGradientsAreNeeded(nodes);
        if (_optimizer is not null && !nodes.Any(node => node.Facts!.Weights.Any(weight => !weight.IsFrozen)))
        {
            throw new ArgumentException($"{Graph.Name} has nothing to train: {(Graph.Parameters == 0 ? "none of its layers has weights" : "all of its weights are frozen")}.");
        }
        var values = new Slot<T>[Graph.Nodes.Length];
        var gradients = new Slot<T>?[Graph.Nodes.Length];
        var sharesGradient = new bool[Graph.Nodes.Length];
        var branches = nodes.ToDictionary(node => node.Id, _ => new List<Slot<T>>());
        var backward = new Stack<(Node Node, IReadOnlyList<Entry<T>> Entries)>();
        foreach (var node in nodes)
        {
            var size = node.Facts!.Output.Shape.Count * Batch.Lanes;
            if (node.Layer is Input)
            {
                values[node.Id] = new Slot<T>(size) { IsKept = true };
                gradients[node.Id] = learns[node.Id] ? new Slot<T>(size) : null;
                Add(new Entry<T>(new RowsToLanes<T>(Batch, values[node.Id], (int)node.Facts.Output.Shape.Count, _offsets[node.Id], targets: false), node, Values.Output, Modes.Both, 0, [values[node.Id]], [values[node.Id]]));
                continue;
            }
            var engine = LayerEngines.Of(node.Layer);
            var memory = engine.MemoryOf(node);
            var inputs = node.Inputs.Select(id => values[id]).ToImmutableArray();
            var overwrites = memory.HasFlag(LayerMemory.Alias)
                || (memory.HasFlag(LayerMemory.InPlace) && !inputs[0].IsKept && Consumers(node.Inputs[0]) == 1);
            values[node.Id] = overwrites ? inputs[0] : new Slot<T>(size);
            // An alias of what others read as well is no more to be overwritten than that.
            values[node.Id].IsKept |= memory.HasFlag(LayerMemory.KeepsOutput) || (memory.HasFlag(LayerMemory.Alias) && Consumers(node.Inputs[0]) > 1);
            foreach (var read in inputs)
            {
                read.IsKept |= memory.HasFlag(LayerMemory.KeepsInput);
            }
            var firstGradient = learns[node.Inputs[0]] ? GradientBranch(node.Inputs[0]) : null;
            sharesGradient[node.Id] = firstGradient is not null && (memory.HasFlag(LayerMemory.Alias) || memory.HasFlag(LayerMemory.InPlace));
            gradients[node.Id] = !learns[node.Id] ? null : sharesGradient[node.Id] ? firstGradient : new Slot<T>(size);
            ImmutableArray<Slot<T>?> inputGradients = [firstGradient, .. node.Inputs.Skip(1).Select(id => learns[id] ? OtherGradient(node, id, memory) : null)];
            if (Options.IsAlone && !engine.TakesLoneSamples(node))
            {
                engine.Compile(new LayerSite<T, Lanes1<T>>(this, node, inputs, inputGradients, values[node.Id], gradients[node.Id]));
                continue;
            }
            var site = new LayerSite<T, V>(this, node, inputs, inputGradients, values[node.Id], gradients[node.Id]);
            engine.Compile(site);
            backward.Push((node, site.BackwardEntries));
        }

        foreach (var head in heads)
        {
            AddLoss(head);
        }

        foreach (var (node, entries) in backward)
        {
            AddBranches(node);
            _entries.AddRange(entries);
        }
        foreach (var input in nodes.Where(node => node.Layer is Input))
        {
            AddBranches(input);
        }
        var inputGradient = Options.InputGradients ? gradients[Graph.Inputs.First().Id] : null;
        return Planner<T>.Plan(Graph, Options, Batch, _store, _entries, _gradients, values, Watched, new GradientMath<T, V>(), UpdatersOf(), inputGradient, heads);

        void AddLoss(Head head)
        {
            var (engine, output) = (head.Engine, _nodes[head.Node]);
            var aim = Batch.Add(Batch.TargetStride, head.Objective.Weight);
            Batch.TargetStride += head.TargetLength;
            // What a loss makes of the values with a function of its own lies elsewhere, since others may read them.
            var predictions = !head.IsLinked && engine.LinkKind == LossLink.None ? values[output.Id] : new Slot<T>(values[output.Id].Size);
            if (Options.IsAlone)
            {
                engine.Compile(new LossSite<T, Lanes1<T>>(this, head.Objective.Loss, aim, output, values[output.Id], null, predictions));
            }
            else
            {
                engine.Compile(new LossSite<T, V>(this, head.Objective.Loss, aim, output, values[output.Id], learns[output.Id] ? GradientBranch(output.Id) : null, predictions));
            }
            if (head.IsLinked && !_nodes.ContainsKey(head.Objective.Output.Id))
            {
                // What the last layer gives only the loss knows.
                values[head.Objective.Output.Id] = predictions;
            }
            Add(new Entry<T>(new OutputsToRows<T>(Batch, aim, predictions, head.OutputLength), output, Values.Output, Modes.Evaluation, 0, [predictions], []));
        }

        int Consumers(int id) => nodes.Sum(other => other.Inputs.Count(source => source == id)) + heads.Count(head => head.Node == id);

        Slot<T> GradientBranch(int id)
        {
            if (Consumers(id) == 1)
            {
                return gradients[id]!;
            }
            // The first reader's branch is where the sum will be.
            var branch = branches[id].Count == 0 ? gradients[id]! : new Slot<T>(gradients[id]!.Size);
            branches[id].Add(branch);
            return branch;
        }

        // A sum's gradient is that of each of its inputs: where nothing writes over it until they have read it, none needs a copy.
        Slot<T> OtherGradient(Node node, int id, LayerMemory memory)
        {
            var first = node.Inputs[0];
            var stays = !sharesGradient[node.Id] || (Consumers(first) == 1 && !sharesGradient[first]);
            if (!memory.HasFlag(LayerMemory.PassesGradient) || !stays || branches[id].Count == 0)
            {
                return GradientBranch(id);
            }
            branches[id].Add(gradients[node.Id]!);
            return gradients[node.Id]!;
        }

        void AddBranches(Node node)
        {
            if (branches[node.Id].Count > 0 && gradients[node.Id] is { } sum)
            {
                Add(new Entry<T>(new SumOfSlots<T, V>([.. branches[node.Id]], sum), node, Values.Gradient, Modes.Training, 0, [.. branches[node.Id], sum], [sum]));
            }
        }
    }

    // Where a loss takes its values from: the objective's output, or below the function there that it computes together with itself.
    private static Head HeadOf(Objective objective)
    {
        var (engine, output) = (LossEngines.Of(objective.Loss), objective.Output);
        if (engine.Link is not { } link || output.Layer.GetType() != link)
        {
            return new Head(objective, engine, output.Id, IsLinked: false);
        }
        if (output.Layer is Softmax && ClassAxis.Of(output.Facts!.Output.Shape).IsFirst)
        {
            throw new UntrainableException(output, "softmax over the last axis of maps, whose classes are the channels,");
        }
        // The loss computes this last layer together with itself, which is both faster and exact in the tails.
        return new Head(objective, engine, output.Inputs[0], IsLinked: true);
    }

    // One for each learning rate that tensors have.
    private ImmutableArray<RatedUpdater<T>> UpdatersOf() => _optimizer is null
        ? []
        : [.. _gradients.Select(gradient => gradient.Parameter.Info.RateFactor).Distinct().Order().Select(factor => new RatedUpdater<T>(factor, OptimizerEngines.Of(_optimizer).Compile<T, V>(_optimizer)))];

    private bool[] WhereGradientsAreNeeded(ImmutableArray<Node> nodes)
    {
        var learns = new bool[Graph.Nodes.Length];
        foreach (var node in Options.IsAlone ? [] : nodes)
        {
            learns[node.Id] = node.Layer is Input ? Options.InputGradients : node.Facts!.Weights.Any(weight => !weight.IsFrozen) || node.Inputs.Any(id => learns[id]);
        }
        return learns;
    }
}
