using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text;
using Nnet.Language.Data;
using Nnet.Language.Findings;
using Nnet.Language.Text;
using Xunit;

namespace Nnet.Language.Tests;

/// <summary>
/// The one way to check a text. `⟦…⟧` marks the span of the finding that is looked for, `$0` a cursor.
/// </summary>
internal static class Check
{
    /// <summary>The text is marked where exactly one finding of that code stands; every fix of it takes it away.</summary>
    public static Finding Fires(string code, string marked, IDataProbe? probe = null, string? message = null)
    {
        var (text, span) = Unmark(marked);
        var found = Analyze(text, probe).Findings;
        var finding = Assert.Single(found, finding => finding.Kind.Code == code);
        Assert.Equal(Shown(text, span), Shown(text, finding.Span));
        if (message is not null)
        {
            Assert.Contains(message, finding.Message, StringComparison.Ordinal);
        }
        foreach (var fix in finding.Fixes)
        {
            var mended = Apply(text, fix.Edits);
            var left = Analyze(mended, probe).Findings;
            Assert.True(left.All(other => other.Kind.Code != code), $"`{fix.Title}` leaves {code}:\n{mended}");
            Assert.True(left.All(other => other.Kind.Code != "syntax" && other.Kind.Code != "unclosed"), $"`{fix.Title}` breaks the text:\n{mended}\n{string.Join('\n', left)}");
        }
        return finding;
    }

    /// <summary>As above, and nothing else is found; a fix leaves nothing at all.</summary>
    public static Finding FiresAlone(string code, string marked, IDataProbe? probe = null, string? message = null)
    {
        var finding = Fires(code, marked, probe, message);
        var (text, _) = Unmark(marked);
        Assert.Single(Analyze(text, probe).Findings);
        foreach (var fix in finding.Fixes)
        {
            Silent(Apply(text, fix.Edits), probe);
        }
        return finding;
    }

    /// <summary>Nothing is found.</summary>
    public static void Silent(string text, IDataProbe? probe = null)
    {
        var found = Analyze(text, probe).Findings;
        Assert.True(found.IsEmpty, $"{text}\n{string.Join('\n', found.Select(finding => $"{finding.Kind.Code} at {Shown(text, finding.Span)}: {finding.Message}"))}");
    }

    /// <summary>Nothing of that code is found.</summary>
    public static void SilentOn(string code, string text, IDataProbe? probe = null)
        => Assert.DoesNotContain(Analyze(text, probe).Findings, finding => finding.Kind.Code == code);

    /// <summary>Analyses a text, which must not fail within.</summary>
    public static Analysis Analyze(string text, IDataProbe? probe = null)
    {
        var analysis = Analyzer.Analyze(new SourceText(text), probe);
        Assert.DoesNotContain(analysis.Findings, finding => finding.Kind.Code == "internal");
        // What is made when it is asked for must not fail either.
        _ = analysis.Syntax.Tokens;
        return analysis;
    }

    /// <summary>The text with edits applied.</summary>
    public static string Apply(string text, IEnumerable<TextEdit> edits)
    {
        var result = new StringBuilder(text);
        foreach (var edit in edits.OrderByDescending(edit => edit.Span.Start))
        {
            result.Remove(edit.Span.Start, edit.Span.Length).Insert(edit.Span.Start, edit.NewText);
        }
        return result.ToString();
    }

    /// <summary>Takes the cursor out.</summary>
    public static (string Text, int Offset) Cursor(string marked)
    {
        var offset = marked.IndexOf("$0", StringComparison.Ordinal);
        Assert.True(offset >= 0, "The text has no $0.");
        return (marked.Remove(offset, 2), offset);
    }

    /// <summary>The root of the repository.</summary>
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Here(), "../.."));

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

    private static (string Text, Span Span) Unmark(string marked)
    {
        var start = marked.IndexOf('⟦');
        var end = marked.IndexOf('⟧') - 1;
        Assert.True(start >= 0 && end >= start, "The text marks no span.");
        return (marked.Remove(start, 1).Remove(end, 1), Span.FromBounds(start, end));
    }

    private static string Shown(string text, Span span) => $"{text[..span.Start]}⟦{text[span.Start..span.End]}⟧{text[span.End..]}";
}

/// <summary>Data that need no file.</summary>
internal sealed class Facts(DataFacts facts) : IDataProbe
{
    /// <summary>What is known.</summary>
    public DataFacts Known => facts;

    /// <summary>A table or images with classes.</summary>
    public static Facts Classes(int classes, string shape = "4", int rows = 150, bool named = false)
        => new(new DataFacts(rows, new Graph.TensorType(Shape(shape)), new TargetFacts(1, 0, classes - 1)
        {
            Classes = classes,
            ClassNames = [.. Enumerable.Range(0, classes).Select(index => named ? $"kind{index}" : $"{index}")],
            ClassCounts = [.. Enumerable.Repeat(rows / classes, classes)],
            IsNamed = named,
        }));

    /// <summary>A table with numbers to predict.</summary>
    public static Facts Values(double low, double high, string shape = "4", int rows = 150, int width = 1)
        => new(new DataFacts(rows, new Graph.TensorType(Shape(shape)), new TargetFacts(width, low, high)));

    /// <summary>A text, each of whose places has a next token.</summary>
    public static Facts Text(int tokens, int length = 8, int rows = 150)
        => new(new DataFacts(rows, new Graph.TensorType(new([length]), Graph.Domain.Tokens(tokens)), new TargetFacts(length, 0, tokens - 1) { Classes = tokens }));

    /// <inheritdoc/>
    public long? Memory { get; init; }

    /// <inheritdoc/>
    public DataLook Look(DataSpec data) => new DataLook.Seen(facts);

    private static Graph.Shape Shape(string text) => new([.. text.Split('x').Select(int.Parse).ToImmutableArray()]);
}

/// <summary>A look that finds data unreadable.</summary>
internal sealed class Unreadable(FindingKind kind, string message, Definitions.Argument? at, string? suggestion = null) : IDataProbe
{
    /// <inheritdoc/>
    public DataLook Look(DataSpec data) => new DataLook.Unreadable(kind, message, at, suggestion);
}
