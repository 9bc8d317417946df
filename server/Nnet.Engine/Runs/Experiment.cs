using System.Collections.Immutable;
using Nnet.Engine.Data;
using Nnet.Engine.Devices;
using Nnet.Engine.Losses;
using Nnet.Engine.Runs.Events;
using Nnet.Engine.Runs.Findings;
using Nnet.Engine.Runs.Metrics;
using Nnet.Engine.Runs.Trials;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Graph;
using Nnet.Language.Text;
using Nnet.Language.Training;
using Nnet.Language.Training.Metrics;
using Nnet.Language.Training.Schedules;
using Nnet.Language.Training.Settings;

namespace Nnet.Engine.Runs;

/// <summary>
/// A train block made ready: its data, its loss with all numbers, and its network with the initial weights. Training, and
/// whatever else tries a block out, begins with one, so that all of them mean the same network.
/// </summary>
public sealed class Experiment : IDisposable
{
    private const double EventsPerSecond = 20;

    // What answers cost that know nothing is worked out from no more targets than this.
    private const int MostLookedAt = 50_000;

    // A loss is measured well enough on so many samples.
    private const int MostMeasured = 2000;

    // Whether all answers are alike shows with no more samples than this.
    private const int MostAsked = 500;

    // Numbers of a data set that a device may be given as a whole: 2 GiB, as much as an array of the device can be counted through.
    private const long MostHeld = 1L << 29;

    private readonly ImmutableArray<(string Name, MetricMeter Meter)> _metrics;
    private readonly Device? _device;

    /// <summary>Compiles the network of a block.</summary>
    /// <param name="source">The text; it has no errors.</param>
    /// <param name="spec">The train block.</param>
    /// <param name="data">Its data.</param>
    /// <param name="options">What the command line says: seed and threads.</param>
    /// <param name="plain">Whether all that makes learning by heart harder is left out: dropout, noise, label smoothing, penalties.</param>
    /// <exception cref="DataException">Data and model do not suit each other.</exception>
    /// <exception cref="UntrainableException">The model uses something that the engine cannot train.</exception>
    public Experiment(SourceText source, TrainSpec spec, DataSet data, RunOptions options, bool plain = false)
    {
        (Source, Spec, Data) = (source, spec, data);
        Model = plain ? PlainModel.Of(spec.Model!) : spec.Model!;
        Seed = options.Seed ?? spec.Seed;
        Batch = Math.Min(spec.Batch, data.Train.Count);
        Monitor = Watched.Of(spec.Find<EarlyStoppingSetting>()?.Get(EarlyStoppingSetting.Monitor) ?? "val_loss", data.Validation is not null);
        ScheduleMonitor = spec.Schedule is { Definition: PlateauSchedule } plateau ? Watched.Of(plateau.Get(PlateauSchedule.Monitor), data.Validation is not null) : null;
        _metrics = MetricMeter.AllOf(spec, [Monitor.Figure, .. ScheduleMonitor is null ? [] : new[] { ScheduleMonitor.Figure }]);
        Objectives = [.. spec.Objectives.Select((objective, i) => Resolve(objective with { Output = Model.Nodes[objective.Output.Id] }, i == 0 ? data.Train.ReadTargets : () => data.Train.ReadTargets(data.Others[i - 1].Offset, data.Others[i - 1].Width), plain))];
        var regularize = plain ? null : spec.Find<RegularizeSetting>();
        (Network, _device) = Compile(options.Device, new NetworkOptions
        {
            MaxBatch = Math.Max(Batch, EvaluationBatch(Model, data)),
            Seed = Seed,
            Threads = options.Threads,
            L1 = regularize?.Get(RegularizeSetting.L1) ?? 0,
            L2 = regularize?.Get(RegularizeSetting.L2) ?? 0,
            ClipNorm = spec.ClipNorm,
            ClipValue = spec.ClipValue,
            Averages = spec.Average is not null,
            Accumulates = spec.Accumulate,
        });
        try
        {
            CheckData();
        }
        catch
        {
            Dispose();
            throw;
        }
        Evaluator = new Evaluator(Network, _metrics, data.TargetNormalization);
    }

    /// <summary>The text.</summary>
    public SourceText Source { get; }

    /// <summary>The train block.</summary>
    public TrainSpec Spec { get; }

    /// <summary>The data, parted and normalised.</summary>
    public DataSet Data { get; }

    /// <summary>The model.</summary>
    public LayerGraph Model { get; }

    /// <summary>The loss of the model's last line; balanced class weights are numbers.</summary>
    public Call Loss => Objectives[0].Loss;

    /// <summary>The outputs with their losses, the model's last line first; balanced class weights are numbers.</summary>
    public ImmutableArray<Objective> Objectives { get; }

    /// <summary>The network, with its initial weights at first.</summary>
    public Network<float> Network { get; }

    /// <summary>What computes it: <c>cpu</c>, or the kind of another device and its name.</summary>
    public string Device => _device?.Info is { } device ? $"{device.Kind}: {device.Name}" : DeviceCatalog.Processor;

    /// <summary>Measures loss and metrics.</summary>
    public Evaluator Evaluator { get; }

    /// <summary>Fixes everything random.</summary>
    public int Seed { get; }

    /// <summary>The optimizer's rate as it is written, before any schedule.</summary>
    public double Rate => Spec.Optimizer!.Get(((Optimizer)Spec.Optimizer.Definition).LearningRate);

    /// <summary>Samples per step: no more than there are.</summary>
    public int Batch { get; }

    /// <summary>The figure that tells which epoch is best.</summary>
    public Watched Monitor { get; }

    /// <summary>The figure that the schedule waits for, or null.</summary>
    public Watched? ScheduleMonitor { get; }

    /// <summary>Samples in each part.</summary>
    public SampleCounts Samples => new(Data.Train.Count, Data.Validation?.Count ?? 0, Data.Test?.Count ?? 0);

    /// <summary>Whether every sample has one class and the block asks which was taken for which.</summary>
    public bool WantsConfusion => AsksForConfusion(Spec) && Data.Target.Classes is > 1;

    /// <summary>Whether a block asks which class was taken for which; there are none where the sample itself is the target.</summary>
    public static bool AsksForConfusion(TrainSpec spec) => spec.Metrics.Any(metric => metric.Definition is Confusion) && !spec.Data!.TargetIsInput;

    /// <summary>Reads a block's data and compiles its network.</summary>
    /// <param name="source">The text; it has no errors.</param>
    /// <param name="spec">The train block.</param>
    /// <param name="options">What the command line says.</param>
    /// <param name="listen">Hears how far the files of a named set are fetched.</param>
    /// <param name="stop">Ends the fetching.</param>
    public static Experiment Open(SourceText source, TrainSpec spec, RunOptions options, Action<RunEvent> listen, CancellationToken stop)
        => new(source, spec, Load(spec, options.Fold, options.Probe, listen, stop), options);

    /// <summary>Reads a block's data.</summary>
    /// <param name="spec">The train block.</param>
    /// <param name="fold">The fold to watch, or null for the block's own parts.</param>
    /// <param name="probe">Who looked at the data before, or null.</param>
    /// <param name="listen">Hears how far the files of a named set are fetched.</param>
    /// <param name="stop">Ends the fetching.</param>
    public static DataSet Load(TrainSpec spec, Fold? fold, DataProbe? probe, Action<RunEvent> listen, CancellationToken stop)
    {
        var pulse = new Pulse(1 / EventsPerSecond);
        return DataSet.Load(spec.Data!, DataDemand.Of(spec), fold, fetched =>
        {
            if (pulse.IsDue() || fetched.Bytes == fetched.Total)
            {
                listen(new Fetching(fetched.File, fetched.Bytes, fetched.Total));
            }
        }, stop, probe);
    }

    /// <summary>Takes the network through one step, which may be of several batches.</summary>
    /// <param name="batches">The epoch's batches.</param>
    /// <param name="step">The step of the epoch, from 0.</param>
    /// <param name="rate">Its rate.</param>
    /// <returns>The mean loss of its samples before it, how many they are, and the last batch that was taken: where the loss is not finite, the one that made it so.</returns>
    public (float Loss, int Samples, int Last) Train(BatchOrder batches, int step, double rate)
    {
        var (first, end) = (step * Spec.Accumulate, Math.Min(batches.Count, (step + 1) * Spec.Accumulate));
        var samples = Math.Min(Data.Train.Count, end * Batch) - (first * Batch);
        for (var i = first; i < end - 1; i++)
        {
            var part = batches[i];
            var loss = Network.Accumulate(part.Inputs, part.Targets, part.Count, samples);
            if (!float.IsFinite(loss))
            {
                return (loss, samples, i);
            }
        }
        var last = batches[end - 1];
        return (Network.TrainStep(last.Inputs, last.Targets, last.Count, rate, samples), samples, end - 1);
    }

    /// <summary>Takes the network through several steps at once, whose losses are read when all are through.</summary>
    /// <param name="batches">The epoch's batches; <see cref="TakesSeveralSteps"/> was true of them.</param>
    /// <param name="step">The first step of the epoch, from 0.</param>
    /// <param name="rates">Their rates.</param>
    /// <param name="shares">Shares of the weights that enter their average behind each.</param>
    /// <param name="losses">Gets the mean loss of every step.</param>
    public void Train(BatchOrder batches, int step, ReadOnlySpan<double> rates, ReadOnlySpan<double> shares, Span<float> losses)
        => Network.TrainSteps(batches.PositionsFrom(step, rates.Length), Batch, rates, shares, losses);

    /// <summary>Whether several steps can be taken at once: a device has the samples in its own memory then.</summary>
    /// <param name="batches">The batches of epochs.</param>
    public bool TakesSeveralSteps(BatchOrder batches)
    {
        if (_device is null || Spec.Accumulate > 1 || !batches.HasPositions || (long)Data.Train.Count * (Data.Train.InputSize + Data.Train.TargetStride) > MostHeld)
        {
            return false;
        }
        var (inputs, targets) = Data.Train.ReadAll();
        return Network.TryHold(inputs, targets);
    }

    /// <summary>Samples of a step of the epoch.</summary>
    /// <param name="step">The step, from 0.</param>
    public int SamplesOf(int step) => Math.Min(Batch, Data.Train.Count - (step * Batch));

    /// <summary>Steps in an epoch.</summary>
    /// <param name="batches">The epoch's batches.</param>
    public int StepsIn(BatchOrder batches) => (batches.Count + Spec.Accumulate - 1) / Spec.Accumulate;

    /// <summary>The samples to learn from in mini-batches, augmented as the data block says.</summary>
    public BatchOrder InBatches() => Data.Train.InBatches(Batch, Seed, Data.Augmentation);

    /// <summary>The rate at every step.</summary>
    /// <param name="stepsPerEpoch">Steps in an epoch.</param>
    /// <param name="spec">The train block where its rate, schedule or epochs have changed since; null for the one that it began with.</param>
    public LearningRates Rates(int stepsPerEpoch, TrainSpec? spec = null) => new(spec ?? Spec, stepsPerEpoch, ScheduleMonitor is not null && MoreIsBetter(ScheduleMonitor));

    /// <summary>Remembers the best epoch, and says when to stop if the block asks for it.</summary>
    public EarlyStopping Stopping() => Spec.Find<EarlyStoppingSetting>() is { } setting
        ? new EarlyStopping(MoreIsBetter(Monitor), setting.Get(EarlyStoppingSetting.MinDelta), setting.Get(EarlyStoppingSetting.Patience))
        : new EarlyStopping(MoreIsBetter(Monitor));

    /// <summary>What answers cost that know nothing of the input.</summary>
    public LossBaseline Baseline() => BaselineOf(Data.Train.Sample(MostLookedAt).ReadAll().Targets);

    /// <summary>What answers cost that know nothing of the input: the weighted sum over all outputs.</summary>
    /// <param name="targets">Targets of some samples, those of all outputs.</param>
    public LossBaseline BaselineOf(float[] targets)
    {
        var (constant, untrained, offset) = (0.0, 0.0, 0);
        for (var i = 0; i < Objectives.Length; i++)
        {
            var (loss, width) = (Objectives[i].Loss, Network.TargetLengthOf(i));
            var one = LossEngines.Of(loss).Baseline(loss, new TargetSample(Targets.Take(targets, Network.TargetLength, offset, width), width), Network.OutputLengthOf(i));
            (constant, untrained, offset) = (constant + (Objectives[i].Weight * one.Constant), untrained + (Objectives[i].Weight * one.Untrained), offset + width);
        }
        return new LossBaseline(constant, untrained);
    }

    /// <summary>A run of it as checks see it, before its first step.</summary>
    /// <param name="stepsPerEpoch">Steps in an epoch.</param>
    public RunState State(int stepsPerEpoch) => new()
    {
        Source = Source,
        Spec = Spec,
        Data = Data,
        Lines = ModelLines.Learning(Model),
        StepsPerEpoch = stepsPerEpoch,
        Baseline = Baseline(),
        FirstWeightNorms = [.. ModelLines.Learning(Model).Join(Network.CollectStatistics().Layers, line => line.Node.Id, layer => layer.Node, (_, layer) => layer.WeightNorm ?? 0)],
        CountAnswers = () => AnswerTally.Of(Network, Data.Train.Sample(MostAsked)),
        Predict = () =>
        {
            var asked = Data.Train.Sample(MostAsked);
            var outputs = new float[(long)asked.Count * Network.OutputLength];
            Network.Predict(asked.ReadInputs(), asked.Count, outputs);
            return outputs;
        },
        MeasureTrain = () => Evaluator.Measure(Data.Train.Sample(MostMeasured))["loss"],
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        Network.Dispose();
        _device?.Dispose();
    }

    private (Network<float> Network, Device? Device) Compile(string wish, NetworkOptions options)
    {
        var work = StepWork.Of(Model, Batch, options.Threads);
        var device = DeviceCatalog.Open(wish, work);
        try
        {
            var there = Network<float>.Compile(Model, Objectives, Spec.Optimizer, options with { Device = device });
            if (device is null || wish != DeviceCatalog.Auto || work.IsSurelyForADevice)
            {
                return (there, device);
            }
            var here = Network<float>.Compile(Model, Objectives, Spec.Optimizer, options);
            if (DeviceTrial.IsFaster(there, here, Batch))
            {
                here.Dispose();
                return (there, device);
            }
            there.Dispose();
            device.Dispose();
            return (here, null);
        }
        catch (DeviceException) when (wish == DeviceCatalog.Auto)
        {
            // Nobody asked for this device, and the processor can do what it cannot.
            device?.Dispose();
            return (Network<float>.Compile(Model, Objectives, Spec.Optimizer, options), null);
        }
        catch
        {
            device?.Dispose();
            throw;
        }
    }

    private void CheckData()
    {
        for (var i = 1; i < Objectives.Length; i++)
        {
            if (Data.Others[i - 1].Width is var given && given != Network.TargetLengthOf(i))
            {
                throw new DataException(DataFindings.WrongFormat, $"A sample of {Spec.Data!.Name} has {given:N0} targets for {Objectives[i].Name}, but with {Objectives[i].Definition.Name} that is compared with {Network.TargetLengthOf(i):N0}.");
            }
        }
        if (Data.Train.InputSize != Network.InputLength)
        {
            throw new DataException(DataFindings.WrongFormat, $"A sample of {Spec.Data!.Name} has {Data.Train.InputSize:N0} numbers, but {Model.Name} takes {Network.InputLength:N0}.");
        }
        if (Data.Train.TargetStride != Network.TargetLength)
        {
            throw new DataException(DataFindings.WrongFormat, $"A sample of {Spec.Data!.Name} has {Data.Train.TargetSize:N0} targets, but {Model.Name} with {Loss.Definition.Name} is compared with {Network.TargetLength:N0}.");
        }
        if (Model.Inputs.First().Facts!.Output.Domain is { Kind: DomainKind.Tokens, Vocabulary: var known } && Data.Vocabulary.Length > known)
        {
            throw new DataException(DataFindings.WrongFormat, $"The text of {Spec.Data!.Name} has {Data.Vocabulary.Length:N0} tokens, but the input of {Model.Name} knows {known:N0}: write domain=tokens({Data.Vocabulary.Length}) there, or vocabulary={known} in the data block.");
        }
    }

    private bool MoreIsBetter(Watched watched) => _metrics.FirstOrDefault(metric => metric.Name == watched.Figure).Meter?.MoreIsBetter ?? false;

    private static Objective Resolve(Objective objective, Func<float[]> targets, bool plain)
    {
        var (loss, definition) = (plain ? PlainModel.Of(objective.Loss) : objective.Loss, objective.Definition);
        var classes = definition.Encoding == TargetEncoding.ClassIndex ? ClassAxis.Of(objective.Output.Facts!.Output.Shape).Classes : 2;
        return objective with { Loss = ClassCosts.Resolve(loss, definition.ClassWeights, targets, classes) };
    }

    // As many samples at once as keep all threads busy, but no more activations than a hundred megabytes.
    private static int EvaluationBatch(LayerGraph model, DataSet data)
    {
        var perSample = model.Nodes.Sum(node => node.Facts!.Output.Shape.Count * 4);
        return (int)Math.Clamp(100_000_000 / perSample, 1, Math.Min(256, data.Train.Count));
    }
}
