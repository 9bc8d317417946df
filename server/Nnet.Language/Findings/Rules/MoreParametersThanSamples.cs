using Nnet.Language.Data;
using Nnet.Language.Graph;
using Nnet.Language.Training;
using Nnet.Language.Training.Optimizers;
using Nnet.Language.Training.Settings;

namespace Nnet.Language.Findings.Rules;

/// <summary>A large model, little data, and nothing that holds it back.</summary>
public sealed class MoreParametersThanSamples : TrainRule
{
    private const int Factor = 10;
    private const int Least = 1000;

    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("more-parameters-than-samples", Severity.Hint, "Far more parameters than samples",
        "A network with many parameters for each sample can learn the samples by heart; dropout, weight decay or early stopping hold it back.");

    /// <inheritdoc/>
    protected override void Check(RuleContext context, TrainSpec train)
    {
        if (train is not { Model: { IsComplete: true } model, Optimizer: { Definition: Optimizer optimizer } call } || context.FactsOf(train.Data) is not { } facts || IsHeldBack(train, model))
        {
            return;
        }
        var samples = Math.Max(1, (long)Math.Round(facts.Rows * (train.Data!.Find<SplitSetting>()?.Get(SplitSetting.Train) ?? 1)));
        // What tells a network how to change is every number that it has to answer: each pixel of an autoencoder, each token of a text.
        var answers = samples * facts.Target.Width;
        var learnt = model.Parameters - model.FrozenParameters;
        if (learnt < Least || learnt <= Factor * answers)
        {
            return;
        }
        context.Report(new Finding(Kind, train.HeaderSpan, $"{model.Name} has {learnt:#,0} parameters to learn from {samples:#,0} samples, {learnt / samples:#,0} for each, and nothing holds it back: it may learn them by heart. Dropout, weight decay or early stopping help.")
        {
            Fixes = [optimizer is Adam ? Fixes.Replace("Change adam to adamw", call.NameSpan, "adamw") : Fixes.SetArgument(call, optimizer.WeightDecay()!, "1e-4")],
        });
    }

    private static bool IsHeldBack(TrainSpec train, LayerGraph model)
        => train.Find<EarlyStoppingSetting>() is not null
            || train.Find<RegularizeSetting>() is not null
            || train.Optimizer!.Definition is not Optimizer optimizer
            || optimizer.WeightDecay() is not { } decay
            || train.Optimizer.Get(decay) > 0
            || model.Nodes.Any(node => node.ActsInTrainingAlone() || node.Call.Values.Keys.Any(argument => argument.Name == "dropout"));
}
