using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Graph;

namespace Nnet.Language.Layers.Shaping;

/// <summary>Takes some of the channels or features and leaves the others out.</summary>
public sealed class Slice : Layer
{
    /// <summary>The first that is taken.</summary>
    public static readonly Argument<int> Start = Argument.Integer("start", "The first channel or feature that is taken, counted from 0.", positional: true).Also("begin");

    /// <summary>The one behind the last that is taken; null takes all from the first on.</summary>
    public static readonly Argument<int?> Stop = Argument.Count("stop", "The first one behind those that are taken; all of them when left out.", positional: true).Also("end");

    /// <inheritdoc/>
    public override string Name => "slice";

    /// <inheritdoc/>
    public override string Summary => "Takes some of the channels or features, which follow each other, and leaves the others out.";

    /// <inheritdoc/>
    public override string? Formula => "y = x[start:stop]        along the channels or features";

    /// <inheritdoc/>
    public override string? Advice => "Where parts of the channels go different ways, as in ShuffleNetV2: `path { slice 0 half }` beside `path { slice half; … }`. Counted as in Python: `stop` itself is not taken. For one place of a sequence there is `select`, for borders `crop`.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["narrow", "chunk", "split_channels"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Start, Stop];

    /// <summary>The axis along which it takes: the features of sequences and vectors, the channels of maps.</summary>
    public static int AxisOf(Shape shape) => shape.IsSequence ? shape.Rank - 1 : 0;

    /// <inheritdoc/>
    public override LayerFacts? Infer(LayerSite site)
    {
        var shape = site.Input.Shape;
        var axis = AxisOf(shape);
        var (start, stop, all) = (site.Get(Start), site.Get(Stop) ?? shape[axis], shape[axis]);
        var what = shape.IsSequence || shape.Rank == 1 ? "features" : "channels";
        if (start >= all || stop > all)
        {
            var (value, at) = start >= all ? (start, (Argument)Start) : (stop, Stop);
            site.Report(SequenceFindings.NoSuchPlace, $"{shape.ToNamedString()} has {all} {what}, numbered from 0 to {all - 1}: {at.Name} cannot be {value}.", at);
            return null;
        }
        if (start >= stop)
        {
            site.Report(LayerFindings.NothingLeft, $"slice begins at {start} and ends before {stop}: that takes none of the {all} {what}.", Stop);
            return null;
        }
        var domain = site.Input.Domain;
        return new LayerFacts(new TensorType(new Shape(shape.Axes.SetItem(axis, stop - start), shape.Names), domain.Kind == DomainKind.Probabilities ? domain.Mean : domain))
        {
            ShapeArithmetic = $"{stop} − {start} = {stop - start} of {all}",
        };
    }
}
