using System.Text;
using Xunit;

namespace Nnet.Language.Tests.Baselines;

/// <summary>
/// Files under tests/baselines with what is known of each line written below it: shapes with parameters, and findings.
/// With UPDATE_EXPECT=1 they are written anew; the change is then read in the diff.
/// </summary>
public class BaselineTests
{
    private static readonly string s_folder = Path.Combine(Check.Root, "tests/baselines");

    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(s_folder, "*.nnet").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Annotations(string file)
    {
        var path = Path.Combine(s_folder, file);
        var annotated = File.ReadAllText(path);
        var source = string.Join('\n', annotated.Split('\n').Where(line => !line.StartsWith("#|", StringComparison.Ordinal)));
        var expected = Annotate(source);
        if (Environment.GetEnvironmentVariable("UPDATE_EXPECT") == "1")
        {
            File.WriteAllText(path, expected);
            return;
        }
        Assert.Equal(expected, annotated);
    }

    private static string Annotate(string text)
    {
        var analysis = Check.Analyze(text);
        var result = new StringBuilder();
        for (var line = 0; line < analysis.Source.LineCount; line++)
        {
            result.Append(text[analysis.Source.LineSpan(line).Start..analysis.Source.LineSpan(line).End]);
            if (line + 1 < analysis.Source.LineCount)
            {
                result.Append('\n');
            }
            foreach (var (_, node) in analysis.NodesAtLine(line))
            {
                var facts = node.Facts;
                result.Append($"#| {node.Name}: {(facts is null ? "?" : facts.Output)}{(facts?.Parameters > 0 ? $" · {facts.Parameters} = {facts.ParameterArithmetic}" : "")}{(facts?.Macs > 0 ? $" · {facts.Macs} MACs" : "")}\n");
            }
            foreach (var finding in analysis.Findings.Where(finding => analysis.Source.LineAt(finding.Span.Start) == line))
            {
                var (start, end) = (analysis.Source.PositionAt(finding.Span.Start), analysis.Source.PositionAt(finding.Span.End));
                var marks = new string(' ', start.Column) + new string('~', Math.Max(1, end.Line == line ? end.Column - start.Column : analysis.Source.LineSpan(line).Length - start.Column));
                result.Append($"#|{marks[Math.Min(2, marks.Length - 1)..]} {finding.Kind.Severity.ToString().ToLowerInvariant()} {finding.Kind.Code}\n#|   {finding.Message}\n");
                foreach (var fix in finding.Fixes)
                {
                    result.Append($"#|   fix: {fix.Title}\n");
                }
            }
        }
        return result.ToString();
    }
}
