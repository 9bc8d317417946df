using System.Collections.Immutable;
using Nnet.Editor.Documentation;
using Nnet.Editor.Workspace;
using Nnet.Language;
using Nnet.Language.Definitions;
using Nnet.Language.Graph;
using Nnet.Language.Layers;
using Nnet.Language.Layers.Joins;
using Nnet.Language.Layers.Structure;
using Nnet.Language.Syntax;

namespace Nnet.Editor.Hovers;

/// <summary>What a line of a model or block tells of itself: shapes, parameters, costs, formula, advice.</summary>
internal static class LineHover
{
    private const int MostNames = 16;

    /// <summary>The hover of a line's word.</summary>
    public static string Of(Snapshot snapshot, Meaning.StepWord word, PictureTheme pictures)
    {
        var analysis = snapshot.Analysis;
        var places = analysis.PlacesOf(word.Step).Where(place => place.Step.End > place.Step.First).ToImmutableArray();
        var facts = snapshot.Steps.FactsOf(word.Step);
        if (facts is null)
        {
            return DefinitionText.Page(word.Word, pictures);
        }
        var place = places is [var first, ..] && first.Model.Nodes.AsSpan()[first.Step.First..first.Step.End].ToArray().All(node => node.Facts is not null) ? places[0] : default;
        var nodes = place.Step is null ? [] : place.Model.Nodes[place.Step.First..place.Step.End];
        var label = word.Step.Label is { } name ? $" · label {MarkdownText.Code(name.Text)}" : "";
        var text = new MarkdownText()
            .Add($"**{MarkdownText.Code(DefinitionText.SignatureOf(word.Word))}** {MarkdownText.Code(Arrow(place.Model, nodes, word.Word, facts.First))} {Values(facts.First.Output.Domain)}{label}")
            .AddLines(ArgumentValues(word.Word, place.Step?.Call), Parameters(place.Model, nodes, facts.First), Costs(nodes, facts.First), facts.First.ShapeArithmetic is { } arithmetic ? MarkdownText.Escape(arithmetic) : null);
        if (place.Model is not null && (word.Word is Join or Residual))
        {
            text.AddList(Incoming(analysis, place.Model, nodes[^1]));
        }
        Calls(text, facts);
        if (word.Word is Input)
        {
            text.AddText(InputNames(snapshot, place.Model));
        }
        return text
            .AddText(HowOften(analysis, word.Step))
            .AddBlock(word.Word.Formula)
            .AddText(DefinitionText.Prose(word.Word))
            .Add(CurvePicture.Of(word.Word, pictures))
            .AddList(word.Word is Layer and not Join ? nodes.SelectMany(Weights) : [])
            .Add(ReferencePages.LinkTo(word.Word))
            .ToString();
    }

    // What the numbers of a table are called that come in, in their order.
    private static string? InputNames(Snapshot snapshot, LayerGraph? model)
    {
        if (snapshot.Analysis.Trains.FirstOrDefault(train => train.Model is not null && train.Model == model)?.Data is not { } data || snapshot.FactsOf(data.Name) is not { Columns.IsEmpty: false, Input.Shape.Rank: 1 } facts)
        {
            return null;
        }
        var names = data.InputNames(facts.Columns);
        return $"{data.Name} gives {string.Join(", ", names.Take(MostNames))}{(names.Length > MostNames ? $" … {names[^1]}" : "")}.";
    }

    /// <summary>The hover of <c>when</c>.</summary>
    public static string Of(Snapshot snapshot, Meaning.Condition condition)
        => new MarkdownText()
            .Add("**`when`** its condition holds, the line is carried out; otherwise its input passes as it is")
            .AddText(HowOften(snapshot.Analysis, condition.Step))
            .ToString();

    // Where the condition of a line fails.
    private static string? HowOften(Analysis analysis, StepStatement step)
    {
        var places = analysis.PlacesOf(step);
        var skipped = places.Count(place => place.Step.End == place.Step.First);
        return step.Condition is null || places.IsEmpty ? null
            : skipped > 0 ? $"In {Figures.Count(skipped)} of {Figures.Count(places.Length, "call")} its condition does not hold, and its input passes as it is."
            : null;
    }

    /// <summary>The hover of <c>repeat</c>.</summary>
    public static string? Of(Snapshot snapshot, Meaning.Repetition repetition)
    {
        var text = new MarkdownText().Add("**`repeat`** its lines several times, one round behind the other");
        var placed = snapshot.Steps.Steps.FirstOrDefault(step => step.Repeat is not null && (step.Start == repetition.Repeat.Span.Start || step.Start == repetition.Repeat.Step?.Span.Start));
        if (placed?.Repeat is { } rounds)
        {
            text.AddLines(rounds.Each is { } each and > 0
                ? $"{Figures.Count(rounds.Rounds)} rounds × {Figures.Count(each, "parameter")} = {Figures.Count(rounds.Total)}"
                : $"{Figures.Count(rounds.Rounds, "round")}{(rounds.Total > 0 ? $" with {Figures.Count(rounds.Total, "parameter")} together" : "")}");
        }
        return text.AddText("Labels and `let` in it are new in every round.").ToString();
    }

    /// <summary>What the different calls make, where there are several.</summary>
    public static void Calls(MarkdownText text, LineFacts facts)
    {
        if (facts.Variants.Length > 1)
        {
            text.Add($"{Figures.Count(facts.Times)} calls, the first of which is shown above:").Add(CallTable.Of(facts));
        }
        else if (facts.Times > 1)
        {
            text.Add($"The same in all {Figures.Count(facts.Times)} calls.");
        }
    }

    // What the line calls with, where that is not what is written: `ch = 64`.
    private static string? ArgumentValues(ModelWord word, Call? call)
    {
        if (word is not BlockDefinition block || call is null)
        {
            return null;
        }
        var arguments = block.Arguments.Where(argument => block.Parameters.Contains(argument) || call.Has(argument)).ToArray();
        return arguments.Length == 0 ? null : string.Join(" · ", arguments.Select(argument => MarkdownText.Code($"{argument.Name} = {(call.Values.TryGetValue(argument, out var given) ? ValueText.Of(given.Value) : argument.DefaultText ?? "?")}")));
    }

    private static string Arrow(LayerGraph? model, ImmutableArray<Node> nodes, ModelWord word, StepFacts facts)
    {
        if (model is null || nodes.IsDefaultOrEmpty || word is not (Layer or Residual))
        {
            return CallTable.Arrow(facts);
        }
        var inputs = (word is Join or Residual ? nodes[^1] : nodes[0]).Inputs.Select(id => model.Nodes[id].Facts?.Output.Shape.ToNamedString() ?? "?").ToList();
        return inputs.Count == 0 ? facts.Output.Shape.ToNamedString() : $"{string.Join(", ", inputs)} → {facts.Output.Shape.ToNamedString()}";
    }

    private static string Values(Domain domain) => domain switch
    {
        { IsReal: true } => "real values",
        { Kind: DomainKind.Interval } => $"values in {MarkdownText.Code(domain.ToString())}",
        _ => MarkdownText.Escape(domain.ToString()),
    };

    private static string? Parameters(LayerGraph? model, ImmutableArray<Node> nodes, StepFacts facts)
    {
        var weights = nodes.IsDefault ? [] : nodes.SelectMany(node => node.Facts!.Weights).ToList();
        var tied = weights.Select(weight => weight.TiedTo).FirstOrDefault(owner => owner is not null) is { } id && model is not null ? $"shares weights with {MarkdownText.Code(model.Nodes[id].Name)}" : null;
        if (facts.Parameters == 0)
        {
            return tied;
        }
        var buffers = nodes.IsDefault ? 0 : nodes.Sum(node => node.Facts!.BufferCount);
        var frozen = nodes.IsDefault ? 0 : nodes.Sum(node => node.Facts!.FrozenParameters);
        return MarkdownText.Escape(Figures.Count(facts.Parameters, "parameter") + (facts.ParameterArithmetic is { } arithmetic ? $" = {arithmetic}" : "")
            + (frozen == 0 ? "" : frozen == facts.Parameters ? " · frozen" : $" · {Figures.Count(frozen)} of them frozen")
            + (buffers > 0 ? $" · {Figures.Count(buffers)} kept but not trained" : "")) + (tied is null ? "" : " · " + tied);
    }

    private static string Costs(ImmutableArray<Node> nodes, StepFacts facts)
    {
        var weights = nodes.IsDefault ? facts.Parameters : nodes.Sum(node => node.Facts!.Parameters + node.Facts.BufferCount);
        var outputs = nodes.IsDefault ? facts.Output.Shape.Count : nodes.Sum(node => node.Facts!.Output.Shape.Count);
        return string.Join(" · ", new[]
        {
            facts.Macs > 0 ? Figures.Macs(facts.Macs) : null,
            outputs > 0 ? $"{Figures.Bytes(sizeof(float) * outputs)} of output per sample" : null,
            weights > 0 ? $"{Figures.Bytes(sizeof(float) * weights)} of weights" : null,
        }.OfType<string>());
    }

    // What comes together in a joint, each with where it is written.
    private static IEnumerable<string> Incoming(Analysis analysis, LayerGraph model, Node joint) => joint.Inputs.Select(id =>
    {
        var node = model.Nodes[id];
        return $"{MarkdownText.Code(node.Facts?.Output.Shape.ToNamedString() ?? "?")} from {MarkdownText.Code(analysis.TextOf(node.Origin))}{(node.Origin.Foreign is null ? $", line {node.Origin.LineIn(analysis.Source) + 1}" : "")}";
    });

    private static IEnumerable<string> Weights(Node node)
        => node.Facts!.Weights.Select(weight => Weight(weight, isTrained: true)).Concat(node.Facts.Buffers.Select(buffer => Weight(buffer, isTrained: false)));

    private static string Weight(Weight weight, bool isTrained)
    {
        var start = weight.Initial switch
        {
            Initializer.Constant constant => $"starts at {Figures.Measure(constant.Value)}",
            Initializer.Uniform uniform => $"starts uniform within ±{Figures.Measure(uniform.Limit)} ({uniform.Scheme})",
            Initializer.Normal normal => $"starts normal with deviation {Figures.Measure(normal.Deviation)} ({normal.Scheme})",
            Initializer.Orthogonal => "starts orthogonal",
            _ => "starts as suits the activation behind it",
        };
        var rate = weight.RateFactor == 1 || weight.IsFrozen ? "" : $", learns at {new Value.Percent(weight.RateFactor)} of the rate";
        var state = !isTrained ? ", kept but not trained" : weight.TiedTo is not null ? ", shared" : weight.IsFrozen ? ", frozen" : rate;
        return $"`{weight.Name}` {weight.Shape}: {MarkdownText.Escape(weight.TiedTo is null ? start : "the other layer's")}{state}";
    }
}
