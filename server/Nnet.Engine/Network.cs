using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;
using Nnet.Engine.Compilation;
using Nnet.Engine.Devices;
using Nnet.Engine.Execution;
using Nnet.Engine.Kernels;
using Nnet.Engine.Layers.Sequences;
using Nnet.Language.Definitions;
using Nnet.Language.Graph;
using Nnet.Language.Training;

namespace Nnet.Engine;

/// <summary>
/// A network ready to be trained: parameters, and a program that was compiled once. A step allocates nothing on the
/// managed heap. One thread at a time may use it; it shares its work out among threads of its own.
/// </summary>
/// <typeparam name="T">float to train, double to check gradients.</typeparam>
public sealed unsafe class Network<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ImmutableArray<Objective> _objectives;
    private readonly Program<T> _program;
    private readonly Executor<T> _executor;
    private readonly int _inputLength;
    private readonly int _outputLength;
    private readonly int _targetLength;
    private readonly ImmutableArray<InputSlice> _tokens;
    private readonly double[] _losses;
    private int _kept;
    private double _keptLoss;
    private T[]? _observed;
    private long _observedStep = -1;
    private Network<T>? _twin;
    private (int Node, TensorInfo[] Tensors, Watch? Watch)[]? _looked;

    private Network(LayerGraph graph, ImmutableArray<Objective> objectives, NetworkOptions options, int bits, Program<T> program)
    {
        (Graph, _objectives, Options, SimdBits, _program) = (graph, objectives, options, bits, program);
        var inputs = InputSlice.Of(graph);
        _inputLength = inputs.Sum(input => input.Length);
        _tokens = [.. inputs.Where(input => input.Node.Facts!.Output.Domain.Vocabulary > 0)];
        _outputLength = program.Heads[0].OutputLength;
        _targetLength = program.Heads.Sum(head => head.TargetLength);
        _losses = new double[objectives.Length];
        program.Store.Initialize(options.Seed);
        // Devices work in single precision; Compile lets no other network have one.
        _executor = options.Device is { } device ? (Executor<T>)(object)new GuardedExecutor(device, device.Load((Program<float>)(object)program)) : new HostExecutor<T>(program);
    }

    /// <summary>The model.</summary>
    public LayerGraph Graph { get; }

    /// <summary>How it was compiled.</summary>
    public NetworkOptions Options { get; }

    /// <summary>Width of the registers in use, in bits.</summary>
    public int SimdBits { get; }

    /// <summary>Threads in use.</summary>
    public int Threads => _executor.Threads;

    /// <summary>Bytes that the values and gradients of a batch take, parameters left out: the arena.</summary>
    public long ValueBytes => _program.Arena.Length * sizeof(T);

    /// <summary>All trained parameters, tensor after tensor.</summary>
    public Span<T> Parameters => Fetched.Values.Span;

    /// <summary>Gradients of the last step, in the places of the parameters.</summary>
    public Span<T> Gradients => Fetched.Gradients.Span;

    /// <summary>Numbers kept but not trained, such as running statistics.</summary>
    public Span<T> Buffers => Fetched.Buffers.Span;

    /// <summary>Which tensor lies where, in the order of the model.</summary>
    public ImmutableArray<TensorInfo> Tensors => _program.Store.Tensors;

    /// <summary>Numbers that the optimizer keeps per parameter: 0, 1 or 2.</summary>
    public int Moments => _program.Store.Moments.Length;

    /// <summary>What the optimizer keeps, in the places of the parameters.</summary>
    /// <param name="index">Which of the <see cref="Moments"/>, from 0.</param>
    public Span<T> Moment(int index) => Fetched.Moments[index].Span;

    /// <summary>The numbers of a tensor of this network.</summary>
    public Span<T> ValuesOf(TensorInfo tensor) => (tensor.IsTrainable ? Parameters : Buffers).Slice(tensor.Offset, tensor.Length);

    // All that is kept, as it is now, wherever it was computed.
    private ParameterStore<T> Fetched
    {
        get
        {
            _executor.Fetch();
            return _program.Store;
        }
    }

    /// <summary>Steps taken so far.</summary>
    public long Step { get; set; }

    /// <summary>Numbers in one sample: those of all inputs, one behind the other as the model has them.</summary>
    public int InputLength => _inputLength;

    /// <summary>Numbers in one sample's main output.</summary>
    public int OutputLength => _outputLength;

    /// <summary>Numbers in one sample's target: those of all objectives, one behind the other.</summary>
    public int TargetLength => _targetLength;

    /// <summary>The outputs with their losses, the main one first.</summary>
    public ImmutableArray<Objective> Objectives => _objectives;

    /// <summary>Numbers in one sample's output of an objective.</summary>
    /// <param name="objective">Its number, 0 being the main one's.</param>
    public int OutputLengthOf(int objective) => _program.Heads[objective].OutputLength;

    /// <summary>Numbers in one sample's target of an objective.</summary>
    /// <param name="objective">Its number, 0 being the main one's.</param>
    public int TargetLengthOf(int objective) => _program.Heads[objective].TargetLength;

    /// <summary>The mean loss of each objective when <see cref="Evaluate(ReadOnlySpan{T}, ReadOnlySpan{T}, int, Span{T})"/> was last asked, before it was multiplied by its weight.</summary>
    public ReadOnlySpan<double> Losses => _losses;

    /// <summary>Compiles a model whose last line has a loss.</summary>
    /// <param name="graph">A complete graph.</param>
    /// <param name="loss">The loss with its arguments.</param>
    /// <param name="optimizer">The optimizer with its arguments; null for a network that is only used.</param>
    /// <param name="options">How to compile it.</param>
    /// <exception cref="UntrainableException">The model uses something that the engine cannot train.</exception>
    /// <exception cref="NotSupportedException">The engine has no half for the loss or the optimizer.</exception>
    public static Network<T> Compile(LayerGraph graph, Call loss, Call? optimizer, NetworkOptions options)
        => graph.IsComplete ? Compile(graph, [Objective.Main(graph, loss)], optimizer, options) : throw Incomplete(graph);

    /// <summary>Compiles a model.</summary>
    /// <param name="graph">A complete graph.</param>
    /// <param name="objectives">The outputs with their losses, the main one first.</param>
    /// <param name="optimizer">The optimizer with its arguments; null for a network that is only used.</param>
    /// <param name="options">How to compile it.</param>
    /// <exception cref="UntrainableException">The model uses something that the engine cannot train.</exception>
    /// <exception cref="NotSupportedException">The engine has no half for the loss or the optimizer.</exception>
    public static Network<T> Compile(LayerGraph graph, ImmutableArray<Objective> objectives, Call? optimizer, NetworkOptions options)
    {
        if (!graph.IsComplete)
        {
            throw Incomplete(graph);
        }
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxBatch, 1);
        if (options.IsAlone && (optimizer is not null || options.InputGradients))
        {
            throw new ArgumentException("A network that is asked for one sample at a time is not trained: leave the optimizer and InputGradients out, or IsAlone.", nameof(options));
        }
        if (options.InputGradients && graph.Inputs.Skip(1).Any())
        {
            throw new ArgumentException("The gradient is computed by one input alone: leave InputGradients out for a model with several.", nameof(options));
        }
        Trainability.Check(graph);
        var bits = options.SimdBits ?? Simd.Bits;
        if (options.Device is not null)
        {
            if (typeof(T) != typeof(float) || options.IsAlone)
            {
                throw new ArgumentException("A device beside the processor computes batches in single precision: leave Device out, or IsAlone and double precision.", nameof(options));
            }
            return new Network<T>(graph, objectives, options, Simd.Bits, (Program<T>)(object)new Compiler<float, Lane>(graph, objectives, optimizer, options).Compile());
        }
        var program = bits switch
        {
            512 => new Compiler<T, Lanes512<T>>(graph, objectives, optimizer, options).Compile(),
            256 => new Compiler<T, Lanes256<T>>(graph, objectives, optimizer, options).Compile(),
            128 => new Compiler<T, Lanes128<T>>(graph, objectives, optimizer, options).Compile(),
            _ => throw new ArgumentException($"There are no kernels for registers of {bits} bits; 128, 256 and 512 are known."),
        };
        return new Network<T>(graph, objectives, options, bits, program);
    }

    private static ArgumentException Incomplete(LayerGraph graph) => new($"The model {graph.Name} has errors, so it cannot be trained.", nameof(graph));

    /// <summary>How a step is carried out, for people to read.</summary>
    /// <param name="count">Samples of a step.</param>
    public NetworkPlan Explain(int count) => NetworkPlan.Of(_program, Graph, SimdBits, count);

    /// <summary>One step of training.</summary>
    /// <param name="inputs">count samples, each in the shape of the model's input; of several inputs one behind the other.</param>
    /// <param name="targets">count targets: the class's number for cross_entropy (along a sequence or over maps, one for each place), otherwise as many values as there are outputs. Of several objectives one behind the other.</param>
    /// <param name="count">Number of samples, at most <see cref="NetworkOptions.MaxBatch"/>.</param>
    /// <param name="learningRate">Step size.</param>
    /// <param name="total">Samples of the whole step, when batches before were put aside for it by <see cref="Accumulate"/>; otherwise null.</param>
    /// <returns>The mean loss before the step, over all its samples. When it is not finite, the parameters are left as they were.</returns>
    public T TrainStep(ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, int count, double learningRate, int? total = null)
    {
        if (_program.Updaters.IsEmpty)
        {
            throw new InvalidOperationException("The network was compiled without an optimizer, so it cannot be trained.");
        }
        foreach (var (factor, updater) in _program.Updaters)
        {
            updater.Prepare(Step + 1, learningRate * factor);
        }
        var loss = Differentiate(inputs, targets, count, StepEnd.Update, total);
        if (T.IsFinite(loss))
        {
            Step++;
        }
        (_kept, _keptLoss) = (0, 0);
        return loss;
    }

    /// <summary>Most steps that <see cref="TrainSteps"/> takes at once.</summary>
    public const int MostSteps = 64;

    /// <summary>Gives the network a data set to train on by rows: <see cref="TrainSteps"/>. A device then has it in its own memory.</summary>
    /// <param name="inputs">Inputs, sample by sample.</param>
    /// <param name="targets">Targets, sample by sample.</param>
    /// <returns>False where it is better given batch by batch: on the processor, or where it is too large.</returns>
    public bool TryHold(ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets)
    {
        Check(inputs, targets, inputs.Length / _inputLength);
        return _executor.TryHold(inputs, targets);
    }

    /// <summary>Several steps of training, one after the other, on rows of the data that <see cref="TryHold"/> took: nobody waits in between.</summary>
    /// <param name="rows">Rows, batch after batch; the last batch may be a smaller one.</param>
    /// <param name="batch">Samples of a step.</param>
    /// <param name="rates">Step sizes, one for each step.</param>
    /// <param name="shares">As <see cref="AverageShare"/>, one for each step.</param>
    /// <param name="losses">Gets the mean loss before each step. Behind the first that is not finite the parameters are as they were before it.</param>
    public void TrainSteps(ReadOnlySpan<int> rows, int batch, ReadOnlySpan<double> rates, ReadOnlySpan<double> shares, Span<T> losses)
    {
        var steps = rates.Length;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(steps, MostSteps);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(batch, Options.MaxBatch);
        var current = _program.Batch;
        _executor.Announce(rows);
        for (var i = 0; i < steps; i++)
        {
            foreach (var (factor, updater) in _program.Updaters)
            {
                updater.Prepare(Step + i + 1, rates[i] * factor);
            }
            current.Resize(Math.Min(batch, rows.Length - (i * batch)));
            current.Step = (Step + i) * Options.Accumulates;
            _executor.Queue(i * batch, i);
            _executor.Update(shares[i], addsKept: false);
        }
        Span<double> found = stackalloc double[MostSteps];
        _executor.TakeLosses(found[..steps]);
        var sound = true;
        for (var i = 0; i < steps; i++)
        {
            losses[i] = T.CreateChecked(found[i]);
            sound &= T.IsFinite(losses[i]);
            Step += sound ? 1 : 0;
        }
        (_kept, _keptLoss) = (0, 0);
    }

    /// <summary>Computes the gradient of some of a step's samples and puts it aside, to be added to that of the samples of the next <see cref="TrainStep"/>.</summary>
    /// <param name="inputs">count samples.</param>
    /// <param name="targets">count targets.</param>
    /// <param name="count">Number of samples.</param>
    /// <param name="total">Samples of the whole step.</param>
    /// <returns>Not finite when the loss so far is not; the step is then given up.</returns>
    public T Accumulate(ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, int count, int total)
    {
        if (_kept + 1 >= Options.Accumulates)
        {
            throw new InvalidOperationException($"The network was compiled for {Options.Accumulates} batches a step; the last of them is for TrainStep.");
        }
        var loss = Differentiate(inputs, targets, count, StepEnd.Keep, total);
        (_kept, _keptLoss) = T.IsFinite(loss) ? (_kept + 1, double.CreateChecked(loss)) : (0, 0);
        return loss;
    }

    /// <summary>Computes the mean loss and its gradient in training mode, and leaves the parameters as they are.</summary>
    public T Differentiate(ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, int count) => Differentiate(inputs, targets, count, StepEnd.Gradient, null);

    /// <summary>Mean loss and outputs; any number of samples. Dropout is off, and batch normalisation uses its running statistics.</summary>
    /// <param name="inputs">count samples.</param>
    /// <param name="targets">count targets.</param>
    /// <param name="count">Number of samples.</param>
    /// <param name="outputs">Receives the outputs as <see cref="Predict"/> gives them; may be empty.</param>
    /// <returns>The weighted sum of all losses; <see cref="Losses"/> then has each.</returns>
    public T Evaluate(ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, int count, Span<T> outputs)
    {
        Check(inputs, targets, count);
        Check(outputs, count);
        return Evaluate(inputs, targets, count, outputs, withTargets: true);
    }

    /// <summary>The model's outputs; any number of samples. A loss that works on probabilities gives probabilities, whether the model ends in softmax (sigmoid) or leaves it out.</summary>
    /// <param name="inputs">count samples.</param>
    /// <param name="count">Number of samples.</param>
    /// <param name="outputs">Receives the main output of all samples; where there is room, behind it that of the next objective of all samples, and so on.</param>
    public void Predict(ReadOnlySpan<T> inputs, int count, Span<T> outputs)
    {
        CheckLength(inputs.Length, count, _inputLength, nameof(inputs));
        CheckTokens(inputs, count);
        Check(outputs, count);
        Evaluate(inputs, [], count, outputs, withTargets: false);
    }

    /// <summary>Copies the gradient of the last step's mean loss by its inputs, sample after sample.</summary>
    /// <exception cref="InvalidOperationException">The network was compiled without <see cref="NetworkOptions.InputGradients"/>.</exception>
    public void CopyInputGradients(Span<T> destination)
    {
        var slot = _program.InputGradient ?? throw new InvalidOperationException("The network was compiled without InputGradients, so it does not compute them.");
        var batch = _program.Batch;
        CheckLength(destination.Length, batch.Count, _inputLength, nameof(destination));
        _executor.Fetch(slot);
        fixed (T* rows = destination)
        {
            for (var group = 0; group < batch.Groups; group++)
            {
                Transpose.Run(slot.At(group), batch.Lanes, rows + (group * (nint)batch.Lanes * _inputLength), _inputLength, _inputLength, batch.LanesUsed(group));
            }
        }
    }

    /// <summary>Copies parameters and buffers, for the best epoch's weights.</summary>
    public NetworkState<T> CopyState() => new(Parameters.ToArray(), Buffers.ToArray());

    /// <summary>Brings a copy back.</summary>
    public void RestoreState(NetworkState<T> state)
    {
        state.Parameters.CopyTo(Parameters);
        state.Buffers.CopyTo(Buffers);
    }

    /// <summary>Share of the weights that enters their average behind every step from now on: 0 leaves the average as it is, 1 makes it the weights.</summary>
    public double AverageShare { get; set; }

    /// <summary>The average of <see cref="Parameters"/>; empty unless the network was compiled with <see cref="NetworkOptions.Averages"/>.</summary>
    public Span<T> AverageParameters => Fetched.Averages is { } averages ? averages.Values.Span : [];

    /// <summary>The average of <see cref="Buffers"/>, in the same way.</summary>
    public Span<T> AverageBuffers => Fetched.Averages is { } averages ? averages.Buffers.Span : [];

    /// <summary>Exchanges the weights with their average; a second time brings them back.</summary>
    public void SwapAverages()
    {
        Swap(Parameters, AverageParameters);
        Swap(Buffers, AverageBuffers);

        static void Swap(Span<T> values, Span<T> averages)
        {
            for (var i = 0; i < averages.Length; i++)
            {
                (values[i], averages[i]) = (averages[i], values[i]);
            }
        }
    }

    /// <summary>Makes the next step one whose updates and saturated values <see cref="CollectStatistics"/> tells. It costs a copy of the weights.</summary>
    public void ObserveNextStep()
    {
        _observed ??= new T[Parameters.Length];
        Parameters.CopyTo(_observed);
        _observedStep = Step + 1;
        foreach (var (_, watch) in _program.Watched)
        {
            watch.Arm();
        }
    }

    /// <summary>How the layers are doing: norms of gradients, weights and updates of the last step, and what was watched since this was last asked.</summary>
    public NetworkStatistics CollectStatistics()
    {
        // Which tensors and watches belong to which layer never changes, and an epoch of a small network is too short to look for them in each.
        _looked ??= [.. Graph.Nodes.Select(LookedAt).Where(layer => layer.Tensors.Length > 0 || layer.Watch is not null)];
        _executor.Fetch();
        var store = _program.Store;
        ReadOnlySpan<T> values = store.Values.Span, gradients = store.Gradients.Span;
        var before = _observedStep == Step ? _observed : null;
        var layers = new LayerStatistics[_looked.Length];
        for (var i = 0; i < layers.Length; i++)
        {
            var (node, tensors, watch) = _looked[i];
            double gradient = 0, weight = 0, update = 0;
            foreach (var tensor in tensors)
            {
                gradient += SquaresOf(gradients.Slice(tensor.Offset, tensor.Length));
                weight += SquaresOf(values.Slice(tensor.Offset, tensor.Length));
                update += before is null ? 0 : SquaresOf(values.Slice(tensor.Offset, tensor.Length), before.AsSpan(tensor.Offset, tensor.Length));
            }
            var learns = tensors.Length > 0;
            layers[i] = new LayerStatistics(
                node, learns ? Math.Sqrt(gradient) : null, learns ? Math.Sqrt(weight) : null, learns && before is not null ? Math.Sqrt(update) : null, (watch as UnitActivity)?.Share, (watch as Saturation)?.Share);
            watch?.Reset();
        }
        return new NetworkStatistics(ImmutableCollectionsMarshal.AsImmutableArray(layers));
    }

    private (int Node, TensorInfo[] Tensors, Watch? Watch) LookedAt(Node node)
        => (node.Id, [.. Tensors.Where(tensor => tensor.Node == node.Id && tensor.IsTrainable && tensor.RateFactor > 0)], _program.Watched.FirstOrDefault(watched => watched.Node.Id == node.Id).Watch);

    // Four sums, so that none has to wait for the one before.
    private static double SquaresOf(ReadOnlySpan<T> values)
    {
        double first = 0, second = 0, third = 0, fourth = 0;
        var i = 0;
        for (; i <= values.Length - 4; i += 4)
        {
            first += Square(values[i]);
            second += Square(values[i + 1]);
            third += Square(values[i + 2]);
            fourth += Square(values[i + 3]);
        }
        for (; i < values.Length; i++)
        {
            first += Square(values[i]);
        }
        return first + second + (third + fourth);
    }

    private static double SquaresOf(ReadOnlySpan<T> values, ReadOnlySpan<T> before)
    {
        before = before[..values.Length];
        double first = 0, second = 0, third = 0, fourth = 0;
        var i = 0;
        for (; i <= values.Length - 4; i += 4)
        {
            first += Square(values[i], before[i]);
            second += Square(values[i + 1], before[i + 1]);
            third += Square(values[i + 2], before[i + 2]);
            fourth += Square(values[i + 3], before[i + 3]);
        }
        for (; i < values.Length; i++)
        {
            first += Square(values[i], before[i]);
        }
        return first + second + (third + fourth);
    }

    private static double Square(T value, T before = default)
    {
        var number = double.CreateTruncating(value) - double.CreateTruncating(before);
        return number * number;
    }

    /// <summary>
    /// What some layers give for some samples, as in <see cref="Predict"/>, with evenly chosen numbers of each. It keeps to the calling
    /// thread, and changes nothing that training sees.
    /// </summary>
    /// <param name="inputs">count samples.</param>
    /// <param name="count">Number of samples, at most <see cref="NetworkOptions.MaxBatch"/>.</param>
    /// <param name="nodes">Ids of the layers.</param>
    /// <param name="most">About so many numbers of each layer.</param>
    /// <returns>The numbers of each layer; none of one that nothing is computed of.</returns>
    public ImmutableArray<T[]> ActivationsOf(ReadOnlySpan<T> inputs, int count, IReadOnlyList<int> nodes, int most)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Options.MaxBatch);
        CheckLength(inputs.Length, count, _inputLength, nameof(inputs));
        CheckTokens(inputs, count);
        if (Options.Device is not null)
        {
            return Twin.ActivationsOf(inputs, count, nodes, most);
        }
        var taken = new T[nodes.Count][];
        Array.Fill(taken, []);
        // A layer further on may work in place, so each is looked at behind the last instruction that is its own or an earlier one's.
        var wanted = Enumerable.Range(0, nodes.Count).GroupBy(index => LastWrite(nodes[index])).Where(group => group.Key >= 0).ToDictionary(group => group.Key);
        var batch = _program.Batch;
        batch.Resize(count);
        fixed (T* input = inputs)
        {
            batch.Inputs = input;
            batch.Targets = null;
            batch.Aims[0].Outputs = null;
            for (var at = 0; wanted.Count > 0; at++)
            {
                var entry = _program.Entries[at];
                if (!entry.Modes.HasFlag(Modes.Evaluation))
                {
                    continue;
                }
                entry.Instruction.Run(0, entry.Items > 0 ? entry.Items : batch.Groups);
                if (wanted.Remove(at, out var here))
                {
                    foreach (var index in here)
                    {
                        taken[index] = Evenly(_program.Values[nodes[index]]!, most);
                    }
                }
            }
        }
        return [.. taken];

        int LastWrite(int node)
        {
            var slot = _program.Values[node];
            for (var at = _program.Entries.Length - 1; slot is not null && at >= 0; at--)
            {
                var entry = _program.Entries[at];
                if (entry.Modes.HasFlag(Modes.Evaluation) && entry.Node.Id <= node && entry.Writes.Contains(slot))
                {
                    return at;
                }
            }
            return -1;
        }
    }

    /// <summary>
    /// Goes through a step again, operation by operation, and names the first whose result is not finite; null when all
    /// are. For use after <see cref="TrainStep"/> has returned a loss that is not finite, with the same batch.
    /// </summary>
    public NonFinite? FindNonFinite(ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, int count)
    {
        Check(inputs, targets, count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Options.MaxBatch);
        if (Options.Device is not null)
        {
            return Twin.FindNonFinite(inputs, targets, count);
        }
        if (FirstNonFinite(inputs[..(count * _inputLength)]) is >= 0 and var input)
        {
            return new NonFinite(Step, InputSlice.Of(Graph).Last(slice => slice.Offset <= input % _inputLength).Node.Id, "input");
        }
        if (FirstNonFinite(targets[..(count * _targetLength)]) is >= 0 and var place)
        {
            return new NonFinite(Step, _program.Heads[ObjectiveAt(place % _targetLength)].Node, "target");
        }
        foreach (var tensor in Tensors)
        {
            if (!AreFinite(ValuesOf(tensor)))
            {
                return new NonFinite(Step, tensor.Node, tensor.Name[(tensor.Name.LastIndexOf('.') + 1)..]);
            }
        }
        var buffers = Buffers.ToArray();
        var batch = _program.Batch;
        batch.Resize(count);
        foreach (var aim in batch.Aims)
        {
            aim.Clear();
        }
        batch.Step = Step * Options.Accumulates;
        fixed (T* samples = inputs, truth = targets)
        {
            batch.Inputs = samples;
            batch.Targets = truth;
            foreach (var entry in _program.Entries.Where(entry => entry.Modes.HasFlag(Modes.Training)))
            {
                entry.Instruction.Run(0, entry.Items > 0 ? entry.Items : batch.Groups);
                for (var group = 0; group < batch.Groups; group++)
                {
                    if (entry.Writes.Any(slot => !AreFinite(new ReadOnlySpan<T>(slot.At(group), (int)slot.Size))))
                    {
                        return Found(entry.Node.Id, entry.Values.ToString().ToLowerInvariant());
                    }
                }
                if (entry.Values == Values.Loss && !double.IsFinite(batch.TotalLoss()))
                {
                    return Found(entry.Node.Id, "loss");
                }
            }
            _executor.Differentiate();
        }
        foreach (var tensor in Tensors.Where(tensor => tensor.IsTrainable))
        {
            if (!AreFinite(Gradients.Slice(tensor.Offset, tensor.Length)))
            {
                return Found(tensor.Node, "gradient");
            }
        }
        buffers.CopyTo(Buffers);
        return null;

        NonFinite Found(int node, string value)
        {
            buffers.CopyTo(Buffers);
            return new NonFinite(Step, node, value);
        }

        static bool AreFinite(ReadOnlySpan<T> values) => FirstNonFinite(values) < 0;

        static int FirstNonFinite(ReadOnlySpan<T> values)
        {
            for (var i = 0; i < values.Length; i++)
            {
                if (!T.IsFinite(values[i]))
                {
                    return i;
                }
            }
            return -1;
        }
    }

    // The same network on the processor, which can look behind every instruction; it draws the same random numbers.
    private Network<T> Twin
    {
        get
        {
            _twin ??= Compile(Graph, _objectives, null, Options with { Device = null });
            Parameters.CopyTo(_twin.Parameters);
            Buffers.CopyTo(_twin.Buffers);
            _twin.Step = Step;
            return _twin;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _twin?.Dispose();
        _executor.Dispose();
        _program.Arena.Dispose();
        _program.Batch.Dispose();
        _program.Store.Dispose();
    }

    private enum StepEnd
    {
        Gradient,
        Keep,
        Update,
    }

    private T Differentiate(ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, int count, StepEnd end, int? total)
    {
        if (Options.IsAlone)
        {
            throw new InvalidOperationException("The network was compiled with IsAlone, to be asked only, so it computes no gradients.");
        }
        Check(inputs, targets, count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Options.MaxBatch);
        var batch = _program.Batch;
        batch.Resize(count, total);
        // Every batch of a step draws random numbers of its own.
        batch.Step = (Step * Options.Accumulates) + _kept;
        fixed (T* input = inputs, target = targets)
        {
            batch.Inputs = input;
            batch.Targets = target;
            var loss = T.CreateChecked(_keptLoss + _executor.Run(Modes.Training));
            if (end == StepEnd.Gradient || !T.IsFinite(loss))
            {
                _executor.Differentiate();
            }
            else if (end == StepEnd.Keep)
            {
                _executor.Keep(isFirst: _kept == 0);
            }
            else
            {
                _executor.Update(AverageShare, addsKept: _kept > 0);
            }
            return loss;
        }
    }

    private T[] Evenly(Slot<T> slot, int most)
    {
        var batch = _program.Batch;
        var all = slot.Size * batch.Groups;
        // An odd distance, so that it meets every lane.
        var step = all <= most ? 1 : (all / most) | 1;
        var taken = new List<T>((int)(all / step) + 1);
        for (long at = 0; at < all; at += step)
        {
            var (group, place) = ((int)(at / slot.Size), at % slot.Size);
            if (place % batch.Lanes < batch.LanesUsed(group))
            {
                taken.Add(slot.At(group)[place]);
            }
        }
        return [.. taken];
    }

    private T Evaluate(ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, int count, Span<T> outputs, bool withTargets)
    {
        var batch = _program.Batch;
        var sum = 0.0;
        Array.Clear(_losses);
        fixed (T* input = inputs, target = targets, output = outputs)
        {
            // All lanes of all groups, which may be more than a step of training takes.
            for (var done = 0; done < count; done += batch.Capacity)
            {
                var part = Math.Min(batch.Capacity, count - done);
                batch.Resize(part);
                batch.Inputs = input + ((nint)done * _inputLength);
                batch.Targets = withTargets ? target + ((nint)done * _targetLength) : null;
                var all = (nint)0;
                for (var i = 0; i < batch.Aims.Length; i++)
                {
                    var length = OutputLengthOf(i);
                    // Outputs of an objective lie together; those that there is no room for nobody wants.
                    batch.Aims[i].Outputs = outputs.Length >= (all + length) * count ? output + (all * count) + ((nint)done * length) : null;
                    all += length;
                }
                sum += _executor.Run(Modes.Evaluation) * part;
                for (var i = 0; i < batch.Aims.Length && withTargets; i++)
                {
                    _losses[i] += batch.Aims[i].TotalLoss() / batch.Aims[i].Weight * part / count;
                }
            }
        }
        return T.CreateChecked(sum / count);
    }

    private void Check(ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        CheckLength(inputs.Length, count, _inputLength, nameof(inputs));
        CheckLength(targets.Length, count, _targetLength, nameof(targets));
        CheckTokens(inputs, count);
        if (_program.Heads is [var only])
        {
            only.Engine.Check(targets[..(count * _targetLength)], only.Shape);
            return;
        }
        for (var sample = 0; sample < count; sample++)
        {
            var target = targets.Slice(sample * _targetLength, _targetLength);
            foreach (var head in _program.Heads)
            {
                head.Engine.Check(target[..head.TargetLength], head.Shape);
                target = target[head.TargetLength..];
            }
        }
    }

    // The objective that a number of a sample's target belongs to.
    private int ObjectiveAt(int place)
    {
        var objective = 0;
        for (; place >= TargetLengthOf(objective); objective++)
        {
            place -= TargetLengthOf(objective);
        }
        return objective;
    }

    private void CheckTokens(ReadOnlySpan<T> inputs, int count)
    {
        foreach (var input in _tokens)
        {
            for (var sample = 0; sample < count; sample++)
            {
                Tokens.Check(inputs.Slice((sample * _inputLength) + input.Offset, input.Length), sample, input.Node.Facts!.Output.Domain.Vocabulary);
            }
        }
    }

    private void Check(Span<T> outputs, int count)
    {
        if (!outputs.IsEmpty)
        {
            CheckLength(outputs.Length, count, _outputLength, nameof(outputs));
        }
    }

    private static void CheckLength(int length, int count, int perSample, string name)
    {
        if (length < (long)count * perSample)
        {
            throw new ArgumentException($"{count} samples of {perSample} numbers are {(long)count * perSample:#,0}, but {name} holds {length:#,0}.", name);
        }
    }
}

/// <summary>A copy of all that a network has learnt.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="Parameters">As <see cref="Network{T}.Parameters"/>.</param>
/// <param name="Buffers">As <see cref="Network{T}.Buffers"/>.</param>
public sealed record NetworkState<T>(T[] Parameters, T[] Buffers)
    where T : unmanaged
{
    /// <summary>The numbers of a tensor.</summary>
    public Span<T> Of(TensorInfo tensor) => (tensor.IsTrainable ? Parameters : Buffers).AsSpan(tensor.Offset, tensor.Length);
}
