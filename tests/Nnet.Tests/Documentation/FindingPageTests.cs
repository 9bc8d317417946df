using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using Nnet.Engine;
using Nnet.Engine.Data;
using Nnet.Engine.Runs;
using Nnet.Engine.Runs.Events;
using Nnet.Engine.Runs.Trials;
using Nnet.Language;
using Nnet.Language.Findings;
using Nnet.Language.Text;
using Xunit;

namespace Nnet.Tests.Documentation;

/// <summary>
/// Every kind of finding has a page under docs/findings whose first fence shows it and nothing else, and whose second one
/// is silent. What the declarations say is written into the pages with UPDATE_EXPECT=1: the head, the messages, the list.
/// </summary>
public sealed partial class FindingPageTests : IDisposable
{
    private static readonly string s_folder = Path.GetFullPath(Path.Combine(Here(), "../../../docs/findings"));

    /// <summary>Kinds that no readable sample shows, and why.</summary>
    private static readonly Dictionary<string, string> s_unshown = new()
    {
        ["internal"] = "A fault of LspNN; none is known.",
        ["not-text"] = "A page cannot hold bytes that are no text.",
        ["file-too-large"] = "It takes two megabytes.",
        ["needs-more-memory"] = "How much memory there is depends on the machine.",
        ["run-failed"] = "What fails only in a run depends on the machine.",
        ["too-many"] = "It takes five hundred findings.",
    };

    private static readonly ImmutableArray<FindingKind> s_ofRuns =
    [
        .. typeof(RunFindings).GetProperties().Select(property => (FindingKind)property.GetValue(null)!).OrderBy(kind => kind.Code, StringComparer.Ordinal),
    ];

    private static readonly Dictionary<string, Func<Analysis, RunEvent>> s_trials = new()
    {
        [TrialFindings.OtherRate.Code] = analysis => RateRangeTest.Run(analysis.Source, analysis.Trains[0], new RunOptions(), _ => { }, CancellationToken.None),
        [TrialFindings.BatchNotLearnt.Code] = analysis => OneBatchCheck.Run(analysis.Source, analysis.Trains[0], new RunOptions(), _ => { }, CancellationToken.None),
    };

    private static readonly DataProbe s_probe = new();

    private readonly string _runs = Directory.CreateTempSubdirectory("nnet-pages-").FullName;

    public static TheoryData<string> Codes => [.. FindingKinds.All.Select(kind => kind.Code)];

    public static TheoryData<string> CodesOfTrials => [.. s_trials.Keys];

    public static TheoryData<string> CodesOfRuns => [.. s_ofRuns.Select(kind => kind.Code).Where(code => !s_unshown.ContainsKey(code))];

    private static bool Updates => Environment.GetEnvironmentVariable("UPDATE_EXPECT") == "1";

    public void Dispose() => Directory.Delete(_runs, recursive: true);

    [Fact]
    public void EveryPageIsAboutAKind()
        => Assert.Equal(FindingKinds.All.Select(kind => kind.Code), Directory.EnumerateFiles(s_folder, "*.md").Select(path => Path.GetFileNameWithoutExtension(path)).Where(name => name != "README").Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Codes))]
    public void ThePageSaysWhatTheDeclarationSays(string code)
    {
        var kind = FindingKinds.All.Single(kind => kind.Code == code);
        var path = PathOf(code);
        Assert.True(File.Exists(path), $"docs/findings/{code}.md is missing.");
        var page = File.ReadAllText(path);
        Assert.Matches(s_unshown.ContainsKey(code) ? "## Why\n\n\\w" : "(?s)## What it looks like\n.*## Better\n.*## Why\n\n\\S", page);
        var expected = WithMessages(code, WithHead(kind, page));
        if (Updates)
        {
            File.WriteAllText(path, expected);
            return;
        }
        Assert.Equal(expected, page);
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void TheFirstFenceShowsItAndTheSecondIsSilent(string code)
    {
        var fences = Fences(code);
        if (s_unshown.ContainsKey(code))
        {
            Assert.Empty(fences);
            return;
        }
        Assert.Equal(2, fences.Length);
        var (worse, better) = (Analyze(code, fences[0]), Analyze(code, fences[1]));
        if (IsSeenLater(code))
        {
            Assert.False(worse.HasErrors, Write(worse));
        }
        else
        {
            Assert.True(worse.Findings.Any(finding => finding.Kind.Code == code), $"{code} is not found in\n{fences[0]}\n{Write(worse)}");
            Assert.True(worse.Findings.All(finding => finding.Kind.Code == code || IsEcho(code) || IsEcho(finding.Kind.Code)), $"More than {code} is found in\n{fences[0]}\n{Write(worse)}");
        }
        Assert.True(better.Findings.IsEmpty, $"{fences[1]}\n{Write(better)}");
    }

    [Theory]
    [MemberData(nameof(CodesOfRuns))]
    public void ARunOfTheFirstFenceShowsItAndOneOfTheSecondIsWell(string code)
    {
        var fences = Fences(code);
        Assert.Contains(code, Train(code, fences[0]));
        Assert.Empty(Train(code, fences[1]));
    }

    [Theory]
    [MemberData(nameof(CodesOfTrials))]
    public void ATrialOfTheFirstFenceShowsItAndOneOfTheSecondIsWell(string code)
    {
        var fences = Fences(code);
        Assert.True(IsFound(s_trials[code](Analyze(code, fences[0]))));
        Assert.False(IsFound(s_trials[code](Analyze(code, fences[1]))));

        static bool IsFound(RunEvent last) => last switch
        {
            RateFound found => !found.Fixes.IsEmpty,
            BatchLearnt learnt => !learnt.Learns,
            _ => throw new InvalidOperationException($"The trial ended with {last}."),
        };
    }

    [Fact]
    public void TheListIsComplete()
    {
        var path = Path.Combine(s_folder, "README.md");
        var page = File.ReadAllText(path);
        const string Marker = "<!-- list -->\n";
        var list = new StringBuilder("\n");
        foreach (var kind in FindingKinds.All)
        {
            list.Append($"- [`{kind.Code}`]({kind.Code}.md), {Word(kind)}: {Escape(kind.Title)}\n");
        }
        var expected = page[..(page.IndexOf(Marker, StringComparison.Ordinal) + Marker.Length)] + list;
        if (Updates)
        {
            File.WriteAllText(path, expected);
            return;
        }
        Assert.Equal(expected, page);
    }

    private static string WithHead(FindingKind kind, string page)
    {
        var rest = page.IndexOf("\n## ", StringComparison.Ordinal) + 1;
        return $"# {Escape(kind.Title)}\n\n`{kind.Code}` · {Word(kind)}{(s_ofRuns.Contains(kind) ? ", seen in a run" : s_trials.ContainsKey(kind.Code) ? ", seen in a trial" : "")}\n\n{kind.Explanation}\n\n{page[rest..]}";
    }

    // As it would be said beside the page, wherever the repository lies.
    private static string Shown(Finding finding) => finding.Message.ReplaceLineEndings(" ").Replace(s_folder, "docs/findings", StringComparison.Ordinal);

    // Between the first fence and the next heading stands what an editor says about it.
    private static string WithMessages(string code, string page)
    {
        if (IsSeenLater(code) || Fences(code) is not [var worse, _])
        {
            return page;
        }
        var messages = Analyze(code, worse).Findings.Select(finding => $"> line {LineOf(worse, finding)}: {Shown(finding)}\n");
        return FirstFence().Replace(page, match => $"{match.Groups[1]}\n{string.Join(">\n", messages)}\n## Better\n", 1);
    }

    // No look at the text shows it.
    private static bool IsSeenLater(string code) => s_ofRuns.Any(kind => kind.Code == code) || s_trials.ContainsKey(code);

    // What is wrong in a line of a block is also told at the call that made it so.
    private static bool IsEcho(string code) => code == BindingFindings.BlockCall.Code;

    private static int LineOf(string text, Finding finding) => text.AsSpan(0, finding.Span.Start).Count('\n') + 1;

    private static Analysis Analyze(string code, string text) => Analyzer.Analyze(new SourceText(text, SourceOf(code)), s_probe, new DiskFiles());

    private List<string> Train(string code, string text)
    {
        var source = new SourceText(text, SourceOf(code));
        var codes = new List<string>();
        Trainer.Run(source, Analyze(code, text).Trains[0], new RunOptions { RunDir = Directory.CreateDirectory(Path.Combine(_runs, Path.GetRandomFileName())).FullName }, happened =>
        {
            if (happened is FindingSeen seen)
            {
                codes.Add(seen.Code);
            }
        }, CancellationToken.None);
        return codes;
    }

    private static string Write(Analysis analysis) => string.Join('\n', analysis.Findings.Select(finding => $"{finding.Kind.Code}, line {LineOf(analysis.Source.Content, finding)}: {finding.Message}"));

    private static string[] Fences(string code) => File.Exists(PathOf(code)) ? [.. Fence().Matches(File.ReadAllText(PathOf(code))).Select(match => match.Groups[1].Value)] : [];

    // At the end of a heading the sign would be part of the heading's dress.
    private static string Escape(string title) => title.Replace("#", "\\#", StringComparison.Ordinal);

    private static string Word(FindingKind kind) => kind.Severity.ToString().ToLowerInvariant();

    private static string PathOf(string code) => Path.Combine(s_folder, $"{code}.md");

    // Where a reader would put the sample to try it: data is beside it, and so is what it uses.
    private static string SourceOf(string code) => Path.Combine(s_folder, $"{code}.nnet");

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

    [GeneratedRegex("```nnet\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex("(## What it looks like\n\n```nnet\n.*?```\n).*?## Better\n", RegexOptions.Singleline)]
    private static partial Regex FirstFence();
}
