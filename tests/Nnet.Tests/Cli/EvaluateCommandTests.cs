using Newtonsoft.Json.Linq;
using Xunit;

namespace Nnet.Tests.Cli;

public sealed class EvaluateCommandTests : IDisposable
{
    private const string Blocks = """
        data d {
          playground circle samples=100
          split train=60% validation=20% test=20%
        }
        data more { playground circle samples=300 seed=7 }
        model M { input 2; dense 6 activation=tanh; dense 1 }
        train M on d {
          loss binary_cross_entropy
          optimizer adam lr=0.02
          epochs 30
          metrics accuracy confusion
        }
        """;

    private readonly CommandLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void TestPartIsMeasuredAsAtTheEndOfTheRun()
    {
        var trained = Train();
        var (code, output, error) = _lab.Run("evaluate", _lab.In("run"));
        Assert.Equal((0, ""), (code, error));
        Assert.StartsWith("M on test  20 samples", output);
        // The rows of figures and of the confusion are those that training ended with.
        string[] rows = [.. output.Split('\n')[2..].Where(line => line.Length > 0)];
        Assert.Equal(6, rows.Length);
        Assert.All(rows[2..], row => Assert.Contains(row, trained));
        Assert.Matches(@"^  test +[\d.]+ +[\d.]+%$", rows[1]);
    }

    [Fact]
    public void OtherPartsAndOtherBlocks()
    {
        Train();
        Assert.StartsWith("M on train  60 samples", _lab.Run("evaluate", _lab.In("run"), "--split", "train").Output);
        Assert.StartsWith("M on more  300 samples", _lab.Run("evaluate", _lab.In("run"), "--data", "more").Output);
    }

    [Fact]
    public void AsJson()
    {
        Train();
        var json = JObject.Parse(_lab.Run("evaluate", _lab.In("run"), "--json").Output);
        Assert.Equal(("run", "test", 20), ((string?)json["run"], (string?)json["data"], (int)json["samples"]!));
        Assert.Equal(["loss", "accuracy"], ((JObject)json["figures"]!).Properties().Select(property => property.Name));
        Assert.Equal(20, json["confusion"]!.Sum(row => row.Sum(count => (int)count)));
        Assert.Equal(["0", "1"], json["classes"]!.Select(name => (string?)name));
    }

    [Theory]
    [InlineData("It takes test", 2, "--split takes test, validation or train, not `best`.", "--split", "best")]
    [InlineData("One of both", 2, "leave one of them out.", "--split", "test", "--data", "more")]
    [InlineData("No such file", 1, "There is no file ", "--data", "nowhere.csv")]
    public void WhatCannotBeMeasured(string why, int code, string message, params string[] words)
    {
        Train();
        var result = _lab.Run(["evaluate", _lab.In("run"), .. words]);
        Assert.True(code == result.Code, why);
        Assert.Contains(message, result.Error);
    }

    [Fact]
    public void DataWithoutTheTruthIsForPredict()
    {
        Train();
        _lab.File("bare.csv", "x1,x2\n1,2\n3,4\n");
        var (code, _, error) = _lab.Run("evaluate", _lab.In("run"), "--data", _lab.In("bare.csv"));
        Assert.Equal(1, code);
        Assert.Contains("says nothing of the truth, so nothing can be measured. `nnet predict", error);
    }

    [Fact]
    public void FolderThatIsNoRun()
        => Assert.Equal((1, $"nnet: {_lab.In("nothing")} is no run folder: it has no run.json."), _lab.Run("evaluate", _lab.In("nothing")) is var (code, _, error) ? (code, error.Trim()) : default);

    private string Train() => _lab.Run("train", _lab.File("a.nnet", Blocks), "--run-dir", _lab.In("run")).Output;
}
