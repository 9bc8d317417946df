using Nnet.Language.Data;
using Nnet.Language.Layers;
using Nnet.Language.Training;

namespace Nnet.Language.Findings.Rules;

/// <summary>The output can never reach some of the targets.</summary>
public sealed class OutputRange : ObjectiveRule
{
    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("output-range", Severity.Warning, "The output cannot reach the targets",
        "An output function bounds what the network can say; targets beyond that bound are missed however long it trains.");

    /// <inheritdoc/>
    protected override void Look(RuleContext context, TrainSpec train)
    {
        if (train is not { Model: { IsComplete: true } model, Loss.Definition: Loss { Encoding: TargetEncoding.Values } }
            || model.LastThatActs() is not { Layer: Activation } last
            || context.FactsOf(train)?.Target is not { IsNamed: false } target
            || RangeOfTargets(train.Data!, target) is not { } range)
        {
            return;
        }
        var domain = model.Output!.Facts!.Output.Domain;
        if (!domain.Reaches(range.Low) || !domain.Reaches(range.High))
        {
            context.Report(Kind, model, last, new Problem(
                last.Call.NameSpan,
                $"{last.Layer.Name} gives values in {domain}, but the targets of {train.Data!.Name} go from {range.Low:0.####} to {range.High:0.####}: some can never be reached.",
                () => [model.RemoveActivation(context.Source, last)]));
        }
    }

    // Targets are as the file has them, unless they are normalised, by themselves or as the input.
    private static (double Low, double High)? RangeOfTargets(DataSpec data, TargetFacts target)
    {
        var method = data.Find<NormalizeSetting>()?.Get(data.TargetIsInput ? NormalizeSetting.Method : NormalizeSetting.Target);
        return method switch
        {
            null or "none" => (target.Low, target.High),
            "minmax" => (0, 1),
            _ => null,
        };
    }
}
