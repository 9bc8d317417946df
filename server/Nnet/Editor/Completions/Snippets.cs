using Nnet.Language.Definitions;
using Nnet.Language.Layers;
using Nnet.Language.Layers.Normalization;
using Nnet.Language.Layers.Spatial;

namespace Nnet.Editor.Completions;

/// <summary>The text that is inserted for a definition, with values to start from, so that the line is right at once.</summary>
public static class Snippets
{
    /// <summary>A definition's word with what it requires.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="inputShape">Shape of the data, for <c>input</c>, or null.</param>
    public static string Of(Definition definition, string? inputShape = null)
    {
        var stop = 0;
        var arguments = definition.Arguments.Where(IsGiven)
            .Select(argument => (argument.IsPositional ? " " : $" {argument.Name}=") + Stop(argument, ++stop, inputShape));
        return definition.Name + string.Concat(arguments);
    }

    /// <summary>An argument with its name and a value to start from.</summary>
    public static string Of(Argument argument) => $"{argument.Name}={Stop(argument, 1, null)}";

    /// <summary>The layer as <see cref="Of(Definition, string?)"/> inserts it, for working out what it would give.</summary>
    public static Call Call(Layer layer)
    {
        var values = new List<KeyValuePair<Argument, GivenValue>>();
        foreach (var argument in layer.Arguments.Where(IsGiven))
        {
            if (argument.Convert(Value(argument)) is { } value)
            {
                values.Add(new(argument, new GivenValue(value, default, default)));
            }
        }
        return new Call(layer, default, default, [.. values]);
    }

    // What has to be given; a border may be said in several ways, of which this is the usual one.
    private static bool IsGiven(Argument argument) => argument.IsRequired || argument == Border.Size;

    private static string Stop(Argument argument, int number, string? inputShape) => argument switch
    {
        { Kind: ArgumentKind.Path or ArgumentKind.Text } => $"\"${number}\"",
        { Words.Length: > 0, Kind: not ArgumentKind.PerAxis } => $"${{{number}|{string.Join(',', argument.Words)}|}}",
        { Kind: ArgumentKind.Dimensions } when inputShape is not null => $"${{{number}:{inputShape}}}",
        { Kind: ArgumentKind.Columns } => $"${number}",
        { Kind: ArgumentKind.Names or ArgumentKind.Formulas } => $"[${number}]",
        { DefaultText: { } text } => $"${{{number}:{text.Replace("}", "\\}", StringComparison.Ordinal)}}}",
        _ => $"${{{number}:{Value(argument)}}}",
    };

    // Values that suit most networks; the first tab stop is on them anyway.
    private static Value Value(Argument argument) => argument.Kind switch
    {
        ArgumentKind.Integer when argument == GroupNorm.Groups => new Value.Number(1, IsInteger: true),
        ArgumentKind.Integer => new Value.Number(16, IsInteger: true),
        ArgumentKind.PerAxis when argument == Convolution.Kernel => new Value.Number(3, IsInteger: true),
        ArgumentKind.PerAxis => new Value.Number(2, IsInteger: true),
        ArgumentKind.Share => new Value.Percent(0.2),
        ArgumentKind.Order => new Value.List([new Value.Number(2, IsInteger: true), new Value.Number(1, IsInteger: true)]),
        ArgumentKind.Word when argument.Words is [var first, ..] => new Value.Word(first),
        ArgumentKind.Dimensions => new Value.Dimensions([1, 28, 28]),
        _ => new Value.Number(1, IsInteger: true),
    };
}
