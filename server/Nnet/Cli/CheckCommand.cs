using Newtonsoft.Json;
using Nnet.Engine;
using Nnet.Engine.Data;
using Nnet.Language;
using Nnet.Language.Findings;
using Nnet.Language.Text;

namespace Nnet.Cli;

/// <summary><c>nnet check FILE…</c>: what is wrong with files, and what looks wrong.</summary>
internal sealed class CheckCommand : Command
{
    /// <inheritdoc/>
    public override string Name => "check";

    /// <inheritdoc/>
    public override string Summary => "Find errors and slips in .nnet files";

    /// <inheritdoc/>
    public override string Usage => "FILE… [--json]";

    /// <inheritdoc/>
    public override IReadOnlyList<(string Option, string Meaning)> Options =>
    [
        ("--json", "Findings as a JSON array, with their fixes; lines and columns count from 1"),
        ("exit code", "0 nothing stands against training, 1 there are errors, 2 a file cannot be read"),
    ];

    /// <inheritdoc/>
    public override int Run(Arguments arguments, Terminal console)
    {
        var json = arguments.Flag("--json");
        var probe = new DataProbe();
        var used = new DiskFiles();
        var files = arguments.Rest(1, int.MaxValue, "at least one .nnet file");
        // All are read before anything is said, so that output is whole or not there.
        var analyses = files.Select(file => new CheckedFile(file, Analyzer.Analyze(SourceFile.Read(file), probe, used))).ToArray();
        if (json)
        {
            WriteJson(console.Out, analyses);
        }
        else
        {
            Write(console, analyses);
        }
        return analyses.Any(pair => pair.Analysis.HasErrors) ? 1 : 0;
    }

    /// <summary>Writes what was found in files, as people and compilers' readers know it.</summary>
    public static void Write(Terminal console, IReadOnlyList<CheckedFile> files)
    {
        foreach (var (file, analysis) in files)
        {
            foreach (var finding in analysis.Findings)
            {
                var start = analysis.Source.PositionAt(finding.Span.Start);
                var severity = SeverityOf(finding);
                console.Line($"{file}:{start.Line + 1}:{start.Column + 1}: {(finding.Kind.Severity == Severity.Error ? console.Alarm(severity) : console.Accent(severity))} {finding.Kind.Code}: {finding.Message}");
            }
        }
        if (!console.HasColour)
        {
            return;
        }
        // Where a person looks on, a last line sums up.
        var errors = files.Sum(pair => pair.Analysis.Findings.Count(finding => finding.Kind.Severity == Severity.Error));
        var others = files.Sum(pair => pair.Analysis.Findings.Length) - errors;
        console.Line(console.Dim(errors + others == 0 ? $"{Figures.Count(files.Count, "file")}, nothing found." : $"{Figures.Count(errors, "error")}, {Figures.Count(others, "other finding")} in {Figures.Count(files.Count, "file")}."));
    }

    private static void WriteJson(TextWriter output, IReadOnlyList<CheckedFile> analyses)
    {
        using var json = new JsonTextWriter(output) { CloseOutput = false, Formatting = Formatting.Indented };
        json.WriteStartArray();
        foreach (var (file, analysis) in analyses)
        {
            foreach (var finding in analysis.Findings)
            {
                json.WriteStartObject();
                json.WritePropertyName("file");
                json.WriteValue(file);
                WriteSpan(json, analysis.Source, finding.Span);
                json.WritePropertyName("severity");
                json.WriteValue(SeverityOf(finding));
                json.WritePropertyName("code");
                json.WriteValue(finding.Kind.Code);
                json.WritePropertyName("message");
                json.WriteValue(finding.Message);
                json.WritePropertyName("fixes");
                json.WriteStartArray();
                foreach (var fix in finding.Fixes)
                {
                    WriteFix(json, analysis.Source, fix);
                }
                json.WriteEndArray();
                json.WriteEndObject();
            }
        }
        json.WriteEndArray();
        json.Flush();
        output.WriteLine();
    }

    private static void WriteFix(JsonTextWriter json, SourceText source, Fix fix)
    {
        json.WriteStartObject();
        json.WritePropertyName("title");
        json.WriteValue(fix.Title);
        json.WritePropertyName("edits");
        json.WriteStartArray();
        foreach (var edit in fix.Edits)
        {
            json.WriteStartObject();
            WriteSpan(json, source, edit.Span);
            json.WritePropertyName("newText");
            json.WriteValue(edit.NewText);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteSpan(JsonTextWriter json, SourceText source, Span span)
    {
        var (start, end) = (source.PositionAt(span.Start), source.PositionAt(span.End));
        json.WritePropertyName("line");
        json.WriteValue(start.Line + 1);
        json.WritePropertyName("column");
        json.WriteValue(start.Column + 1);
        json.WritePropertyName("endLine");
        json.WriteValue(end.Line + 1);
        json.WritePropertyName("endColumn");
        json.WriteValue(end.Column + 1);
    }

    private static string SeverityOf(Finding finding) => finding.Kind.Severity.ToString().ToLowerInvariant();
}

/// <summary>A file that was checked.</summary>
/// <param name="File">Its path as it was given.</param>
/// <param name="Analysis">What is known of it.</param>
internal sealed record CheckedFile(string File, Analysis Analysis);
