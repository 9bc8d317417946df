using System.Collections.Immutable;
using System.Numerics;
using Nnet.Engine.Data;
using Nnet.Language.Graph;

namespace Nnet.Engine.Execution;

/// <summary>All that a network keeps from step to step, each kind in one flat piece of memory.</summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed unsafe class ParameterStore<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Streams of random numbers from here on are those of initial values, one for each tensor.</summary>
    private const ulong FirstStream = 1UL << 40;

    private readonly Dictionary<(int Node, string Name), Parameter<T>> _byName = [];
    private readonly List<(TensorInfo Info, Initializer Initial)> _initial = [];

    /// <summary>Lays out the tensors of a graph.</summary>
    /// <param name="graph">A complete graph.</param>
    /// <param name="moments">Numbers that the optimizer keeps per parameter.</param>
    /// <param name="averages">Whether an average of parameters and buffers is kept as well.</param>
    /// <param name="sums">Whether gradients of several batches are added up.</param>
    public ParameterStore(LayerGraph graph, int moments, bool averages, bool sums)
    {
        Sums = sums ? new AlignedMemory<T>(graph.Parameters) : null;
        Values = new AlignedMemory<T>(graph.Parameters);
        Gradients = new AlignedMemory<T>(graph.Parameters);
        Buffers = new AlignedMemory<T>(graph.Buffers);
        Moments = [.. Enumerable.Range(0, moments).Select(_ => new AlignedMemory<T>(graph.Parameters))];
        Averages = averages ? (new AlignedMemory<T>(graph.Parameters), new AlignedMemory<T>(graph.Buffers)) : null;
        var (trained, kept, tied) = (0, 0, 0);
        TiedGradients = new AlignedMemory<T>(graph.Nodes.SelectMany(node => node.Facts!.Weights).Sum(weight => weight.TiedTo is null ? 0 : weight.Shape.Count));
        foreach (var node in graph.Nodes)
        {
            foreach (var weight in node.Facts!.Weights)
            {
                if (weight.TiedTo is { } owner)
                {
                    // The numbers are the owner's; what this layer finds of their gradient is added to what the owner finds.
                    var shared = _byName[(owner, weight.Name)];
                    _byName[(node.Id, weight.Name)] = new Parameter<T>(shared.Info, shared.Value, TiedGradients.Pointer + tied) { Owner = shared };
                    tied += shared.Info.Length;
                    continue;
                }
                var info = new TensorInfo($"{node.Name}.{weight.Name}", node.Id, trained, weight.Shape, true) { RateFactor = weight.IsFrozen ? 0 : weight.RateFactor };
                Add(node, weight, info, Values.Pointer + trained, Gradients.Pointer + trained);
                trained += info.Length;
            }
            foreach (var buffer in node.Facts.Buffers)
            {
                var info = new TensorInfo($"{node.Name}.{buffer.Name}", node.Id, kept, buffer.Shape, false);
                Add(node, buffer, info, Buffers.Pointer + kept, null);
                kept += info.Length;
            }
        }
        Tensors = [.. _initial.Select(pair => pair.Info)];

        void Add(Node node, Weight weight, TensorInfo info, T* value, T* gradient)
        {
            _byName[(node.Id, weight.Name)] = new Parameter<T>(info, value, gradient);
            _initial.Add((info, weight.Initial));
        }
    }

    /// <summary>Parameters, tensor after tensor in PyTorch's layout.</summary>
    public AlignedMemory<T> Values { get; }

    /// <summary>Their gradients, in the same places.</summary>
    public AlignedMemory<T> Gradients { get; }

    /// <summary>Gradients of the step's batches so far, in the same places; null when every batch is a step.</summary>
    public AlignedMemory<T>? Sums { get; }

    /// <summary>What layers that share a tensor find of its gradient, before it is added up.</summary>
    public AlignedMemory<T> TiedGradients { get; }

    /// <summary>Numbers kept but not trained.</summary>
    public AlignedMemory<T> Buffers { get; }

    /// <summary>What the optimizer keeps, each in the places of the parameters.</summary>
    public ImmutableArray<AlignedMemory<T>> Moments { get; }

    /// <summary>Averages of parameters and buffers, each in its place; null when none are kept.</summary>
    public (AlignedMemory<T> Values, AlignedMemory<T> Buffers)? Averages { get; }

    /// <summary>Which tensor lies where.</summary>
    public ImmutableArray<TensorInfo> Tensors { get; }

    /// <summary>The tensor of a node by PyTorch's name, or null.</summary>
    public Parameter<T>? Find(Node node, string name) => _byName.GetValueOrDefault((node.Id, name));

    /// <summary>Gives every tensor its initial values, and forgets what the optimizer kept.</summary>
    public void Initialize(int seed)
    {
        for (var i = 0; i < _initial.Count; i++)
        {
            var (info, initial) = _initial[i];
            Fill((info.IsTrainable ? Values : Buffers).Span.Slice(info.Offset, info.Length), info.Shape[0], initial, new CounterRandom((ulong)seed, FirstStream + (ulong)i));
        }
        foreach (var moment in Moments)
        {
            moment.Span.Clear();
        }
        if (Averages is { } averages)
        {
            Values.Span.CopyTo(averages.Values.Span);
            Buffers.Span.CopyTo(averages.Buffers.Span);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Values.Dispose();
        Gradients.Dispose();
        Buffers.Dispose();
        TiedGradients.Dispose();
        Sums?.Dispose();
        foreach (var moment in Moments)
        {
            moment.Dispose();
        }
        Averages?.Values.Dispose();
        Averages?.Buffers.Dispose();
    }

    private static void Fill(Span<T> values, int rows, Initializer initial, CounterRandom random)
    {
        switch (initial)
        {
            case Initializer.Constant constant:
                values.Fill(T.CreateChecked(constant.Value));
                break;
            case Initializer.Uniform uniform:
                Uniform(values, uniform.Limit);
                break;
            case Initializer.Normal normal:
                for (var i = 0; i < values.Length; i++)
                {
                    values[i] = T.CreateChecked(random.NextNormal() * normal.Deviation);
                }
                break;
            case Initializer.Orthogonal:
                var matrix = OrthogonalMatrix.Draw(rows, values.Length / rows, random);
                for (var i = 0; i < values.Length; i++)
                {
                    values[i] = T.CreateChecked(matrix[i]);
                }
                break;
            case Initializer.Automatic automatic:
                Uniform(values, Math.Sqrt(6.0 / (automatic.FanIn + automatic.FanOut)));
                break;
        }

        void Uniform(Span<T> values, double limit)
        {
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = T.CreateChecked(random.NextUniform(-limit, limit));
            }
        }
    }
}
