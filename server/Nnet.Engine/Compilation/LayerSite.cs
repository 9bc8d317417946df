using System.Collections.Immutable;
using System.Numerics;
using Nnet.Engine.Execution;
using Nnet.Engine.Kernels;
using Nnet.Engine.Layers.Maps;
using Nnet.Language.Graph;

namespace Nnet.Engine.Compilation;

/// <summary>A layer in its place, as its engine half sees it: what it reads and writes, and where its instructions go.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="V">Register that the kernels use.</typeparam>
public sealed class LayerSite<T, V>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    private readonly ICompiler<T> _compiler;
    private readonly List<Entry<T>> _backward = [];

    internal LayerSite(ICompiler<T> compiler, Node node, ImmutableArray<Slot<T>> inputs, ImmutableArray<Slot<T>?> inputGradients, Slot<T> output, Slot<T>? outputGradient)
        => (_compiler, Node, Inputs, InputGradients, Output, OutputGradient) = (compiler, node, inputs, inputGradients, output, outputGradient);

    /// <summary>The layer with its arguments and facts.</summary>
    public Node Node { get; }

    /// <summary>The batch that instructions work on.</summary>
    public Batch<T> Batch => _compiler.Batch;

    /// <summary>The run's seed.</summary>
    public int Seed => _compiler.Options.Seed;

    /// <summary>Samples in a group.</summary>
    public int Lanes => Batch.Lanes;

    /// <summary>Registers in a group's lanes: one or two.</summary>
    public int Registers => Lanes / V.Count;

    /// <summary>What comes in.</summary>
    public ImmutableArray<Slot<T>> Inputs { get; }

    /// <summary>Where the gradients of the inputs go; null for one that nobody needs.</summary>
    public ImmutableArray<Slot<T>?> InputGradients { get; }

    /// <summary>The only (or first) input.</summary>
    public Slot<T> Input => Inputs[0];

    /// <summary>Where the gradient of the only (or first) input goes, or null.</summary>
    public Slot<T>? InputGradient => InputGradients[0];

    /// <summary>Where the output goes.</summary>
    public Slot<T> Output { get; }

    /// <summary>The gradient of the output; null when nothing before here learns.</summary>
    public Slot<T>? OutputGradient { get; }

    /// <summary>Shape of the only (or first) input.</summary>
    public Shape InputShape => _compiler.ShapeOf(Node.Inputs[0]);

    /// <summary>Shapes of all inputs.</summary>
    public IEnumerable<Shape> InputShapes => Node.Inputs.Select(_compiler.ShapeOf);

    /// <summary>Shape of the output.</summary>
    public Shape OutputShape => Node.Facts!.Output.Shape;

    internal IReadOnlyList<Entry<T>> BackwardEntries => _backward;

    /// <summary>A tensor that the layer owns, trained or not, by PyTorch's name; null when it has none of that name.</summary>
    public Parameter<T>? Tensor(string name) => _compiler.Tensor(Node, name);

    /// <summary>The input sample after sample, as the gradient of a weight matrix wants it.</summary>
    public RowView<T> InputRows() => _compiler.RowsOf(Node.Inputs[0], Input);

    /// <summary>The features of every place of some values sample after sample; an instruction of the forward pass copies them.</summary>
    public RowView<T> Rows(PlaceView<T> view) => _compiler.RowsOf(view, Node);

    /// <summary>The same for values of the backward pass: adds an instruction there.</summary>
    public RowView<T> BackwardRows(PlaceView<T> view)
    {
        var rows = _compiler.NewRows(view);
        Backward(new PlacesToRows<T>(Batch, view, rows), [view.Slot, .. rows.Slots], []);
        return rows;
    }

    /// <summary>Whether there is one sample at a time, whose features lie side by side and not in lanes.</summary>
    public bool IsAlone => Lanes == 1;

    /// <summary>Adds an instruction that shares the work on a lone sample out among threads by itself.</summary>
    /// <param name="instruction">Its items are pieces of the output.</param>
    /// <param name="items">Number of pieces.</param>
    /// <param name="reads">What it reads.</param>
    /// <param name="writes">What it writes.</param>
    public void ForwardAlone(Instruction instruction, int items, ReadOnlySpan<Slot<T>> reads, ReadOnlySpan<Slot<T>> writes)
        => _compiler.Add(new Entry<T>(instruction, Node, Values.Output, Modes.Evaluation, items, [.. reads, .. writes], [.. writes]));

    /// <summary>Adds an instruction of the forward pass, over groups.</summary>
    public void Forward(Instruction instruction, ReadOnlySpan<Slot<T>> reads, ReadOnlySpan<Slot<T>> writes, Modes modes = Modes.Both)
        => _compiler.Add(new Entry<T>(instruction, Node, Values.Output, modes, 0, [.. reads, .. writes], [.. writes]));

    /// <summary>Lets the input through while evaluating: what a layer does that acts in training alone.</summary>
    public void PassInEvaluation()
    {
        if (Input != Output)
        {
            Forward(new CopySlot<T>(Input, Output), [Input], [Output], Modes.Evaluation);
        }
    }

    /// <summary>Adds a step of the forward pass that needs all groups at once; its items are shared out instead of groups.</summary>
    public void ForwardReduction(Instruction instruction, int items, ReadOnlySpan<Slot<T>> reads, ReadOnlySpan<Slot<T>> writes)
        => _compiler.Add(new Entry<T>(instruction, Node, Values.Output, Modes.Training, items, [.. reads, .. writes], [.. writes]));

    /// <summary>Adds an instruction of the backward pass, over groups.</summary>
    public void Backward(Instruction instruction, ReadOnlySpan<Slot<T>> reads, ReadOnlySpan<Slot<T>> writes)
        => _backward.Add(new Entry<T>(instruction, Node, Values.Gradient, Modes.Training, 0, [.. reads, .. writes], [.. writes]));

    /// <summary>Adds a step of the backward pass that needs all groups at once.</summary>
    public void BackwardReduction(Instruction instruction, int items, ReadOnlySpan<Slot<T>> reads, ReadOnlySpan<Slot<T>> writes)
        => _backward.Add(new Entry<T>(instruction, Node, Values.Gradient, Modes.Training, items, [.. reads, .. writes], [.. writes]));

    /// <summary>Watches which of the layer's units are ever positive; adds an instruction of the forward pass.</summary>
    public void WatchUnits()
    {
        var maps = MapLayout.Of(OutputShape, Lanes);
        var activity = new UnitActivity(maps.Channels);
        _compiler.Watched.Add((Node, activity));
        Forward(new WatchUnits<T, V>(Batch, Output, maps, activity), [Output], [], Modes.Training);
    }

    /// <summary>Watches how many of the layer's values lie where its slope is next to nothing; adds an instruction of the forward pass.</summary>
    /// <param name="middle">The middle of the function's range.</param>
    /// <param name="edge">From this distance to the middle on the slope is next to nothing.</param>
    public void WatchSaturation(double middle, double edge)
    {
        var saturation = new Saturation();
        _compiler.Watched.Add((Node, saturation));
        Forward(new WatchSaturation<T, V>(Batch, Output, (int)OutputShape.Count, middle, edge, saturation), [Output], [], Modes.Training);
    }

    /// <summary>Says how a tensor's gradient is computed once the backward pass is through.</summary>
    /// <param name="parameter">The tensor.</param>
    /// <param name="instruction">Computes rows of it.</param>
    /// <param name="work">Multiply-accumulates per row and sample, to share the work out evenly.</param>
    /// <param name="reads">What it reads.</param>
    public void Gradient(Parameter<T> parameter, GradientInstruction instruction, long work, params ReadOnlySpan<Slot<T>> reads)
        => _compiler.AddGradient(new GradientEntry<T>(parameter, instruction, work, [.. reads]));
}

/// <summary>When an instruction of the forward pass runs.</summary>
[Flags]
public enum Modes
{
    /// <summary>While training.</summary>
    Training = 1,

    /// <summary>While evaluating and predicting.</summary>
    Evaluation = 2,

    /// <summary>Always.</summary>
    Both = Training | Evaluation,
}

/// <summary>What an instruction computes.</summary>
internal enum Values
{
    /// <summary>A layer's output.</summary>
    Output,

    /// <summary>The loss with its gradient.</summary>
    Loss,

    /// <summary>The gradient of a layer's output or input.</summary>
    Gradient,
}

/// <summary>An instruction with what the planner must know of it.</summary>
internal sealed record Entry<T>(Instruction Instruction, Node Node, Values Values, Modes Modes, int Items, ImmutableArray<Slot<T>> Uses, ImmutableArray<Slot<T>> Writes)
    where T : unmanaged;

/// <summary>The gradient of a tensor with what the planner must know of it.</summary>
internal sealed record GradientEntry<T>(Parameter<T> Parameter, GradientInstruction Instruction, long Work, ImmutableArray<Slot<T>> Reads)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;

/// <summary>Some features of every place of a value: of a sequence, or of a vector, which has one place.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="Slot">The value, place after place.</param>
/// <param name="Places">Number of places.</param>
/// <param name="Features">Features of each place.</param>
/// <param name="From">The first of those that count.</param>
/// <param name="Width">How many count.</param>
public sealed record PlaceView<T>(Slot<T> Slot, int Places, int Features, int From, int Width)
    where T : unmanaged
{
    /// <summary>All features of every place.</summary>
    public PlaceView(Slot<T> slot, int places, int features)
        : this(slot, places, features, 0, features)
    {
    }

    /// <summary>Of the same value other features.</summary>
    public PlaceView<T> Part(int from, int width) => this with { From = From + from, Width = width };

    /// <summary>The first counting feature of the first place, of a group with so many lanes.</summary>
    internal unsafe T* At(int group, int lanes) => Slot.At(group) + ((nint)From * lanes);
}

/// <summary>Values sample after sample: either the batch as it was given, or a copy that an instruction makes.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="batch">The batch.</param>
/// <param name="copy">The copy, or null for the batch itself.</param>
/// <param name="stride">From a sample to the next.</param>
public sealed unsafe class RowView<T>(Batch<T> batch, Slot<T>? copy, int stride)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>From a sample to the next.</summary>
    public int Stride => stride;

    /// <summary>From a group's first sample to the next group's.</summary>
    public nint GroupStride => copy?.Stride ?? (nint)batch.Lanes * stride;

    /// <summary>The slots that it reads.</summary>
    public ReadOnlySpan<Slot<T>> Slots => copy is null ? [] : new ReadOnlySpan<Slot<T>>([copy]);

    /// <summary>From a place to the next, where a sample has several: all samples of a group stand together at each.</summary>
    public nint PlaceStride => (nint)batch.Lanes * stride;

    /// <summary>The first sample of a group.</summary>
    public T* At(int group) => copy is null ? batch.Inputs + (group * (nint)batch.Lanes * stride) : copy.At(group);
}
