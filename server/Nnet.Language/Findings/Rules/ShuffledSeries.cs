using Nnet.Language.Data;

namespace Nnet.Language.Findings.Rules;

/// <summary>Windows of a series are shared out at random.</summary>
public sealed class ShuffledSeries : Rule
{
    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("shuffled-series", Severity.Warning, "A series is split at random",
        "Windows of a series overlap, and its values change slowly: with parts drawn at random, the network has seen nearly the same windows that it is judged by. In use it foretells what lies behind everything that it knows.");

    /// <inheritdoc/>
    public override void Check(RuleContext context)
    {
        foreach (var data in context.Data)
        {
            if (data.Source is not { Definition: SeriesSource } series || data.Find<SplitSetting>() is not { } split || !split.Has(SplitSetting.Shuffle) || !split.Get(SplitSetting.Shuffle))
            {
                continue;
            }
            var (window, stride) = (series.Get(SeriesSource.Window), series.Get(SeriesSource.Stride));
            var overlap = stride < window ? $"Windows of {window:#,0} rows that begin {stride:#,0} {(stride == 1 ? "row" : "rows")} apart share most of their rows: " : "Neighbouring windows are much alike: ";
            context.Report(new Finding(Kind, split.Values[SplitSetting.Shuffle].Span, overlap + "drawn at random, those of the other parts lie between those to learn from. Parts that follow each other in time tell how well the future is foretold.")
            {
                Fixes = [Fixes.RemoveArgument("Remove shuffle", context.Source, split, SplitSetting.Shuffle)],
            });
        }
    }
}
