using System.Collections.Immutable;
using System.Globalization;
using Nnet.Language.Definitions;
using Nnet.Language.Layers;
using Nnet.Language.Layers.Activations;
using Nnet.Language.Text;

namespace Nnet.Editor.Playground;

/// <summary>How a network is built: hidden layers, their neurons, their activation.</summary>
internal static class NetworkKnobs
{
    private const int MostLayers = 6;
    private const string NewLayer = "dense 4 activation=tanh";

    // Those of the TensorFlow Playground come first.
    private static readonly ImmutableArray<string> s_familiar = ["relu", "tanh", "sigmoid", "identity"];

    /// <summary>Id of the control of a hidden layer's neurons.</summary>
    public static string UnitsId(int layer) => $"layer.{layer.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>The controls; none where the model has no dense layers of its own.</summary>
    public static IEnumerable<Knob> Of(PlaygroundSite site)
    {
        if (DenseLines.Of(site) is not { } lines)
        {
            yield break;
        }
        yield return Layers(site, lines);
        for (var i = 0; i < lines.Hidden.Length; i++)
        {
            if (lines.Hidden[i].Units is { } units)
            {
                var written = site.Source[units.Span];
                yield return new Knob(
                    new Control(UnitsId(i), $"Neurons in layer {i + 1}", ControlKind.Slider, written, Knob.With(Knob.Numbers(1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 16, 20, 24, 32), written))
                    {
                        Doc = Dense.Units.Doc,
                        Line = site.Source.LineAt(units.Span.Start),
                        Disabled = Knob.Computed(written),
                    },
                    value => [new TextEdit(units.Span, value)]);
            }
        }
        if (lines.Hidden.Length > 0)
        {
            yield return Function(site, lines.Hidden);
        }
    }

    private static Knob Layers(PlaygroundSite site, DenseLines lines)
    {
        var (hidden, count) = (lines.Hidden, lines.Hidden.Length);
        return new Knob(
            new Control("layers", "Hidden layers", ControlKind.Slider, count.ToString(CultureInfo.InvariantCulture), Knob.With(Knob.Numbers(Enumerable.Range(0, MostLayers + 1).Select(each => (double)each)), count.ToString(CultureInfo.InvariantCulture)))
            {
                Doc = "Layers of neurons between the inputs and the output. A new one is like the last.",
                Line = site.Source.LineAt((count > 0 ? hidden[^1] : lines.Output).Step.Span.Start),
                Disabled = lines.IsWhole ? null : "Some layers stand in a repetition or a block. Change their number in the text.",
            },
            value => Turn(int.Parse(value, CultureInfo.InvariantCulture)));

        IEnumerable<TextEdit> Turn(int wanted)
        {
            if (wanted <= count)
            {
                return hidden.Skip(wanted).SelectMany(line => line.Own is null ? site.Remove(line.Step.Span) : site.Remove(line.Step.Span).Concat(site.Remove(line.Own.Span)));
            }
            var text = string.Join('\n', Enumerable.Repeat(count > 0 ? hidden[^1].Again(site) : NewLayer, wanted - count));
            return [count > 0 ? site.InsertAfter((hidden[^1].Own ?? hidden[^1].Step).Span, text) : site.InsertBefore(lines.Output.Step.Span, text)];
        }
    }

    private static Knob Function(PlaygroundSite site, ImmutableArray<DenseLine> hidden)
    {
        var words = hidden.Select(line => line.ActivationWord ?? "identity").Distinct().ToArray();
        var known = Catalog<Activation>.All.Where(activation => activation is not (Softmax or Step)).Select(activation => activation.Name);
        var choices = s_familiar.Concat(known.Except(s_familiar)).Select(word => new ControlChoice(word, word == "identity" ? "none (linear)" : word.Replace('_', ' ')));
        return new Knob(
            new Control("activation", "Activation", ControlKind.Choice, words is [var only] ? only : "", [.. words.Length > 1 ? [new ControlChoice("", "several")] : Array.Empty<ControlChoice>(), .. choices])
            {
                Doc = "The function of the neurons of all hidden layers.",
                Line = site.Source.LineAt(hidden[0].Step.Span.Start),
            },
            value => value.Length == 0 ? [] : hidden.SelectMany(line => line.WithActivation(value)));
    }
}
