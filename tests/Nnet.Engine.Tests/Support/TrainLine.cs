using Nnet.Language;
using Nnet.Language.Definitions;
using Nnet.Language.Text;
using Nnet.Language.Training;
using Xunit;

namespace Nnet.Engine.Tests.Support;

/// <summary>Lines of a train block, as a user writes them.</summary>
internal static class TrainLine
{
    /// <summary>A block with these lines; what it lacks is filled in.</summary>
    public static TrainSpec Block(params ReadOnlySpan<string> lines)
    {
        var all = lines.ToArray().ToList();
        foreach (var (word, line) in new[] { ("loss", "loss mean_squared_error"), ("optimizer", "optimizer sgd"), ("epochs", "epochs 10") })
        {
            if (!all.Any(given => given.StartsWith(word, StringComparison.Ordinal)))
            {
                all.Add(line);
            }
        }
        var text = $"data d {{\n  playground plane\n}}\nmodel M {{\n  input 2\n  dense 3\n}}\ntrain M on d {{\n  {string.Join("\n  ", all)}\n}}\n";
        var analysis = Analyzer.Analyze(new SourceText(text));
        Assert.DoesNotContain(analysis.Findings, finding => finding.Kind.Severity == Language.Findings.Severity.Error);
        return analysis.Trains.Single();
    }

    /// <summary>What the line chooses, with its arguments: the optimizer of <c>optimizer adam eps=1e-4</c>.</summary>
    public static Call Choice(string line)
        => Block(line).Settings.Single(call => call.Definition.Name == line.Split(' ')[0]).Choice!;
}
