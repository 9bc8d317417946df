using Nnet.Language.Data;
using Nnet.Language.Graph;
using Nnet.Language.Training;

namespace Nnet.Language.Findings.Rules;

/// <summary>A model with several inputs, of which the data does not say what each is fed with.</summary>
public sealed class InputWithoutFeatures : TrainRule
{
    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("input-without-features", Severity.Error, "Nothing says what an input is fed with",
        "A sample of the data is one row. Where a model has several inputs, a line `features … input=name` for each says which columns go where.");

    /// <inheritdoc/>
    protected override void Check(RuleContext context, TrainSpec train)
    {
        if (train is not { Model: { IsComplete: true } model, Data: { IsComplete: true, Source: { } source } data })
        {
            return;
        }
        var inputs = model.Inputs.ToArray();
        // A line that feeds an input which is not there most likely means one that lacks it: UnknownInput tells of it.
        if (inputs.Length < 2 ? !data.NamesInputs : data.NamesInputs && data.Features.Any(line => inputs.All(input => input.Name != line.Get(FeaturesSetting.Input))))
        {
            return;
        }
        var named = data.Features.Select(line => line.Get(FeaturesSetting.Input)).ToHashSet(StringComparer.Ordinal);
        var missing = inputs.Where(input => !named.Contains(input.Name)).ToArray();
        // One that has no name is meant, where nothing else can be.
        if (missing.Length == 0 || (inputs.Length == 1 && named.Contains("")))
        {
            return;
        }
        var all = inputs.Length == 1 ? $"the input {inputs[0].Name}" : $"{inputs.Length} inputs, {string.Join(", ", inputs[..^1].Select(Told))} and {Told(inputs[^1])}";
        var what = missing.Length == inputs.Length ? inputs.Length == 1 ? "it" : "each" : string.Join(" and ", missing.Select(input => input.Name));
        var lines = missing.Select(input => $"features {ColumnsFor(input, inputs, data, context.FactsOf(data))}input={input.Name}").ToArray();
        var place = data.Features.LastOrDefault() ?? source;
        context.ReportData(Kind, train, new Problem(
            place.NameSpan,
            $"{model.Name} has {all}, but {data.Name} does not say what goes into {what}. Write a line for {(missing.Length == 1 ? "it" : "each")}: {string.Join(", ", lines.Select(line => $"`{line}`"))}.",
            // What is a guess nobody is offered.
            () => lines.Any(line => line.Contains('…', StringComparison.Ordinal)) ? [] : [Insert(context.Source, place, lines)]));
    }

    private static Fix Insert(Text.SourceText source, Definitions.Call place, string[] lines)
    {
        Fix[] each = [.. lines.Select(line => Fixes.InsertStepAfter(source, place, line))];
        return each is [var only] ? only : new Fix($"Insert a line for each of {each.Length} inputs", new Text.TextEdit(each[0].Edits[0].Span, string.Concat(each.Select(fix => fix.Edits[0].NewText))));
    }

    private static string Told(Node input) => $"{input.Name} ({input.Facts!.Output.Shape})";

    // The array that is as large as the input, where there is one such; texts for the inputs that take tokens, a column each, and for one of the
    // others all that nobody names.
    private static string ColumnsFor(Node input, Node[] inputs, DataSpec data, DataFacts? facts)
    {
        if (facts?.Columns.Where(column => column is { IsText: false, Inputs: > 1 } && column.Inputs == input.Facts!.Output.Shape.Count).ToArray() is [var array])
        {
            return $"[{array.Name}] ";
        }
        if (!IsToken(input))
        {
            return inputs.Count(other => !IsToken(other)) == 1 ? "" : "[…] ";
        }
        var texts = facts?.Columns.Where(column => column.IsText && data.TargetOf(column.Name) is null).Select(column => column.Name).ToArray() ?? [];
        var place = Array.IndexOf([.. inputs.Where(IsToken)], input);
        var column = texts.Contains(input.Name) ? input.Name : texts.Length == inputs.Count(IsToken) ? texts[place] : "…";
        return $"[{column}] ";
    }

    private static bool IsToken(Node input) => input.Facts!.Output.Domain.Kind == DomainKind.Tokens;
}
