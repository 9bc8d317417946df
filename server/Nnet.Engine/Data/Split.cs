using Nnet.Language.Data;
using Nnet.Language.Findings;

namespace Nnet.Engine.Data;

/// <summary>Parts samples into training, validation and test. Together the parts are all samples, each of them once.</summary>
/// <param name="Train">Numbers of the samples to learn from, in the source's order.</param>
/// <param name="Validation">Numbers of those to watch.</param>
/// <param name="Test">Numbers of those to judge by.</param>
public sealed record Split(int[] Train, int[] Validation, int[] Test)
{
    /// <summary>Parts the samples as the data block says; without a split all are for training.</summary>
    /// <param name="data">The data block.</param>
    /// <param name="samples">The samples.</param>
    /// <param name="fold">The fold to watch, in place of the block's validation part; null for that.</param>
    /// <exception cref="DataException">Nothing is left to learn from, stratify finds no classes, or the samples cannot be dealt into folds.</exception>
    public static Split Of(DataSpec data, Samples samples, Fold? fold) => fold is null ? Of(data, samples) : Of(data, samples).Deal(data, samples, fold);

    private static Split Of(DataSpec data, Samples samples)
    {
        var (count, test) = (samples.Count - samples.TestCount, Enumerable.Range(samples.Count - samples.TestCount, samples.TestCount).ToArray());
        if (data.Find<SplitSetting>() is not { } setting)
        {
            return new Split([.. Enumerable.Range(0, count)], [], test);
        }
        double[] shares = [setting.Get(SplitSetting.Train), setting.Get(SplitSetting.Validation), setting.Get(SplitSetting.Test)];
        if (test.Length > 0 && shares[2] > 0)
        {
            throw new DataException(DataFindings.WrongFormat, $"{data.Source!.Definition.Name} has a test part of its own, {test.Length:N0} samples: part the other {count:N0} with train= and validation= alone.", SplitSetting.Test);
        }
        int[]? classes = null;
        if (setting.Get(SplitSetting.Stratify))
        {
            if (samples.Target.Classes is null || samples.Target.Width != 1 || !samples.HasTargets)
            {
                throw new DataException(DataFindings.WrongFormat, "stratify keeps the shares of classes, but the target is no class: leave it out.", SplitSetting.Stratify);
            }
            classes = Array.ConvertAll(samples.Targets, value => (int)value);
        }
        var shuffle = setting.Has(SplitSetting.Shuffle) ? setting.Get(SplitSetting.Shuffle) : !samples.IsOrdered;
        var split = Of(count, shares, (ulong)setting.Get(SplitSetting.Seed), shuffle, classes);
        split = test.Length > 0 ? split with { Test = test } : split;
        return split.Train.Length > 0
            ? split
            : throw new DataException(DataFindings.WrongFormat, $"Of {count:N0} samples, train={shares[0]:P0} leaves none to learn from.", SplitSetting.Train);
    }

    /// <summary>Parts <paramref name="count"/> samples by shares for training, validation and test.</summary>
    /// <param name="count">Number of samples.</param>
    /// <param name="shares">Three shares that sum to 1.</param>
    /// <param name="seed">Which shuffle.</param>
    /// <param name="shuffle">Whether the parts are drawn at random; otherwise they follow each other.</param>
    /// <param name="classes">The class of each sample, to give every part the same shares of them; or null.</param>
    public static Split Of(int count, double[] shares, ulong seed, bool shuffle, int[]? classes)
    {
        var order = Enumerable.Range(0, count).ToArray();
        if (shuffle)
        {
            new CounterRandom(seed, stream: 1).Shuffle(order);
        }
        var parts = Deal(order, shares, classes);
        return new Split(parts[0], parts[1], parts[2]);
    }

    // All samples but those of the test part, in folds; one is to watch.
    private Split Deal(DataSpec data, Samples samples, Fold fold)
    {
        var setting = data.Find<SplitSetting>();
        var shuffles = setting?.Has(SplitSetting.Shuffle) == true ? setting.Get(SplitSetting.Shuffle) : !samples.IsOrdered;
        if (!shuffles)
        {
            throw new DataException(DataFindings.WrongFormat, $"The samples of {data.Name} {(samples.IsOrdered ? "follow each other in time" : "are kept in their order by shuffle=false")}, so that a fold from the middle would be foretold from what came after it, and its figures would be too good. Train once with a split: its validation part comes last.");
        }
        int[] pool = [.. Train.Concat(Validation).Order()];
        if (pool.Length < fold.Of)
        {
            throw new DataException(DataFindings.WrongFormat, $"{fold.Of} folds need at least {fold.Of} samples, but {data.Name} has {pool.Length:N0} beside its test part.");
        }
        new CounterRandom((ulong)(setting?.Get(SplitSetting.Seed) ?? 1), stream: 1).Shuffle(pool);
        var stratifies = fold.Stratified && samples is { HasTargets: true, Target: { Classes: not null, Width: 1 } };
        var folds = Deal(pool, [.. Enumerable.Repeat(1.0, fold.Of)], stratifies ? Array.ConvertAll(samples.Targets, value => (int)value) : null);
        return new Split([.. folds.Where((_, i) => i != fold.Number - 1).SelectMany(rows => rows).Order()], folds[fold.Number - 1], Test);
    }

    // Parts of the given shares, each in the order of the source.
    private static int[][] Deal(int[] order, double[] shares, int[]? classes)
    {
        var count = order.Length;
        var parts = shares.Select(_ => new List<int>()).ToArray();
        var quota = LargestRemainder(count, shares);
        var groups = classes is null ? [order] : order.GroupBy(sample => classes[sample]).OrderBy(group => group.Key).Select(group => group.ToArray());
        var credit = new double[shares.Length];
        foreach (var group in groups)
        {
            var place = 0;
            foreach (var (part, share) in Deal(group.Length, count, quota, credit, parts))
            {
                parts[part].AddRange(group.AsSpan(place, share));
                place += share;
            }
        }
        return [.. parts.Select(part => part.Order().ToArray())];
    }

    // How many of a group each part gets: sample by sample to the part that is furthest behind its quota. The credit is
    // carried over from group to group, so that small classes do not all fall to the same part and the totals are exact.
    private static IEnumerable<(int Part, int Share)> Deal(int size, int count, int[] quota, double[] credit, List<int>[] parts)
    {
        var dealt = new int[quota.Length];
        for (var i = 0; i < size; i++)
        {
            var best = -1;
            for (var part = 0; part < quota.Length; part++)
            {
                credit[part] += (double)quota[part] / count;
                var open = parts[part].Count + dealt[part] < quota[part];
                best = open && (best < 0 || credit[part] > credit[best] + 1e-9) ? part : best;
            }
            dealt[best]++;
            credit[best]--;
        }
        return dealt.Select((share, part) => (part, share));
    }

    // Whole numbers in the given shares that sum to the count exactly (Hamilton's method).
    private static int[] LargestRemainder(int count, double[] shares)
    {
        var sum = shares.Sum();
        var exact = shares.Select(share => count * share / sum).ToArray();
        // A share of 80% of 10 must be 8 although 0.8 × 10 may fall a hair short in binary.
        var whole = exact.Select(value => (int)Math.Floor(value + 1e-9)).ToArray();
        foreach (var part in Enumerable.Range(0, shares.Length).OrderByDescending(part => exact[part] - whole[part]).Take(count - whole.Sum()))
        {
            whole[part]++;
        }
        return whole;
    }
}
