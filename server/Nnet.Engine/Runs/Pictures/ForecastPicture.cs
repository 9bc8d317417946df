using System.Collections.Immutable;
using System.Globalization;
using Nnet.Engine.Data;
using Nnet.Language.Data;
using Nnet.Language.Training;

namespace Nnet.Engine.Runs.Pictures;

/// <summary>
/// Of series: what came before, how it went on, and what the network foresaw. Asked step by step it always knows what happened until
/// then; fed with its own answers it has to live with its mistakes, as it must where the future is not known.
/// </summary>
internal sealed class ForecastPicture : RunPicture
{
    private const int MostSeries = 3;
    private const int LeastSteps = 48;
    private const int MostSteps = 240;
    private const int MostHistory = 120;

    // Each step that is fed back takes a pass through the network.
    private const double MostWork = 4e9;

    /// <inheritdoc/>
    public override bool Fits(Experiment run)
        => run.Spec.Data!.Source!.Definition is SeriesSource
            && EncodingOf(run) == TargetEncoding.Values
            && run.Network.OutputLength == run.Data.Train.TargetStride
            && StepsIn(Unseen(run), run) >= 2;

    /// <inheritdoc/>
    public override Drawing Begin(Experiment run)
    {
        var part = Unseen(run);
        var steps = StepsIn(part, run);
        var (width, columns, targets) = (run.Data.InputNames.Length, ColumnsOf(run), run.Network.OutputLength);
        var (inputs, truths) = (new float[steps * part.InputSize], new float[steps * targets]);
        part.Read(0, steps, inputs, truths);
        run.Data.TargetNormalization.Invert(truths);
        var outputs = new float[steps * targets];
        var fedBack = Feeds(run, columns) ? (int)Math.Clamp(MostWork / (16.0 * Math.Max(1, run.Model.Macs)), Math.Min(8, steps), steps) : 0;
        var foreseen = new float[fedBack * targets];
        var window = part.InputSize / width;
        return new Drawing(() =>
        {
            run.Network.Predict(inputs, steps, outputs);
            run.Data.TargetNormalization.Invert(outputs);
            FeedBack(run, columns, inputs.AsSpan(0, part.InputSize), foreseen);
            return new ForecastContent
            {
                Part = part.Name,
                Horizon = run.Spec.Data!.Source!.Get(SeriesSource.Horizon),
                Series = [.. Enumerable.Range(0, Math.Min(MostSeries, targets)).Select(target => new Forecast(
                    columns[target] is { } column ? run.Data.InputNames[column] : $"target {target + 1}",
                    Pack(columns[target] is { } known ? History(run, inputs.AsSpan(0, part.InputSize), window, known) : []),
                    Pack(Every(truths, target, targets)),
                    Pack(Every(outputs, target, targets)),
                    Pack(Every(foreseen, target, targets))))],
            };
        });
    }

    // Samples at the beginning of a part that follow each other without a gap.
    private static int StepsIn(Part part, Experiment run)
    {
        var wanted = Math.Min(part.Count, Math.Clamp(2 * run.Data.Shape[0], LeastSteps, MostSteps));
        var steps = 1;
        while (steps < wanted && part.RowOf(steps) == part.RowOf(steps - 1) + 1)
        {
            steps++;
        }
        return steps;
    }

    // Which input column each target is, as far as that shows.
    private static ImmutableArray<int?> ColumnsOf(Experiment run)
    {
        var names = run.Data.InputNames;
        var written = run.Spec.Data!.Source!.Get(SeriesSource.Target);
        return written.IsEmpty
            ? [names.Length - 1]
            : [.. written.Select(column => names.IndexOf(column) is >= 0 and var named ? named : int.TryParse(column, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? (number + names.Length) % names.Length : (int?)null).Distinct()];
    }

    // Only where every column is predicted for the very next row there is all that the next window needs.
    private static bool Feeds(Experiment run, ImmutableArray<int?> columns)
        => columns.All(column => column is not null)
            && columns.Length == run.Data.InputNames.Length
            && columns.Length == run.Network.OutputLength
            && run.Spec.Data!.Source!.Get(SeriesSource.Horizon) == 1
            && run.Spec.Data.Source.Get(SeriesSource.Stride) == 1;

    private static void FeedBack(Experiment run, ImmutableArray<int?> columns, ReadOnlySpan<float> first, float[] foreseen)
    {
        var (width, targets) = (run.Data.InputNames.Length, run.Network.OutputLength);
        var window = first.ToArray();
        var row = new float[width];
        for (var at = 0; at < foreseen.Length; at += targets)
        {
            var answer = foreseen.AsSpan(at, targets);
            run.Network.Predict(window, 1, answer);
            run.Data.TargetNormalization.Invert(answer);
            for (var target = 0; target < targets; target++)
            {
                row[columns[target]!.Value] = answer[target];
            }
            // From here on it is a row of the table as any other.
            run.Data.Normalization.Apply(row);
            window.AsSpan(width).CopyTo(window);
            row.CopyTo(window.AsSpan(window.Length - width));
        }
    }

    private static float[] History(Experiment run, ReadOnlySpan<float> sample, int window, int column)
    {
        var (width, shown) = (run.Data.InputNames.Length, Math.Min(window, MostHistory));
        var values = new float[shown];
        for (var i = 0; i < shown; i++)
        {
            values[i] = run.Data.Normalization.Invert(sample[((window - shown + i) * width) + column], column);
        }
        return values;
    }

    private static float[] Every(float[] values, int first, int step) => [.. Enumerable.Range(0, values.Length / step).Select(i => values[(i * step) + first])];
}
