using Nnet.Language.Definitions;
using Nnet.Language.Training;
using Nnet.Language.Training.Schedules;
using Nnet.Language.Training.Settings;

namespace Nnet.Language.Findings.Rules;

/// <summary>A schedule that leaves the rate as it is for all of training.</summary>
public sealed class ScheduleNeverSteps : TrainRule
{
    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("schedule-never-steps", Severity.Warning, "The schedule changes nothing",
        "A schedule whose first change would come after the last epoch leaves the learning rate constant.");

    /// <inheritdoc/>
    protected override void Check(RuleContext context, TrainSpec train)
    {
        if (train.Schedule is not { Definition: Schedule schedule } call || train.Find<EpochsSetting>() is null || train.Epochs < 2 || Changes(schedule, call, train.Epochs))
        {
            return;
        }
        var third = $"{Math.Max(1, train.Epochs / 3)}";
        var (reason, fixes) = call.Definition switch
        {
            StepSchedule when call.Get(StepSchedule.Every) is var every && every >= train.Epochs
                => ($"its first step comes after {every:#,0} epochs, and training has only {train.Epochs:#,0}", [Fixes.SetArgument(call, StepSchedule.Every, third)]),
            PlateauSchedule => ($"it lets {call.Get(PlateauSchedule.Patience):#,0} epochs without improvement pass, and training has only {train.Epochs:#,0}", [Fixes.SetArgument(call, PlateauSchedule.Patience, third)]),
            ConstantSchedule => ("it has no warmup", [Fixes.SetArgument(call, Schedule.Warmup, "5%")]),
            _ => ("it multiplies the rate by 1", Array.Empty<Fix>()),
        };
        context.Report(new Finding(Kind, call.NameSpan, $"This {call.Definition.Name} schedule leaves the learning rate as it is: {reason}.")
        {
            Fixes = [.. fixes, Fixes.RemoveStep("Remove the schedule", context.Source, train.Find<ScheduleSetting>()!.Span)],
        });
    }

    // Every step of a short epoch, for schedules that count steps; what waits for figures gets the worst there can be.
    private static bool Changes(Schedule schedule, Call call, int epochs)
    {
        const int StepsPerEpoch = 20;
        var time = new ScheduleTime(0, StepsPerEpoch, epochs) { Figures = [.. Enumerable.Repeat(0.0, Math.Min(epochs, 100_000) - 1)] };
        return schedule.WaitsForFigures
            ? schedule.FactorAt(call, time with { Step = time.Steps - 1 }) != 1
            : Enumerable.Range(0, Math.Min(epochs, 100_000)).SelectMany(epoch => new[] { (long)epoch * StepsPerEpoch, (epoch * (long)StepsPerEpoch) + StepsPerEpoch - 1 })
                .Any(step => Math.Abs(schedule.FactorAt(call, time with { Step = step }) - 1) > 1e-12);
    }
}
