using System.Collections.Immutable;
using Nnet.Language.Definitions;

namespace Nnet.Language.Layers.Spatial;

/// <summary>What is put around the input of a window: so many places on every side, or as many as keep the size.</summary>
public readonly record struct Padding
{
    private readonly ImmutableArray<int> _places;

    private Padding(bool isSame, ImmutableArray<int> places) => (IsSame, _places) = (isSame, places);

    /// <summary>As many places as give an output of ⌈input / stride⌉; where their number is odd, the last side gets one more, as in Keras and PyTorch.</summary>
    public static Padding Same { get; } = new(true, [0]);

    /// <summary>Whether the size is kept.</summary>
    public bool IsSame { get; }

    /// <summary>Places before and behind every spatial axis: one number for all, or one for each.</summary>
    public ImmutableArray<int> Places => _places.IsDefault ? [0] : _places;

    /// <summary>Whether both put the same around every input.</summary>
    public bool Equals(Padding other) => IsSame == other.IsSame && Places.AsSpan().SequenceEqual(other.Places.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => IsSame ? -1 : Places[0];

    /// <summary>So many places before and behind every axis.</summary>
    public static Padding Of(params ReadOnlySpan<int> places) => new(false, [.. places]);

    /// <summary>The argument of a layer.</summary>
    /// <param name="name">As it is written.</param>
    /// <param name="doc">What it means.</param>
    public static Argument<Padding> Argument(string name, string doc)
        => new Argument<Padding>(name, doc, ArgumentKind.PerAxis, positional: false, new(default, "0"), "same, valid, a whole number from 0, or a list such as [1, 2]", value => value switch
        {
            Value.Word { Name: "same" } => Same,
            Value.Word { Name: "valid" } => Of(0),
            _ => Definitions.Argument.WholeNumbers(value, 0) is { } places ? new Padding(false, places) : null,
        })
        { Words = ["same", "valid"] };
}
