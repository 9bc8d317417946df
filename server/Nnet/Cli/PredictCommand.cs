using System.Globalization;
using Nnet.Cli.Live;
using Nnet.Engine.Data;
using Nnet.Engine.Runs;
using Nnet.Engine.Runs.Metrics;
using Nnet.Language.Training;

namespace Nnet.Cli;

/// <summary><c>nnet predict RUN-DIR DATA</c>: predictions beside the truth.</summary>
internal sealed class PredictCommand : Command
{
    private const int FewRows = 20;
    private const int FewTexts = 4;
    private const int MostOutputs = 4;

    /// <inheritdoc/>
    public override string Name => "predict";

    /// <inheritdoc/>
    public override string Summary => "Show predictions of a trained network beside the truth";

    /// <inheritdoc/>
    public override string Usage => "RUN-DIR DATA [--labels FILE] [--all]";

    /// <inheritdoc/>
    public override IReadOnlyList<(string Option, string Meaning)> Options =>
    [
        ("DATA", "test, validation or train for a part of the run's own data, or a file of the same format, with or without the truth"),
        ("--labels FILE", "Labels of IDX images, where they are not found beside them"),
        ("--all", $"Every sample; otherwise the first {FewRows}"),
        ("exit code", "0 done, 1 the run or the data cannot be used, 2 the command was not understood"),
    ];

    /// <inheritdoc/>
    public override int Run(Arguments arguments, Terminal console)
    {
        var labels = arguments.Option("--labels");
        var all = arguments.Flag("--all");
        var words = arguments.Rest(2, 2, "a run folder, and the data");
        try
        {
            using var run = SavedRun.Open(words[0]);
            var part = run.Read(words[1], labels);
            foreach (var notice in part.Notices)
            {
                console.Error.WriteLine($"nnet: {notice}");
            }
            var answers = run.PredictAll(part);
            var (outputs, truth) = (answers[0].Outputs, answers[0].Truth);
            var rows = all ? part.Count : Math.Min(part.Count, FewRows);
            console.Line($"{console.Bold(run.Manifest.Started.Model)} on {console.Bold(words[1])}  {console.Dim($"{Figures.Count(part.Count)} samples")}");
            console.Line();
            if (answers.Length > 1)
            {
                WriteSeveral(console, answers, part, rows);
            }
            else if (run.Encoding == TargetEncoding.ClassIndex && !run.Manifest.Vocabulary.IsEmpty)
            {
                rows = all ? part.Count : Math.Min(part.Count, FewTexts);
                WriteTexts(console, run, part, outputs, truth, rows);
            }
            else if (run.Encoding == TargetEncoding.ClassIndex || (run.Encoding == TargetEncoding.Binary && run.OutputLength == 1))
            {
                WriteClasses(console, run, part, outputs, truth, rows);
            }
            else
            {
                WriteValues(console, run, part, outputs, truth, rows);
            }
            WriteSummary(console, run, part, outputs, truth, part.Count - rows);
            return 0;
        }
        catch (Exception problem) when (problem is InvalidDataException or DataException)
        {
            console.Out.Flush();
            console.Error.WriteLine($"nnet: {problem.Message}");
            return 1;
        }
    }

    private static void WriteClasses(Terminal console, SavedRun run, Part part, float[] outputs, float[] truth, int rows)
    {
        var table = new TextTable();
        var known = part.TargetSize > 0;
        table.Add(known ? ["sample", "true", "predicted", "probability", ""] : ["sample", "predicted", "probability"], console.Dim);
        for (var i = 0; i < rows; i++)
        {
            var answer = outputs.AsSpan(i * run.OutputLength, run.OutputLength);
            var predicted = Answers.ClassOf(answer);
            var probability = run.OutputLength == 1 ? (predicted == 1 ? answer[0] : 1 - answer[0]) : answer[predicted];
            var sample = $"{part.RowOf(i) + 1}";
            var share = (100 * probability).ToString("0.0", CultureInfo.InvariantCulture) + "%";
            if (known)
            {
                var label = (int)truth[i];
                table.Add([sample, NameOf(run, label), NameOf(run, predicted), share, label == predicted ? "" : "wrong"], label == predicted ? null : console.Accent);
            }
            else
            {
                table.Add([sample, NameOf(run, predicted), share]);
            }
        }
        table.Write(console, leftColumns: known ? 3 : 2);
    }

    // Of each output what it answers, and behind it what is true.
    private static void WriteSeveral(Terminal console, IReadOnlyList<Answer> answers, Part part, int rows)
    {
        var table = new TextTable();
        table.Add(["sample", .. answers.SelectMany(Head)], console.Dim);
        for (var i = 0; i < rows; i++)
        {
            var sample = i;
            table.Add([$"{part.RowOf(i) + 1}", .. answers.SelectMany(answer => Cells(answer, sample))]);
        }
        table.Write(console);

        static IEnumerable<string> Head(Answer answer)
        {
            string[] truth = answer.Truth.Length > 0 ? ["true"] : [];
            return answer.IsClass ? [answer.Name, "probability", .. truth]
                : answer.Width > MostOutputs ? [$"first of {answer.Width} in {answer.Name}", .. truth]
                : Enumerable.Range(1, answer.Width).SelectMany(output => truth.Prepend(answer.Width == 1 ? answer.Name : $"{answer.Name} {output}"));
        }

        static IEnumerable<string> Cells(Answer answer, int sample)
        {
            var outputs = answer.Outputs.AsSpan(sample * answer.Width, answer.Width);
            if (answer.IsClass)
            {
                var predicted = Answers.ClassOf(outputs);
                var probability = answer.Width == 1 ? (predicted == 1 ? outputs[0] : 1 - outputs[0]) : outputs[predicted];
                var cells = new List<string> { answer.NameOf(predicted), (100 * probability).ToString("0.0", CultureInfo.InvariantCulture) + "%" };
                return answer.Truth.Length > 0 ? cells.Append(answer.NameOf((int)answer.Truth[sample])) : cells;
            }
            var values = new List<string>();
            for (var output = 0; output < (answer.Width > MostOutputs ? 1 : answer.Width); output++)
            {
                values.Add(Number(outputs[output]));
                if (answer.Truth.Length > 0)
                {
                    values.Add(Number(answer.Truth[(sample * answer.Width) + output]));
                }
            }
            return values;
        }
    }

    // What a text goes on with, place by place, under what it really goes on with.
    private static void WriteTexts(Terminal console, SavedRun run, Part part, float[] outputs, float[] truth, int rows)
    {
        var vocabulary = run.Manifest.Vocabulary;
        var (classes, places, _) = run.ClassAxis;
        // Words are parted by blanks, characters follow one another.
        var gap = vocabulary.All(token => new StringInfo(token).LengthInTextElements <= 1) ? "" : " ";
        string Text(IEnumerable<int> tokens) => string.Join(gap, tokens.Select(token => token < vocabulary.Length ? vocabulary[token] : "?")).Replace('\n', '↵');
        var inputs = part.ReadInputs();
        for (var i = 0; i < rows; i++)
        {
            var sample = i;
            console.Line($"  {console.Dim($"sample {part.RowOf(i) + 1}")}");
            console.Line($"  {console.Dim("given    ")}  {Text(inputs.AsSpan(i * part.InputSize, part.InputSize).ToArray().Select(token => (int)token))}");
            if (part.TargetSize > 0)
            {
                console.Line($"  {console.Dim("true     ")}  {Text(truth.AsSpan(i * part.TargetSize, part.TargetSize).ToArray().Select(token => (int)token))}");
            }
            console.Line($"  {console.Dim("predicted")}  {console.Bold(Text(Enumerable.Range(0, places).Select(place => Answers.ClassOf(outputs.AsSpan((sample * run.OutputLength) + (place * classes), classes)))))}");
            console.Line();
        }
    }

    private static void WriteValues(Terminal console, SavedRun run, Part part, float[] outputs, float[] truth, int rows)
    {
        var table = new TextTable();
        var (width, known) = (run.OutputLength, part.TargetSize > 0);
        if (width > MostOutputs)
        {
            if (known && Pictures.SideOf(width) is { } side)
            {
                WritePictures(console, part, outputs, truth, width, side);
            }
            WriteWideValues(console, table, part, outputs, truth, width, rows);
            return;
        }
        string[] head = known ? ["predicted", "true", "difference"] : ["predicted"];
        table.Add(["sample", .. Enumerable.Range(0, width).SelectMany(output => width == 1 ? head : [.. head.Select(word => $"{word} {output + 1}")])], console.Dim);
        for (var i = 0; i < rows; i++)
        {
            var cells = new List<string> { $"{part.RowOf(i) + 1}" };
            for (var output = i * width; output < (i + 1) * width; output++)
            {
                cells.Add(Number(outputs[output]));
                if (known)
                {
                    cells.Add(Number(truth[output]));
                    cells.Add((outputs[output] >= truth[output] ? "+" : "") + Number(outputs[output] - truth[output]));
                }
            }
            table.Add(cells);
        }
        table.Write(console);
    }

    // Nobody reads sixty columns: how far off each sample is, in all of its outputs together.
    private static void WriteWideValues(Terminal console, TextTable table, Part part, float[] outputs, float[] truth, int width, int rows)
    {
        var known = part.TargetSize > 0;
        table.Add(["sample", $"first of {width} outputs", .. known ? ["mean error"] : Array.Empty<string>()], console.Dim);
        for (var i = 0; i < rows; i++)
        {
            var start = i * width;
            var first = string.Join(" ", outputs[start..(start + 3)].Select(Number)) + " …";
            table.Add([$"{part.RowOf(i) + 1}", first, .. known ? [Number(Enumerable.Range(start, width).Average(j => Math.Abs(outputs[j] - truth[j])))] : Array.Empty<string>()]);
        }
        table.Write(console);
    }

    // An autoencoder's first pictures, and under them what it makes of them.
    private static void WritePictures(Terminal console, Part part, float[] outputs, float[] truth, int width, int side)
    {
        var count = Math.Min(part.Count, Math.Max(1, (console.Width - 2) / ((2 * side) + 2)));
        float[][] Take(float[] values) => [.. Enumerable.Range(0, count).Select(i => values[(i * width)..((i + 1) * width)])];
        foreach (var (title, values) in new[] { ("true", truth), ("predicted", outputs) })
        {
            console.Line($"  {console.Dim(title)}");
            foreach (var line in Pictures.Draw(Take(values), side))
            {
                console.Line(line);
            }
        }
        console.Line();
    }

    private static void WriteSummary(Terminal console, SavedRun run, Part part, float[] outputs, float[] truth, int left)
    {
        if (left > 0)
        {
            console.Line(console.Dim($"  … {Figures.Count(left)} more; --all shows them"));
        }
        if (part.TargetSize == 0)
        {
            return;
        }
        console.Line();
        var figures = run.Measure(part);
        console.Line(string.Join("   ", run.Manifest.Started.Metrics.Append("loss").Select(name => $"{console.Dim(name)} {console.Bold(Words.Value(name, figures[name]))}")));
        var classes = run.Encoding == TargetEncoding.ClassIndex ? run.OutputLength : run.Manifest.Classes.Length;
        if (run.Manifest.Confusion is not null && classes > 1 && run.Manifest.Vocabulary.IsEmpty)
        {
            var confusion = new ConfusionTable(classes);
            confusion.Add(outputs, truth, part.Count);
            console.Line();
            ConfusionView.Write(console, confusion.ToRows(), run.Manifest.Classes);
        }
    }

    private static string NameOf(SavedRun run, int index) => index < run.Manifest.Classes.Length ? run.Manifest.Classes[index] : $"{index}";

    private static string Number(double value) => Math.Abs(value) switch
    {
        >= 1e6 or (< 1e-4 and > 0) => value.ToString("0.###e0", CultureInfo.InvariantCulture),
        >= 1000 => value.ToString("#,0.#", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.00", CultureInfo.InvariantCulture),
        _ => value.ToString("0.0000", CultureInfo.InvariantCulture),
    };

    private static string Number(float value) => Number((double)value);
}
