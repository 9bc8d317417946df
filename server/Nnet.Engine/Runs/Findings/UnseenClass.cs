using System.Collections.Immutable;
using Nnet.Language.Data;
using Nnet.Language.Findings;
using Nnet.Language.Training;

namespace Nnet.Engine.Runs.Findings;

/// <summary>A class that much of another part is of stands in no row of the training part.</summary>
internal sealed class UnseenClass : RunCheck
{
    // A class of a few rows may be missing by chance, and then there is nothing to mend.
    private const double Much = 0.05;
    private const int MostLookedAt = 20_000;

    /// <inheritdoc/>
    public override FindingKind Kind => RunFindings.UnseenClass;

    /// <inheritdoc/>
    protected override int Order => 11;

    /// <inheritdoc/>
    protected override ImmutableArray<Type> Causes => [typeof(ConstantTarget)];

    /// <inheritdoc/>
    protected override Finding? Look(RunState run)
    {
        var data = run.Data;
        // Data stays what it is: once is enough.
        if (run.Epochs.Count != 1 || ((Loss)run.Spec.Loss!.Definition).Encoding != TargetEncoding.ClassIndex || run.Spec.Data!.TargetIsInput || data.Train.TargetSize != 1)
        {
            return null;
        }
        var known = run.Targets.ToHashSet();
        foreach (var part in new[] { data.Validation, data.Test })
        {
            var targets = part?.Sample(MostLookedAt).ReadTargets() ?? [];
            var unknown = targets.Where(target => !known.Contains(target)).CountBy(target => target).ToArray();
            var share = unknown.Sum(pair => pair.Value) / (double)Math.Max(1, targets.Length);
            if (share < Much)
            {
                continue;
            }
            var names = string.Join(", ", unknown.OrderByDescending(pair => pair.Value).Take(3).Select(pair => data.Target.ClassNames.ElementAtOrDefault((int)pair.Key) ?? $"{(int)pair.Key}"));
            var split = run.Spec.Data.Find<SplitSetting>();
            var inOrder = split is not null && !split.Get(SplitSetting.Shuffle);
            return Found((split ?? run.Spec.Data.Source!).Span,
                $"{Percent(share)} of the {part!.Name} part are of {(unknown.Length == 1 ? "class" : $"{unknown.Length} classes that no sample to learn from has:")} {names}{(unknown.Length > 3 ? " …" : "")}{(unknown.Length == 1 ? ", which no sample to learn from has" : "")}: the network cannot answer what it has never seen. "
                + (inOrder ? "The rows seem to be sorted by class, and `shuffle=false` parts them as they come. Shuffle them." : "Let every part have all classes: stratify=true."),
                inOrder ? Fixes.SetArgument(split!, SplitSetting.Shuffle, "true") : split is not null ? Fixes.SetArgument(split, SplitSetting.Stratify, "true") : Fixes.InsertStepAfter(run.Source, run.Spec.Data.Source!, "split train=80% validation=20% stratify=true"));
        }
        return null;
    }
}
