using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Graph;
using Nnet.Language.Layers;

namespace Nnet.Engine.Layers;

/// <summary>A use of a layer: an input and arguments.</summary>
/// <param name="Input">Shape that goes in.</param>
/// <param name="Call">The layer with its arguments.</param>
public sealed record LayerSample(Shape Input, Call Call)
{
    /// <summary>How many different tokens go in; zero when numbers do.</summary>
    public int Vocabulary { get; init; }

    /// <summary>The same with tokens as its input.</summary>
    public LayerSample OfTokens(int vocabulary) => this with { Vocabulary = vocabulary };

    /// <summary>A layer with its defaults.</summary>
    public static LayerSample Of<TLayer>(params ReadOnlySpan<int> input)
        where TLayer : Layer
        => new(Shape.Of(input), new Call(Catalog<Layer>.Get<TLayer>(), default, default, ArgumentValues.Empty));

    /// <summary>A layer with its defaults that reads a sequence.</summary>
    public static LayerSample OfSequence<TLayer>(params ReadOnlySpan<int> input)
        where TLayer : Layer
        => Of<TLayer>(input) is var sample ? sample with { Input = new Shape(sample.Input.Axes, ["seq", .. Enumerable.Repeat<string?>(null, input.Length - 1)]) } : null!;

    /// <summary>Layers on the same input, whose results are the further inputs of a join.</summary>
    public ImmutableArray<LayerSample> Others { get; init; } = [];

    /// <summary>The same with what another layer makes of the input as a further input.</summary>
    public LayerSample Joining<TLayer>(Func<LayerSample, LayerSample>? with = null)
        where TLayer : Layer
    {
        var other = new LayerSample(Input, new Call(Catalog<Layer>.Get<TLayer>(), default, default, ArgumentValues.Empty));
        return this with { Others = Others.Add(with is null ? other : with(other)) };
    }

    /// <summary>The same with an argument given.</summary>
    public LayerSample With<TValue>(Argument<TValue> argument, TValue value)
        => this with { Call = Call with { Values = Call.Values.With(argument, new GivenValue(value!, default, default)) } };

    /// <inheritdoc/>
    public override string ToString() => $"{Input.ToNamedString()} → {string.Concat(Others.Select(other => $"{other} | "))}{Call.Definition.Name}{string.Concat(Call.Values.OrderBy(pair => pair.Key.Name, StringComparer.Ordinal).Select(pair => $" {pair.Key.Name}={Text(pair.Value.Value)}"))}";

    private static string Text(object value) => value switch
    {
        ImmutableArray<int> axes => string.Join('x', axes),
        Definition definition => definition.Name,
        _ => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!,
    };
}
