using Nnet.Cli;
using Nnet.Engine.Runs.Events;
using Xunit;

namespace Nnet.Tests.Cli;

/// <summary>The commands as people type them, on files in a folder that is gone after the test.</summary>
public sealed class TrainCommandTests : IDisposable
{
    private const string Blocks = """
        data d {
          playground circle samples=100
          split train=60% validation=20% test=20%
        }
        model M { input 2; dense 6 activation=tanh; dense 1 }
        train M on d {
          loss binary_cross_entropy
          optimizer adam lr=0.02
          epochs 30
          metrics accuracy confusion
        }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("nnet-cli-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void TrainsAndReports()
    {
        var (code, output, _) = Run("train", File("a.nnet", Blocks), "--run-dir", In("run"));
        Assert.Equal(0, code);
        Assert.StartsWith("M on d  25 parameters · 60 train, 20 validation, 20 test samples", output);
        Assert.Contains("epoch 30/30  loss ", output);
        Assert.Contains("Trained 30 epochs in ", output);
        Assert.Matches(@"\n  test +[\d.]+ +[\d.]+%\n", output);
        Assert.Contains("  true  predicted\n", output);
        Assert.DoesNotContain('\e', output);
        Assert.DoesNotContain("warning", output);
    }

    [Fact]
    public void EventsAreJsonLinesAndNothingElse()
    {
        var (code, output, error) = Run("train", File("a.nnet", Blocks), "--run-dir", In("run"), "--events");
        var events = output.TrimEnd().Split('\n').Select(RunEventJson.Read).ToArray();
        Assert.Equal((0, ""), (code, error));
        Assert.IsType<Started>(events[0]);
        Assert.IsType<Done>(events[^1]);
        Assert.Equal(30, events.OfType<EpochDone>().Count());
    }

    [Fact]
    public void ErrorsOfTheFileAreToldAsCheckDoes()
    {
        var file = File("a.nnet", Blocks.Replace("dense 6", "densee 6"));
        var (code, output, _) = Run("train", file);
        Assert.Equal(1, code);
        Assert.Contains($"{file}:5:20: error unknown-word: There is no layer `densee`.", output);
        Assert.False(Directory.Exists(In("runs")));
    }

    [Fact]
    public void ErrorsOfTheFileAreOneEvent()
    {
        var (code, output, _) = Run("train", File("a.nnet", Blocks.Replace("dense 6", "densee 6")), "--events");
        var failed = Assert.IsType<Failed>(RunEventJson.Read(output.Trim()));
        Assert.Equal((1, 5), (code, failed.Line));
        Assert.StartsWith("There is no layer `densee`.", failed.Message);
    }

    [Fact]
    public void SeveralBlocksNeedAName()
    {
        var file = File("a.nnet", Blocks + "\nmodel N { input 2; dense 1 }\n" + Blocks[Blocks.IndexOf("train M", StringComparison.Ordinal)..].Replace("train M", "train N"));
        var (code, _, error) = Run("train", file);
        Assert.Equal(2, code);
        Assert.Contains("has 2 train blocks; say which with --train: M, N.", error);
        Assert.Equal(0, Run("train", file, "--train", "N", "--run-dir", In("run")).Code);
        Assert.Contains("has no train block `X`; it has M, N.", Run("train", file, "--train=X").Error);
    }

    [Fact]
    public void FileWithoutATrainBlock()
        => Assert.Contains("has no train block, so there is nothing to train.", Run("train", File("a.nnet", "model M { input 2; dense 1 }\n")).Error);

    [Fact]
    public void RunsGoBesideTheFile()
    {
        Run("train", File("a.nnet", Blocks.Replace("epochs 30", "epochs 1")));
        Assert.Matches(@"^d-M-\d{8}-\d{6}$", Path.GetFileName(Directory.GetDirectories(In("runs")).Single()));
    }

    [Fact]
    public void PredictShowsPredictionsBesideTheTruth()
    {
        Run("train", File("a.nnet", Blocks), "--run-dir", In("run"));
        var (code, output, _) = Run("predict", In("run"), "test");
        Assert.Equal(0, code);
        Assert.StartsWith("M on test  20 samples", output);
        Assert.Contains("  sample  true  predicted  probability\n", output);
        Assert.Matches(@"\n  \d+ +[01] +[01] +\d+\.\d%", output);
        Assert.Matches(@"accuracy \d+\.\d%   loss [\d.]+", output);
    }

    [Fact]
    public void PredictShowsDifferencesOfValues()
    {
        Run("train", File("a.nnet", Blocks.Replace("circle", "plane").Replace("binary_cross_entropy", "mean_squared_error").Replace("accuracy confusion", "mae")), "--run-dir", In("run"));
        var output = Run("predict", In("run"), "train").Output;
        Assert.Contains("  sample  predicted     true  difference\n", output);
        Assert.Contains("… 40 more; --all shows them", output);
        Assert.DoesNotContain("more;", Run("predict", In("run"), "train", "--all").Output);
    }

    [Fact]
    public void WhatATextGoesOnWithIsWritten()
    {
        System.IO.File.WriteAllText(In("ab.txt"), string.Concat(Enumerable.Repeat("ab", 400)));
        // The head has more words than the text.
        var file = File("text.nnet", """
            data letters { text "ab.txt" length=8; split train=80% validation=20% seed=1 }
            model Next { input [seq=8] domain=tokens(5); embedding 5 8; dense 5 }
            train Next on letters { loss cross_entropy; optimizer adam lr=0.05; batch 8; epochs 5 }
            """);
        Assert.Equal(0, Run("train", file, "--run-dir", In("run")).Code);
        Assert.Contains("true       babababa\n  predicted  babababa\n", Run("predict", In("run"), "validation").Output.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void PredictWithoutARun()
    {
        var (code, _, error) = Run("predict", In("nothing"), "test");
        Assert.Equal((1, $"nnet: {In("nothing")} is no run folder: it has no run.json."), (code, error.Trim()));
    }

    private string In(string name) => Path.Combine(_folder, name);

    private string File(string name, string text)
    {
        System.IO.File.WriteAllText(In(name), text);
        return In(name);
    }

    private static (int Code, string Output, string Error) Run(params string[] words)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var code = CommandLine.Run([new TrainCommand(), new PredictCommand()], words, Terminal.Of(output, error));
        return (code, output.ToString(), error.ToString());
    }
}
