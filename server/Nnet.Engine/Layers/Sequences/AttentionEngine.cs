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
/// Q, K, V = W·x + b; C = softmax(QKᵀ/√(d/heads))·V for each head; y = W_o·C + b_o. Only C and the logarithm of each softmax's sum are
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
    ];

    // Of another sequence, keys and values are projected into one slot by two instructions, which a lone sample has no form of.
    /// <inheritdoc/>
    public override bool TakesLoneSamples(Node node) => node.Inputs.Length == 1;

    /// <inheritdoc/>
    public override unsafe void Compile<T, V>(LayerSite<T, V> site)
    {
        var features = site.InputShape[1];
        var (heads, dropout) = (site.Node.Get(Attention.Heads), site.Node.Get(Attention.Dropout));
        var x = new PlaceView<T>(site.Input, site.InputShape[0], features);
        var projections = site.Inputs.Length == 1 ? SelfProjections(site, x) : CrossProjections(site, x);
        var context = new PlaceView<T>(new Slot<T>(site.Output.Size), x.Places, features);
        var logSums = new Slot<T>((long)heads * x.Places * site.Lanes);
        var look = new AttentionLook<T>(site.Batch, heads, site.Node.Get(Attention.Mask) == "causal", projections.Query, projections.Key, projections.Value, context, logSums);
        ReadOnlySpan<Slot<T>> reads = [projections.Query.Slot, projections.Key.Slot];
        if (site.IsAlone)
        {
            var alone = new AttentionAlone<T, V>(look);
            site.ForwardAlone(alone, look.Heads, reads, [context.Slot]);
        }
        else if (dropout > 0)
        {
            var drop = new AttentionDropout<T>(site.Batch, new RandomLanes<T>(site.Batch, site.Seed, site.Node.Id, heads * x.Places * projections.Key.Places), DropRule.Zeros(dropout));
            site.Forward(new AttentionForward<T, V>(look), reads, [context.Slot, logSums], Modes.Evaluation);
            look = look with { Dropout = drop };
            site.Forward(new AttentionForward<T, V>(look), reads, [context.Slot, logSums], Modes.Training);
        }
        else
        {
            site.Forward(new AttentionForward<T, V>(look), reads, [context.Slot, logSums]);
        }
        var (weight, bias) = (site.Tensor("out_proj.weight")!, site.Tensor("out_proj.bias"));
        var output = context with { Slot = site.Output };
        site.Affine(weight.Value, bias is null ? null : bias.Value, context, output);
        if (site.OutputGradient is not { } outputGradient)
        {
            return;
        }
        var gradient = context with { Slot = outputGradient };
        var contextGradient = context with { Slot = new Slot<T>(context.Slot.Size) };
        site.Backward(new AffineBackward<T, V>(site.Batch, weight.Value, gradient, contextGradient), [outputGradient], [contextGradient.Slot]);
        var gradients = projections.WithGradients();
        Slot<T>[] writes = gradients.Query.Slot == gradients.Key.Slot ? [gradients.Query.Slot] : [gradients.Query.Slot, gradients.Key.Slot];
        site.Backward(
            new AttentionBackward<T, V>(look, contextGradient, gradients.Query, gradients.Key, gradients.Value),
            [projections.Query.Slot, projections.Key.Slot, context.Slot, logSums, contextGradient.Slot],
            writes);
        site.AffineGradients(weight, bias, gradient, site.Rows(context));
        projections.Backward(gradients);
    }

    /// <summary>A sequence looks at itself: the three projections are one product.</summary>
    private static unsafe Projections<T> SelfProjections<T, V>(LayerSite<T, V> site, PlaceView<T> x)
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

    /// <summary>A sequence looks at another: queries come from the one, keys and values from the other.</summary>
    private static unsafe Projections<T> CrossProjections<T, V>(LayerSite<T, V> site, PlaceView<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        var features = x.Features;
        var (stacked, biases) = (site.Tensor("in_proj_weight"), site.Tensor("in_proj_bias"));
        var (queryWeight, keyWeight, valueWeight) = (site.Tensor("q_proj_weight"), site.Tensor("k_proj_weight"), site.Tensor("v_proj_weight"));
        var remembered = keyWeight?.RowLength ?? features;
        var memory = new PlaceView<T>(site.Inputs[1], (int)(site.Inputs[1].Size / site.Lanes / remembered), remembered);
        var query = new PlaceView<T>(new Slot<T>(x.Slot.Size), x.Places, features);
        var both = new PlaceView<T>(new Slot<T>(2L * memory.Places * features * site.Lanes), memory.Places, 2 * features);
        var (key, value) = (both.Part(0, features), both.Part(features, features));
        T* q = stacked is null ? queryWeight!.Value : stacked.Value;
        T* k = stacked is null ? keyWeight!.Value : stacked.Value + ((nint)features * features);
        T* v = stacked is null ? valueWeight!.Value : k + ((nint)features * features);
        T* bias = biases is null ? null : biases.Value;
        site.Affine(q, bias, x, query);
        site.Forward(new AffineForward<T, V>(site.Batch, k, bias == null ? null : bias + features, memory, key), [memory.Slot, both.Slot], []);
        site.Forward(new AffineForward<T, V>(site.Batch, v, bias == null ? null : bias + (2 * features), memory, value), [memory.Slot, both.Slot], [both.Slot]);
        var (queryRows, memoryRows) = (site.Rows(x), site.Rows(memory));
        return new Projections<T>(query, key, value)
        {
            Backward = gradients =>
            {
                if (site.InputGradient is { } inputGradient)
                {
                    site.Backward(new AffineBackward<T, V>(site.Batch, q, gradients.Query, x with { Slot = inputGradient }), [gradients.Query.Slot], [inputGradient]);
                }
                if (site.InputGradients[1] is { } memoryGradient)
                {
                    var target = memory with { Slot = memoryGradient };
                    site.Backward(new AffineBackward<T, V>(site.Batch, k, gradients.Key, target), [gradients.Key.Slot], [memoryGradient]);
                    site.Backward(new AffineBackward<T, V>(site.Batch, v, gradients.Value, target, accumulate: true), [gradients.Key.Slot, memoryGradient], [memoryGradient]);
                }
                var keysAndValues = gradients.Key with { Width = 2 * features };
                if (stacked is null)
                {
                    site.AffineGradients(queryWeight!, null, gradients.Query, queryRows);
                    site.AffineGradients(keyWeight!, null, gradients.Key, memoryRows);
                    site.AffineGradients(valueWeight!, null, gradients.Value, memoryRows);
                }
                else
                {
                    var split = new StackedGradient(
                        new AffineGradient<T, V>(site.Batch, stacked.Gradient, features, gradients.Query, queryRows),
                        features,
                        new AffineGradient<T, V>(site.Batch, stacked.Gradient + ((nint)features * features), features, keysAndValues, memoryRows));
                    site.Gradient(stacked, split, (long)features * Math.Max(x.Places, memory.Places), [gradients.Query.Slot, gradients.Key.Slot, .. queryRows.Slots, .. memoryRows.Slots]);
                }
                if (biases is not null)
                {
                    var split = new StackedGradient(
                        new PlaceSums<T, V>(site.Batch, biases.Gradient, gradients.Query),
                        features,
                        new PlaceSums<T, V>(site.Batch, biases.Gradient + features, keysAndValues));
                    site.Gradient(biases, split, Math.Max(x.Places, memory.Places), gradients.Query.Slot, gradients.Key.Slot);
                }
            },
        };
    }

    /// <summary>Queries, keys and values with the way back through the weights that made them.</summary>
    private sealed record Projections<T>(PlaceView<T> Query, PlaceView<T> Key, PlaceView<T> Value)
        where T : unmanaged
    {
        /// <summary>Adds what leads from their gradients to those of inputs and weights.</summary>
        public Action<Projections<T>> Backward { get; init; } = _ => { };

        /// <summary>Places for their gradients, laid out alike.</summary>
        public Projections<T> WithGradients()
        {
            var query = new Slot<T>(Query.Slot.Size);
            var key = Key.Slot == Query.Slot ? query : new Slot<T>(Key.Slot.Size);
            return new Projections<T>(Query with { Slot = query }, Key with { Slot = key }, Value with { Slot = key });
        }
    }
}
