using System.Numerics;
using Nnet.Engine.Compilation;
using Nnet.Engine.Execution;
using Nnet.Engine.Kernels;
using Nnet.Engine.Layers.Affine;
using Nnet.Engine.Layers.Maps;
using Nnet.Engine.Layers.Regularization;
using Nnet.Language.Graph;
using Nnet.Language.Layers.Sequences;

namespace Nnet.Engine.Layers.Sequences;

/// <summary>
/// A layer that reads place by place. The sums over the input are one product over all places; then come, place by place, those over the
/// state and the cell. Backward goes the places the other way; the gradients of the weights are again products over all places.
/// </summary>
/// <typeparam name="TLayer">The declaration.</typeparam>
public abstract class RecurrentEngine<TLayer> : LayerEngine<TLayer>
    where TLayer : Recurrent
{
    // Numbers in the widest register: the states of a place have to be whole registers.
    private const int WidestRegister = 16;

    /// <inheritdoc/>
    public override LayerMemory MemoryOf(Node node) => node.Get(Recurrent.ReturnSequences) ? LayerMemory.KeepsOutput : LayerMemory.OwnOutput;

    /// <inheritdoc/>
    public override bool TakesLoneSamples(Node node) => node.Get(Recurrent.Units) % WidestRegister == 0;

    /// <summary>Uses that every cell should be tried in.</summary>
    private protected static IEnumerable<LayerSample> RecurrentSamples =>
    [
        LayerSample.OfSequence<TLayer>(3, 4).With(Recurrent.Units, 3),
        LayerSample.OfSequence<TLayer>(1, 2).With(Recurrent.Units, 2),
        LayerSample.Of<TLayer>(4, 3).With(Recurrent.Units, 2).With(Recurrent.Bias, false).With(Recurrent.ReturnSequences, true),
        LayerSample.OfSequence<TLayer>(3, 2).With(Recurrent.Units, 3).With(Recurrent.Bidirectional, true).With(Recurrent.Depth, 2),
        LayerSample.OfSequence<TLayer>(2, 3).With(Recurrent.Units, 4).With(Recurrent.Bidirectional, true).With(Recurrent.ReturnSequences, true),
        LayerSample.OfSequence<TLayer>(3, 2).With(Recurrent.Units, 16).With(Recurrent.Bidirectional, true),
        LayerSample.OfSequence<TLayer>(3, 2).With(Recurrent.Units, 5).With(Recurrent.Depth, 2).With(Recurrent.Dropout, 0.4),
    ];

    /// <summary>Adds the instructions of a cell.</summary>
    private protected static void Add<T, V, TCell>(LayerSite<T, V> site, TCell cell)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
        where TCell : struct, ICell<T, V>
    {
        var (places, units) = (site.InputShape[0], site.Node.Get(Recurrent.Units));
        var (depth, directions) = (site.Node.Get(Recurrent.Depth), site.Node.Get(Recurrent.Bidirectional) ? 2 : 1);
        var (givesAll, dropout) = (site.Node.Get(Recurrent.ReturnSequences), site.Node.Get(Recurrent.Dropout));
        var width = directions * units;
        var input = new PlaceView<T>(site.Input, places, site.InputShape[1]);
        var inputGradient = site.InputGradient;
        var backward = new Stack<Action>();
        for (var layer = 0; layer < depth; layer++)
        {
            var isLast = layer == depth - 1;
            var size = (long)places * width * site.Lanes;
            var states = new PlaceView<T>(isLast && givesAll ? site.Output : new Slot<T>(size), places, width);
            var stateGradients = isLast ? new PlaceView<T>(site.OutputGradient!, givesAll ? places : 1, width) : states with { Slot = new Slot<T>(size) };
            var passes = new RecurrentPass<T>[directions];
            for (var direction = 0; direction < directions; direction++)
            {
                passes[direction] = Forward<T, V, TCell>(site, cell, $"l{layer}{(direction == 1 ? "_reverse" : "")}", direction == 1, input, states.Part(direction * units, units));
            }
            var (below, belowGradient) = (input, inputGradient);
            backward.Push(() =>
            {
                for (var direction = 0; direction < directions; direction++)
                {
                    Backward(site, cell, passes[direction], below, belowGradient, stateGradients.Part(direction * units, units), accumulate: direction > 0);
                }
            });
            if (isLast)
            {
                if (!givesAll)
                {
                    site.Forward(new LastStates<T>(site.Batch, states, units, site.Output), [states.Slot], [site.Output]);
                }
                break;
            }
            (input, inputGradient) = (states, stateGradients.Slot);
            if (dropout > 0)
            {
                var dropped = states with { Slot = new Slot<T>(size) };
                var gradient = new Slot<T>(size);
                // Every layer of the stack draws for itself.
                var random = new RandomLanes<T>(site.Batch, site.Seed ^ ((layer + 1) << 24), site.Node.Id, places * width);
                var (features, rule) = (MapLayout.Each(places * width, site.Lanes), DropRule.Zeros(dropout));
                site.Forward(new DropStep<T, V>(site.Batch, random, features, rule, states.Slot, dropped.Slot), [states.Slot], [dropped.Slot], Modes.Training);
                site.Forward(new CopySlot<T>(states.Slot, dropped.Slot), [states.Slot], [dropped.Slot], Modes.Evaluation);
                backward.Push(() => site.Backward(new DropStep<T, V>(site.Batch, random, features, rule, gradient, stateGradients.Slot), [gradient], [stateGradients.Slot]));
                (input, inputGradient) = (dropped, gradient);
            }
        }
        // Where the weights are frozen and nothing before learns, nobody asks for gradients.
        while (site.OutputGradient is not null && backward.TryPop(out var add))
        {
            add();
        }
    }

    private static unsafe RecurrentPass<T> Forward<T, V, TCell>(LayerSite<T, V> site, TCell cell, string suffix, bool isReverse, PlaceView<T> input, PlaceView<T> states)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
        where TCell : struct, ICell<T, V>
    {
        var sums = new PlaceView<T>(new Slot<T>((long)states.Places * TCell.Gates * states.Width * site.Lanes), states.Places, TCell.Gates * states.Width);
        var memory = TCell.Memory == CellMemory.None ? null : new PlaceView<T>(new Slot<T>((long)states.Places * states.Width * site.Lanes), states.Places, states.Width);
        var pass = new RecurrentPass<T>(site.Batch, isReverse, sums, memory, states)
        {
            Input = site.Tensor($"weight_ih_{suffix}")!,
            InputBias = site.Tensor($"bias_ih_{suffix}"),
            Hidden = site.Tensor($"weight_hh_{suffix}")!,
            HiddenBias = site.Tensor($"bias_hh_{suffix}"),
        };
        var bias = pass.InputBias is null ? null : pass.InputBias.Value;
        site.Affine(pass.Input.Value, bias, input, sums);
        // Both directions write into the same slot, each its own features of it: it is written when the last one is through.
        site.Forward(new RecurrentForward<T, V, TCell>(pass, cell), pass.Written, states.From + states.Width == states.Features ? pass.Written : [sums.Slot]);
        return pass;
    }

    private static unsafe void Backward<T, V, TCell>(LayerSite<T, V> site, TCell cell, RecurrentPass<T> pass, PlaceView<T> input, Slot<T>? inputGradient, PlaceView<T> gradient, bool accumulate)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
        where TCell : struct, ICell<T, V>
    {
        var carriedState = new Slot<T>((long)pass.Units * site.Lanes);
        var carriedMemory = TCell.Memory == CellMemory.Carried ? new Slot<T>((long)pass.Units * site.Lanes) : carriedState;
        Slot<T>[] read = [.. pass.Written, gradient.Slot, carriedState, carriedMemory];
        Slot<T>[] written = pass.Memory is null ? [pass.Sums.Slot] : [pass.Sums.Slot, pass.Memory.Slot];
        site.Backward(new RecurrentBackward<T, V, TCell>(pass, cell, gradient, carriedState, carriedMemory), read, written);
        if (inputGradient is not null)
        {
            site.Backward(new AffineBackward<T, V>(site.Batch, pass.Input.Value, pass.Sums, input with { Slot = inputGradient }, accumulate), accumulate ? [pass.Sums.Slot, inputGradient] : [pass.Sums.Slot], [inputGradient]);
        }
        site.AffineGradients(pass.Input, pass.InputBias, pass.Sums, site.Rows(input));
        HiddenGradients<T, V, TCell>(site, pass);
    }

    /// <summary>What the state before gave to every place, which the first place has none of.</summary>
    private static unsafe void HiddenGradients<T, V, TCell>(LayerSite<T, V> site, RecurrentPass<T> pass)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
        where TCell : struct, ICell<T, V>
    {
        var units = pass.Units;
        var rows = site.Rows(pass.States);
        var (hidden, bias) = (pass.Hidden, pass.HiddenBias);
        var work = (long)hidden.RowLength * pass.States.Places;
        if (TCell.Memory != CellMemory.Candidate)
        {
            site.Gradient(hidden, Weights(hidden.Gradient, pass.Sums), work, [pass.Sums.Slot, .. rows.Slots]);
            if (bias is not null)
            {
                site.Gradient(bias, new PlaceSums<T, V>(site.Batch, bias.Gradient, pass.Sums), pass.Sums.Places, pass.Sums.Slot);
            }
            return;
        }
        var (added, candidate) = (pass.Sums.Part(0, (TCell.Gates - 1) * units), pass.Memory!);
        site.Gradient(hidden, new StackedGradient(Weights(hidden.Gradient, added), added.Width, Weights(hidden.Gradient + ((nint)added.Width * units), candidate)), work, [added.Slot, candidate.Slot, .. rows.Slots]);
        if (bias is not null)
        {
            var split = new StackedGradient(new PlaceSums<T, V>(site.Batch, bias.Gradient, added), added.Width, new PlaceSums<T, V>(site.Batch, bias.Gradient + added.Width, candidate));
            site.Gradient(bias, split, added.Places, added.Slot, candidate.Slot);
        }

        AffineGradient<T, V> Weights(T* target, PlaceView<T> gradient) => new(site.Batch, target, units, gradient, rows)
        {
            FirstGradient = pass.IsReverse ? 0 : 1,
            FirstRow = pass.IsReverse ? 1 : 0,
            Places = gradient.Places - 1,
        };
    }
}
