using Nnet.Language.Data;
using Nnet.Language.Text;
using Nnet.Language.Training;

namespace Nnet.Language.Findings.Rules;

/// <summary>Features for an input that the model does not have.</summary>
public sealed class UnknownInput : TrainRule
{
    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("unknown-input", Severity.Error, "The model has no such input",
        "An input goes by the name that stands on its line: `input house 5`.");

    /// <inheritdoc/>
    protected override void Check(RuleContext context, TrainSpec train)
    {
        if (train is not { Model: { IsComplete: true } model, Data: { } data })
        {
            return;
        }
        var names = model.Inputs.Select(input => input.Name).ToArray();
        foreach (var line in data.Features)
        {
            var name = line.Get(FeaturesSetting.Input);
            if (name.Length == 0 ? names.Length == 1 || !data.NamesInputs : names.Contains(name))
            {
                continue;
            }
            var span = line.SpanOf(FeaturesSetting.Input);
            var nearest = name.Length == 0 ? null : Spelling.Nearest(name, names) ?? (names.Length == 1 ? names[0] : null);
            context.ReportData(Kind, train, new Problem(
                span,
                name.Length == 0
                    ? $"{model.Name} has {names.Length} inputs, {string.Join(", ", names)}, and this line does not say which of them it feeds: write input= behind it."
                    : $"{model.Name} has no input `{name}`; it has {string.Join(", ", names)}.{Spelling.Suggest(nearest)}",
                () => nearest is null ? [] : [Fixes.Replace($"Change to {nearest}", span, nearest)]));
        }
    }
}
