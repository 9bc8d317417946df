using Nnet.Language.Data;
using Nnet.Language.Definitions;
using Nnet.Language.Graph;
using Nnet.Language.Text;
using Nnet.Language.Training;

namespace Nnet.Language.Findings.Rules;

/// <summary>A loss or a target for an output that the model does not have.</summary>
public sealed class UnknownOutput : TrainRule
{
    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("unknown-output", Severity.Error, "The model has no such output",
        "The last line of a model is its main output. Other lines become outputs by `output`, and go by their label: `path { age: dense 1; output }`.");

    /// <inheritdoc/>
    protected override void Check(RuleContext context, TrainSpec train)
    {
        if (train.Model is not { IsComplete: true } model)
        {
            return;
        }
        foreach (var loss in train.Losses)
        {
            if (Problem(model, loss, Loss.Output) is { } problem)
            {
                context.Report(new Finding(Kind, problem.Span, problem.Message) { Fixes = [.. problem.Fixes!()] });
            }
        }
        foreach (var target in train.Data?.OtherTargets ?? [])
        {
            if (Problem(model, target, TargetSetting.Output) is { } problem)
            {
                context.ReportData(Kind, train, problem);
            }
        }
    }

    private static Problem? Problem(LayerGraph model, Call line, Argument<string> argument)
    {
        if (line.Get(argument) is not { Length: > 0 } name || model.FindOutput(name) is not null)
        {
            return null;
        }
        var names = model.Outputs.Select(output => model.NameOf(model.Nodes[output])).ToArray();
        var nearest = Spelling.Nearest(name, names) ?? (names.Length == 2 ? names[0] : null);
        // A line that has the name is there, but the model does not return it.
        var isThere = model.Nodes.Any(node => node.Name == name);
        var span = line.SpanOf(argument);
        return new Problem(
            span,
            isThere ? $"`{name}` is a line of {model.Name}, but no output of it: write `output {name}` below it."
                : names.Length == 1 ? $"{model.Name} has no output `{name}`: its last line is the only one. Label a line `{name}:`, and write `output {name}` below it."
                : $"{model.Name} has no output `{name}`; it has {string.Join(", ", names)}.{Spelling.Suggest(nearest)}",
            () => isThere || names.Length == 1 || nearest is null ? [] : [Fixes.Replace($"Change to {nearest}", span, nearest)]);
    }
}
