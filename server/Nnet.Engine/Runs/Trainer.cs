using System.Collections.Immutable;
using System.Diagnostics;
using System.Reflection;
using Nnet.Engine.Data;
using Nnet.Engine.Data.Sources.Named;
using Nnet.Engine.Losses;
using Nnet.Engine.Runs.Events;
using Nnet.Engine.Runs.Files;
using Nnet.Engine.Runs.Findings;
using Nnet.Engine.Runs.Metrics;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Graph;
using Nnet.Language.Syntax;
using Nnet.Language.Text;
using Nnet.Language.Training;
using Nnet.Language.Training.Metrics;
using Nnet.Language.Training.Schedules;
using Nnet.Language.Training.Settings;

namespace Nnet.Engine.Runs;

/// <summary>
/// Trains what a train block says: epochs of mini-batches, a validation after each, early stopping, checks of the run's
/// health, a test in the end. Everything that happens is told as events and kept in the run's folder.
/// </summary>
public sealed class Trainer : IDisposable
{
    private const double EventsPerSecond = 20;
    private const double SecondsBetweenSaves = 2;

    // At least so many times as long as a save took passes before the next one, so that saving never costs more than a twentieth.
    private const double RestAfterSave = 20;

    // Training metrics are measured apart from the steps, on no more samples than this: the rest would cost more than it tells.
    private const int MostMeasured = 2000;

    // What answers cost that know nothing is worked out from no more targets than this.
    private const int MostLookedAt = 50_000;

    private readonly TrainSpec _spec;
    private readonly SourceText _source;
    private readonly DataSet _data;
    private readonly Action<RunEvent> _listen;
    private readonly CancellationToken _stop;
    private readonly Network<float> _network;
    private readonly RunFolder _folder;
    private readonly RunState _state;
    private readonly Evaluator _evaluator;
    private readonly Part _measured;
    private readonly BatchOrder _batches;
    private readonly EarlyStopping _stopping;
    private readonly NetworkState<float> _best;
    private readonly Started _started;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly DateTime _created;
    private readonly string _fingerprint;
    private readonly Pulse _checkpoints;
    private readonly Pulse _batchEvents = new(1 / EventsPerSecond);
    private readonly List<FindingSeen> _findings = [];
    private readonly HashSet<FindingKind> _seen = [];
    private readonly IgnoreComments _ignores;
    private readonly Queue<double> _trained = [];
    private readonly Watched _monitor;
    private readonly Watched? _waited;
    private readonly LearningRates _rates;
    private readonly Progress? _resumed;
    private readonly IReadOnlyList<RunEvent> _past = [];
    private readonly double _leastBetween;
    private double _secondsBefore;
    private double _nextSave;
    private double _nextCheckpoint;
    private int _kept;

    private Trainer(TrainSpec spec, SourceText source, DataSet data, RunOptions options, RunManifest? earlier, Action<RunEvent> listen, CancellationToken stop)
    {
        (_spec, _source, _data, _listen, _stop) = (spec, source, data, listen, stop);
        _ignores = IgnoreComments.Of(SyntaxTree.Parse(source));
        (_created, _fingerprint) = (earlier?.Created ?? DateTime.UtcNow, data.Train.Fingerprint());
        (_checkpoints, _leastBetween) = (new Pulse(options.CheckpointSeconds), Math.Min(SecondsBetweenSaves, options.CheckpointSeconds));
        var model = spec.Model!;
        var seed = options.Seed ?? spec.Seed;
        var batch = Math.Min(spec.Batch, data.Train.Count);
        var stopping = spec.Find<EarlyStoppingSetting>();
        _monitor = Watched.Of(stopping?.Get(EarlyStoppingSetting.Monitor) ?? "val_loss", data.Validation is not null);
        _waited = spec.Schedule is { Definition: PlateauSchedule } plateau ? Watched.Of(plateau.Get(PlateauSchedule.Monitor), data.Validation is not null) : null;
        var metrics = Metrics(spec, _monitor, _waited);
        var loss = (Loss)spec.Loss!.Definition;
        var lossCall = ClassCosts.Resolve(spec.Loss, loss.ClassWeights, data.Train.ReadTargets, ClassesOf(loss, model));
        _network = Network<float>.Compile(model, lossCall, spec.Optimizer, new NetworkOptions
        {
            MaxBatch = Math.Max(batch, EvaluationBatch(model, data)),
            Seed = seed,
            Threads = options.Threads,
            L1 = spec.Find<RegularizeSetting>()?.Get(RegularizeSetting.L1) ?? 0,
            L2 = spec.Find<RegularizeSetting>()?.Get(RegularizeSetting.L2) ?? 0,
            ClipNorm = spec.ClipNorm,
            ClipValue = spec.ClipValue,
            Averages = spec.Average is not null,
        });
        if (data.Train.TargetSize != _network.TargetLength)
        {
            throw new DataException(DataFindings.WrongFormat, $"A sample of {spec.Data!.Name} has {data.Train.TargetSize:N0} targets, but {model.Name} with {spec.Loss!.Definition.Name} is compared with {_network.TargetLength:N0}.");
        }
        if (model.Inputs.First().Facts!.Output.Domain is { Kind: DomainKind.Tokens, Vocabulary: var known } && data.Vocabulary.Length > known)
        {
            throw new DataException(DataFindings.WrongFormat, $"The text of {spec.Data!.Name} has {data.Vocabulary.Length:N0} tokens, but the input of {model.Name} knows {known:N0}: write domain=tokens({data.Vocabulary.Length}) there, or vocabulary={known} in the data block.");
        }
        _evaluator = new Evaluator(_network, metrics);
        _measured = data.Train.Sample(MostMeasured);
        _batches = data.Train.InBatches(batch, seed, data.Augmentation);
        _best = _network.CopyState();
        _rates = new LearningRates(spec, _batches.Count, _waited is not null && MoreIsBetter(_waited));
        _stopping = stopping is null
            ? new EarlyStopping(MoreIsBetter(_monitor))
            : new EarlyStopping(MoreIsBetter(_monitor), stopping.Get(EarlyStoppingSetting.MinDelta), stopping.Get(EarlyStoppingSetting.Patience));
        _state = new RunState
        {
            Source = source,
            Spec = spec,
            Data = data,
            Lines = ModelLines.Learning(model),
            StepsPerEpoch = _batches.Count,
            Baseline = LossEngines.Of(lossCall).Baseline(lossCall, new TargetSample(data.Train.Sample(MostLookedAt).ReadTargets(), data.Train.TargetSize), _network.OutputLength),
        };
        var file = Path.GetFullPath(source.Path ?? "untitled.nnet");
        var path = options.RunDir ?? RunFolder.DefaultPath(file, spec.Data!.Name, model.Name, DateTime.Now);
        Resumed? resumed = null;
        if (earlier is null)
        {
            _folder = RunFolder.Create(path, source.Content, _evaluator.Names, data.Validation is not null);
        }
        else
        {
            (_resumed, var problem) = CheckpointFile.Load(path, _network, _best);
            CheckData(earlier, _resumed);
            (_folder, _past) = RunFolder.Reopen(path, _resumed.EventBytes, _evaluator.Names, data.Validation is not null);
            resumed = new Resumed(_resumed.Epoch, _resumed.Step, problem);
        }
        _started = new Started
        {
            Run = Path.GetFileName(_folder.Location),
            File = file,
            Train = spec.Name,
            Model = model.Name,
            Data = spec.Data!.Name,
            Line = source.LineAt(spec.HeaderSpan.Start) + 1,
            RunDir = _folder.Location,
            Seed = seed,
            Threads = _network.Threads,
            Simd = _network.SimdBits,
            Parameters = model.Parameters,
            Samples = new SampleCounts(data.Train.Count, data.Validation?.Count ?? 0, data.Test?.Count ?? 0),
            Batch = batch,
            Epochs = spec.Epochs,
            StepsPerEpoch = _batches.Count,
            Loss = loss.Name,
            Optimizer = spec.Optimizer!.Definition.Name,
            Metrics = [.. _evaluator.Names],
            Monitor = _monitor.Name,
            Layers = ModelLines.Of(source, model),
            Resumed = resumed,
        };

        bool MoreIsBetter(Watched watched) => metrics.FirstOrDefault(metric => metric.Name == watched.Figure).Meter?.MoreIsBetter ?? false;
    }

    /// <summary>Which class was taken for which, on the test part or the best one there is; null unless the block asks for it.</summary>
    public ConfusionTable? Confusion { get; private set; }

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
            if (run.Manifest.Status is "running" or "stopped")
            {
                return Run(run.Source, run.Spec, options with { RunDir = folder, Seed = run.Manifest.Started.Seed }, run.Manifest, listen, stop);
            }
            message = run.Manifest.Status == "diverged"
                ? $"The run in {folder} diverged, and would do so again from any place. Change its text and train it anew."
                : $"The run in {folder} is over: {(run.Manifest.Done?.Epochs == 1 ? "1 epoch was" : $"{run.Manifest.Done?.Epochs} epochs were")} trained{(run.Manifest.Status == "early_stopped" ? " before it stopped early" : "")}. There is nothing to go on with.";
        }
        catch (InvalidDataException problem)
        {
            message = problem.Message;
        }
        var failed = new Failed(message, null);
        listen(failed);
        return failed;
    }

    private static RunEvent Run(SourceText source, TrainSpec spec, RunOptions options, RunManifest? earlier, Action<RunEvent> listen, CancellationToken stop)
    {
        Failed failed;
        try
        {
            var pulse = new Pulse(1 / EventsPerSecond);
            void Fetching(FetchProgress fetched)
            {
                if (pulse.IsDue() || fetched.Bytes == fetched.Total)
                {
                    listen(new Fetching(fetched.File, fetched.Bytes, fetched.Total));
                }
            }
            var data = DataSet.Load(spec.Data!, Fetching, stop);
            using var trainer = new Trainer(spec, source, data, options, earlier, listen, stop);
            return trainer.Run();
        }
        catch (DataException problem)
        {
            failed = new Failed(problem.Message, source.LineAt((spec.Data!.Source?.Span ?? spec.Data.Span).Start) + 1);
        }
        catch (InvalidDataException problem)
        {
            failed = new Failed(problem.Message, null);
        }
        catch (OperationCanceledException)
        {
            failed = new Failed("The run was stopped before its data was here. What was fetched is kept, and the rest is fetched next time.", null);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            failed = new Failed($"The run folder cannot be written: {problem.Message}", null);
        }
        catch (UntrainableException problem)
        {
            failed = new Failed(problem.Message, problem.Node.Origin.Here.LineIn(source) + 1);
        }
        catch (Exception problem) when (problem is ArgumentException or NotSupportedException)
        {
            failed = new Failed(problem.Message, source.LineAt(spec.HeaderSpan.Start) + 1);
        }
        catch (OutOfMemoryException)
        {
            failed = new Failed("There is not enough memory for this model and its data: take a smaller batch, fewer units or fewer samples.", source.LineAt(spec.HeaderSpan.Start) + 1);
        }
        listen(failed);
        return failed;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _folder.Dispose();
        _network.Dispose();
    }

    private Done Run()
    {
        if (_resumed is null)
        {
            Tell(_started);
            SaveManifest("running", null);
            foreach (var notice in _data.Notices(_spec.Data!))
            {
                Tell(notice, 0);
            }
        }
        else
        {
            GoBackTo(_resumed);
            SaveManifest("running", null);
        }
        var status = "completed";
        for (var epoch = _resumed?.Epoch ?? 1; epoch <= _spec.Epochs; epoch++)
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
        _network.Step = progress.Step;
        _state.FirstLoss = progress.FirstLoss;
        _stopping.Restore(progress.BestEpoch, progress.Best, progress.Waited);
        _secondsBefore = progress.Seconds;
        _listen(_started);
        foreach (var happened in _past)
        {
            if (happened is EpochDone epoch)
            {
                Add(epoch);
                _listen(epoch);
            }
            else if (happened is FindingSeen finding)
            {
                _findings.Add(finding);
                _seen.UnionWith(RunCheck.All.Select(check => check.Kind).Where(kind => kind.Code == finding.Code));
                _listen(finding);
            }
        }
    }

    // Whether the epoch came to its end.
    private bool RunEpoch(int epoch, Progress? from)
    {
        var begun = Seconds - (from?.EpochSeconds ?? 0);
        var rate = 0.0;
        _batches.Begin(epoch - 1);
        var (loss, samples) = (from?.LossSum ?? 0, from?.Samples ?? 0);
        for (var i = from?.Batches ?? 0; i < _batches.Count; i++)
        {
            if (_stop.IsCancellationRequested || (_checkpoints.IsDue() && Seconds >= _nextCheckpoint))
            {
                if (!SaveCheckpoint(epoch, i, loss, samples, begun))
                {
                    Break(epoch, _batches[i]);
                    return false;
                }
                if (_stop.IsCancellationRequested)
                {
                    return false;
                }
            }
            var batch = _batches[i];
            var time = TimeAt(epoch, i);
            rate = _rates.At(time.Step);
            _network.AverageShare = _spec.Average is { } average ? ((Averaging)average.Definition).ShareAt(average, time) : 0;
            var batchLoss = _network.TrainStep(batch.Inputs, batch.Targets, batch.Count, rate);
            if (!float.IsFinite(batchLoss))
            {
                Break(epoch, batch);
                return false;
            }
            if (epoch == 1 && i == 0)
            {
                _state.FirstLoss = batchLoss;
            }
            loss += (double)batchLoss * batch.Count;
            samples += batch.Count;
            if (_batchEvents.IsDue())
            {
                var seconds = Seconds - begun;
                var left = (seconds / samples * (_data.Train.Count - samples)) + ((_spec.Epochs - epoch) * EpochSeconds(seconds / samples * _data.Train.Count));
                Tell(new BatchDone(epoch, ((epoch - 1L) * _batches.Count) + i + 1, loss / samples, samples / seconds, left));
            }
        }
        // A last step may have ruined the weights without a loss that shows it.
        if (float.IsNaN(Checksum(_network.Parameters)))
        {
            Break(epoch, _batches[_batches.Count - 1]);
            return false;
        }
        FinishEpoch(epoch, rate, loss / samples, begun);
        if (epoch < _spec.Epochs && !_stopping.ShouldStop && Seconds >= _nextCheckpoint)
        {
            SaveCheckpoint(epoch + 1, 0, 0, 0, Seconds);
        }
        return true;
    }

    // Time of the run, that before it was interrupted included.
    private double Seconds => _secondsBefore + _clock.Elapsed.TotalSeconds;

    // Whether the weights are sound; a checkpoint of others would be of no use.
    private bool SaveCheckpoint(int epoch, int batches, double loss, long samples, double begun)
    {
        if (float.IsNaN(Checksum(_network.Parameters)))
        {
            return false;
        }
        var start = Seconds;
        CheckpointFile.Save(_folder.Location, _network, _best, new Progress
        {
            Epoch = epoch,
            Batches = batches,
            Step = _network.Step,
            LossSum = loss,
            Samples = samples,
            FirstLoss = _state.FirstLoss,
            Seconds = start,
            EpochSeconds = start - begun,
            BestEpoch = _stopping.BestEpoch,
            Best = _stopping.Best,
            Waited = _stopping.Waited,
            EventBytes = _folder.Secure(),
            Data = _fingerprint,
        });
        // Zero is for those who want as many as there can be, such as tests.
        _nextCheckpoint = _leastBetween == 0 ? 0 : Seconds + Math.Max(_leastBetween, RestAfterSave * (Seconds - start));
        return true;
    }

    private void CheckData(RunManifest earlier, Progress progress)
    {
        var (then, now) = (earlier.Started.Samples, new SampleCounts(_data.Train.Count, _data.Validation?.Count ?? 0, _data.Test?.Count ?? 0));
        if (then != now)
        {
            throw new InvalidDataException($"The data has {now.Train:N0} samples to learn from, {now.Validation:N0} to watch and {now.Test:N0} to test with now, but {then.Train:N0}, {then.Validation:N0} and {then.Test:N0} when the run began. It cannot go on with other data; train it anew.");
        }
        if (progress.Data != _fingerprint)
        {
            throw new InvalidDataException("The data has as many samples as when the run began, but their numbers are others. It cannot go on with other data; train it anew.");
        }
    }

    // Not a number as soon as one of the values is infinite or none.
    private static float Checksum(ReadOnlySpan<float> values)
    {
        var sum = 0f;
        foreach (var value in values)
        {
            sum += value * 0;
        }
        return sum;
    }

    private void FinishEpoch(int epoch, double rate, double loss, double begun)
    {
        var trained = Seconds - begun;
        var layers = Health();
        // What is measured and kept is the average, while training goes on with the weights as they are.
        var averages = HasAverage(epoch);
        if (averages)
        {
            _network.SwapAverages();
        }
        var train = _evaluator.Names.Any() ? _evaluator.Measure(_measured) : [];
        train["loss"] = (float)loss;
        var validation = _data.Validation is { } part ? _evaluator.Measure(part) : null;
        var best = _stopping.Improves(epoch, _monitor.In(train, validation));
        if (best)
        {
            KeepBest(epoch);
        }
        if (averages)
        {
            _network.SwapAverages();
        }
        var seconds = Seconds - begun;
        var done = new EpochDone
        {
            Epoch = epoch,
            Epochs = _spec.Epochs,
            Train = train,
            Validation = validation,
            LearningRate = rate,
            Seconds = seconds,
            SecondsLeft = (_spec.Epochs - epoch) * EpochSeconds(seconds),
            SamplesPerSecond = Speed(trained),
            Best = best,
            Layers = layers,
        };
        Add(done);
        Tell(done);
        Check();
    }

    private ScheduleTime TimeAt(int epoch, int batch) => new(((epoch - 1L) * _batches.Count) + batch, _batches.Count, _spec.Epochs);

    // Whether there is an average of the weights when an epoch is over.
    private bool HasAverage(int epoch) => _spec.Average is { } average && ((Averaging)average.Definition).HasBegun(average, TimeAt(epoch, _batches.Count - 1));

    private void Add(EpochDone epoch)
    {
        _state.Add(epoch);
        if (_waited is not null)
        {
            _rates.Observe(_waited.In(epoch.Train, epoch.Validation));
        }
    }

    private Done Finish(string status)
    {
        _state.IsOver = true;
        Check();
        var restores = _spec.Find<EarlyStoppingSetting>()?.Get(EarlyStoppingSetting.RestoreBestWeights) == true;
        // A run that was cut short or broke down ends at no good place of its own choice.
        if ((restores || status is "stopped" or "diverged") && (_stopping.BestEpoch > 0 || status == "diverged"))
        {
            _network.RestoreState(_best);
        }
        else if (_state.Epochs.Count > 0 && HasAverage(_state.Epochs.Count))
        {
            _network.SwapAverages();
        }
        _kept = restores || status is "stopped" or "diverged" ? _stopping.BestEpoch : _state.Epochs.Count;
        WeightsFile.Save(_folder.Location, _network, _network.CopyState(), _kept);
        var test = Test();
        var done = new Done
        {
            Status = status,
            Epochs = _state.Epochs.Count,
            BestEpoch = _stopping.BestEpoch,
            Test = test,
            Seconds = Seconds,
            RunDir = _folder.Location,
        };
        if (_state.Epochs.Count > 0)
        {
            var outcome = string.Join(" · ", new[] { Words.Outcome(done), Words.Best(done, _state.Epochs, _monitor.Name) }.Where(text => text.Length > 0));
            var chart = LossChart.Draw(_state.Epochs, $"{_started.Model} on {_started.Data}", outcome, _stopping.BestEpoch);
            File.WriteAllText(Path.Combine(_folder.Location, "loss.svg"), chart);
        }
        SaveManifest(status, done);
        Tell(done);
        return done;
    }

    private OrderedDictionary<string, double>? Test()
    {
        var wanted = _spec.Metrics.Any(metric => metric.Definition is Confusion) && _data.Target.Classes is > 1 && !_spec.Data!.TargetIsInput;
        var table = wanted ? new ConfusionTable(Math.Max(_data.Target.Classes!.Value, _network.OutputLength)) : null;
        Confusion = table;
        Action<float[], ReadOnlyMemory<float>, int>? count = table is null ? null : (outputs, targets, samples) => table.Add(outputs.AsSpan(0, samples * _network.OutputLength), targets.Span, samples);
        if (_data.Test is { } test)
        {
            return _evaluator.Measure(test, count);
        }
        if (table is not null)
        {
            _evaluator.Measure(_data.Validation ?? _data.Train, count);
        }
        return null;
    }

    private void Break(int epoch, Batch batch)
    {
        var place = _network.FindNonFinite(batch.Inputs, batch.Targets, batch.Count);
        _state.Breakdown = new Breakdown(epoch, _network.Step, place?.Node, place?.Value);
    }

    private void KeepBest(int epoch)
    {
        _network.Parameters.CopyTo(_best.Parameters);
        _network.Buffers.CopyTo(_best.Buffers);
        // Saving waits for the disk, which a run of a second need not do at every epoch; a kill costs two seconds at most.
        var start = Seconds;
        if (start >= _nextSave)
        {
            WeightsFile.Save(_folder.Location, _network, _best, epoch);
            _nextSave = Seconds + Math.Max(SecondsBetweenSaves, RestAfterSave * (Seconds - start));
        }
    }

    private ImmutableArray<LayerHealth> Health()
    {
        var statistics = _network.CollectStatistics().Layers.ToDictionary(layer => layer.Node);
        return [.. _state.Lines.Select(line => new LayerHealth(
            line.Node.Origin.LineIn(_source) + 1,
            line.Node.Name,
            statistics[line.Node.Id].GradientNorm ?? double.NaN,
            line.Relu is { } relu ? statistics.GetValueOrDefault(relu.Id)?.DeadShare : null))];
    }

    private void Check()
    {
        foreach (var check in RunCheck.All.Where(check => !_seen.Contains(check.Kind)))
        {
            if (check.Examine(_state, _seen) is { } finding)
            {
                Tell(finding, _state.Breakdown?.Epoch ?? _state.Epochs.Count);
            }
        }
    }

    private void Tell(Finding finding, int epoch)
    {
        if (_ignores.Hides(finding))
        {
            return;
        }
        _seen.Add(finding.Kind);
        var (start, end) = (_source.PositionAt(finding.Span.Start), _source.PositionAt(finding.Span.End));
        var seen = new FindingSeen(
            finding.Kind.Code, finding.Kind.Severity.ToString().ToLowerInvariant(), start.Line + 1, start.Column + 1, end.Line + 1, end.Column + 1, finding.Message, epoch,
            [.. finding.Fixes.Select(fix => new FindingFix(fix.Title, [.. fix.Edits.Select(Edit)]))]);
        _findings.Add(seen);
        Tell(seen);
    }

    private FindingEdit Edit(TextEdit edit)
    {
        var (start, end) = (_source.PositionAt(edit.Span.Start), _source.PositionAt(edit.Span.End));
        return new FindingEdit(start.Line + 1, start.Column + 1, end.Line + 1, end.Column + 1, edit.NewText);
    }

    private void Tell(RunEvent happened)
    {
        _folder.Add(happened);
        _listen(happened);
    }

    // Over the last few epochs: one alone of a tiny network says more of the machine's other work.
    private double Speed(double seconds)
    {
        _trained.Enqueue(seconds);
        if (_trained.Count > 5)
        {
            _trained.Dequeue();
        }
        return (double)_data.Train.Count * _trained.Count / _trained.Sum();
    }

    // The mean of the last epochs, since a first one compiles code; before there is one, what it looks like now.
    private double EpochSeconds(double now) => _state.Epochs.Count == 0 ? now : _state.Epochs.TakeLast(5).Average(epoch => epoch.Seconds);

    private void SaveManifest(string status, Done? done) => new RunManifest
    {
        Nnet = typeof(Trainer).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "",
        Status = status,
        Created = _created,
        Started = _started,
        InputShape = _data.Shape.Axes,
        Columns = _data.SourceColumns,
        Normalization = _data.Normalization,
        Vocabulary = _data.Vocabulary,
        Classes = _spec.Data!.TargetIsInput ? [] : _data.Target.ClassNames,
        NamesClasses = _data.Target.IsNamed,
        Done = done,
        KeptEpoch = done is null ? null : _state.Epochs.FirstOrDefault(epoch => epoch.Epoch == _kept),
        Confusion = Confusion?.ToRows(),
        Findings = [.. _findings],
    }.Save(_folder.Location);

    // What the block asks for, and what early stopping and the schedule watch.
    private static ImmutableArray<(string Name, MetricMeter Meter)> Metrics(TrainSpec spec, params ReadOnlySpan<Watched?> watched)
        => [.. spec.Metrics.Concat(watched.ToArray().OfType<Watched>().Select(figure => Catalog<Metric>.Find(figure.Figure)).OfType<Metric>().Select(metric => new Call(metric, default, default, ArgumentValues.Empty)))
            .DistinctBy(call => call.Definition).Select(call => (call.Definition.Name, Meter: MetricMeter.For(call, spec.Model!.Output!.Facts!.Output.Shape))).Where(pair => pair.Meter is not null).Select(pair => (pair.Name, pair.Meter!))];

    private static int ClassesOf(Loss loss, Language.Graph.LayerGraph model)
        => loss.Encoding == TargetEncoding.ClassIndex ? ClassAxis.Of(model.Output!.Facts!.Output.Shape).Classes : 2;

    // As many samples at once as keep all threads busy, but no more activations than a hundred megabytes.
    private static int EvaluationBatch(Language.Graph.LayerGraph model, DataSet data)
    {
        var perSample = model.Nodes.Sum(node => node.Facts!.Output.Shape.Count * 4);
        return (int)Math.Clamp(100_000_000 / perSample, 1, Math.Min(256, data.Train.Count));
    }
}
