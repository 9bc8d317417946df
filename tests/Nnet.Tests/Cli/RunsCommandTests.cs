using Newtonsoft.Json.Linq;
using Nnet.Cli;
using Xunit;

namespace Nnet.Tests.Cli;

public sealed class RunsCommandTests : IDisposable
{
    private readonly CommandLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void ListsTheRunsOfAProjectNewestFirst()
    {
        Train("one", "lr=0.02");
        Train("two", "lr=0.05");
        var lines = Lines(_lab.Run("runs", _lab.In("")));
        Assert.Matches(@"^  run +state +began +epochs +time +val loss +val accuracy +findings$", lines[0]);
        Assert.Matches(@"^  two +completed +\d{4}-\d\d-\d\d \d\d:\d\d +3 +[\d.]+ s +[\d.]+ +[\d.]+%", lines[1]);
        Assert.StartsWith("  one ", lines[2]);
    }

    [Fact]
    public void ComparesRunsAndTheirTexts()
    {
        Train("one", "lr=0.02");
        Train("two", "lr=0.05");
        Train("three", "lr=0.02");
        var lines = Lines(_lab.Run("runs", _lab.In("runs/one"), _lab.In("runs/two"), _lab.In("runs/three")));
        Assert.StartsWith("  one ", lines[1]);
        Assert.Equal(["From one to two:", "  - optimizer adam lr=0.02", "  + optimizer adam lr=0.05", "three has the text of one."], lines[4..]);
    }

    [Fact]
    public void ModelsOfOneTextAreToldApart()
    {
        const string Settings = "{\n  loss binary_cross_entropy\n  optimizer adam\n  epochs 1\n}\n";
        var file = _lab.File("m.nnet", $"data d {{\n  playground circle samples=100\n}}\n\nmodel Narrow {{\n  input 2\n  dense 2 activation=tanh\n  dense 1\n}}\n\nmodel Wide {{\n  input 2\n  dense 16 activation=tanh\n  dense 1\n}}\n\ntrain Narrow on d {Settings}\ntrain Wide on d {Settings}");
        foreach (var model in new[] { "Narrow", "Wide" })
        {
            Assert.Equal(0, _lab.Run("train", file, "--train", model, "--run-dir", _lab.In($"runs/{model}")).Code);
        }
        var lines = Lines(_lab.Run("runs", _lab.In("runs/Wide"), _lab.In("runs/Narrow")));
        Assert.Equal(
            ["From Wide to Narrow:", "  - model Wide {", "  + model Narrow {", "  - dense 16 activation=tanh", "  + dense 2 activation=tanh", "  - train Wide on d {", "  + train Narrow on d {"],
            lines[3..]);
    }

    [Fact]
    public void AsJson()
    {
        Train("one", "lr=0.02");
        var run = JArray.Parse(_lab.Run("runs", _lab.In(""), "--json").Output)[0];
        Assert.Equal(("one", "completed", 3), ((string?)run["run"], (string?)run["status"], (int)run["epochs"]!));
        Assert.True((double)run["kept"]!["val loss"]! > 0);
    }

    [Fact]
    public void FolderWithoutRunsSaysWhatMakesOne()
        => Assert.Contains("There are no runs in ", _lab.Run("runs", _lab.In("")).Output);

    [Fact]
    public void WhatIsNoRunIsRefused()
    {
        Train("one", "lr=0.02");
        var (code, _, error) = _lab.Run("runs", _lab.In("runs/one"), _lab.In("runs/other"));
        Assert.Equal(1, code);
        Assert.Contains("is no run folder", error);
    }

    [Theory]
    [InlineData("a b c", "a b c", "")]
    [InlineData("a b c", "a x c", "-b +x")]
    [InlineData("", "a", "+a")]
    [InlineData("a b a b", "b a b b", "-a +b")]
    [InlineData("a b c d", "d", "-a -b -c")]
    public void ChangesAreTheFewest(string first, string second, string expected)
    {
        var changes = LineChanges.Between(first.Split(' ', StringSplitOptions.RemoveEmptyEntries), second.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(expected, string.Join(' ', changes.Where(change => change.Kind != LineChangeKind.Same).Select(change => (change.Kind == LineChangeKind.Added ? "+" : "-") + change.Line)));
        Assert.Equal(second, string.Join(' ', changes.Where(change => change.Kind != LineChangeKind.Removed).Select(change => change.Line)));
    }

    private void Train(string name, string rate)
    {
        var file = _lab.File("m.nnet", $"data d {{\n  playground circle samples=100\n  split train=60% validation=40%\n}}\nmodel M {{ input 2; dense 6 activation=tanh; dense 1 }}\ntrain M on d {{\n  loss binary_cross_entropy\n  optimizer adam {rate}\n  epochs 3\n  metrics accuracy\n}}\n");
        Assert.Equal(0, _lab.Run("train", file, "--run-dir", _lab.In("runs/" + name)).Code);
    }

    private static string[] Lines((int Code, string Output, string Error) result)
    {
        Assert.Equal((0, ""), (result.Code, result.Error));
        return [.. result.Output.Split('\n').Where(line => line.Length > 0)];
    }
}
