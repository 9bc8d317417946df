using System.Buffers;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Nnet.Engine.Runs.Events;
using Nnet.Engine.Runs.Files;

namespace Nnet.Reports;

/// <summary>
/// One HTML file that shows runs with the plots of the editor's run panel: its script and style sheet, made from the panel's own
/// source, and the runs as data. It loads nothing, and whatever stands in a run folder is data in it, never code.
/// </summary>
/// <param name="bundle">Where <c>report.js</c> and <c>report.css</c> lie.</param>
internal sealed class ReportPage(string bundle)
{
    // A curve is a thousand pixels wide: more batches than this would make the file large and nothing clearer.
    private const int MostBatches = 20_000;

    private static readonly JsonWriterOptions s_compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Beside the executable, where the build of the extension puts the script.</summary>
    public static ReportPage OfProcess() => new(Path.Combine(AppContext.BaseDirectory, "report"));

    /// <summary>Writes the page.</summary>
    /// <param name="runs">The run to show, and behind it those whose curves are laid over its own.</param>
    /// <param name="folds">What came of all folds, where the runs are some of a cross-validation; otherwise null.</param>
    /// <param name="rates">What a search for a learning rate found, or null.</param>
    /// <exception cref="InvalidDataException">Script or style sheet are not there.</exception>
    public string Write(IReadOnlyList<RunRecord> runs, FoldsDone? folds = null, RateFound? rates = null)
    {
        var (script, style) = (Read("report.js").Replace("</script", "<\\/script", StringComparison.OrdinalIgnoreCase), Read("report.css").Replace("</style", "<\\/style", StringComparison.OrdinalIgnoreCase));
        var title = $"{runs[0].Manifest.Started.Model} on {runs[0].Manifest.Started.Data}";
        var policy = $"default-src 'none'; script-src '{HashOf(script)}'; style-src '{HashOf(style)}'; font-src data:; img-src data:; base-uri 'none'; form-action 'none'";
        return $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="{policy}">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{WebUtility.HtmlEncode(title)}</title>
            <style>{style}</style>
            </head>
            <body>
            <main id="panel"><noscript>The plots of this report are drawn by a script that lies in the file. Please allow it.</noscript></main>
            <script type="application/json" id="runs">{Data(json => Write(json, runs))}</script>
            <script type="application/json" id="more">{Data(json => Write(json, folds, rates))}</script>
            <script>{script}</script>
            </body>
            </html>

            """;
    }

    // What ends a script element begins with <, and in JSON a < stands only inside of texts, where it has another spelling.
    private static string Data(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, s_compact))
        {
            write(json);
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan).Replace("<", "\\u003c", StringComparison.Ordinal);
    }

    private static void Write(Utf8JsonWriter json, IReadOnlyList<RunRecord> runs)
    {
        json.WriteStartArray();
        foreach (var run in runs)
        {
            Write(json, run);
        }
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, FoldsDone? folds, RateFound? rates)
    {
        json.WriteStartObject();
        foreach (var (name, happened) in new (string, RunEvent?)[] { ("folds", folds), ("rates", rates) })
        {
            json.WritePropertyName(name);
            if (happened is null)
            {
                json.WriteNullValue();
            }
            else
            {
                json.WriteRawValue(RunEventJson.WriteBytes(WithoutPlaces(happened, "")), skipInputValidation: true);
            }
        }
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, RunRecord run)
    {
        json.WriteStartObject();
        json.WriteString("name", run.Name);
        json.WriteString("created", run.Manifest.Created);
        json.WriteString("nnet", run.Manifest.Nnet);
        json.WriteString("text", run.Text);
        json.WriteString("trained", run.Trained);
        if (run.Manifest.KeptEpoch is { } kept)
        {
            json.WriteNumber("keptEpoch", kept.Epoch);
        }
        else
        {
            json.WriteNull("keptEpoch");
        }
        json.WriteNumber("damagedLines", run.DamagedLines);
        json.WriteStartArray("events");
        var step = Math.Max(1, (run.Events.OfType<BatchDone>().Count() + MostBatches - 1) / MostBatches);
        var batches = 0;
        foreach (var happened in run.Events.Where(happened => happened is not BatchDone || batches++ % step == 0))
        {
            json.WriteRawValue(RunEventJson.WriteBytes(WithoutPlaces(happened, run.Name)), skipInputValidation: true);
        }
        json.WriteEndArray();
        json.WriteStartArray("pictures");
        foreach (var picture in run.Pictures)
        {
            json.WriteRawValue(RunEventJson.WriteBytes(picture), skipInputValidation: true);
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    // A report is passed on; where its maker keeps files is nobody's business.
    private static RunEvent WithoutPlaces(RunEvent happened, string name) => happened switch
    {
        Started started => started with { File = started.File.Split('/', '\\')[^1], RunDir = name },
        Done done => done with { RunDir = name },
        FoldsDone folds => folds with { RunDir = name, Folds = [.. folds.Folds.Select(fold => fold with { RunDir = name })] },
        _ => happened,
    };

    private static string HashOf(string text) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";

    private string Read(string name)
    {
        var path = Path.Combine(bundle, name);
        return File.Exists(path)
            ? File.ReadAllText(path).ReplaceLineEndings("\n")
            : throw new InvalidDataException($"The plots of reports are not here: {path} is missing. `npm run build` makes it, and the extension brings it along; a bare `dotnet build` does not.");
    }
}
