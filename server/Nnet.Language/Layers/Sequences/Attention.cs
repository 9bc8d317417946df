using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Graph;

namespace Nnet.Language.Layers.Sequences;

/// <summary>
/// Multi-head attention with scaled dot products (Vaswani et al. 2017), with the weights of PyTorch's <c>MultiheadAttention</c>. Heads may
/// share keys and values (Ainslie et al. 2023), be of any width, and know their places by rotation (Su et al. 2021).
/// </summary>
public sealed class Attention : Layer
{
    /// <summary>Number of heads.</summary>
    public static readonly Argument<int> Heads = Argument.Integer("heads", "Number of heads; each looks with its own share of the features, so it divides them where `head_dim` does not say how wide a head is.", min: 1, positional: true).Also("num_heads", "nhead", "n_head");

    /// <summary>Number of heads that make keys and values.</summary>
    public static readonly Argument<int?> KeyHeads = Argument.Count("kv_heads", "Heads of keys and values, where several heads of queries share them (grouped-query attention, Ainslie et al. 2023; 1 is multi-query): a divisor of `heads`, which holds when left out.").Also("num_key_value_heads", "num_kv_heads", "n_kv_heads", "n_head_kv", "num_query_groups");

    /// <summary>Features of a head.</summary>
    public static readonly Argument<int?> HeadFeatures = Argument.Count("head_dim", "Features of a head; left out, the input's features are shared out among the heads.").Also("key_dim", "d_kv", "dim_head", "head_size", "d_head");

    /// <summary>The base of rotary positions.</summary>
    public static readonly Argument<double?> Rotary = Argument.Amount("rotary", "Tells places apart by turning queries and keys (rotary positions, Su et al. 2021), in place of a `position` line: the base of the wavelengths, 10000 in the paper, Llama and Gemma, 500000 in Llama 3. A head's first half is turned with its second, as in Llama and Hugging Face.").Also("rope_theta", "rope_base", "rotary_base", "rope", "theta");

    /// <summary>Which places may be looked at.</summary>
    public static readonly Argument<string> Mask = Argument.Word("mask", "Which places may be looked at: all of them, or (causal) those up to the looking one.", ["none", "causal"], "none").Also("attn_mask", "is_causal", "use_causal_mask");

    /// <summary>Places that a looking place sees.</summary>
    public static readonly Argument<int?> Window = Argument.Count("window", "With mask=causal: how many of the last places are seen, the looking one among them (a sliding window, Beltagy et al. 2020), 4096 in Mistral 7B. Layers above each other still reach further back.").Also("sliding_window", "window_size", "attention_window");

    /// <summary>The sequence that is looked at.</summary>
    public static readonly Argument<ImmutableArray<int>> Memory = Argument.Edges("from", "Label of the sequence to look at, as a decoder looks at the encoder's; left out, the input itself.").Also("memory", "key", "value");

    /// <summary>Features of the sequence that is looked at.</summary>
    public static readonly Argument<int?> MemoryFeatures = Argument.Count("kdim", "Features of the places of `from`, where they are not as many as the input's.").Also("vdim", "cross_attention_dim");

    /// <summary>Share of the weights that is dropped.</summary>
    public static readonly Argument<double> Dropout = InnerDropout.Argument("Share of the attention weights that is dropped in training.");

    /// <summary>Whether biases are added.</summary>
    public static readonly Argument<bool> Bias = Argument.Flag("bias", "Whether a learned constant is added to queries, keys, values and outputs.", true).Also("use_bias");

    /// <summary>Whether a bias is added to the outputs.</summary>
    public static readonly Argument<bool> OutputBias = Argument.Flag("out_bias", "Whether the outputs get such a constant as well, where `bias` holds; Qwen does without.", true);

    /// <inheritdoc/>
    public override string Name => "attention";

    /// <inheritdoc/>
    public override string Summary => "Lets each place of a sequence gather what it needs from the others: multi-head attention.";

    /// <inheritdoc/>
    public override string? Formula => "y = W_o · concat_heads softmax(Q·Kᵀ / √head_dim) · V        Q = W_q·x,  K = W_k·m,  V = W_v·m,  m: the sequence looked at        rotary: (qᵢ, qᵢ₊ₕ) and (kᵢ, kᵢ₊ₕ) turned by t / rotary^{i/h},  h = head_dim/2";

    /// <inheritdoc/>
    public override string? Advice => "Inside `residual { layernorm; attention … }`, behind a `position` line or with rotary=10000. Language models need mask=causal, or they copy the word that they should foretell.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["MultiheadAttention", "MultiHeadAttention", "multi_head_attention", "self_attention", "SelfAttention", "mha"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Heads, KeyHeads, HeadFeatures, Rotary, Mask, Window, Memory, MemoryFeatures, Dropout, Bias, OutputBias, .. CommonArguments.OfWeights];

    /// <inheritdoc/>
    public override Argument<double> Disturbance => Dropout;

    /// <inheritdoc/>
    public override LayerFacts? Infer(LayerSite site)
    {
        if (!SequenceInput.IsSequence(site, "lets each place look at the others"))
        {
            return null;
        }
        var (places, features) = (site.Input.Shape[0], site.Input.Shape[1]);
        if (!InnerDropout.Fits(site, Dropout) || !WindowFits(site) || AttentionHeads.Of(site, features) is not { } heads || Remembered(site, features) is not var (memoryPlaces, memoryFeatures)
            || !LayerLimits.Allows(site, [heads.QueryFeatures, Math.Max(features, memoryFeatures)])
            || !LayerLimits.Allows(site, [heads.QueryFeatures + (2 * heads.KeyFeatures), Math.Max(features, memoryFeatures)])
            || !LayerLimits.Allows(site, Shape.Of(places, memoryPlaces)))
        {
            return null;
        }
        // Queries and outputs, keys and values, and two products of all pairs of places (torchvision's rule), or of each place with those of its window.
        var projected = 2L * places * features * heads.QueryFeatures;
        var remembered = 2L * memoryPlaces * memoryFeatures * heads.KeyFeatures;
        var looked = 2L * places * Math.Min(memoryPlaces, site.Get(Window) ?? memoryPlaces) * heads.QueryFeatures;
        return new LayerFacts(new TensorType(site.Input.Shape))
        {
            Weights = Weights(site, heads, features, memoryFeatures),
            Macs = projected + remembered + looked,
            ParameterArithmetic = Arithmetic(site, heads, features, memoryFeatures),
        };
    }

    // A window reaches back from the looking place, so it is one of a sequence that looks at itself and not ahead.
    private static bool WindowFits(LayerSite site)
    {
        if (site.Get(Window) is not { } window)
        {
            return true;
        }
        if (site.Inputs.Length > 1)
        {
            site.Report(BindingFindings.WrongValue, "window counts back from the looking place, but `from` names another sequence, whose places are counted by themselves.", Window, Fixes.RemoveArgument("Remove window", site.Source, site.Call, Window));
            return false;
        }
        if (site.Get(Mask) != "causal")
        {
            site.Report(BindingFindings.WrongValue, $"window={window} counts back from the looking place, while places behind it are seen as well: say mask=causal.", Window, Fixes.SetArgument(site.Call, Mask, "causal"));
            return false;
        }
        return true;
    }

    private static string Arithmetic(LayerSite site, AttentionHeads heads, int features, int memoryFeatures)
    {
        var (queries, keys) = (heads.QueryFeatures, heads.KeyFeatures);
        var all = queries == features && keys == features;
        var text = all && memoryFeatures == features ? $"4·{features}²" : $"{Twice(features, queries)} + {Twice(memoryFeatures, keys)}";
        return (site.Get(Bias), site.Get(OutputBias)) switch
        {
            (false, _) => text,
            (_, true) when all => $"{text} + 4·{features}",
            (_, true) => $"{text} + {queries} + 2·{keys} + {features}",
            _ => $"{text} + {queries} + 2·{keys}",
        };

        static string Twice(long a, long b) => a == b ? $"2·{a}²" : $"2·{a}·{b}";
    }

    // Places and features of what is looked at, or null when they are not as they are said to be.
    private static (int Places, int Features)? Remembered(LayerSite site, int features)
    {
        if (site.Inputs.Length == 1)
        {
            if (!site.Call.Has(MemoryFeatures))
            {
                return (site.Input.Shape[0], features);
            }
            site.Report(BindingFindings.IgnoredArgument, "`kdim` has no effect without `from`: the sequence looks at itself.", MemoryFeatures, Fixes.RemoveArgument("Remove kdim", site.Source, site.Call, MemoryFeatures));
            return (site.Input.Shape[0], features);
        }
        if (site.Inputs.Length > 2)
        {
            site.Report(BindingFindings.WrongValue, $"attention looks at one sequence, but `from` names {site.Inputs.Length - 1}. `concat` puts the features of several side by side.", Memory);
            return null;
        }
        var (shape, domain) = (site.Inputs[1].Shape, site.Inputs[1].Domain);
        if (domain.Kind == DomainKind.Tokens)
        {
            site.Report(SequenceFindings.TokensAsNumbers, $"attention looks at features, but `from` names {domain}: put its label on the `embedding` of the tokens.", Memory);
            return null;
        }
        if (!shape.IsSequence || shape.Rank != 2)
        {
            site.Report(SequenceFindings.NeedsSequence, $"attention looks at the places of a sequence such as `[seq=100, 64]`, but `from` names {(shape.Rank == 1 ? $"a vector of {shape}" : shape.ToNamedString())}.", Memory);
            return null;
        }
        var said = site.Get(MemoryFeatures) ?? features;
        if (said == shape[1])
        {
            return (shape[0], shape[1]);
        }
        site.Report(SequenceFindings.MemoryDiffers,
            site.Call.Has(MemoryFeatures)
                ? $"kdim={said}, but the places of `from` have {shape[1]} features."
                : $"attention has {features} features, but the places of `from` have {shape[1]}. Make them equal, or say that they differ: `kdim={shape[1]}`.",
            Memory,
            Fixes.SetArgument(site.Call, MemoryFeatures, $"{shape[1]}"));
        return null;
    }

    // PyTorch keeps the three projections in one tensor where they are of one shape.
    private static ImmutableArray<Weight> Weights(LayerSite site, AttentionHeads heads, int features, int memoryFeatures)
    {
        var weights = ImmutableArray.CreateBuilder<Weight>();
        var (queries, keys) = ((int)heads.QueryFeatures, (int)heads.KeyFeatures);
        if (features == memoryFeatures && queries == features && keys == features)
        {
            weights.Add(Projection("in_proj_weight", 3 * features, features));
        }
        else
        {
            weights.AddRange(Projection("q_proj_weight", queries, features), Projection("k_proj_weight", keys, memoryFeatures), Projection("v_proj_weight", keys, memoryFeatures));
        }
        if (site.Get(Bias))
        {
            weights.Add(new Weight("in_proj_bias", Shape.Of(queries + (2 * keys)), new Initializer.Constant(0)));
        }
        weights.Add(Projection("out_proj.weight", features, queries));
        if (site.Get(Bias) && site.Get(OutputBias))
        {
            weights.Add(new Weight("out_proj.bias", Shape.Of(features), new Initializer.Constant(0)));
        }
        return weights.ToImmutable();

        // Softmax takes what the first three give, whatever activation follows the layer.
        static Weight Projection(string name, int outputs, int inputs)
            => new(name, Shape.Of(outputs, inputs), new Initializer.Automatic(inputs, outputs) { Usual = new Initializer.Uniform(Math.Sqrt(6.0 / ((double)inputs + outputs)), "Glorot uniform") });
    }
}
