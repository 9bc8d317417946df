using Nnet.Language.Graph;
using Nnet.Language.Training;
using Nnet.Language.Training.Settings;

namespace Nnet.Language.Findings.Rules;

/// <summary>An output beside the last line that no loss looks at.</summary>
public sealed class OutputWithoutLoss : TrainRule
{
    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("output-without-loss", Severity.Warning, "An output learns nothing",
        "Weights learn from losses alone. Layers that lead to no output with a loss stay as they were drawn, and a run does not even compute them.");

    /// <inheritdoc/>
    protected override void Check(RuleContext context, TrainSpec train)
    {
        if (train is not { Model: { IsComplete: true } model, Loss: { } main } || train.Find<LossSetting>() is not { } setting)
        {
            return;
        }
        var learning = train.Objectives.Select(objective => objective.Output.Id).ToHashSet();
        foreach (var output in model.Outputs.Where(output => !learning.Contains(output)).Select(output => model.Nodes[output]))
        {
            // What only passes on what another output learns from is looked at, and learns with it.
            var name = model.NameOf(output);
            if (train.Losses.Any(loss => loss.Get(Loss.Output) is { Length: > 0 } named && model.FindOutput(named) is null) || !LearnsAlone(model, output, learning))
            {
                continue;
            }
            var line = $"loss {main.Definition.Name} output={name} weight=30%";
            context.Report(new Finding(Kind, train.Settings.Last(call => call.Definition is LossSetting).NameSpan, $"{model.Name} has an output `{name}` ({context.LineOf(output)}) without a loss, so what leads to it alone learns nothing. Give it one, `{line}`, or take `output` away.")
            {
                Fixes = [Fixes.InsertStepAfter(context.Source, train.Settings.Last(call => call.Definition is LossSetting), line)],
            });
        }
    }

    private static bool LearnsAlone(LayerGraph model, Node output, HashSet<int> learning)
    {
        var taught = learning.SelectMany(id => model.Ancestors(model.Nodes[id]).Append(model.Nodes[id])).Select(node => node.Id).ToHashSet();
        return model.Ancestors(output).Append(output).Any(node => !taught.Contains(node.Id) && node.Learns());
    }
}
