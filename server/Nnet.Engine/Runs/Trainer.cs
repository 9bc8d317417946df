using System.Collections.Immutable;
using System.Diagnostics;
using System.Reflection;
using Nnet.Engine.Data;
using Nnet.Engine.Losses;
using Nnet.Engine.Runs.Events;
using Nnet.Engine.Runs.Files;
using Nnet.Engine.Runs.Findings;
using Nnet.Engine.Runs.Metrics;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Text;
using Nnet.Language.Training;
using Nnet.Language.Training.Metrics;
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

    // Training metrics are measured apart from the steps, on no more samples than this: the rest would cost more than it tells.
    private const int MostMeasured = 2000;

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
    private readonly DateTime _created = DateTime.UtcNow;
    private readonly Pulse _batchEvents = new(1 / EventsPerSecond);
    private readonly List<FindingSeen> _findings = [];
    private readonly HashSet<FindingKind> _seen = [];
    private readonly Queue<double> _trained = [];
    private double _lastSave = double.NegativeInfinity;
    private readonly string _monitor;
    private int _kept;

    private Trainer(TrainSpec spec, SourceText source, DataSet data, RunOptions options, Action<RunEvent> listen, CancellationToken stop)
    {
        (_spec, _source, _data, _listen, _stop) = (spec, source, data, listen, stop);
        var model = spec.Model!;
        var seed = options.Seed ?? spec.Seed;
        var batch = Math.Min(spec.Batch, data.Train.Count);
        var stopping = spec.Find<EarlyStoppingSetting>();
        _monitor = stopping?.Get(EarlyStoppingSetting.Monitor) ?? "val_loss";
        _monitor = data.Validation is null && _monitor.StartsWith("val_", StringComparison.Ordinal) ? _monitor[4..] : _monitor;
        var metrics = Metrics(spec, _monitor);
        var loss = (Loss)spec.Loss!.Definition;
        var lossCall = ClassCosts.Resolve(spec.Loss, loss.ClassWeights, data.Train.Targets, ClassesOf(loss, model, data));
        _network = Network<float>.Compile(model, lossCall, spec.Optimizer, new NetworkOptions
        {
            MaxBatch = Math.Max(batch, EvaluationBatch(model, data)),
            Seed = seed,
            Threads = options.Threads,
            L1 = spec.Find<RegularizeSetting>()?.Get(RegularizeSetting.L1) ?? 0,
            L2 = spec.Find<RegularizeSetting>()?.Get(RegularizeSetting.L2) ?? 0,
        });
        _evaluator = new Evaluator(_network, metrics);
        _measured = data.Train.Sample(MostMeasured);
        _batches = new BatchOrder(data.Train, batch, seed);
        _best = _network.CopyState();
        var moreIsBetter = metrics.FirstOrDefault(metric => metric.Name == MetricOf(_monitor)).Meter?.MoreIsBetter ?? false;
        _stopping = stopping is null
            ? new EarlyStopping(moreIsBetter)
            : new EarlyStopping(moreIsBetter, stopping.Get(EarlyStoppingSetting.MinDelta), stopping.Get(EarlyStoppingSetting.Patience));
        _state = new RunState
        {
            Source = source,
            Spec = spec,
            Data = data,
            Lines = ModelLines.Learning(model),
            StepsPerEpoch = _batches.Count,
            Baseline = LossEngines.Of(lossCall).Baseline(lossCall, data.Train, _network.OutputLength),
        };
        var file = Path.GetFullPath(source.Path ?? "untitled.nnet");
        var path = options.RunDir ?? RunFolder.DefaultPath(file, spec.Data!.Name, model.Name, DateTime.Now);
        _folder = RunFolder.Create(path, source.Content, _evaluator.Names, data.Validation is not null);
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
            Monitor = _monitor,
            Layers = ModelLines.Of(model),
        };
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
    {
        Failed failed;
        try
        {
            var data = DataSet.Load(spec.Data!);
            using var trainer = new Trainer(spec, source, data, options, listen, stop);
            return trainer.Run();
        }
        catch (DataException problem)
        {
            failed = new Failed(problem.Message, source.LineAt((spec.Data!.Source?.Span ?? spec.Data.Span).Start) + 1);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            failed = new Failed($"The run folder cannot be written: {problem.Message}", null);
        }
        catch (UntrainableException problem)
        {
            failed = new Failed(problem.Message, problem.Node.Origin.Here.Line + 1);
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
        Tell(_started);
        SaveManifest("running", null);
        foreach (var notice in _data.Notices(_spec.Data!))
        {
            Tell(notice, 0);
        }
        var status = "completed";
        for (var epoch = 1; epoch <= _spec.Epochs; epoch++)
        {
            if (!RunEpoch(epoch))
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

    // Whether the epoch came to its end.
    private bool RunEpoch(int epoch)
    {
        var begun = _clock.Elapsed.TotalSeconds;
        var rate = LearningRate(epoch);
        _batches.Begin(epoch - 1);
        var (loss, samples) = (0.0, 0L);
        for (var i = 0; i < _batches.Count; i++)
        {
            if (_stop.IsCancellationRequested)
            {
                return false;
            }
            var batch = _batches[i];
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
                var seconds = _clock.Elapsed.TotalSeconds - begun;
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
        return true;
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
        var trained = _clock.Elapsed.TotalSeconds - begun;
        var layers = Health();
        var train = _evaluator.Names.Any() ? _evaluator.Measure(_measured) : [];
        train["loss"] = loss;
        var validation = _data.Validation is { } part ? _evaluator.Measure(part) : null;
        var best = _stopping.Improves(epoch, (_monitor.StartsWith("val_", StringComparison.Ordinal) ? validation! : train)[MetricOf(_monitor)]);
        if (best)
        {
            KeepBest(epoch);
        }
        var seconds = _clock.Elapsed.TotalSeconds - begun;
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
        _state.Add(done);
        Tell(done);
        Check();
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
        _kept = restores || status is "stopped" or "diverged" ? _stopping.BestEpoch : _state.Epochs.Count;
        WeightsFile.Save(_folder.Location, _network, _network.CopyState(), _kept);
        var test = Test();
        var done = new Done
        {
            Status = status,
            Epochs = _state.Epochs.Count,
            BestEpoch = _stopping.BestEpoch,
            Test = test,
            Seconds = _clock.Elapsed.TotalSeconds,
            RunDir = _folder.Location,
        };
        if (_state.Epochs.Count > 0)
        {
            var outcome = string.Join(" · ", new[] { Words.Outcome(done), Words.Best(done, _state.Epochs, _monitor) }.Where(text => text.Length > 0));
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
        if (_clock.Elapsed.TotalSeconds - _lastSave >= SecondsBetweenSaves)
        {
            WeightsFile.Save(_folder.Location, _network, _best, epoch);
            _lastSave = _clock.Elapsed.TotalSeconds;
        }
    }

    private ImmutableArray<LayerHealth> Health()
    {
        var statistics = _network.CollectStatistics().Layers.ToDictionary(layer => layer.Node);
        return [.. _state.Lines.Select(line => new LayerHealth(
            line.Node.Origin.Line + 1,
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

    private double LearningRate(int epoch)
    {
        var rate = _spec.Optimizer!.Get(((Optimizer)_spec.Optimizer.Definition).LearningRate);
        return _spec.Schedule is { } schedule ? rate * ((Schedule)schedule.Definition).FactorAt(schedule, epoch - 1) : rate;
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
        Classes = _spec.Data!.TargetIsInput ? [] : _data.Target.ClassNames,
        NamesClasses = _data.Target.IsNamed,
        Done = done,
        KeptEpoch = done is null ? null : _state.Epochs.FirstOrDefault(epoch => epoch.Epoch == _kept),
        Confusion = Confusion?.ToRows(),
        Findings = [.. _findings],
    }.Save(_folder.Location);

    // What the block asks for, and what early stopping watches.
    private static ImmutableArray<(string Name, MetricMeter Meter)> Metrics(TrainSpec spec, string monitor)
        => [.. spec.Metrics.Select(call => (Metric)call.Definition).Append(Catalog<Metric>.Find(MetricOf(monitor))).OfType<Metric>().Distinct()
            .Select(metric => (metric.Name, Meter: MetricMeter.For(metric))).Where(pair => pair.Meter is not null).Select(pair => (pair.Name, pair.Meter!))];

    private static string MetricOf(string monitor) => monitor.StartsWith("val_", StringComparison.Ordinal) ? monitor[4..] : monitor;

    private static int ClassesOf(Loss loss, Language.Graph.LayerGraph model, DataSet data)
        => loss.Encoding == TargetEncoding.ClassIndex ? (int)model.Output!.Facts!.Output.Shape.Count / data.Train.TargetSize : 2;

    // As many samples at once as keep all threads busy, but no more activations than a hundred megabytes.
    private static int EvaluationBatch(Language.Graph.LayerGraph model, DataSet data)
    {
        var perSample = model.Nodes.Sum(node => node.Facts!.Output.Shape.Count * 4);
        return (int)Math.Clamp(100_000_000 / perSample, 1, Math.Min(256, data.Train.Count));
    }
}
