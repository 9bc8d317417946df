using System.Collections.Immutable;
using Newtonsoft.Json.Linq;
using Nnet.Language.Findings;
using Nnet.Language.Text;

namespace Nnet.Editor.Runs;

/// <summary>Something that a run found, in the lines of the text that was trained.</summary>
/// <param name="Kind">What kind it is.</param>
/// <param name="Range">Where it is.</param>
/// <param name="Message">What was seen, why, and what to do.</param>
/// <param name="Fixes">What would mend it.</param>
public sealed record RunFinding(FindingKind Kind, RunRange Range, string Message, ImmutableArray<RunFix> Fixes)
{
    /// <summary>Reads a <c>finding</c> event.</summary>
    public static RunFinding Of(JObject found)
    {
        var severity = Enum.TryParse<Severity>((string?)found["severity"], ignoreCase: true, out var known) ? known : Severity.Warning;
        return new RunFinding(
            new FindingKind((string?)found["code"] ?? "", severity, "", ""),
            RunRange.Of(found),
            (string?)found["message"] ?? "",
            RunFix.Read(found["fixes"]));
    }

    /// <summary>The end of a run that failed at a line, as a finding there; null when no line is to blame.</summary>
    public static RunFinding? OfFailure(JObject failed)
        => (int?)failed["line"] is { } line
            ? new RunFinding(RunFindings.Failed, RunRange.WholeLine(line - 1), (string?)failed["message"] ?? "", [])
            : null;

    /// <summary>The finding in a later version of the text; null when a line that it speaks of has changed.</summary>
    public Finding? In(SourceText source, LineTracker lines)
    {
        if (Range.In(source, lines) is not { } span)
        {
            return null;
        }
        var fixes = Fixes.Select(fix => fix.In(source, lines)).OfType<Fix>();
        return new Finding(Kind, span, Message) { Fixes = [.. fixes] };
    }
}

/// <summary>A quick fix of a run's finding.</summary>
/// <param name="Title">What it does.</param>
/// <param name="Edits">What it replaces by what.</param>
public sealed record RunFix(string Title, ImmutableArray<(RunRange Range, string NewText)> Edits)
{
    /// <summary>Reads the <c>fixes</c> of an event.</summary>
    public static ImmutableArray<RunFix> Read(JToken? fixes) =>
    [
        .. Objects(fixes).Select(fix => new RunFix(
            (string?)fix["title"] ?? "",
            [.. Objects(fix["edits"]).Select(edit => (RunRange.Of(edit), (string?)edit["newText"] ?? ""))])),
    ];

    /// <summary>The fix in a later version of the text; null when a line that it edits has changed.</summary>
    public Fix? In(SourceText source, LineTracker lines)
    {
        var edits = Edits.Select(edit => edit.Range.In(source, lines) is { } span ? new TextEdit(span, edit.NewText) : null).OfType<TextEdit>().ToImmutableArray();
        return edits.Length == Edits.Length && edits.Length > 0 ? new Fix(Title, edits) : null;
    }

    private static IEnumerable<JObject> Objects(JToken? list) => (list as JArray)?.OfType<JObject>() ?? [];
}

/// <summary>A range of the text that was trained, zero-based.</summary>
public readonly record struct RunRange(LinePosition Start, LinePosition End)
{
    /// <summary>Reads a range of the worker's, which counts from 1.</summary>
    public static RunRange Of(JObject json)
    {
        var (line, column) = ((int?)json["line"] ?? 1, (int?)json["column"] ?? 1);
        return new RunRange(
            new LinePosition(line - 1, column - 1),
            new LinePosition(((int?)json["endLine"] ?? line) - 1, ((int?)json["endColumn"] ?? column) - 1));
    }

    /// <summary>A line without its indentation.</summary>
    public static RunRange WholeLine(int line) => new(new LinePosition(line, -1), new LinePosition(line, int.MaxValue));

    /// <summary>The range in a later version of the text; null when one of its lines has changed.</summary>
    public Span? In(SourceText source, LineTracker lines)
    {
        if (lines.Now(Start.Line) is not { } first || lines.Now(End.Line) is not { } last || last - first != End.Line - Start.Line || last >= source.LineCount)
        {
            return null;
        }
        var start = Start.Column >= 0 ? source.OffsetAt(new LinePosition(first, Start.Column)) : Indented(source, first);
        return Span.FromBounds(start, source.OffsetAt(new LinePosition(last, End.Column)));
    }

    private static int Indented(SourceText source, int line)
    {
        var text = source[source.LineSpan(line)];
        return source.LineSpan(line).Start + text.Length - text.TrimStart().Length;
    }
}
