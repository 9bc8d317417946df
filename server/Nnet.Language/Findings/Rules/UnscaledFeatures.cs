using Nnet.Language.Data;
using Nnet.Language.Layers;
using Nnet.Language.Training;

namespace Nnet.Language.Findings.Rules;

/// <summary>A column of large numbers is fed to a network as it is.</summary>
public sealed class UnscaledFeatures : TrainRule
{
    private const double Largest = 50;

    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("unscaled-features", Severity.Warning, "Features of very different sizes",
        "Gradients grow with the inputs: a column that reaches hundreds drowns one that reaches 1, and a rate that suits the one is useless for the other (LeCun et al. 1998).");

    /// <inheritdoc/>
    protected override void Check(RuleContext context, TrainSpec train)
    {
        // With `features`, what the network gets is no longer the columns; a normalisation behind the input does as well.
        if (train is not { Model: { IsComplete: true } model, Data: { IsComplete: true, Source: { } source } data }
            || data.Find<NormalizeSetting>() is not null
            || data.Find<FeaturesSetting>() is not null
            || context.FactsOf(data)?.Columns.Where(column => !column.IsText).ToArray() is not { Length: > 0 } columns
            || model.Inputs.Any(input => model.ConsumersOf(input).All(node => node.Normalizes() || !IsArithmetic(node.Layer))))
        {
            return;
        }
        var widest = columns.MaxBy(column => Math.Max(Math.Abs(column.Low), Math.Abs(column.High)))!;
        if (Math.Max(Math.Abs(widest.Low), Math.Abs(widest.High)) <= Largest)
        {
            return;
        }
        var narrowest = columns.MinBy(column => column.High - column.Low)!;
        var beside = narrowest.High - narrowest.Low < (widest.High - widest.Low) / 10 ? $" beside {narrowest.Name} from {narrowest.Low:#,0.##} to {narrowest.High:#,0.##}" : "";
        context.ReportData(Kind, train, new Problem(
            source.NameSpan,
            $"{widest.Name} goes from {widest.Low:#,0.##} to {widest.High:#,0.##}{beside}, and nothing is normalised: gradients grow with the inputs, so no learning rate suits all columns.",
            () => [Fixes.InsertStepAfter(context.Source, source, "normalize standard")]));
    }

    // An embedding looks numbers up instead of calculating with them.
    private static bool IsArithmetic(Layer layer) => layer.Name != "embedding";
}
