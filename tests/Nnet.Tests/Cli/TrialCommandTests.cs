using Newtonsoft.Json.Linq;
using Nnet.Engine.Runs.Events;
using Xunit;

namespace Nnet.Tests.Cli;

/// <summary>`nnet lr-find` and `nnet train --overfit-one-batch`.</summary>
public sealed class TrialCommandTests : IDisposable
{
    private const string Blocks = """
        data d { playground circle samples=100; split train=60% validation=20% test=20% }
        model M { input 2; dense 16 activation=tanh; dense 16 activation=tanh; dense 1 }
        train M on d {
          loss binary_cross_entropy
          optimizer adam lr=0.00001
          batch 10
          epochs 1
        }
        """;

    private readonly CommandLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void LrFindDrawsTheCurveAndSaysWhy()
    {
        var (code, output, error) = _lab.Run("lr-find", _lab.File("a.nnet", Blocks));
        Assert.Equal((0, ""), (code, error));
        Assert.Contains('⠒', output);
        Assert.Contains("1e-7", output);
        Assert.Matches(@"\n +▲ 0\.\d+\n", output);
        Assert.Matches(@"\n0\.\d+, since .* The block has 1e-5\.\n", output);
        Assert.Contains("a.nnet:5: change lr to 0.", output);
        Assert.False(Directory.Exists(_lab.In("runs")));
    }

    [Fact]
    public void LrFindAsJsonAndAsEvents()
    {
        var file = _lab.File("a.nnet", Blocks);
        var json = JObject.Parse(_lab.Run("lr-find", file, "--json").Output);
        Assert.Equal("rate_found", (string?)json["event"]);
        var events = _lab.Run("lr-find", file, "--events").Output.TrimEnd().Split('\n').Select(RunEventJson.Read).ToArray();
        Assert.All(events[..^1], happened => Assert.IsType<RateTried>(happened));
        Assert.Equal((double)json["suggested"]!, Assert.IsType<RateFound>(events[^1]).Suggested!.Value, 1e-6);
    }

    [Fact]
    public void OneBatchSaysYes()
    {
        var (code, output, _) = _lab.Run("train", _lab.File("a.nnet", Blocks.Replace("0.00001", "0.01")), "--overfit-one-batch");
        Assert.Equal(0, code);
        Assert.Matches(@"\nYes: M learns 16 samples by heart, loss [\d.]+ → [\d.]+ in \d+ steps\.\n$", output);
        Assert.False(Directory.Exists(_lab.In("runs")));
    }

    [Fact]
    public void OneBatchSaysNoAndWhy()
    {
        var (code, output, _) = _lab.Run("train", _lab.File("a.nnet", Blocks), "--overfit-one-batch");
        Assert.Equal(1, code);
        Assert.Matches(@"a\.nnet:5: No: M does not learn 16 samples by heart, .* lr=1e-5 is too small\.", output);
    }

    [Fact]
    public void FoldsAreATable()
    {
        var (code, output, error) = _lab.Run("train", _lab.File("a.nnet", Blocks.Replace("epochs 1", "epochs 3")), "--folds", "4", "--run-dir", _lab.In("folds"));
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("Trained 4 folds in ", output);
        Assert.Contains("fold 4/4  epoch 3/3  loss ", output);
        Assert.Matches(@"\n +epoch  val_loss  test_loss\n  fold 1      3 +[\d.]+ +[\d.]+\n(  fold \d.*\n){3}  mean +[\d.]+ +[\d.]+\n  ± sd +[\d.e-]+ +[\d.e-]+\n", output);
        Assert.Equal(4, Directory.GetDirectories(_lab.In("folds"), "fold-*").Length);
        Assert.StartsWith("M on validation  20 samples", _lab.Run("evaluate", _lab.In("folds/fold-2"), "--split", "validation").Output);
    }

    [Fact]
    public void FoldsAndOneBatchExcludeEachOther()
        => Assert.Contains("leave all but one of them out.", _lab.Run("train", _lab.File("a.nnet", Blocks), "--folds", "3", "--overfit-one-batch").Error);

    [Theory]
    [InlineData("lr-find")]
    [InlineData("train", "--overfit-one-batch")]
    public void WhatStandsAgainstIt(string command, params string[] words)
    {
        Assert.Equal(2, _lab.Run([command, _lab.In("nowhere.nnet"), .. words]).Code);
        Assert.Contains("has no train block `X`; it has M.", _lab.Run([command, _lab.File("a.nnet", Blocks), "--train", "X", .. words]).Error);
        Assert.Contains("error unknown-word: There is no layer `densee`.", _lab.Run([command, _lab.File("b.nnet", Blocks.Replace("; dense 1 ", "; densee 1 ")), .. words]).Output);
        Assert.Contains("There is no file gone.csv", _lab.Run([command, _lab.File("c.nnet", Blocks.Replace("playground circle samples=100", "csv \"gone.csv\"")), .. words]).Error + _lab.Run([command, _lab.In("c.nnet"), .. words]).Output);
    }
}
