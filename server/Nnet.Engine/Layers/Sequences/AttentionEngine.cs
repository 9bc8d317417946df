using System.Numerics;
using Nnet.Engine.Compilation;
using Nnet.Engine.Execution;
using Nnet.Engine.Kernels;
using Nnet.Engine.Layers.Affine;
using Nnet.Engine.Layers.Regularization;
using Nnet.Language.Graph;
using Nnet.Language.Layers;
using Nnet.Language.Layers.Sequences;

namespace Nnet.Engine.Layers.Sequences;

/// <summary>
/// Q, K, V = W·x + b, Q and K turned by their places where positions are rotary; C = softmax(QKᵀ/√width)·V for each head; y = W_o·C + b_o. Only C and the logarithm of each softmax's sum are
/// kept: backward makes the softmax again, so that memory grows with the places and not with their pairs (Dao et al. 2022).
/// </summary>
public sealed class AttentionEngine : LayerEngine<Attention>
{
    /// <inheritdoc/>
    public override IEnumerable<LayerSample> Samples =>
    [
        LayerSample.OfSequence<Attention>(5, 6).With(Attention.Heads, 2),
        LayerSample.OfSequence<Attention>(9, 4).With(Attention.Heads, 1).With(Attention.Mask, "causal"),
        LayerSample.OfSequence<Attention>(3, 4).With(Attention.Heads, 4).With(Attention.Bias, false),
        LayerSample.OfSequence<Attention>(4, 6).With(Attention.Heads, 3).With(Attention.Dropout, 0.3),
        LayerSample.OfSequence<Attention>(3, 4).Joining<Dense>(sample => sample.With(Dense.Units, 4)).With(Attention.Heads, 2),
        LayerSample.OfSequence<Attention>(3, 4).Joining<Dense>(sample => sample.With(Dense.Units, 5)).With(Attention.Heads, 2).With(Attention.MemoryFeatures, 5).With(Attention.Mask, "causal"),
        LayerSample.OfSequence<Attention>(5, 6).With(Attention.Heads, 6).With(Attention.KeyHeads, 2).With(Attention.Mask, "causal"),
        LayerSample.OfSequence<Attention>(3, 5).With(Attention.Heads, 3).With(Attention.KeyHeads, 1).With(Attention.HeadFeatures, 2).With(Attention.OutputBias, false),
        LayerSample.OfSequence<Attention>(7, 8).With(Attention.Heads, 2).With(Attention.Rotary, 100),
        LayerSample.OfSequence<Attention>(6, 4).With(Attention.Heads, 4).With(Attention.KeyHeads, 2).With(Attention.HeadFeatures, 6).With(Attention.Rotary, 10000).With(Attention.Dropout, 0.3),
        LayerSample.OfSequence<Attention>(9, 4).With(Attention.Heads, 2).With(Attention.Mask, "causal").With(Attention.Window, 3),
        LayerSample.OfSequence<Attention>(11, 8).With(Attention.Heads, 4).With(Attention.KeyHeads, 2).With(Attention.Mask, "causal").With(Attention.Window, 1).With(Attention.Rotary, 100).With(Attention.Dropout, 0.3),
        LayerSample.OfSequence<Attention>(70, 4).With(Attention.Heads, 2).With(Attention.KeyHeads, 1).With(Attention.Mask, "causal").With(Attention.Window, 9).With(Attention.Dropout, 0.3),
        LayerSample.OfSequence<Attention>(3, 4).Joining<Dense>(sample => sample.With(Dense.Units, 5)).With(Attention.Heads, 4).With(Attention.KeyHeads, 2).With(Attention.HeadFeatures, 3).With(Attention.MemoryFeatures, 5),
    ];

    /// <inheritdoc/>
    public override bool TakesLoneSamples(Node node) => true;

    /// <inheritdoc/>
    public override unsafe void Compile<T, V>(LayerSite<T, V> site)
    {
        var features = site.InputShape[1];
        var (heads, dropout) = (AttentionHeads.Of(site.Node, features), site.Node.Get(Attention.Dropout));
        var x = new PlaceView<T>(site.Input, site.InputShape[0], features);
        var projections = site.Inputs.Length == 1 && site.Tensor("in_proj_weight") is not null ? Together(site, x) : Apart(site, x, heads);
        var angles = site.Node.Get(Attention.Rotary) is { } wavelengths ? RotaryAngles.Of<T>(x.Places, heads.Width, wavelengths) : null;
        if (angles is not null)
        {
            Turn(projections.Query);
            Turn(projections.Key);
        }
        var context = new PlaceView<T>(new Slot<T>(projections.Query.Width * (long)x.Places * site.Lanes), x.Places, projections.Query.Width);
        var logSums = new Slot<T>((long)heads.Queries * x.Places * site.Lanes);
        var look = new AttentionLook<T>(site.Batch, heads, site.Node.Get(Attention.Mask) == "causal", projections.Query, projections.Key, projections.Value, context, logSums) { Window = site.Node.Get(Attention.Window) ?? int.MaxValue };
        var reads = projections.Slots;
        if (site.IsAlone)
        {
            site.ForwardAlone(new AttentionAlone<T, V>(look), look.Heads, reads, [context.Slot]);
        }
        else if (dropout > 0)
        {
            var drop = new AttentionDropout<T>(site.Batch, new RandomLanes<T>(site.Batch, site.Seed, site.Node.Id, heads.Queries * x.Places * projections.Key.Places), DropRule.Zeros(dropout));
            site.Forward(Forward<T, V>(look), reads, [context.Slot, logSums], Modes.Evaluation);
            look = look with { Dropout = drop };
            site.Forward(Forward<T, V>(look), reads, [context.Slot, logSums], Modes.Training);
        }
        else
        {
            site.Forward(Forward<T, V>(look), reads, [context.Slot, logSums]);
        }
        var (weight, bias) = (site.Tensor("out_proj.weight")!, site.Tensor("out_proj.bias"));
        site.Affine(weight.Value, bias is null ? null : bias.Value, context, x with { Slot = site.Output });
        if (site.OutputGradient is not { } outputGradient)
        {
            return;
        }
        var gradient = x with { Slot = outputGradient };
        var contextGradient = context with { Slot = new Slot<T>(context.Slot.Size) };
        site.Backward(new AffineBackward<T, V>(site.Batch, weight.Value, gradient, contextGradient), [outputGradient], [contextGradient.Slot]);
        var gradients = projections.WithGradients();
        site.Backward(Backward<T, V>(look, contextGradient, gradients), [.. reads, context.Slot, logSums, contextGradient.Slot], gradients.Slots);
        if (angles is not null)
        {
            TurnBack(gradients.Query);
            TurnBack(gradients.Key);
        }
        site.AffineGradients(weight, bias, gradient, site.Rows(context));
        projections.Backward(gradients);

        void Turn(PlaceView<T> view) => site.Forward(
            site.IsAlone ? new RotaryPositions<T, Lanes1<T>>(site.Batch, view, heads.Width, angles!, isBack: false) : new RotaryPositions<T, V>(site.Batch, view, heads.Width, angles!, isBack: false),
            [view.Slot],
            [view.Slot]);

        void TurnBack(PlaceView<T> view) => site.Backward(new RotaryPositions<T, V>(site.Batch, view, heads.Width, angles!, isBack: true), [view.Slot], [view.Slot]);
    }

    private static AttentionForward<T, V> Forward<T, V>(AttentionLook<T> look)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
        => look.Sharing > 1 ? new SharedAttentionForward<T, V>(look) : new AttentionForward<T, V>(look);

    private static AttentionBackward<T, V> Backward<T, V>(AttentionLook<T> look, PlaceView<T> contextGradient, Projections<T> gradients)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
        => look.Sharing > 1
            ? new SharedAttentionBackward<T, V>(look, contextGradient, gradients.Query, gradients.Key, gradients.Value)
            : new AttentionBackward<T, V>(look, contextGradient, gradients.Query, gradients.Key, gradients.Value);

    /// <summary>A sequence looks at itself with projections of one shape: the three are one product.</summary>
    private static unsafe Projections<T> Together<T, V>(LayerSite<T, V> site, PlaceView<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        var (weight, bias, features) = (site.Tensor("in_proj_weight")!, site.Tensor("in_proj_bias"), x.Features);
        var all = new PlaceView<T>(new Slot<T>(3 * x.Slot.Size), x.Places, 3 * features);
        site.Affine(weight.Value, bias is null ? null : bias.Value, x, all);
        return new Projections<T>(all.Part(0, features), all.Part(features, features), all.Part(2 * features, features))
        {
            Backward = gradients =>
            {
                var gradient = gradients.Query with { From = 0, Width = 3 * features };
                if (site.InputGradient is { } inputGradient)
                {
                    site.Backward(new AffineBackward<T, V>(site.Batch, weight.Value, gradient, x with { Slot = inputGradient }), [gradient.Slot], [inputGradient]);
                }
                site.AffineGradients(weight, bias, gradient, site.Rows(x));
            },
        };
    }

    /// <summary>Queries come from a sequence, keys and values from another, or with shapes of their own from the same.</summary>
    private static unsafe Projections<T> Apart<T, V>(LayerSite<T, V> site, PlaceView<T> x, AttentionHeads heads)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        var (queries, keys) = ((int)heads.QueryFeatures, (int)heads.KeyFeatures);
        var (stacked, biases) = (site.Tensor("in_proj_weight"), site.Tensor("in_proj_bias"));
        var (queryWeight, keyWeight, valueWeight) = (site.Tensor("q_proj_weight"), site.Tensor("k_proj_weight"), site.Tensor("v_proj_weight"));
        var isSelf = site.Inputs.Length == 1;
        var remembered = keyWeight?.RowLength ?? x.Features;
        var memory = isSelf ? x : new PlaceView<T>(site.Inputs[1], (int)(site.Inputs[1].Size / site.Lanes / remembered), remembered);
        var (query, key, value) = (Of(x, queries), Of(memory, keys), Of(memory, keys));
        T* q = stacked is null ? queryWeight!.Value : stacked.Value;
        T* k = stacked is null ? keyWeight!.Value : stacked.Value + ((nint)queries * x.Features);
        T* v = stacked is null ? valueWeight!.Value : k + ((nint)keys * x.Features);
        T* bias = biases is null ? null : biases.Value;
        site.Affine(q, bias, x, query);
        site.Affine(k, bias == null ? null : bias + queries, memory, key);
        site.Affine(v, bias == null ? null : bias + queries + keys, memory, value);
        return new Projections<T>(query, key, value)
        {
            Backward = gradients =>
            {
                var queryRows = site.Rows(x);
                var memoryRows = isSelf ? queryRows : site.Rows(memory);
                if (site.InputGradient is { } inputGradient)
                {
                    site.Backward(new AffineBackward<T, V>(site.Batch, q, gradients.Query, x with { Slot = inputGradient }), [gradients.Query.Slot], [inputGradient]);
                }
                if (site.InputGradients[^1] is { } memoryGradient)
                {
                    var target = memory with { Slot = memoryGradient };
                    site.Backward(new AffineBackward<T, V>(site.Batch, k, gradients.Key, target, accumulate: isSelf), isSelf ? [gradients.Key.Slot, memoryGradient] : [gradients.Key.Slot], [memoryGradient]);
                    site.Backward(new AffineBackward<T, V>(site.Batch, v, gradients.Value, target, accumulate: true), [gradients.Value.Slot, memoryGradient], [memoryGradient]);
                }
                if (stacked is null)
                {
                    site.AffineGradients(queryWeight!, null, gradients.Query, queryRows);
                    site.AffineGradients(keyWeight!, null, gradients.Key, memoryRows);
                    site.AffineGradients(valueWeight!, null, gradients.Value, memoryRows);
                }
                else
                {
                    var rows = (nint)stacked.RowLength;
                    var split = Stack(
                        new AffineGradient<T, V>(site.Batch, stacked.Gradient, stacked.RowLength, gradients.Query, queryRows),
                        new AffineGradient<T, V>(site.Batch, stacked.Gradient + (queries * rows), stacked.RowLength, gradients.Key, memoryRows),
                        new AffineGradient<T, V>(site.Batch, stacked.Gradient + ((queries + keys) * rows), stacked.RowLength, gradients.Value, memoryRows));
                    site.Gradient(stacked, split, (long)stacked.RowLength * Math.Max(x.Places, memory.Places), [.. gradients.Slots, .. queryRows.Slots, .. memoryRows.Slots]);
                }
                if (biases is not null)
                {
                    var split = Stack(
                        new PlaceSums<T, V>(site.Batch, biases.Gradient, gradients.Query),
                        new PlaceSums<T, V>(site.Batch, biases.Gradient + queries, gradients.Key),
                        new PlaceSums<T, V>(site.Batch, biases.Gradient + queries + keys, gradients.Value));
                    site.Gradient(biases, split, Math.Max(x.Places, memory.Places), gradients.Slots);
                }
            },
        };

        PlaceView<T> Of(PlaceView<T> from, int width) => new(new Slot<T>((long)from.Places * width * site.Lanes), from.Places, width);

        StackedGradient Stack(GradientInstruction ofQueries, GradientInstruction ofKeys, GradientInstruction ofValues) => new(ofQueries, queries, new StackedGradient(ofKeys, keys, ofValues));
    }

    /// <summary>Queries, keys and values with the way back through the weights that made them.</summary>
    private sealed record Projections<T>(PlaceView<T> Query, PlaceView<T> Key, PlaceView<T> Value)
        where T : unmanaged
    {
        /// <summary>Adds what leads from their gradients to those of inputs and weights.</summary>
        public Action<Projections<T>> Backward { get; init; } = _ => { };

        /// <summary>Where they lie: in one slot, or in three.</summary>
        public Slot<T>[] Slots => Key.Slot == Query.Slot ? [Query.Slot] : [Query.Slot, Key.Slot, Value.Slot];

        /// <summary>Places for their gradients, laid out alike.</summary>
        public Projections<T> WithGradients()
        {
            var query = Query with { Slot = new Slot<T>(Query.Slot.Size) };
            return Key.Slot == Query.Slot
                ? new Projections<T>(query, Key with { Slot = query.Slot }, Value with { Slot = query.Slot })
                : new Projections<T>(query, Key with { Slot = new Slot<T>(Key.Slot.Size) }, Value with { Slot = new Slot<T>(Value.Slot.Size) });
        }
    }
}
