using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Graph;

namespace Nnet.Language.Layers.Sequences;

/// <summary>
/// A layer that reads a sequence place by place and keeps a state. Its weights are PyTorch's: for each layer and direction
/// <c>weight_ih</c>, <c>weight_hh</c> and a bias of each.
/// </summary>
public abstract class Recurrent : Layer
{
    /// <summary>Numbers in the state.</summary>
    public static readonly Argument<int> Units = Argument.Integer("units", "Numbers in the state, and so features of the output.", min: 1, positional: true).Also("hidden_size", "hidden_dim");

    /// <summary>Layers one above the other.</summary>
    public static readonly Argument<int> Depth = Argument.Integer("layers", "Layers one above the other; each reads what the one below gives.", 1, min: 1, max: 32).Also("num_layers");

    /// <summary>Whether the sequence is also read backwards.</summary>
    public static readonly Argument<bool> Bidirectional = Argument.Flag("bidirectional", "Whether a second half reads the sequence backwards, which doubles the output.", false);

    /// <summary>Whether the state at every place is given on.</summary>
    public static readonly Argument<bool> ReturnSequences = Argument.Flag("return_sequences", "Whether the state at every place is given on, as the next recurrent layer needs it; otherwise the last state alone.", false);

    /// <summary>Share of the values between two layers that is dropped.</summary>
    public static readonly Argument<double> Dropout = InnerDropout.Argument("Share of the values between two layers that is dropped in training.");

    /// <summary>Whether biases are added.</summary>
    public static readonly Argument<bool> Bias = Argument.Flag("bias", "Whether learned constants are added, two for each gate as in PyTorch.", true).Also("use_bias");

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Units, Depth, Bidirectional, ReturnSequences, Dropout, Bias, .. CommonArguments.OfWeights];

    /// <inheritdoc/>
    public override Argument<double> Disturbance => Dropout;

    /// <summary>Sums that one unit makes at each place: its gates and its candidate.</summary>
    protected abstract int Gates { get; }

    /// <summary>What values a state has.</summary>
    protected virtual Domain Range(LayerSite site) => Domain.Interval(-1, 1, lowOpen: true, highOpen: true);

    /// <inheritdoc/>
    public sealed override LayerFacts? Infer(LayerSite site)
    {
        if (!SequenceInput.IsSequence(site, "reads place by place", rows: true) || !InnerDropout.Fits(site, Dropout))
        {
            return null;
        }
        var (shape, units, depth) = (site.Input.Shape, site.Get(Units), site.Get(Depth));
        var directions = site.Get(Bidirectional) ? 2 : 1;
        if (depth == 1 && site.Call.Has(Dropout))
        {
            site.Report(BindingFindings.IgnoredArgument, $"`dropout` acts between the layers of a stack, and this {Name} has one: `layers=2` makes a stack, a `dropout` line drops outputs.", Dropout, Fixes.RemoveArgument("Remove dropout", site.Source, site.Call, Dropout));
        }
        var widths = Enumerable.Range(0, depth).Select(layer => layer == 0 ? shape[1] : (long)units * directions).ToArray();
        var output = Shape.Sequence(shape[0], Clip((long)units * directions), shape.NameOf(0));
        if (!LayerLimits.Allows(site, output) || !LayerLimits.Allows(site, Shape.Of(Clip((long)Gates * units), Clip(Math.Max(units, widths.Max())))))
        {
            return null;
        }
        var bias = site.Get(Bias);
        return new LayerFacts(new TensorType(site.Get(ReturnSequences) ? output : Shape.Of(output[1]), Range(site)))
        {
            Weights = [.. widths.SelectMany((width, layer) => Enumerable.Range(0, directions).SelectMany(direction => Cell(units, (int)width, $"l{layer}{(direction == 1 ? "_reverse" : "")}", bias)))],
            Macs = widths.Sum(width => (long)shape[0] * directions * Gates * units * (width + units)),
            ParameterArithmetic = string.Join(" + ", widths.Distinct().Select(width => Arithmetic(units, width, directions * widths.Count(other => other == width), bias))),
        };

        static int Clip(long count) => (int)Math.Min(int.MaxValue, count);
    }

    private string Arithmetic(int units, long width, int times, bool bias)
        => string.Join('·', new[] { times > 1 ? $"{times}" : null, Gates > 1 ? $"{Gates}" : null, $"{units}", $"({width} + {units}{(bias ? " + 2" : "")})" }.Where(factor => factor is not null));

    private IEnumerable<Weight> Cell(int units, int inputs, string suffix, bool bias)
    {
        // PyTorch's rule for all four, which keeps the first states small.
        var limit = new Initializer.Uniform(1 / Math.Sqrt(units), "uniform by units");
        var rows = Gates * units;
        yield return new Weight($"weight_ih_{suffix}", Shape.Of(rows, inputs), new Initializer.Automatic(inputs, rows) { Usual = limit });
        yield return new Weight($"weight_hh_{suffix}", Shape.Of(rows, units), new Initializer.Automatic(units, rows) { Usual = limit });
        if (bias)
        {
            yield return new Weight($"bias_ih_{suffix}", Shape.Of(rows), limit);
            yield return new Weight($"bias_hh_{suffix}", Shape.Of(rows), limit);
        }
    }
}
