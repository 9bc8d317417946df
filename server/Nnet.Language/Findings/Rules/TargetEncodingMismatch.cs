using Nnet.Language.Training;

namespace Nnet.Language.Findings.Rules;

/// <summary>The loss wants targets of another kind than the data has.</summary>
public sealed class TargetEncodingMismatch : ObjectiveRule
{
    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("target-encoding", Severity.Error, "The loss wants other targets",
        "Cross-entropy wants the number of a class, binary cross-entropy wants 0 or 1, a divergence shares that sum to 1, and the error losses want numbers.");

    /// <inheritdoc/>
    protected override void Look(RuleContext context, TrainSpec train)
    {
        if (train.Loss is not { Definition: Loss loss } call || context.FactsOf(train)?.Target is not { } target)
        {
            return;
        }
        var (message, better) = loss.Encoding switch
        {
            TargetEncoding.ClassIndex when target.Classes is null && train.Data!.TargetIsInput
                => ($"{loss.Name} wants the number of a class, but the target here is the input itself, {target.Width} numbers.", "mean_squared_error"),
            TargetEncoding.ClassIndex when target is { Classes: null, Width: > 1, Low: 0, High: 1 }
                => ($"{loss.Name} wants the number of a class, but the targets of {train.Data!.Name} are {target.Width} numbers from 0 to 1. If one of them is 1 in each sample, keep its place alone, in Python with y.argmax(axis=1), or compare shares with kl_divergence.", "kl_divergence"),
            TargetEncoding.ClassIndex when target.Classes is null
                => ($"{loss.Name} wants the number of a class, but the targets of {train.Data!.Name} are numbers from {target.Low:0.####} to {target.High:0.####}.", "mean_squared_error"),
            TargetEncoding.Binary when target.Width == 1 && target.Classes is > 2
                => ($"{loss.Name} answers yes-or-no questions, but {train.Data!.Name} has {target.Classes} classes.", "cross_entropy"),
            TargetEncoding.Binary when target.Classes is null && (target.Low < 0 || target.High > 1)
                => ($"{loss.Name} wants targets from 0 to 1, but those of {train.Data!.Name} go from {target.Low:0.####} to {target.High:0.####}.", "mean_squared_error"),
            TargetEncoding.Distribution when target.Width == 1
                => ($"{loss.Name} wants a share for every output, but {train.Data!.Name} has one number to predict{(target.Classes is { } classes ? $", a class out of {classes}" : "")}.", target.Classes is null ? "mean_squared_error" : "cross_entropy"),
            TargetEncoding.Distribution when target.Low < 0 || target.High > 1
                => ($"{loss.Name} wants shares from 0 to 1, but the targets of {train.Data!.Name} go from {target.Low:0.####} to {target.High:0.####}.", "mean_squared_error"),
            TargetEncoding.Values when target.IsNamed
                => ($"{loss.Name} wants numbers, but the targets of {train.Data!.Name} are classes given by name ({string.Join(", ", target.ClassNames.Take(3))}{(target.ClassNames.Length > 3 ? ", …" : "")}).", target.Classes == 2 ? "binary_cross_entropy" : "cross_entropy"),
            _ => ("", ""),
        };
        if (better.Length > 0)
        {
            context.Report(new Finding(Kind, call.NameSpan, message) { Fixes = [Fixes.Replace($"Change to {better}", call.NameSpan, better)] });
        }
    }
}
