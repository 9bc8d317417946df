using System.Runtime.InteropServices;
using Nnet.Engine.Data;
using Nnet.Language.Data;
using Nnet.Language.Findings;

namespace Nnet.Engine.Runs.Findings;

/// <summary>Much of another part stands in the training part as well, number for number: what is measured there is memory.</summary>
internal sealed class SharedSamples : RunCheck
{
    // A few rows are alike in many tables, by chance or because their measures are coarse.
    private const double Much = 0.25;

    // Beyond it the look costs more than it may.
    private const long MostNumbers = 10_000_000;
    private const int MostLookedAt = 5000;

    /// <inheritdoc/>
    public override FindingKind Kind => RunFindings.SharedSamples;

    /// <inheritdoc/>
    protected override int Order => 12;

    /// <inheritdoc/>
    protected override Finding? Look(RunState run)
    {
        var (data, train) = (run.Data, run.Data.Train);
        // Data stays what it is: once is enough. Pieces of a text or a series repeat without being copies.
        if (run.Epochs.Count != 1 || !data.Vocabulary.IsEmpty || run.Spec.Data!.Source!.Definition is SeriesSource
            || (long)train.Count * (train.InputSize + train.TargetStride) > MostNumbers || !IsFine(train))
        {
            return null;
        }
        var known = Hashes(train).ToHashSet();
        foreach (var part in new[] { data.Test, data.Validation })
        {
            if (part?.Sample(MostLookedAt) is not { Count: > 0 } asked || Hashes(asked).Count(known.Contains) / (double)asked.Count is var share && share < Much)
            {
                continue;
            }
            return Found((run.Spec.Data.Find<SplitSetting>() ?? run.Spec.Data.Source).Span,
                $"{Percent(share)} of the {part.Name} part stand in the training part as well, number for number (of its {train.Count:N0} samples {known.Count:N0} differ). To answer those, memory is enough, so that the figures of the {part.Name} part say little of samples that are new. "
                + "Take rows that stand there twice out of the table. Where they were copied to balance the classes, `class_weights=balanced` behind the loss does so without copies.");
        }
        return null;
    }

    /// <summary>Whether samples are told apart by some number that is finely measured, so that equal ones are copies and not just alike.</summary>
    private static bool IsFine(Part train)
    {
        var some = train.Sample(2000);
        var inputs = some.ReadInputs();
        var rows = Hashes(some).Distinct().Count();
        return rows >= 20 && Enumerable.Range(0, some.InputSize).Any(column => Values(column).Distinct().Count() > 0.3 * rows);

        IEnumerable<float> Values(int column) => Enumerable.Range(0, some.Count).Select(row => inputs[(row * some.InputSize) + column]);
    }

    /// <summary>A number for each sample that tells it from those with other inputs or targets.</summary>
    private static ulong[] Hashes(Part part)
    {
        var (inputs, targets) = part.ReadAll();
        var hashes = new ulong[part.Count];
        for (var row = 0; row < hashes.Length; row++)
        {
            hashes[row] = Add(Add(0xCBF29CE484222325, inputs.AsSpan(row * part.InputSize, part.InputSize)), targets.AsSpan(row * part.TargetStride, part.TargetStride));
        }
        return hashes;

        // Fowler, Noll and Vo's hash, with the high bits folded in: a product alone never carries them down.
        static ulong Add(ulong hash, ReadOnlySpan<float> values)
        {
            foreach (var bits in MemoryMarshal.Cast<float, uint>(values))
            {
                hash = (hash ^ bits) * 0x100000001B3;
                hash ^= hash >> 32;
            }
            return hash;
        }
    }
}
