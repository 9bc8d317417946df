using System.Collections.Immutable;
using Nnet.Engine.Data;
using Nnet.Engine.Runs.Control;
using Nnet.Engine.Runs.Events;
using Nnet.Engine.Runs.Files;
using Nnet.Engine.Runs.Findings;
using Nnet.Engine.Runs.Metrics;
using Nnet.Engine.Runs.Pictures;
using Nnet.Language.Text;
using Nnet.Language.Training;
using Nnet.Language.Training.Settings;

namespace Nnet.Engine.Runs;

/// <summary>
/// Trains what a train block says: epochs of mini-batches, a validation after each, early stopping, checks of the run's
/// health, a test in the end. Everything that happens is told as events and kept in the run's folder.
/// </summary>
public sealed class Trainer : IDisposable
{
    private const double EventsPerSecond = 20;

    // Training metrics are measured apart from the steps, on no more samples than this: the rest would cost more than it tells.
    private const int MostMeasured = 2000;

    private readonly Experiment _experiment;
    private readonly Network<float> _network;
    private readonly RunFolder _folder;
    private readonly RunLog _log;
    private const string Alike = "This run is one fold of several, and all folds have to be trained alike for their figures to be compared. Go on without a change, or stop and begin the folds anew.";

    private readonly RunState _state;
    private readonly Part _measured;
    private readonly BatchOrder _batches;
    private readonly int _steps;
    private readonly EarlyStopping _stopping;
    private readonly TrainingPace _pace;
    private readonly BestWeights _best;
    private readonly BatchNormStatistics _statistics;
    private readonly Checkpoints _checkpoints;
    private readonly StepsAhead? _ahead;
    private readonly Pulse _batchEvents = new(1 / EventsPerSecond);
    private readonly string _fingerprint;
    private readonly Progress? _resumed;
    private readonly IReadOnlyList<RunEvent> _past = [];
    private readonly CancellationToken _stop;
    private readonly RunControl? _control;
    private readonly RunAlbum _album;
    private readonly bool _stoppedEarly;
    private bool _waitsAfterEpoch;
    private RunManifest _manifest;
    private TrainSpec _spec;
    private LearningRates _rates;

    private Trainer(Experiment experiment, RunOptions options, RunManifest? earlier, Action<RunEvent> listen, CancellationToken stop)
    {
        (_experiment, _network, _stop) = (experiment, experiment.Network, stop);
        (_spec, _control, _stoppedEarly) = (experiment.Spec, options.Control, earlier?.Status == "early_stopped");
        _fingerprint = experiment.Data.Train.Fingerprint();
        _measured = experiment.Data.Train.Sample(MostMeasured);
        _batches = experiment.InBatches();
        _steps = experiment.StepsIn(_batches);
        _ahead = experiment.TakesSeveralSteps(_batches) ? new StepsAhead() : null;
        _rates = experiment.Rates(_steps);
        _stopping = experiment.Stopping();
        _statistics = new BatchNormStatistics(_network);
        _state = experiment.State(_steps);
        _pace = new TrainingPace(experiment.Data.Train.Count, Spec.Epochs);
        var file = Path.GetFullPath(experiment.Source.Path ?? "untitled.nnet");
        var (names, validates) = (experiment.Evaluator.Names, experiment.Data.Validation is not null);
        Resumed? resumed = null;
        if (earlier is null)
        {
            _folder = options.RunDir is { } chosen
                ? RunFolder.Create(chosen, experiment.Source.Content, names, validates)
                : RunFolder.CreateNew(file, Spec.Data!.Name, experiment.Model.Name, experiment.Source.Content, names, validates);
            _best = new BestWeights(_folder.Location, _network);
        }
        else
        {
            var folder = Path.GetFullPath(options.RunDir!);
            _best = new BestWeights(folder, _network);
            (_resumed, var problem) = Checkpoints.Load(folder, experiment, _best, earlier, _fingerprint);
            (_folder, _past) = RunFolder.Reopen(folder, _resumed.EventBytes, names, validates);
            resumed = new Resumed(_resumed.Epoch, _resumed.Step, problem);
        }
        var path = _folder.Location;
        _log = new RunLog(experiment.Source, _folder, listen);
        _album = new RunAlbum(experiment, options.Control ?? new RunControl(), path);
        _checkpoints = new Checkpoints(_folder, _network, _best, _pace, options.CheckpointSeconds);
        _manifest = RunManifest.Of(experiment, earlier?.Created ?? DateTime.UtcNow, new Started
        {
            Run = Path.GetFileName(path),
            File = file,
            Train = Spec.Name,
            Model = experiment.Model.Name,
            Data = Spec.Data!.Name,
            Line = experiment.Source.LineAt(Spec.HeaderSpan.Start) + 1,
            RunDir = path,
            Seed = experiment.Seed,
            Threads = _network.Threads,
            Simd = _network.SimdBits,
            Device = experiment.Device,
            Parameters = experiment.Model.Parameters,
            Samples = experiment.Samples,
            Batch = experiment.Batch,
            Epochs = Spec.Epochs,
            StepsPerEpoch = _steps,
            Loss = experiment.Loss.Definition.Name,
            Optimizer = Spec.Optimizer!.Definition.Name,
            Metrics = [.. names],
            Monitor = experiment.Monitor.Name,
            Layers = ModelLines.Of(experiment.Source, experiment.Model),
            Resumed = resumed,
            Fold = options.Fold,
        });
    }

    // Rate, schedule and epochs may change while the run is paused.
    private TrainSpec Spec => _spec;

    /// <summary>Trains a block, from reading its data to its test. Problems that the user can mend become a <see cref="Failed"/> event.</summary>
    /// <param name="source">The text; it has no errors.</param>
    /// <param name="spec">The train block.</param>
    /// <param name="options">What the command line says.</param>
    /// <param name="listen">Hears every event, on this thread.</param>
    /// <param name="stop">Ends the run after the current step; the best weights are kept.</param>
    /// <returns>The last event.</returns>
    public static RunEvent Run(SourceText source, TrainSpec spec, RunOptions options, Action<RunEvent> listen, CancellationToken stop)
        => Run(source, spec, options, null, listen, stop);

    /// <summary>
    /// Goes on with a run that was stopped or killed, from its last checkpoint. It ends with the same weights, to the last
    /// bit, as if nothing had happened. Problems that the user can mend become a <see cref="Failed"/> event.
    /// </summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="options">What the command line says; seed and folder are the run's own.</param>
    /// <param name="listen">Hears every event, those of the earlier epochs too.</param>
    /// <param name="stop">Ends the run after the current step.</param>
    /// <returns>The last event.</returns>
    public static RunEvent Resume(string folder, RunOptions options, Action<RunEvent> listen, CancellationToken stop)
    {
        string message;
        try
        {
            var run = RunText.Open(folder);
            var isDone = run.Manifest.Status is "completed" or "early_stopped";
            if (run.Manifest.Status is "running" or "stopped" || (isDone && options.Epochs is not null))
            {
                if (options.Epochs is { } epochs)
                {
                    CheckEpochs(run, epochs);
                    run = run.WithEpochs(folder, epochs);
                }
                return Run(run.Source, run.Spec, options with { RunDir = folder, Seed = run.Manifest.Started.Seed, Fold = run.Manifest.Started.Fold }, run.Manifest, listen, stop);
            }
            message = run.Manifest.Status == "diverged"
                ? $"The run in {folder} diverged, and would do so again from any place. Change its text and train it anew."
                : $"The run in {folder} is over: {(run.Manifest.Done?.Epochs == 1 ? "1 epoch was" : $"{run.Manifest.Done?.Epochs} epochs were")} trained{(run.Manifest.Status == "early_stopped" ? " before it stopped early" : "")}. Say with --epochs how many there are to be in all, and it goes on.";
        }
        catch (InvalidDataException problem)
        {
            message = problem.Message;
        }
        var failed = new Failed(message, null);
        listen(failed);
        return failed;
    }

    private static void CheckEpochs(RunText run, int epochs)
    {
        var done = run.Manifest.Done?.Epochs ?? 0;
        if (epochs <= done)
        {
            throw new InvalidDataException($"{done} epochs are done already, so there is nothing to go on with up to epoch {epochs}. Say a greater number.");
        }
    }

    private static RunEvent Run(SourceText source, TrainSpec spec, RunOptions options, RunManifest? earlier, Action<RunEvent> listen, CancellationToken stop)
        => Failures.Guard(source, spec, listen, () =>
        {
            using var experiment = Experiment.Open(source, spec, options, listen, stop);
            using var trainer = new Trainer(experiment, options, earlier, listen, stop);
            try
            {
                return trainer.Run();
            }
            catch (Exception problem) when (Failures.Describe(problem, source, spec) is { } failed)
            {
                // Whoever hears of the run from its folder alone hears why it ended.
                trainer._folder.TryAdd(failed);
                throw;
            }
        });

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    // Does what was asked; whether the run still has sound weights then.
    private bool Attend(int epoch, int batches, double loss, long samples, double begun)
    {
        while (_control!.Next() is { } request)
        {
            if (request is RunRequest.TrainOn more)
            {
                TrainOn(epoch, more.Epochs);
            }
            else if (request is RunRequest.Step)
            {
                _waitsAfterEpoch = true;
            }
            else if (request is RunRequest.Pause && !Pause(epoch, batches, loss, samples, begun))
            {
                return false;
            }
        }
        return true;
    }

    private bool Pause(int epoch, int batches, double loss, long samples, double begun)
    {
        // Whatever becomes of the process while it waits, nothing is lost.
        if (!SaveCheckpoint(epoch, batches, loss, samples, begun))
        {
            return false;
        }
        _pace.Pause();
        _log.Tell(new Paused(epoch, _network.Step));
        while (_control!.Wait(_stop) is { } request)
        {
            if (request is RunRequest.TrainOn more && TrainOn(epoch, more.Epochs))
            {
                break;
            }
            if (request is RunRequest.Resume resume && GoOnWith(resume.Text, epoch))
            {
                break;
            }
            if (request is RunRequest.Step step && GoOnWith(step.Text, epoch))
            {
                _waitsAfterEpoch = true;
                break;
            }
        }
        _pace.Continue();
        return true;
    }

    private bool GoOnWith(string? text, int epoch)
    {
        if (text is null)
        {
            _log.Tell(new Continued(epoch, Spec.Epochs, []));
            return true;
        }
        var change = TextChange.Of(Spec, text, _manifest.Started.File, epoch);
        if (change.Spec is null)
        {
            _log.Tell(new Refused(change.Refusal!, change.Line));
            return false;
        }
        if (change.Changes.Length > 0)
        {
            if (IsFold)
            {
                _log.Tell(new Refused(Alike, null));
                return false;
            }
            Take(change.Spec, text);
        }
        _log.Tell(new Continued(epoch, Spec.Epochs, change.Changes));
        return true;
    }

    // Figures of folds are compared with each other, so all of them are trained by one text.
    private bool IsFold => _manifest.Started.Fold is not null;

    // Whether there are more epochs from now on.
    private bool TrainOn(int epoch, int more)
    {
        if (IsFold)
        {
            _log.Tell(new Refused(Alike, null));
            return false;
        }
        var (text, epochs) = (File.ReadAllText(Path.Combine(_folder.Location, RunText.FileName)), Spec.Epochs + more);
        var change = TextChange.Of(Spec, TextChange.WithEpochs(Spec, text, epochs), _manifest.Started.File, epoch);
        if (change.Spec is not null)
        {
            Take(change.Spec, TextChange.WithEpochs(Spec, text, epochs));
        }
        _log.Tell(new Continued(epoch, Spec.Epochs, change.Changes));
        return true;
    }

    // From here on, as if the text had been so from the beginning.
    private void Take(TrainSpec spec, string text)
    {
        _spec = spec;
        _rates = _experiment.Rates(_steps, spec);
        foreach (var epoch in _state.Epochs)
        {
            Observe(epoch);
        }
        _pace.Epochs = spec.Epochs;
        AtomicFile.WriteText(Path.Combine(_folder.Location, RunText.FileName), text);
        _manifest = _manifest with { Started = _manifest.Started with { Epochs = spec.Epochs }, Findings = _log.Findings };
        _manifest.Save(_folder.Location);
    }

    private Done Run()
    {
        if (_resumed is null)
        {
            // Whoever hears that it has begun finds it in its folder.
            _manifest.Save(_folder.Location);
            _log.Tell(_manifest.Started);
            foreach (var notice in _experiment.Data.Notices(Spec.Data!))
            {
                _log.Tell(notice, 0);
            }
        }
        else
        {
            GoBackTo(_resumed);
            (_manifest with { Findings = _log.Findings }).Save(_folder.Location);
        }
        var status = "completed";
        for (var epoch = _resumed?.Epoch ?? 1; epoch <= Spec.Epochs; epoch++)
        {
            if (!RunEpoch(epoch, epoch == _resumed?.Epoch ? _resumed : null))
            {
                status = _state.Breakdown is null ? "stopped" : "diverged";
                break;
            }
            if (_stopping.ShouldStop)
            {
                status = "early_stopped";
                break;
            }
        }
        return Finish(status);
    }

    // What was told before is told once more to whoever listens now: its curves are whole.
    private void GoBackTo(Progress progress)
    {
        _state.FirstLoss = progress.FirstLoss;
        // Whoever trains on after an early stop wants its whole patience once more.
        _stopping.Restore(progress.BestEpoch, progress.Best, _stoppedEarly ? 0 : progress.Waited);
        _pace.GoOn(progress.Seconds);
        _album.GoOn(progress.Epoch - 1);
        _log.Repeat(_manifest.Started);
        foreach (var happened in RunFollower.Few(_past.Where(happened => happened is BatchDone or EpochDone or FindingSeen)))
        {
            if (happened is EpochDone epoch)
            {
                Add(epoch);
            }
            _log.Repeat(happened);
        }
    }

    private void Tell(int epoch, int steps, double loss, long samples, double begun)
    {
        if (_batchEvents.IsDue())
        {
            var seconds = _pace.Seconds - begun;
            _log.Tell(new BatchDone(epoch, ((epoch - 1L) * _steps) + steps, loss / samples, samples / seconds, _pace.Left(epoch, samples, seconds)));
        }
    }

    // Several steps that nobody waits for in between; whether their losses were finite.
    private bool StepAhead(int epoch, int first, int steps, ref double loss, ref long samples)
    {
        Span<double> rates = stackalloc double[steps], shares = stackalloc double[steps];
        Span<float> losses = stackalloc float[steps];
        for (var i = 0; i < steps; i++)
        {
            var time = TimeAt(epoch, first + i);
            rates[i] = _rates.At(time.Step);
            shares[i] = Spec.Average is { } average ? ((Averaging)average.Definition).ShareAt(average, time) : 0;
        }
        _experiment.Train(_batches, first, rates, shares, losses);
        for (var i = 0; i < steps; i++)
        {
            if (!float.IsFinite(losses[i]))
            {
                Break(epoch, first + i);
                return false;
            }
            if (epoch == 1 && first + i == 0)
            {
                _state.FirstLoss = losses[i];
            }
            var count = _experiment.SamplesOf(first + i);
            loss += (double)losses[i] * count;
            samples += count;
        }
        return true;
    }

    // Whether the epoch came to its end.
    private bool RunEpoch(int epoch, Progress? from)
    {
        var begun = _pace.Seconds - (from?.EpochSeconds ?? 0);
        var rate = 0.0;
        _batches.Begin(epoch - 1);
        var (loss, samples) = (from?.LossSum ?? 0, from?.Samples ?? 0);
        var taken = 1;
        for (var i = from?.Steps ?? 0; i < _steps; i += taken)
        {
            if (_control is { IsAsked: true } && !Attend(epoch, i, loss, samples, begun))
            {
                Break(epoch, i * Spec.Accumulate);
                return false;
            }
            if (_stop.IsCancellationRequested || _checkpoints.IsDue())
            {
                if (!SaveCheckpoint(epoch, i, loss, samples, begun))
                {
                    Break(epoch, i * Spec.Accumulate);
                    return false;
                }
                if (_stop.IsCancellationRequested)
                {
                    return false;
                }
            }
            var time = TimeAt(epoch, i);
            rate = _rates.At(time.Step);
            // The last step is looked at closely, so it is taken by itself.
            taken = _ahead?.Next(_steps - 1 - i) ?? 1;
            if (taken > 1)
            {
                if (!StepAhead(epoch, i, taken, ref loss, ref samples))
                {
                    return false;
                }
                Tell(epoch, i + taken, loss, samples, begun);
                continue;
            }
            if (i == _steps - 1)
            {
                _network.ObserveNextStep();
            }
            _network.AverageShare = Spec.Average is { } average ? ((Averaging)average.Definition).ShareAt(average, time) : 0;
            var (stepLoss, stepSamples, last) = _experiment.Train(_batches, i, rate);
            if (!float.IsFinite(stepLoss))
            {
                Break(epoch, last);
                return false;
            }
            if (epoch == 1 && i == 0)
            {
                _state.FirstLoss = stepLoss;
            }
            loss += (double)stepLoss * stepSamples;
            samples += stepSamples;
            Tell(epoch, i + 1, loss, samples, begun);
        }
        // A last step may have ruined the weights without a loss that shows it.
        if (!AreSound(_network.Parameters))
        {
            Break(epoch, _batches.Count - 1);
            return false;
        }
        FinishEpoch(epoch, rate, loss / samples, begun);
        _album.Show(epoch, epoch == Spec.Epochs || _stopping.ShouldStop, _pace.Seconds, _log.Show);
        if (epoch < Spec.Epochs && !_stopping.ShouldStop && _checkpoints.IsDueAfterEpoch)
        {
            SaveCheckpoint(epoch + 1, 0, 0, 0, _pace.Seconds);
        }
        if (_waitsAfterEpoch)
        {
            _waitsAfterEpoch = false;
            _control!.Ask(new RunRequest.Pause());
        }
        return true;
    }

    // Whether the weights are sound; a checkpoint of others would be of no use.
    private bool SaveCheckpoint(int epoch, int steps, double loss, long samples, double begun)
    {
        if (!AreSound(_network.Parameters))
        {
            return false;
        }
        var now = _pace.Seconds;
        _checkpoints.Save(new Progress
        {
            Epoch = epoch,
            Steps = steps,
            Step = _network.Step,
            LossSum = loss,
            Samples = samples,
            FirstLoss = _state.FirstLoss,
            Seconds = now,
            EpochSeconds = now - begun,
            BestEpoch = _stopping.BestEpoch,
            Best = _stopping.Best,
            Waited = _stopping.Waited,
            Data = _fingerprint,
        });
        if (epoch <= Spec.Epochs && !_stopping.ShouldStop)
        {
            _album.KeepNotes(_state.Epochs.Count, now);
        }
        return true;
    }

    // The sum is no number as soon as one of the values is infinite or none.
    private static bool AreSound(ReadOnlySpan<float> values)
    {
        var sum = 0f;
        foreach (var value in values)
        {
            sum += value * 0;
        }
        return !float.IsNaN(sum);
    }

    private void FinishEpoch(int epoch, double rate, double loss, double begun)
    {
        var trained = _pace.Seconds - begun;
        var layers = Health();
        // What is measured and kept is the average, while training goes on with the weights as they are.
        var averages = HasAverage(epoch);
        if (averages)
        {
            _network.SwapAverages();
            if (((Averaging)Spec.Average!.Definition).MeasuresStatistics)
            {
                _statistics.Measure(_batches);
            }
        }
        var evaluator = _experiment.Evaluator;
        var train = evaluator.Names.Any() ? evaluator.Measure(_measured) : [];
        train["loss"] = (float)loss;
        var validation = _experiment.Data.Validation is { } part ? evaluator.Measure(part) : null;
        var best = _stopping.Improves(epoch, _experiment.Monitor.In(train, validation));
        if (best)
        {
            _best.Keep(epoch, _pace);
        }
        if (averages)
        {
            _network.SwapAverages();
        }
        var seconds = _pace.Seconds - begun;
        var done = new EpochDone
        {
            Epoch = epoch,
            Epochs = Spec.Epochs,
            Train = train,
            Validation = validation,
            LearningRate = rate,
            Seconds = seconds,
            SecondsLeft = _pace.LeftAfter(epoch, seconds),
            SamplesPerSecond = _pace.Speed(trained),
            Best = best,
            Layers = layers,
        };
        Add(done);
        _log.Tell(done);
        _log.Check(_state);
    }

    private ScheduleTime TimeAt(int epoch, int step) => new(((epoch - 1L) * _steps) + step, _steps, Spec.Epochs);

    // Whether there is an average of the weights when an epoch is over.
    private bool HasAverage(int epoch) => Spec.Average is { } average && ((Averaging)average.Definition).HasBegun(average, TimeAt(epoch, _steps - 1));

    private void Add(EpochDone epoch)
    {
        _state.Add(epoch);
        _pace.Add(epoch.Seconds);
        Observe(epoch);
    }

    private void Observe(EpochDone epoch)
    {
        if (_experiment.ScheduleMonitor is { } waited)
        {
            _rates.Observe(waited.In(epoch.Train, epoch.Validation));
        }
    }

    private Done Finish(string status)
    {
        if (status is "completed" or "early_stopped")
        {
            // From here the run can be trained on, with the weights as they are before the best are taken.
            SaveCheckpoint(_state.Epochs.Count + 1, 0, 0, 0, _pace.Seconds);
        }
        // A run that was cut short or broke down ends at no good place of its own choice.
        var keepsBest = status is "stopped" or "diverged" || Spec.Find<EarlyStoppingSetting>()?.Get(EarlyStoppingSetting.RestoreBestWeights) == true;
        if (keepsBest && (_stopping.BestEpoch > 0 || status == "diverged"))
        {
            _network.RestoreState(_best.State);
        }
        else if (_state.Epochs.Count > 0 && HasAverage(_state.Epochs.Count))
        {
            _network.SwapAverages();
        }
        var kept = keepsBest ? _stopping.BestEpoch : _state.Epochs.Count;
        WeightsFile.Save(_folder.Location, _network, _network.CopyState(), kept);
        var (test, confusion) = Test();
        // A run that somebody stopped tells nothing of where it would have ended.
        (_state.IsOver, _state.Test, _state.Kept) = (status != "stopped", test, _state.Epochs.FirstOrDefault(epoch => epoch.Epoch == kept));
        _log.Check(_state);
        var done = new Done
        {
            Status = status,
            Epochs = _state.Epochs.Count,
            BestEpoch = _stopping.BestEpoch,
            Test = test,
            Seconds = _pace.Seconds,
            RunDir = _folder.Location,
        };
        if (_state.Epochs.Count > 0)
        {
            var outcome = string.Join(" · ", new[] { Words.Outcome(done), Words.Best(done, _state.Epochs, _experiment.Monitor.Name) }.Where(text => text.Length > 0));
            var chart = LossChart.Draw(_state.Epochs, $"{_experiment.Model.Name} on {Spec.Data!.Name}", outcome, _stopping.BestEpoch);
            File.WriteAllText(Path.Combine(_folder.Location, "loss.svg"), chart);
        }
        var manifest = _manifest with
        {
            Status = status,
            Done = done,
            KeptEpoch = _state.Kept,
            Confusion = confusion?.ToRows(),
            Findings = _log.Findings,
        };
        manifest.Save(_folder.Location);
        _album.Close(_state.Epochs.Count, _control is null ? null : _log.Show);
        _log.Tell(done);
        return done;
    }

    // The confusion is that of the best part there is, even where none is for testing.
    private (OrderedDictionary<string, double>? Figures, ConfusionTable? Confusion) Test()
    {
        var data = _experiment.Data;
        var table = _experiment.WantsConfusion ? new ConfusionTable(Math.Max(data.Target.Classes!.Value, _network.OutputLength)) : null;
        var figures = data.Test is null && table is null ? null : _experiment.Evaluator.Measure(data.Test ?? data.Validation ?? data.Train, table);
        return (data.Test is null ? null : figures, table);
    }

    private void Break(int epoch, int index)
    {
        var batch = _batches[index];
        var place = _network.FindNonFinite(batch.Inputs, batch.Targets, batch.Count);
        _state.Breakdown = new Breakdown(epoch, _network.Step, place?.Node, place?.Value);
    }

    private ImmutableArray<LayerHealth> Health()
    {
        var statistics = _network.CollectStatistics().Layers.ToDictionary(layer => layer.Node);
        return [.. _state.Lines.Select(line => new LayerHealth(
            line.Node.Origin.Here.LineIn(_experiment.Source) + 1,
            line.Node.Name,
            statistics[line.Node.Id].GradientNorm ?? double.NaN,
            line.Relu is { } relu ? statistics.GetValueOrDefault(relu.Id)?.DeadShare : null,
            statistics[line.Node.Id].WeightNorm,
            statistics[line.Node.Id].UpdateNorm / statistics[line.Node.Id].WeightNorm,
            line.Squashing is { } squashing ? statistics.GetValueOrDefault(squashing.Id)?.SaturatedShare : null))];
    }
}
