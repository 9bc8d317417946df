using System.Text;
using Nnet.Language.Data;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Layers;
using Nnet.Language.Training;
using Xunit;

namespace Nnet.Language.Tests.Baselines;

/// <summary>The second half of the language reference is the declarations themselves; UPDATE_EXPECT=1 writes it anew.</summary>
public class ReferenceTests
{
    private const string Marker = "<!-- reference -->\n";

    [Fact]
    public void ReferenceIsTrueToTheDeclarations()
    {
        var path = Path.Combine(Check.Root, "grammar/README.md");
        var text = File.ReadAllText(path);
        var hand = text[..(text.IndexOf(Marker, StringComparison.Ordinal) + Marker.Length)];
        var expected = hand + Write();
        if (Environment.GetEnvironmentVariable("UPDATE_EXPECT") == "1")
        {
            File.WriteAllText(path, expected);
            return;
        }
        Assert.Equal(expected, text);
    }

    [Fact]
    public void SamplesOfTheReferenceAreClean()
    {
        var samples = Fences(File.ReadAllText(Path.Combine(Check.Root, "grammar/README.md"))).Where(sample => sample.StartsWith("block", StringComparison.Ordinal) || sample.StartsWith("model", StringComparison.Ordinal) || sample.StartsWith('#')).ToList();
        Assert.True(samples.Count >= 3);
        Assert.All(samples, sample => Check.Silent(sample));
        Assert.Equal(11_689_512, samples.SelectMany(sample => Check.Analyze(sample).Models).Single(model => model.Name == "ResNet18").Parameters);
    }

    [Fact]
    public void SamplesOfTheWalkthroughAreClean()
    {
        Check.Silent(File.ReadAllText(Path.Combine(Check.Root, "client/walkthrough/first.nnet")));
        Assert.All(Fences(File.ReadAllText(Path.Combine(Check.Root, "client/walkthrough/language.md"))), sample => Check.Silent(sample));
    }

    private static IEnumerable<string> Fences(string page)
        => page.Split("```").Where((_, index) => index % 2 == 1).Select(fence => fence[(fence.IndexOf('\n', StringComparison.Ordinal) + 1)..]);

    private static string Write()
    {
        var page = new StringBuilder();
        Section(page, "Layers", Catalog<Layer>.All.Where(layer => layer is not Activation), 3);
        Section(page, "Activations", Catalog<Activation>.All, 3);
        Section(page, "Settings of data", Catalog<DataSetting>.All, 3);
        Section(page, "Settings of train", Catalog<TrainSetting>.All, 3);
        page.Append("\n## Findings\n\n| code | severity | what it is | why it matters |\n|---|---|---|---|\n");
        foreach (var kind in FindingKinds.All)
        {
            page.Append($"| `{kind.Code}` | {kind.Severity.ToString().ToLowerInvariant()} | {kind.Title} | {kind.Explanation.Replace("|", "\\|")} |\n");
        }
        return page.ToString();
    }

    private static void Section(StringBuilder page, string title, IEnumerable<Definition> definitions, int level)
    {
        page.Append($"\n## {title}\n");
        foreach (var definition in definitions)
        {
            Entry(page, definition, level);
            foreach (var option in (definition as Setting)?.Options ?? [])
            {
                Entry(page, option, level + 1, definition.Name + " ");
            }
        }
    }

    private static void Entry(StringBuilder page, Definition definition, int level, string before = "")
    {
        var required = definition is Setting { IsRequired: true } ? " (required)" : "";
        page.Append($"\n{new string('#', level)} `{before}{definition.Name}`{required}\n\n{definition.Summary}{(definition.Advice is { } advice ? " " + advice : "")}\n");
        if (definition.Formula is { } formula)
        {
            page.Append($"\n```text\n{formula}\n```\n");
        }
        if (!definition.Arguments.IsEmpty)
        {
            page.Append("\n| argument | default | meaning |\n|---|---|---|\n");
            foreach (var argument in definition.Arguments)
            {
                var words = argument.Words.Length is > 0 and <= 12 && argument.Kind != ArgumentKind.Flag ? $" One of {string.Join(", ", argument.Words.Select(word => $"`{word}`"))}." : "";
                page.Append($"| `{argument.Name}`{(argument.IsPositional ? " (also without its name)" : "")} | {(argument.IsRequired ? "required" : argument.DefaultText is { } text ? $"`{text}`" : "")} | {argument.Doc.Replace("|", "\\|")}{words} |\n");
            }
        }
        if (!definition.Aliases.IsEmpty)
        {
            page.Append($"\nElsewhere: {string.Join(", ", definition.Aliases)}.\n");
        }
    }
}
