using System.Collections.Immutable;
using Nnet.Engine.Data;
using Nnet.Engine.Runs.Events;
using Nnet.Language.Text;
using Nnet.Language.Training;

namespace Nnet.Engine.Runs.Trials;

/// <summary>
/// Lets a model learn one batch by heart, without dropout, augmentation or penalties. A model that cannot do that learns
/// nothing from any number of samples, so this finds what is wrong with model, data or rate before hours are spent on it.
/// </summary>
public sealed class OneBatchCheck : IDisposable
{
    /// <summary>Samples of the batch.</summary>
    public const int Samples = 16;

    private const int MostSteps = 1000;
    private const int MostPoints = 200;

    // Learnt is what costs a hundredth of the best answer that knows nothing of the input.
    private const double Goal = 0.01;

    private readonly Experiment _experiment;
    private readonly NetworkState<float> _initial;
    private readonly float[] _inputs;
    private readonly float[] _targets;
    private readonly int _count;
    private readonly double _constant;
    private readonly CancellationToken _stop;

    private OneBatchCheck(Experiment experiment, CancellationToken stop)
    {
        (_experiment, _stop, _initial) = (experiment, stop, experiment.Network.CopyState());
        (_inputs, _targets, _count) = Choose(experiment.Data.Train, experiment.Seed);
        _constant = experiment.BaselineOf(_targets).Constant;
    }

    /// <summary>Reads a block's data and tries it. Problems that the user can mend become a <see cref="Failed"/> event.</summary>
    /// <param name="source">The text; it has no errors.</param>
    /// <param name="spec">The train block.</param>
    /// <param name="options">What the command line says.</param>
    /// <param name="listen">Hears every event, on this thread.</param>
    /// <param name="stop">Ends it after the current step.</param>
    /// <returns>The last event.</returns>
    public static RunEvent Run(SourceText source, TrainSpec spec, RunOptions options, Action<RunEvent> listen, CancellationToken stop)
        => Failures.Guard(source, spec, listen, () =>
        {
            using var check = new OneBatchCheck(new Experiment(source, spec, Experiment.Load(spec, null, options.Probe, listen, stop), options, plain: true), stop);
            var learnt = check.Run();
            listen(learnt);
            return learnt;
        });

    /// <inheritdoc/>
    public void Dispose() => _experiment.Dispose();

    private BatchLearnt Run()
    {
        var rate = _experiment.Rate;
        var trial = Train(rate, MostSteps);
        var stopped = _stop.IsCancellationRequested && !trial.Learns;
        var diagnosis = new OneBatchDiagnosis(_experiment, _inputs, _targets, _count, _constant);
        var health = _experiment.Network.CollectStatistics();
        var alike = diagnosis.AlikeTargets();
        var learns = trial.Learns && alike is null;
        var course = $"loss {Words.Value("loss", trial.First)} → {Words.Value("loss", trial.Best)} in {trial.Steps} step{(trial.Steps == 1 ? "" : "s")}";
        OneBatchDiagnosis.Cause? cause = learns || stopped ? null : alike ?? diagnosis.Explain(trial, health, rate, Train);
        return new BatchLearnt
        {
            Status = stopped ? "stopped" : "completed",
            Learns = learns,
            Samples = _count,
            Steps = trial.Steps,
            FirstLoss = trial.First,
            Loss = trial.Best,
            Goal = Goal * _constant,
            Losses = Thin(trial.Losses),
            Line = cause?.Line,
            Message = stopped ? $"It was stopped before there was an answer: {course}."
                : learns ? $"Yes: {_experiment.Model.Name} learns {_count} samples by heart, {course}."
                : $"No: {_experiment.Model.Name} does not learn {_count} samples by heart, {course}{(trial.Learns ? "" : $", and the best answer that knows nothing of the input costs {Words.Value("loss", _constant)}")}. {cause!.Value.Reason}",
        };
    }

    // From the initial weights, at one rate.
    private BatchTrial Train(double rate, int steps)
    {
        var network = _experiment.Network;
        network.RestoreState(_initial);
        network.Step = 0;
        for (var i = 0; i < network.Moments; i++)
        {
            network.Moment(i).Clear();
        }
        var losses = new List<double>();
        for (var step = 0; step < steps && !_stop.IsCancellationRequested; step++)
        {
            if (step % 50 == 0)
            {
                // Units are dead that were so in the last steps, whatever they did before.
                network.CollectStatistics();
            }
            double loss = network.TrainStep(_inputs, _targets, _count, rate);
            losses.Add(loss);
            if (!double.IsFinite(loss) || loss <= Goal * _constant)
            {
                break;
            }
        }
        return new BatchTrial(losses, losses.Count > 0 && losses[^1] <= Goal * _constant);
    }

    // A batch in which not all targets are alike, if there is one: on those alike any constant answer would do.
    private static (float[] Inputs, float[] Targets, int Count) Choose(Part train, int seed)
    {
        var batches = train.InBatches(Samples, seed);
        batches.Begin(0);
        var chosen = 0;
        for (var i = 0; i < Math.Min(batches.Count, 200); i++)
        {
            var targets = batches[i].Targets;
            if (targets.ContainsAnyExcept(targets[0]))
            {
                chosen = i;
                break;
            }
        }
        var batch = batches[chosen];
        return (batch.Inputs.ToArray(), batch.Targets.ToArray(), batch.Count);
    }

    private static ImmutableArray<double> Thin(IReadOnlyList<double> losses)
    {
        var points = Math.Min(losses.Count, MostPoints);
        return [.. Enumerable.Range(0, points).Select(i => losses[points == 1 ? 0 : (int)((long)i * (losses.Count - 1) / (points - 1))])];
    }
}

/// <summary>What came of training on one batch.</summary>
/// <param name="Losses">The loss before each step.</param>
/// <param name="Learns">Whether the last of them is as low as it can be.</param>
internal readonly record struct BatchTrial(IReadOnlyList<double> Losses, bool Learns)
{
    /// <summary>The loss before the first step.</summary>
    public double First => Losses.Count == 0 ? double.NaN : Losses[0];

    /// <summary>The least loss.</summary>
    public double Best => Losses.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Min();

    /// <summary>Steps that were taken.</summary>
    public int Steps => Math.Max(0, Losses.Count - 1);
}
