using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;
using Nnet.Cli;
using Nnet.Reports;
using Xunit;

namespace Nnet.Tests.Cli;

public sealed class ReportCommandTests : IDisposable
{
    private const string Text = "data d {\n  playground circle samples=100\n  split train=60% validation=40%\n}\nmodel M { input 2; dense 6 activation=tanh; dense 1 }\ntrain M on d {\n  loss binary_cross_entropy\n  optimizer adam lr=0.02\n  epochs 3\n  metrics accuracy\n}\n";

    private readonly CommandLab _lab = new();

    public ReportCommandTests()
    {
        Directory.CreateDirectory(_lab.In("bundle"));
        _lab.File("bundle/report.js", "draw('</script>');");
        _lab.File("bundle/report.css", "body { margin: 0 }");
    }

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void WritesOnePageIntoTheRunsFolder()
    {
        Train("one");
        var (code, output, error) = Report(_lab.In("runs/one"));
        Assert.Equal((0, ""), (code, error));
        Assert.StartsWith(_lab.In("runs/one/report.html"), output);
        var page = File.ReadAllText(_lab.In("runs/one/report.html"));
        Assert.Contains("<title>M on d</title>", page);
        Assert.DoesNotContain("src=", page);
        Assert.DoesNotContain("href=", page);
    }

    [Fact]
    public void TellsEverythingThatTheRunTold()
    {
        Train("one");
        Report(_lab.In("runs/one"));
        var run = Assert.Single(Runs(_lab.In("runs/one/report.html")));
        Assert.Equal(("one", Text, 0), ((string?)run["name"], (string?)run["text"], (int)run["damagedLines"]!));
        Assert.Equal(3, run["events"]!.Count(happened => (string?)happened["event"] == "epoch"));
        Assert.Equal("done", (string?)run["events"]!.Last()["event"]);
    }

    [Fact]
    public void HasThePicturesOfARunThatNobodyWatched()
    {
        Train("one");
        Report(_lab.In("runs/one"));
        Assert.Equal(["confusion", "histograms", "surface"], Runs(_lab.In("runs/one/report.html"))[0]["pictures"]!.Select(drawn => (string?)drawn["picture"]!["kind"]).Order());
    }

    [Fact]
    public void SaysNothingOfWhereItsMakerKeepsFiles()
    {
        Train("one");
        Report(_lab.In("runs/one"));
        Assert.DoesNotContain(Path.GetFileName(Path.TrimEndingDirectorySeparator(_lab.In(""))), File.ReadAllText(_lab.In("runs/one/report.html")));
    }

    [Fact]
    public void FoldsAndRatesLieInThePage()
    {
        var file = _lab.File("folds.nnet", Text);
        Assert.Equal(0, _lab.Run("train", file, "--folds", "3", "--run-dir", _lab.In("runs/folds")).Code);
        File.WriteAllText(_lab.In("rates.jsonl"), _lab.Run("lr-find", file, "--events").Output);
        Assert.Equal(0, Report(_lab.In("runs/folds"), "--rates", _lab.In("rates.jsonl")).Code);
        Assert.Equal(["fold-1", "fold-2", "fold-3"], Runs(_lab.In("runs/folds/report.html")).Select(run => (string?)run["name"]));
        var page = File.ReadAllText(_lab.In("runs/folds/report.html"));
        var more = JObject.Parse(Regex.Match(page, """<script type="application/json" id="more">(.*?)</script>""").Groups[1].Value);
        Assert.Equal(3, more["folds"]!["folds"]!.Count());
        Assert.True(more["rates"]!["curve"]!.Count() > 10);
        Assert.DoesNotContain(Path.GetFileName(Path.TrimEndingDirectorySeparator(_lab.In(""))), page);
        Assert.Contains("holds no curve", Report(_lab.In("runs/folds"), "--rates", file).Error);
    }

    [Fact]
    public void SeveralRunsLieInOnePage()
    {
        Train("one");
        Train("two");
        Assert.Equal(0, Report(_lab.In("runs/two"), _lab.In("runs/one"), "--output", _lab.In("both.html")).Code);
        Assert.Equal(["two", "one"], Runs(_lab.In("both.html")).Select(run => (string?)run["name"]));
    }

    [Fact]
    public void DamagedLinesAreLeftOutAndSaid()
    {
        Train("one");
        var events = File.ReadAllLines(_lab.In("runs/one/events.jsonl")).ToList();
        events.InsertRange(1, ["{\"event\":\"epoch\"", "{\"event\":\"nothing\"}", "{\"event\":\"started\",\"layers\":null}", "nonsense"]);
        // A run that is cut short leaves half a line, which is nobody's fault.
        File.WriteAllText(_lab.In("runs/one/events.jsonl"), string.Join('\n', events) + "\n{\"event\":\"bat");
        var (code, _, error) = Report(_lab.In("runs/one"));
        Assert.Equal((0, "nnet: 4 lines of the events of one could not be read and are left out.\n"), (code, error));
        var run = Runs(_lab.In("runs/one/report.html"))[0];
        Assert.Equal(4, (int)run["damagedLines"]!);
        Assert.Equal(3, run["events"]!.Count(happened => (string?)happened["event"] == "epoch"));
    }

    [Fact]
    public void WhatStandsInARunFolderStaysData()
    {
        Train("one");
        const string Hostile = "</script><script>alert(1)</script><!-- <img src=x onerror=alert(1)>";
        File.WriteAllText(_lab.In("runs/one/model.nnet"), Hostile);
        var manifest = File.ReadAllText(_lab.In("runs/one/run.json"));
        File.WriteAllText(_lab.In("runs/one/run.json"), manifest.Replace("\"model\": \"M\"", "\"model\": \"</title><script>alert(1)</script>\""));
        Assert.Equal(0, Report(_lab.In("runs/one")).Code);
        var page = File.ReadAllText(_lab.In("runs/one/report.html"));
        Assert.Equal(3, Regex.Count(page, "<script"));
        Assert.Equal(3, Regex.Count(page, "</script>"));
        Assert.DoesNotContain("<img", page);
        Assert.DoesNotContain("<!--", page);
        Assert.Equal(Hostile, (string?)Runs(_lab.In("runs/one/report.html"))[0]["text"]);
    }

    [Fact]
    public void OnlyItsOwnScriptAndStyleMayRun()
    {
        Train("one");
        Report(_lab.In("runs/one"));
        var page = File.ReadAllText(_lab.In("runs/one/report.html"));
        var policy = WebUtility.HtmlDecode(Regex.Match(page, "Content-Security-Policy\" content=\"([^\"]*)\"").Groups[1].Value);
        Assert.StartsWith("default-src 'none'; ", policy);
        Assert.DoesNotContain("unsafe", policy);
        foreach (var (source, content) in new[] { ("script-src", Regex.Match(page, "<script>(.*?)</script>", RegexOptions.Singleline)), ("style-src", Regex.Match(page, "<style>(.*?)</style>", RegexOptions.Singleline)) })
        {
            var hash = Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(content.Groups[1].Value)));
            Assert.Contains($"{source} 'sha256-{hash}'", policy);
        }
    }

    [Fact]
    public void RunThatWasCutShortIsShownAsFarAsItWent()
    {
        Train("one");
        File.Delete(_lab.In("runs/one/model.nnet"));
        File.Delete(_lab.In("runs/one/pictures.jsonl"));
        File.WriteAllLines(_lab.In("runs/one/events.jsonl"), File.ReadAllLines(_lab.In("runs/one/events.jsonl")).Take(2));
        Assert.Equal(0, Report(_lab.In("runs/one")).Code);
        var run = Runs(_lab.In("runs/one/report.html"))[0];
        Assert.Equal((JTokenType.Null, 2), (run["text"]!.Type, run["events"]!.Count()));
    }

    [Fact]
    public void WithoutThePlotsItSaysHowToGetThem()
    {
        Train("one");
        File.Delete(_lab.In("bundle/report.js"));
        var (code, _, error) = Report(_lab.In("runs/one"));
        Assert.Equal(1, code);
        Assert.Contains("report.js is missing. `npm run build` makes it", error);
        Assert.False(File.Exists(_lab.In("runs/one/report.html")));
    }

    [Fact]
    public void WhatIsNoRunIsRefused()
    {
        var (code, _, error) = Report(_lab.In("bundle"));
        Assert.Equal(1, code);
        Assert.Contains("is no run folder", error);
    }

    private void Train(string name) => Assert.Equal(0, _lab.Run("train", _lab.File("m.nnet", Text), "--run-dir", _lab.In("runs/" + name)).Code);

    private (int Code, string Output, string Error) Report(params string[] words)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var code = CommandLine.Run([new ReportCommand(new ReportPage(_lab.In("bundle")))], ["report", .. words], Terminal.Of(output, error));
        return (code, output.ToString(), error.ToString());
    }

    private static JArray Runs(string page) => JArray.Parse(Regex.Match(File.ReadAllText(page), "<script type=\"application/json\" id=\"runs\">(.*?)</script>", RegexOptions.Singleline).Groups[1].Value);
}
