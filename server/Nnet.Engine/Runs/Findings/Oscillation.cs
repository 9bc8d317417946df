using Nnet.Language.Findings;

namespace Nnet.Engine.Runs.Findings;

/// <summary>The loss jumps up and down and gets nowhere.</summary>
internal sealed class Oscillation : RunCheck
{
    private const int Window = 8;
    private const double LeastSwing = 0.3;
    private const double Enough = 0.4;

    /// <inheritdoc/>
    public override FindingKind Kind => RunFindings.Oscillation;

    /// <inheritdoc/>
    protected override int Order => 130;

    /// <inheritdoc/>
    protected override bool IsSymptom => true;

    /// <inheritdoc/>
    protected override Finding? Look(RunState run)
    {
        if (!run.IsOver || run.Epochs.Count < 2 * Window)
        {
            return null;
        }
        var losses = run.Epochs.TakeLast(2 * Window).Select(epoch => epoch.Train["loss"]).ToArray();
        var (before, after) = (losses[..Window].Average(), losses[Window..].Average());
        var turns = losses.Skip(2).Zip(losses.Skip(1), losses).Count(three => (three.First - three.Second) * (three.Second - three.Third) < 0);
        var swing = (losses.Max() - losses.Min()) / losses.Average();
        // The last epoch may be a lucky one: what counts is where the loss lies on the whole.
        if (1 - (losses.Average() / run.Constant) > Enough || turns < Window - 1 || swing < LeastSwing || after < 0.7 * before)
        {
            return null;
        }
        return Found(OptimizerLine(run),
            $"In the last {2 * Window} epochs the loss went up and down {turns + 1} times between {Number(losses.Min())} and {Number(losses.Max())}, and on the whole it no longer falls: steps at lr={Number(LearningRate(run))} jump from one side of the valley to the other. Take a lower rate, or a schedule that lowers it.",
            LowerRate(run));
    }
}
