using Nnet.Engine.Data;
using Nnet.Engine.Losses;
using Nnet.Engine.Runs.Events;
using Nnet.Language.Text;
using Nnet.Language.Training;

namespace Nnet.Engine.Runs.Findings;

/// <summary>A run as its checks see it.</summary>
public sealed class RunState
{
    /// <summary>The text that is trained.</summary>
    public required SourceText Source { get; init; }

    /// <summary>The train block.</summary>
    public required TrainSpec Spec { get; init; }

    /// <summary>The data.</summary>
    public required DataSet Data { get; init; }

    /// <summary>The lines that learn, in the order of <see cref="EpochDone.Layers"/>.</summary>
    public required IReadOnlyList<LearningLine> Lines { get; init; }

    /// <summary>Steps in an epoch.</summary>
    public required int StepsPerEpoch { get; init; }

    /// <summary>What answers cost that know nothing of the input.</summary>
    public required LossBaseline Baseline { get; init; }

    /// <summary>Norm of each of those lines' weights before the first step.</summary>
    public required IReadOnlyList<double> FirstWeightNorms { get; init; }

    /// <summary>Asks the network, as it is now, for its answers to some samples to learn from.</summary>
    public required Func<AnswerTally> CountAnswers { get; init; }

    /// <summary>Asks the network, as it is now, for its outputs for some samples to learn from.</summary>
    public required Func<float[]> Predict { get; init; }

    /// <summary>The loss of the network as it is now on a good part of what it learns from, with dropout off.</summary>
    public required Func<double> MeasureTrain { get; init; }

    /// <summary>Loss of the best constant answer.</summary>
    public double Constant => Baseline.Constant;

    /// <summary>About the loss of a network that has learnt nothing.</summary>
    public double Untrained => Baseline.Untrained;

    /// <summary>Epochs so far.</summary>
    public IReadOnlyList<EpochDone> Epochs => _epochs;

    /// <summary>The epoch of the lowest training loss, or null.</summary>
    public EpochDone? BestTrain { get; private set; }

    /// <summary>The epoch of the lowest validation loss, or null.</summary>
    public EpochDone? BestValidation { get; private set; }

    /// <summary>Loss of the first step, before any change of the weights; not a number before it.</summary>
    public double FirstLoss { get; set; } = double.NaN;

    /// <summary>Where a number stopped being finite, or null.</summary>
    public Breakdown? Breakdown { get; set; }

    /// <summary>Whether no further epoch follows, and nobody wanted one.</summary>
    public bool IsOver { get; set; }

    /// <summary>The epoch whose weights were kept, or null before the end and when there was none.</summary>
    public EpochDone? Kept { get; set; }

    /// <summary>Loss and metrics of the test part once the run is over, or null.</summary>
    public IReadOnlyDictionary<string, double>? Test { get; set; }

    /// <summary>The newest epoch.</summary>
    public EpochDone Latest => Epochs[^1];

    /// <summary>The loss that counts: of the validation part where there is one.</summary>
    public static double LossOf(EpochDone epoch) => (epoch.Validation ?? epoch.Train)["loss"];

    /// <summary>How much of the way from the best constant answer to a loss of zero is done: 0 nothing, 1 all, below 0 worse than guessing.</summary>
    public double Progress => Epochs.Count == 0 ? 0 : 1 - (LossOf(Latest) / Constant);

    /// <summary>
    /// Whether the run is in fact going badly, which every symptom needs to be an illness: nothing was learnt in a good
    /// part of the run, or too little by its end.
    /// </summary>
    public bool IsGoingBadly => IsOver ? !(Progress > 0.5) : Epochs.Count >= Math.Max(5, Spec.Epochs / 5) && !(Progress > 0.1);

    /// <summary>
    /// Whether a metric shows that something was learnt, whatever the loss says: more right answers than the most frequent
    /// class gives, or a fifth of the variance explained.
    /// </summary>
    public bool HasLearntSomething
    {
        get
        {
            var figures = Latest.Validation ?? Latest.Train;
            return (figures.TryGetValue("r2", out var explained) && explained > 0.2)
                || (figures.TryGetValue("accuracy", out var accuracy) && accuracy > 0.1 + (Targets.CountBy(target => target).Max(pair => pair.Value) / (double)Targets.Count));
        }
    }

    /// <summary>Whether it tells classes apart so well that no advice is due.</summary>
    public bool ReachesItsGoal => (Latest.Validation ?? Latest.Train).TryGetValue("accuracy", out var accuracy) && accuracy >= 0.95;

    /// <summary>The targets of a good part of the training part, one after the other.</summary>
    public IReadOnlyList<float> Targets => _targets ??= Data.Train.Sample(MostLookedAt).ReadTargets();

    /// <summary>The greatest input of the training part in magnitude, or of a good part of it where that is large.</summary>
    public double LargestInput => _largestInput ??= Data.Train.Sample(MostLookedAt).ReadInputs().Max(Math.Abs);

    /// <summary>Whether samples that are alike have alike targets; null where that cannot be asked.</summary>
    internal Neighbours? Neighbours
    {
        get
        {
            if (!_hasAsked)
            {
                _hasAsked = true;
                var areClasses = ((Loss)Spec.Loss!.Definition).Encoding == TargetEncoding.ClassIndex;
                // A class at every place of a sequence has no mean.
                _neighbours = areClasses && Data.Train.TargetSize != 1 ? null : Findings.Neighbours.Ask(Data, areClasses ? Data.Target.Classes ?? 0 : 0);
            }
            return _neighbours;
        }
    }

    private const int MostLookedAt = 20_000;

    private readonly List<EpochDone> _epochs = [];
    private double? _largestInput;
    private float[]? _targets;
    private Neighbours? _neighbours;
    private bool _hasAsked;

    /// <summary>Takes an epoch. What checks ask for is kept up to date here, so that none has to go through all epochs after each.</summary>
    public void Add(EpochDone epoch)
    {
        _epochs.Add(epoch);
        BestTrain = BestTrain is { } best && !(epoch.Train["loss"] < best.Train["loss"]) ? best : epoch;
        if (epoch.Validation is { } validation)
        {
            BestValidation = BestValidation is { } lowest && !(validation["loss"] < lowest.Validation!["loss"]) ? lowest : epoch;
        }
    }
}

/// <summary>Where a number stopped being finite.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Step">Steps done before it.</param>
/// <param name="Node">Id of the first layer whose values are not finite, or null when none is: then it is the loss.</param>
/// <param name="Value">Which of its values: <c>output</c>, <c>gradient</c>, or the name of a tensor.</param>
public sealed record Breakdown(int Epoch, long Step, int? Node, string? Value);
