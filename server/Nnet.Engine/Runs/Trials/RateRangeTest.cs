using Nnet.Engine.Runs.Events;
using Nnet.Language.Findings;
using Nnet.Language.Text;
using Nnet.Language.Training;
using Nnet.Language.Training.Settings;

namespace Nnet.Engine.Runs.Trials;

/// <summary>
/// The learning-rate range test (Smith 2017): mini-batch after mini-batch the rate grows by a factor, from far too small to far too
/// large, and how the loss answers tells the rates between. The weights are what they were when it is over.
/// </summary>
public static class RateRangeTest
{
    private const double Lowest = 1e-7;
    private const double Highest = 10;
    private const int FewSteps = 120;
    private const int ManySteps = 320;
    private const double Decades = 8;

    // One sweep tells as much of its mini-batches as of the rate; where steps are cheap, others are averaged with it.
    private const int MostSweeps = 12;
    private const double WorthSweeps = 4e11;
    private const double EventsPerSecond = 20;

    // A loss that far above the best one will not come back.
    private const double Diverged = 4;

    /// <summary>Reads a block's data and tries rates. Problems that the user can mend become a <see cref="Failed"/> event.</summary>
    /// <param name="source">The text; it has no errors.</param>
    /// <param name="spec">The train block.</param>
    /// <param name="options">What the command line says.</param>
    /// <param name="listen">Hears every event, on this thread.</param>
    /// <param name="stop">Ends it after the current step.</param>
    /// <returns>The last event.</returns>
    public static RunEvent Run(SourceText source, TrainSpec spec, RunOptions options, Action<RunEvent> listen, CancellationToken stop)
        => Failures.Guard(source, spec, listen, () =>
        {
            using var experiment = Experiment.Open(source, spec, options, listen, stop);
            var found = Try(experiment, listen, stop);
            listen(found);
            return found;
        });

    /// <summary>Tries rates on a network, which is left as it was.</summary>
    /// <param name="experiment">The block made ready.</param>
    /// <param name="listen">Hears of every rate that was tried.</param>
    /// <param name="stop">Ends it after the current step.</param>
    public static RateFound Try(Experiment experiment, Action<RunEvent> listen, CancellationToken stop)
    {
        var network = experiment.Network;
        var before = Snapshot.Of(network);
        var batches = experiment.InBatches();
        var perEpoch = experiment.StepsIn(batches);
        var work = Math.Max(1, 3.0 * experiment.Model.Macs * experiment.Batch * experiment.Spec.Accumulate);
        var steps = (int)Math.Clamp(WorthSweeps / work / 2, FewSteps, ManySteps);
        var sweeps = (int)Math.Clamp(WorthSweeps / work / steps, 1, MostSweeps);
        var pulse = new Pulse(1 / EventsPerSecond);
        var curves = new List<RateCurve>();
        var taken = 0;
        try
        {
            for (var sweep = 1; sweep <= sweeps && !stop.IsCancellationRequested; sweep++)
            {
                before.Restore(network);
                curves.Add(Sweep(sweep));
            }
        }
        finally
        {
            before.Restore(network);
        }
        return Judge(experiment, RateCurve.Mean(curves, steps / Decades), curves.Count, taken, stop.IsCancellationRequested);

        RateCurve Sweep(int sweep)
        {
            var curve = new RateCurve(steps / Decades);
            for (var i = 0; i < steps && !stop.IsCancellationRequested; i++, taken++)
            {
                // An epoch may be shorter than a sweep: the samples are gone through again, in another order.
                if (taken % perEpoch == 0)
                {
                    batches.Begin(taken / perEpoch);
                }
                var rate = Lowest * Math.Pow(Highest / Lowest, i / (steps - 1.0));
                var (loss, _, _) = experiment.Train(batches, taken % perEpoch, rate);
                if (!float.IsFinite(loss))
                {
                    break;
                }
                curve.Add(rate, loss);
                if (pulse.IsDue())
                {
                    listen(new RateTried(sweep, sweeps, i + 1, steps, rate, loss, curve.Losses[^1]));
                }
                if (curve.Losses[^1] > Diverged * curve.Least)
                {
                    break;
                }
            }
            return curve;
        }
    }

    private static RateFound Judge(Experiment experiment, RateCurve curve, int sweeps, int steps, bool stopped)
    {
        var call = experiment.Spec.Optimizer!;
        var argument = ((Optimizer)call.Definition).LearningRate;
        var written = experiment.Rate;
        var choice = stopped ? null : curve.Suggest();
        var words = stopped ? "It was stopped before all rates were tried." : Explain(curve, choice, written, experiment.Spec.Schedule is not null);
        return new RateFound
        {
            Status = stopped ? "stopped" : "completed",
            Suggested = choice?.Rate,
            Choice = choice?.Way,
            Steepest = choice?.Steepest,
            Valley = choice?.Valley,
            Lowest = choice?.Lowest,
            Diverged = curve.Rates.Count > 0 && curve.Rates[^1] < Highest / 1.01 ? curve.Rates[^1] : null,
            Written = written,
            Sweeps = sweeps,
            Steps = steps,
            Curve = [.. curve.Rates.Zip(curve.Losses, (rate, loss) => new RatePoint(rate, loss))],
            Line = experiment.Source.LineAt(experiment.Spec.Find<OptimizerSetting>()!.Span.Start) + 1,
            Message = words,
            Fixes = choice is null || IsNear(choice.Rate, written) ? [] : [FindingFix.Of(experiment.Source, Fixes.SetArgument(call, argument, RateCurve.Text(choice.Rate)))],
        };
    }

    private static bool IsNear(double one, double other) => Math.Abs(Math.Log(one / other)) < Math.Log(1.5);

    private static string Explain(RateCurve curve, RateChoice? choice, double written, bool hasSchedule)
    {
        if (choice is null)
        {
            return curve.Rates.Count < 2
                ? "The loss is no number from the first step on, so no rate can be judged: look at the data and at the scale of the inputs."
                : $"No rate made the loss fall: it stayed about {Words.Value("loss", curve.Losses[0])} at every one. Whether the model can learn at all, `nnet train --overfit-one-batch` says.";
        }
        var course = $"{Words.Value("loss", choice.From)} → {Words.Value("loss", choice.To)}";
        var way = choice.Way == "steepest"
            ? $"the loss falls fastest there ({course} in all, lowest at {RateCurve.Text(RateCurve.Round(choice.Lowest))})"
            : choice.Way == "lowest"
            ? $"this is a fifth of where the loss is lowest ({RateCurve.Text(RateCurve.Round(choice.Lowest))}; {course} in all); it falls fastest at {RateCurve.Text(RateCurve.Round(choice.Steepest))}, which is so near to that that a long run would swing there"
            : $"this is a fifth of where the loss becomes worse than untrained ({RateCurve.Text(RateCurve.Round(choice.Edge!.Value))}); it falls too little in so few steps ({course}) for its slope to tell more";
        var compared = IsNear(choice.Rate, written) ? $"The block's {RateCurve.Text(written)} is about that."
            : written > choice.Lowest * 2 ? $"The block's {RateCurve.Text(written)} lies behind the lowest point, where the loss rises."
            : $"The block has {RateCurve.Text(written)}.";
        return $"{RateCurve.Text(choice.Rate)}, since {way}. {compared}{(hasSchedule ? " The schedule's factors come on top." : "")}";
    }

    /// <summary>All that a step of training changes.</summary>
    private sealed record Snapshot(NetworkState<float> State, float[][] Moments, long Step)
    {
        public static Snapshot Of(Network<float> network)
            => new(network.CopyState(), [.. Enumerable.Range(0, network.Moments).Select(i => network.Moment(i).ToArray())], network.Step);

        public void Restore(Network<float> network)
        {
            network.RestoreState(State);
            for (var i = 0; i < Moments.Length; i++)
            {
                Moments[i].CopyTo(network.Moment(i));
            }
            network.Step = Step;
        }
    }
}
