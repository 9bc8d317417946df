using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Nnet.Language.Data;
using Nnet.Language.Definitions;
using Nnet.Language.Layers;
using Nnet.Language.Symbols;
using Nnet.Language.Syntax;
using Nnet.Language.Text;

namespace Nnet.Editor.Playground;

/// <summary>What a network is fed with: every column, and of two columns their squares, product and sines, as in the TensorFlow Playground.</summary>
internal static partial class FeatureKnobs
{
    private const int MostColumns = 12;

    /// <summary>A switch for each feature; none where the data has no columns that can be written.</summary>
    public static IEnumerable<Knob> Of(PlaygroundSite site)
    {
        var columns = ColumnsOf(site);
        if (columns.IsEmpty || site.DataBlock is not { } block)
        {
            return [];
        }
        var features = site.Data.Find<FeaturesSetting>();
        var list = features is null ? null : (site.StatementOf(block, features)?.Arguments.FirstOrDefault()?.Value as ListExpression);
        if (features is not null && list is null)
        {
            return [];
        }
        ImmutableArray<string> used = list is null ? columns : [.. list.Items.Select(item => site.Source[item.Value.Span])];
        int WidthOf(string feature) => site.Facts?.Columns.FirstOrDefault(column => column.Name == Key(feature))?.Inputs ?? 1;
        var known = site.Facts?.Columns.Any(column => column.IsText) == true ? columns : Known(columns);
        var all = known.AddRange(used.Where(text => known.All(feature => Key(feature) != Key(text))));
        var input = InputSize(site);
        return all.Select(feature =>
        {
            var index = used.IndexOf(used.FirstOrDefault(text => Key(text) == Key(feature)) ?? "");
            var isOn = index >= 0;
            return new Knob(
                new Control($"feature.{Key(feature)}", Label(feature), ControlKind.Switch, isOn ? "true" : "false", [new("false", "off"), new("true", "on")])
                {
                    Doc = $"Whether the network is fed with {feature}.",
                    Line = site.Source.LineAt((features ?? site.Data.Source!).Span.Start),
                    Disabled = input is null ? "The size of the input is computed in the text, or there are several inputs. Change both there."
                        : isOn && used.Length == 1 ? "A network needs at least one input."
                        : null,
                },
                value => (value == "true") == isOn ? [] :
                [
                    isOn ? Without(site, features, list, used, index) : With(site, features, list, used, feature, all),
                    new TextEdit(input!.Value, (used.Sum(WidthOf) + (isOn ? -WidthOf(feature) : WidthOf(feature))).ToString(CultureInfo.InvariantCulture)),
                ]);
        });
    }

    /// <summary>What the network is fed with, for people.</summary>
    public static ImmutableArray<string> LabelsOf(PlaygroundSite site)
    {
        var columns = ColumnsOf(site);
        // What features computes is known before the data was looked at.
        return site.Data.Find<FeaturesSetting>() is not null || (site.Facts is not null && !columns.IsEmpty)
            ? [.. site.Data.InputNames(site.Facts?.Columns ?? []).Select(Label)]
            : [.. columns.Select(Label)];
    }

    /// <summary>A feature as people write it: <c>x1²</c>.</summary>
    internal static string Label(string feature) => SquareOf().Replace(Key(feature), "$1²").Replace("*", " · ", StringComparison.Ordinal);

    private static ImmutableArray<string> ColumnsOf(PlaygroundSite site)
    {
        ImmutableArray<string> names = site.Data.Source is { Definition: PlaygroundSource } ? ["x1", "x2"] : [.. (site.Facts?.Columns ?? []).Select(column => column.Name)];
        return names.Length <= MostColumns && names.All(name => Identifier().IsMatch(name)) ? names : [];
    }

    private static ImmutableArray<string> Known(ImmutableArray<string> columns)
        => columns is [var one, var other] ? [one, other, $"{one}*{one}", $"{other}*{other}", $"{one}*{other}", $"sin({one})", $"sin({other})"] : columns;

    // Before the first that comes later in the usual order, so that the list reads as the switches do.
    private static TextEdit With(PlaygroundSite site, Call? features, ListExpression? list, ImmutableArray<string> used, string feature, ImmutableArray<string> order)
    {
        int Place(string text) => order.Select(Key).ToList().IndexOf(Key(text));
        if (features is null)
        {
            var texts = used.Add(feature).OrderBy(Place);
            return site.InsertAfter(site.Data.Source!.Span, $"features [{string.Join(", ", texts)}]");
        }
        var later = list!.Items.FirstOrDefault(item => Place(site.Source[item.Value.Span]) > Place(feature));
        return later is null
            ? new TextEdit(new Span(list.Items[^1].Value.Span.End, 0), $", {feature}")
            : new TextEdit(new Span(later.Value.Span.Start, 0), $"{feature}, ");
    }

    private static TextEdit Without(PlaygroundSite site, Call? features, ListExpression? list, ImmutableArray<string> used, int index)
    {
        if (features is null)
        {
            return site.InsertAfter(site.Data.Source!.Span, $"features [{string.Join(", ", used.RemoveAt(index))}]");
        }
        var items = list!.Items;
        // With the comma behind it, or of the last one with the comma before it.
        return new TextEdit(
            index + 1 < items.Length ? Span.FromBounds(items[index].Value.Span.Start, items[index + 1].Value.Span.Start) : Span.FromBounds(items[index - 1].Value.Span.End, items[index].Value.Span.End),
            "");
    }

    // Where the number of inputs is written out.
    private static Span? InputSize(PlaygroundSite site)
    {
        if (site.ModelBlock is not { Body.Statements: var statements } block)
        {
            return null;
        }
        var inputs = statements.OfType<StepStatement>().Where(step => LineWords.DefinitionOf(block, step.Word.Text) is Input).ToArray();
        return inputs is [var only] && only.Arguments.Select(argument => argument.Value).OfType<NumberLiteral>().FirstOrDefault() is { } size ? size.Span : null;
    }

    // Features that are the same whatever their space: x^2 is x*x.
    private static string Key(string feature) => Squared().Replace(Space().Replace(feature, ""), "$1*$1");

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Space();

    [GeneratedRegex(@"\b([A-Za-z_]\w*)\^2\b", RegexOptions.CultureInvariant)]
    private static partial Regex Squared();

    [GeneratedRegex(@"\b([A-Za-z_]\w*)\*\1\b", RegexOptions.CultureInvariant)]
    private static partial Regex SquareOf();

    [GeneratedRegex(@"^[A-Za-z_]\w*$", RegexOptions.CultureInvariant)]
    private static partial Regex Identifier();
}
