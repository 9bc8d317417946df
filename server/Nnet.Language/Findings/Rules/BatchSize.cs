using Nnet.Language.Data;
using Nnet.Language.Layers.Normalization;
using Nnet.Language.Training;
using Nnet.Language.Training.Settings;

namespace Nnet.Language.Findings.Rules;

/// <summary>A batch that is larger than the training part, or too small for batch normalisation.</summary>
public sealed class BatchSize : TrainRule
{
    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("batch-size", Severity.Warning, "The batch does not suit",
        "A batch is drawn from the training part; batch normalisation estimates mean and variance from it.");

    /// <inheritdoc/>
    protected override void Check(RuleContext context, TrainSpec train)
    {
        if (train.Find<BatchSetting>() is not { } setting)
        {
            return;
        }
        var batch = train.Batch;
        var share = train.Data?.Find<SplitSetting>() is { } split ? split.Get(SplitSetting.Train) : 1;
        if (context.FactsOf(train.Data) is { } facts && (long)Math.Round(facts.Rows * share) is > 0 and var samples && batch > samples)
        {
            context.Report(new Finding(Kind, setting.SpanOf(BatchSetting.Size), $"A batch of {batch:#,0} is more than the {samples:#,0} samples of the training part ({facts.Rows:#,0} rows × {share:0.##%}): every epoch is a single step.")
            {
                Fixes = samples > 32 ? [Fixes.Replace("Change to 32", setting.SpanOf(BatchSetting.Size), "32")] : [],
            });
        }
        else if (batch == 1 && train.Model?.Nodes.FirstOrDefault(node => node.Layer is BatchNorm) is { } norm)
        {
            context.Report(new Finding(Kind, setting.SpanOf(BatchSetting.Size), $"The batchnorm of {context.LineOf(norm)} cannot estimate a variance from a batch of 1: {(norm.Facts?.Output.Shape.Rank == 1 ? "every output would be its shift alone" : "each image would be normalised by itself")}. 16 or more is usual.")
            {
                Fixes = [Fixes.Replace("Change to 32", setting.SpanOf(BatchSetting.Size), "32")],
            });
        }
    }
}
