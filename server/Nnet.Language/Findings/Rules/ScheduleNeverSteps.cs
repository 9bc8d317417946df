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
        var looked = Math.Min(epochs, 100_000);
        if (schedule.WaitsForFigures)
        {
            var end = new ScheduleTime((StepsPerEpoch * (long)epochs) - 1, StepsPerEpoch, epochs) { Figures = new double[looked - 1] };
            return schedule.FactorAt(call, end) != 1;
        }
        for (var epoch = 0L; epoch < looked; epoch++)
        {
            if (IsChanged(epoch * StepsPerEpoch) || IsChanged((epoch * StepsPerEpoch) + StepsPerEpoch - 1))
            {
                return true;
            }
        }
        return false;

        bool IsChanged(long step) => Math.Abs(schedule.FactorAt(call, new ScheduleTime(step, StepsPerEpoch, epochs)) - 1) > 1e-12;
    }
}
