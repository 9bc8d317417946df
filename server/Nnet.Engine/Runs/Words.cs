using System.Globalization;
using Nnet.Engine.Runs.Events;

namespace Nnet.Engine.Runs;

/// <summary>Figures as people read them, the same in the terminal and in pictures.</summary>
public static class Words
{
    private static readonly HashSet<string> s_shares = ["accuracy"];

    /// <summary>A metric's name and value: <c>accuracy 98.3%</c>, <c>loss 0.081</c>.</summary>
    public static string Figure(string name, double value) => $"{name} {Value(name, value)}";

    /// <summary>A metric's value: <c>98.3%</c>, <c>0.081</c>.</summary>
    public static string Value(string name, double value)
        => !double.IsFinite(value) ? "–" : s_shares.Contains(name) ? (100 * value).ToString("0.0", CultureInfo.InvariantCulture) + "%" : LossAxis.Label(value);

    /// <summary>A time: <c>0.4 s</c>, <c>12 s</c>, <c>3 min 20 s</c>, <c>2 h 5 min</c>.</summary>
    public static string Time(double seconds) => seconds switch
    {
        not (>= 0 and < 1e9) => "–",
        < 9.95 => seconds.ToString("0.0", CultureInfo.InvariantCulture) + " s",
        < 59.5 => $"{seconds:0} s",
        < 3570 => $"{(int)(seconds + 0.5) / 60} min {(int)(seconds + 0.5) % 60} s",
        _ => $"{(int)(seconds / 3600)} h {(int)(seconds / 60) % 60} min",
    };

    /// <summary>A count in few letters: <c>842</c>, <c>12.3k</c>, <c>1.2M</c>.</summary>
    public static string Count(double count) => count switch
    {
        not (>= 0 and < 1e15) => "–",
        < 1000 => count.ToString("0", CultureInfo.InvariantCulture),
        < 1e6 => (count / 1e3).ToString(count < 1e5 ? "0.#" : "0", CultureInfo.InvariantCulture) + "k",
        _ => (count / 1e6).ToString(count < 1e8 ? "0.#" : "0", CultureInfo.InvariantCulture) + "M",
    };

    /// <summary>How a run ended: <c>test accuracy 98.3%</c>, <c>stopped</c>.</summary>
    public static string Outcome(Done done)
    {
        // The first metric says more than a loss.
        var main = done.Test?.Keys.FirstOrDefault(name => !name.EndsWith("loss", StringComparison.Ordinal)) ?? "loss";
        var test = done.Test is { } figures ? $"test {Figure(main, figures[main])}" : "";
        var state = done.Status switch
        {
            "stopped" => "stopped",
            "diverged" => "diverged",
            "early_stopped" => $"stopped early after {done.Epochs} epochs",
            _ => $"{done.Epochs} epochs",
        };
        return test.Length > 0 ? $"{test} · {state}" : state;
    }

    /// <summary>The best epoch: <c>best validation loss 0.081 in epoch 12</c>; empty when there is none.</summary>
    public static string Best(Done done, IReadOnlyList<EpochDone> epochs, string monitor)
    {
        if (done.BestEpoch == 0)
        {
            return "";
        }
        var best = epochs[done.BestEpoch - 1];
        var isValidation = monitor.StartsWith("val_", StringComparison.Ordinal);
        var name = isValidation ? monitor[4..] : monitor;
        return $"best {(isValidation ? "validation" : "training")} {Figure(name, (isValidation ? best.Validation! : best.Train)[name])} in epoch {done.BestEpoch}";
    }
}
