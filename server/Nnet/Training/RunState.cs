using Newtonsoft.Json.Linq;

namespace Nnet.Training;

/// <summary>How far a run is.</summary>
public enum RunPhase
{
    /// <summary>The worker reads the data and prepares the network.</summary>
    Starting,

    /// <summary>It trains.</summary>
    Training,

    /// <summary>It was asked to stop and has not yet ended.</summary>
    Stopping,

    /// <summary>It has ended.</summary>
    Over,
}

/// <summary>What is known of a run after the events so far. Immutable: each event makes the next state.</summary>
public sealed record RunState
{
    private const string LossName = "loss";

    /// <summary>How far it is.</summary>
    public RunPhase Phase { get; init; }

    /// <summary>The epoch that is being trained, from 1; 0 before the first.</summary>
    public int Epoch { get; init; }

    /// <summary>Epochs that are planned.</summary>
    public int Epochs { get; init; }

    /// <summary>Share of the whole run that is done, 0 to 1.</summary>
    public double Progress { get; init; }

    /// <summary>The last training loss, or null before the first and where it is not a number.</summary>
    public double? Loss { get; init; }

    /// <summary>How it ended, in a few words for the lens: <c>test accuracy 98.3%</c>; null before.</summary>
    public string? Outcome { get; init; }

    /// <summary>Whether it waits between two steps until it is told to go on.</summary>
    public bool IsPaused { get; init; }

    private int StepsPerEpoch { get; init; } = 1;

    /// <summary>How it stands, in a few words: <c>epoch 12 of 30 · loss 0.081</c>.</summary>
    public string Standing => Phase switch
    {
        RunPhase.Over => Outcome ?? "",
        RunPhase.Stopping => "stopping",
        _ when IsPaused => $"paused in epoch {Epoch} of {Epochs}",
        _ when Epoch == 0 => "reading data",
        _ => $"epoch {Epoch} of {Epochs}{(Loss is { } loss ? $" · loss {Figures.Measure(loss)}" : "")}",
    };

    /// <summary>The state after an event of the worker.</summary>
    public RunState After(JObject happened) => (string?)happened["event"] switch
    {
        "started" => this with
        {
            Phase = Phase == RunPhase.Stopping ? Phase : RunPhase.Training,
            Epochs = (int?)happened["epochs"] ?? 0,
            StepsPerEpoch = Math.Max(1, (int?)happened["stepsPerEpoch"] ?? 1),
        },
        "batch" => Trained((int?)happened["epoch"] ?? Epoch, (int?)happened["step"], (double?)happened[LossName]),
        "epoch" => Trained((int?)happened["epoch"] ?? Epoch, null, (double?)happened["train"]?[LossName]) with { Epochs = (int?)happened["epochs"] ?? Epochs },
        "paused" => this with { IsPaused = true, Epoch = (int?)happened["epoch"] ?? Epoch },
        "continued" => this with { IsPaused = false, Epochs = (int?)happened["epochs"] ?? Epochs },
        "done" => this with { Phase = RunPhase.Over, Outcome = Describe(happened) },
        "failed" => this with { Phase = RunPhase.Over, Outcome = "failed" },
        _ => this,
    };

    /// <summary>The state after the user asked it to stop.</summary>
    public RunState Stopped() => Phase == RunPhase.Over ? this : this with { Phase = RunPhase.Stopping };

    // A step counts over the whole run or over the epoch, which gives the same; an epoch's own event comes when it is complete.
    private RunState Trained(int epoch, int? step, double? loss)
    {
        var ofEpoch = step is { } done ? (((Math.Max(1, done) - 1) % StepsPerEpoch) + 1.0) / StepsPerEpoch : 1;
        return this with { Epoch = epoch, Loss = loss, Progress = Math.Clamp((epoch - 1 + ofEpoch) / Math.Max(1, Epochs), 0, 1) };
    }

    private static string Describe(JObject done)
    {
        var ended = (string?)done["status"] switch
        {
            "diverged" => "diverged",
            "stopped" => $"stopped in epoch {(int?)done["epochs"] ?? 0}",
            _ => null,
        };
        var test = done["test"] is JObject scores ? Scores(scores) : null;
        return string.Join(" · ", new[] { ended, test }.OfType<string>()) is { Length: > 0 } words ? words : "done";
    }

    // One figure says it: the first metric that is a number, or the loss where there is none.
    private static string? Scores(JObject scores)
    {
        var numbers = scores.Properties().Where(score => score.Value.Type is JTokenType.Float or JTokenType.Integer).ToList();
        var best = numbers.Find(score => score.Name != LossName) ?? numbers.FirstOrDefault();
        return best is null ? null : $"test {best.Name} {Score(best.Name, (double)best.Value)}";
    }

    private static string Score(string name, double value) => name == "accuracy" ? Figures.Percent(value) : Figures.Measure(value);
}
