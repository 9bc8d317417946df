using System.Text;
using Nnet.Engine.Runs.Events;
using Nnet.Engine.Runs.Trials;

namespace Nnet.Cli.Live;

/// <summary>What the learning-rate range test came to: the curve over the rates, and the answer.</summary>
internal static class RateReport
{
    private const int Rows = 8;

    /// <summary>Writes it.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="found">The answer.</param>
    /// <param name="file">The .nnet file as the user named it.</param>
    public static void Write(Terminal console, RateFound found, string file)
    {
        if (found.Curve.Length > 1)
        {
            var width = Math.Min(console.Width - 1, 96);
            foreach (var row in BrailleCurve.Draw([([.. found.Curve.Select(point => point.Loss)], console.Accent)], found.Curve.Length, width, Rows))
            {
                console.Line(row);
            }
            console.Line(console.Dim(Axis(found, width)));
            if (found.Suggested is { } rate)
            {
                console.Line(new string(' ', ColumnOf(found, rate, width)) + console.Bold("▲ " + RateCurve.Text(rate)));
            }
            console.Line();
        }
        console.Line(found.Message);
        foreach (var fix in found.Fixes)
        {
            console.Line(console.Dim($"{file}:{found.Line}: {fix.Title.ToLowerInvariant()}"));
        }
    }

    // The decades under the curve, as far apart as their words need.
    private static string Axis(RateFound found, int width)
    {
        var line = new StringBuilder();
        for (var decade = -7; decade <= 1; decade++)
        {
            var rate = Math.Pow(10, decade);
            var column = ColumnOf(found, rate, width);
            if (rate >= found.Curve[0].Rate * 0.99 && rate <= found.Curve[^1].Rate * 1.01 && column >= line.Length + (line.Length > 0 ? 1 : 0))
            {
                line.Append(' ', column - line.Length).Append(RateCurve.Text(rate));
            }
        }
        return line.ToString();
    }

    private static int ColumnOf(RateFound found, double rate, int width)
    {
        var (low, high) = (Math.Log(found.Curve[0].Rate), Math.Log(found.Curve[^1].Rate));
        return BrailleCurve.AxisWidth + (int)Math.Round((Math.Log(rate) - low) / (high - low) * (width - BrailleCurve.AxisWidth - 1));
    }
}

/// <summary>Whether the model can learn one batch by heart: its loss, and the answer.</summary>
internal static class OneBatchReport
{
    private const int Rows = 6;

    /// <summary>Writes it.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="learnt">The answer.</param>
    /// <param name="file">The .nnet file as the user named it.</param>
    public static void Write(Terminal console, BatchLearnt learnt, string file)
    {
        if (learnt.Losses.Length > 1)
        {
            foreach (var row in BrailleCurve.Draw([(learnt.Losses, console.Accent)], learnt.Losses.Length, Math.Min(console.Width - 1, 96), Rows))
            {
                console.Line(row);
            }
            console.Line();
        }
        console.Line(learnt.Line is { } line ? $"{file}:{line}: {learnt.Message}" : learnt.Message);
    }
}
