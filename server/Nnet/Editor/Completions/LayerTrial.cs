using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Graph;
using Nnet.Language.Layers;
using Nnet.Language.Layers.Joins;
using Nnet.Language.Text;

namespace Nnet.Editor.Completions;

/// <summary>What a layer would give in a place, with values for what it requires that suit the place.</summary>
/// <param name="Values">The values, by argument.</param>
/// <param name="Facts">What it would give; null when it does not fit, or when that is not known.</param>
/// <param name="Problem">Why it does not fit; null when it does, or when that is not known.</param>
public sealed record LayerTrial(IReadOnlyDictionary<Argument, Value> Values, LayerFacts? Facts, Finding? Problem)
{
    // The first that fits is taken: few layers mind the number, and those want one that divides the channels. One divides them all.
    private const int Usual = 16;
    private const int Least = 1;
    private static readonly int[] s_between = [8, 4, 3, 2];

    private static readonly SourceText s_nowhere = new("");

    /// <summary>Tries a layer on an edge; null tries nothing and gives usual values.</summary>
    public static LayerTrial Of(Layer layer, TensorType? edge)
    {
        var usual = Of(layer, edge, Usual);
        if (usual.Facts is not null || edge is null || !layer.Arguments.Any(argument => Snippets.IsGiven(argument) && argument.Kind is ArgumentKind.Integer or ArgumentKind.PerAxis))
        {
            return usual;
        }
        var least = Of(layer, edge, Least);
        if (least.Facts is null)
        {
            // It is not the number.
            return usual;
        }
        foreach (var number in s_between)
        {
            if (Of(layer, edge, number) is { Facts: not null } trial)
            {
                return trial;
            }
        }
        return least;
    }

    private static LayerTrial Of(Layer layer, TensorType? edge, int number)
    {
        var values = new Dictionary<Argument, Value>();
        var converted = new List<KeyValuePair<Argument, GivenValue>>();
        foreach (var argument in layer.Arguments.Where(Snippets.IsGiven))
        {
            if (ValueOf(argument, edge, number, isFirst: values.Count == 0) is { } value && argument.Convert(value) is { } given)
            {
                values.Add(argument, value);
                converted.Add(new(argument, new GivenValue(given, default, default)));
            }
        }
        if (edge is not { } type || values.Count < layer.Arguments.Count(Snippets.IsGiven) || layer is Concat)
        {
            return new LayerTrial(values, null, null);
        }
        Finding? problem = null;
        var site = new LayerSite(s_nowhere, new Call(layer, default, default, [.. converted]), layer is Join ? [type, type] : [type], found => problem ??= found.Kind.Severity == Severity.Error ? found : null);
        var facts = layer.Infer(site);
        return new LayerTrial(values, facts, facts is null ? problem : null);
    }

    /// <summary>A value to start from for an argument.</summary>
    public static Value? ValueOf(Argument argument, TensorType? edge = null, int number = Usual, bool isFirst = false) => argument switch
    {
        { Words: [var word, ..], Kind: not ArgumentKind.PerAxis } => new Value.Word(word),
        { Kind: ArgumentKind.Order } => new Value.List([.. Enumerable.Range(1, Math.Max(2, edge?.Shape.Rank ?? 2)).Reverse().Select(axis => new Value.Number(axis, IsInteger: true))]),
        { Kind: ArgumentKind.Integer } => new Value.Number(isFirst && edge is { Domain: { Kind: DomainKind.Tokens, Vocabulary: var size } } ? size : number, IsInteger: true),
        // A window of 3 keeps its middle; anything else that counts places is mostly 2.
        { Kind: ArgumentKind.PerAxis, Name: "kernel" } when !argument.IsPositional => new Value.Number(Math.Min(3, number), IsInteger: true),
        { Kind: ArgumentKind.PerAxis } => new Value.Number(Math.Min(2, number), IsInteger: true),
        { Kind: ArgumentKind.Share } => new Value.Percent(0.2),
        { Kind: ArgumentKind.Dimensions } => edge is { } type ? new Value.Number(type.Shape.Count, IsInteger: true) : new Value.Dimensions([1, 28, 28]),
        { Kind: ArgumentKind.Number } => new Value.Number(1, IsInteger: true),
        _ => null,
    };
}
