using Nnet.Language.Training;
using Nnet.Language.Training.Schedules;
using Nnet.Language.Training.Settings;

namespace Nnet.Language.Findings.Rules;

/// <summary>A schedule that leaves the rate as it is for all of training.</summary>
public sealed class ScheduleNeverSteps : TrainRule
{
    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("schedule-never-steps", Severity.Warning, "The schedule changes nothing",
        "A schedule counts epochs; one whose first change comes after the last epoch leaves the learning rate constant.");

    /// <inheritdoc/>
    protected override void Check(RuleContext context, TrainSpec train)
    {
        if (train.Schedule is not { Definition: Schedule schedule } call || train.Find<EpochsSetting>() is null || train.Epochs < 2
            || Enumerable.Range(0, Math.Min(train.Epochs, 100_000)).Any(epoch => Math.Abs(schedule.FactorAt(call, epoch) - 1) > 1e-12))
        {
            return;
        }
        var (reason, fixes) = call.Definition is StepSchedule && call.Get(StepSchedule.Every) is var every && every >= train.Epochs
            ? ($"its first step comes after {every:#,0} epochs, and training has only {train.Epochs:#,0}", [Fixes.SetArgument(call, StepSchedule.Every, $"{Math.Max(1, train.Epochs / 3)}")])
            : ("it multiplies the rate by 1", Array.Empty<Fix>());
        context.Report(new Finding(Kind, call.NameSpan, $"This {call.Definition.Name} schedule leaves the learning rate as it is: {reason}.")
        {
            Fixes = [.. fixes, Fixes.RemoveStep("Remove the schedule", context.Source, train.Find<ScheduleSetting>()!.Span)],
        });
    }
}
