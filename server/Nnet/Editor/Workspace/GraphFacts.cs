using System.Collections.Immutable;
using Nnet.Language;
using Nnet.Language.Graph;
using Nnet.Language.Layers;
using Nnet.Language.Layers.Joins;
using Nnet.Language.Layers.Structure;

namespace Nnet.Editor.Workspace;

/// <summary>What a model says of the lines that it carries out, worked out when somebody asks. It stays with the graph from one version to the next.</summary>
/// <param name="model">The model.</param>
internal sealed class GraphFacts(LayerGraph model)
{
    private readonly Dictionary<int, LineSummary> _lines = [];
    private RunningSums? _sums;

    /// <summary>The model.</summary>
    public LayerGraph Model => model;

    /// <summary>Sums over stretches of nodes.</summary>
    public RunningSums Sums => _sums ??= new RunningSums(model);

    /// <summary>What a line makes in this model, all times taken together.</summary>
    /// <param name="analysis">The text.</param>
    /// <param name="word">The offset of the line's word.</param>
    /// <param name="last">What it made in the version before: the same object is given back where it makes the same.</param>
    public LineSummary Line(Analysis analysis, int word, LineFacts? last)
    {
        var places = model.PlacesAt(word);
        if (last is { Variants: [{ Call: null } known] } && known.Times == places.Length && known.Model == model.Name && AreAlike(places, known.Facts))
        {
            return new LineSummary(places[0], false, last);
        }
        // What is carried out once is a line of the model itself: nobody asks again.
        if (places is [{ Origin.Caller: null } once])
        {
            var facts = IsPassive(once) ? null : FactsOf(once);
            var isSame = facts is not null && last is { Variants: [{ Times: 1, Call: null } only] } && only.Facts.IsSame(facts) && only.Model == model.Name;
            return new LineSummary(once, IsPassive(once), isSame ? last : facts is null ? null : new LineFacts([new StepVariant(facts, 1, null, model.Name)]));
        }
        if (!_lines.TryGetValue(word, out var line))
        {
            _lines.Add(word, line = Summary(analysis, places));
        }
        return last is not null && line.Facts is { } made && made.IsSame(last) ? line with { Facts = last } : line;
    }

    private LineSummary Summary(Analysis analysis, ReadOnlySpan<PlacedStep> places)
    {
        var variants = ImmutableArray.CreateBuilder<StepVariant>();
        var isPassive = true;
        foreach (var place in places)
        {
            if (IsPassive(place))
            {
                continue;
            }
            isPassive = false;
            if (FactsOf(place) is { } facts && !AddTime(variants, facts, 1))
            {
                variants.Add(new StepVariant(facts, 1, place.Origin.Caller is { } caller ? analysis.TextOf(caller) : null, model.Name));
            }
        }
        return new LineSummary(places.IsEmpty ? null : places[0], isPassive, variants.Count > 0 ? new LineFacts(variants.ToImmutable()) : null);
    }

    /// <summary>Counts what a line makes with what it makes alike.</summary>
    public static void Add(ImmutableArray<StepVariant>.Builder variants, StepVariant variant)
    {
        if (!AddTime(variants, variant.Facts, variant.Times))
        {
            variants.Add(variant);
        }
    }

    private static bool AddTime(ImmutableArray<StepVariant>.Builder variants, StepFacts facts, int times)
    {
        for (var i = 0; i < variants.Count; i++)
        {
            if (variants[i].Facts.IsLike(facts))
            {
                variants[i] = variants[i] with { Times = variants[i].Times + times };
                return true;
            }
        }
        return false;
    }

    // Whether a line of the model itself makes just what it made before, each time.
    private bool AreAlike(ReadOnlySpan<PlacedStep> places, StepFacts known)
    {
        foreach (var place in places)
        {
            if (place.Origin.Caller is not null || !IsAlike(place, known))
            {
                return false;
            }
        }
        return !places.IsEmpty;
    }

    // A layer makes what its facts say, the layer of its activation included; of several lines the sums tell whether they do.
    private bool IsAlike(PlacedStep place, StepFacts known)
        => known.Own is { } own && place.Output is { } output && place.End > place.First && ReferenceEquals(model.Nodes[output].Facts, known.Given) && ReferenceEquals(OwnOf(place), own)
            && (InputOf(place) is { } input ? TensorType.AreSame(input, known.Input) : known.Input is null)
            && (place.Call.Definition is Layer and not Join
                ? place.End - place.First == known.Nodes && place.End - place.First <= 2 && output == place.End - 1
                : Sums.AreKnown(place.First, place.End) && Sums.Parameters(place.First, place.End) == known.Parameters && Sums.Macs(place.First, place.End) == known.Macs);

    private TensorType? InputOf(PlacedStep place) => place.Input is { } id ? model.Nodes[id].Facts?.Output : null;

    // The facts of the layer that a line names.
    private LayerFacts? OwnOf(PlacedStep place)
        => place.First == place.End ? null : place.Call.Definition switch { Join or Residual => model.Nodes[place.End - 1].Facts, Layer => model.Nodes[place.First].Facts, _ => null };

    // Nothing was made: a condition that fails, an empty path, `output`.
    private static bool IsPassive(PlacedStep place) => place.First == place.End && place.Output == place.Input;

    private StepFacts? FactsOf(PlacedStep place)
    {
        if (place.Output is not { } output || model.Nodes[output].Facts is not { } given || !Sums.AreKnown(place.First, place.End))
        {
            return null;
        }
        var own = OwnOf(place);
        return new StepFacts(InputOf(place), given.Output, Sums.Parameters(place.First, place.End), Sums.Macs(place.First, place.End))
        {
            Own = own,
            Given = given,
            Nodes = place.End - place.First,
            ShapeArithmetic = own?.ShapeArithmetic,
            ParameterArithmetic = place.Call.Definition is Layer and not Join ? Terms(model.Nodes.AsSpan()[place.First..place.End]) : null,
        };
    }

    // An activation with weights of its own adds its term.
    private static string? Terms(ReadOnlySpan<Node> nodes)
    {
        string? terms = null;
        foreach (var node in nodes)
        {
            if (node.Facts?.ParameterArithmetic is { } term)
            {
                terms = terms is null ? term : $"{terms} + {term}";
            }
        }
        return terms;
    }

    /// <summary>What a line makes in one model.</summary>
    /// <param name="First">The first time that it is carried out, or null.</param>
    /// <param name="IsPassive">Whether it lets its input through each time.</param>
    /// <param name="Facts">What it makes, or null when nothing is known of it.</param>
    internal sealed record LineSummary(PlacedStep? First, bool IsPassive, LineFacts? Facts);

    /// <summary>Sums up to each node, so that any stretch of them is one subtraction.</summary>
    internal sealed class RunningSums
    {
        private readonly long[] _parameters;
        private readonly long[] _macs;
        private readonly int[] _unknown;

        /// <summary>Sums a model up.</summary>
        public RunningSums(LayerGraph model)
        {
            var count = model.Nodes.Length;
            (_parameters, _macs, _unknown) = (new long[count + 1], new long[count + 1], new int[count + 1]);
            for (var i = 0; i < count; i++)
            {
                var facts = model.Nodes[i].Facts;
                _parameters[i + 1] = _parameters[i] + (facts?.Parameters ?? 0);
                _macs[i + 1] = _macs[i] + (facts?.Macs ?? 0);
                _unknown[i + 1] = _unknown[i] + (facts is null ? 1 : 0);
            }
        }

        /// <summary>Whether all of them could be inferred.</summary>
        public bool AreKnown(int first, int end) => _unknown[end] == _unknown[first];

        /// <summary>Their parameters.</summary>
        public long Parameters(int first, int end) => _parameters[end] - _parameters[first];

        /// <summary>Their multiply-accumulates.</summary>
        public long Macs(int first, int end) => _macs[end] - _macs[first];
    }
}
