using System.Text.RegularExpressions;
using Nnet.Engine.Data;
using Nnet.Engine.Runs;
using Nnet.Engine.Runs.Events;
using Nnet.Engine.Tests.Support;
using Nnet.Language;
using Nnet.Language.Text;
using Xunit;
using Xunit.Abstractions;

namespace Nnet.Engine.Tests.Runs;

/// <summary>The exercises of examples/lectures show what they say: their figures, and exactly the findings that they are about.</summary>
public sealed class ExerciseTests(ITestOutputHelper output) : IDisposable
{
    private static readonly string s_folder = Path.Combine(Repository.Root, "examples", "lectures");

    private readonly TrainingLab _lab = new();

    public void Dispose() => _lab.Dispose();

    /// <summary>File; the figure of the kept weights (test, or else validation) and between what it lies; what is found in the text, and in the run.</summary>
    public static TheoryData<string, string, double, double, string, string> Exercises => new()
    {
        { "01-one-neuron", "accuracy", 0.95, 1, "", "" },
        { "02-xor-with-a-line", "accuracy", 0, 0.65, "linear-model", "one-answer" },
        { "03-xor-with-a-hidden-layer", "accuracy", 0.95, 1, "", "" },
        { "04-circle-with-features", "accuracy", 0.95, 1, "", "" },
        { "05-circle-with-a-hidden-layer", "accuracy", 0.95, 1, "", "" },
        { "06-layers-without-activation", "accuracy", 0, 0.65, "linear-model linear-stack linear-stack", "plateau" },
        { "07-relu-or-tanh", "accuracy", 0.95, 1, "", "" },
        { "08-rate-too-low", "accuracy", 0, 0.7, "", "slow-learning" },
        { "09-rate-too-high", "accuracy", 0, 0.8, "learning-rate", "oscillation" },
        { "10-batch-of-everything", "accuracy", 0, 0.8, "", "" },
        { "11-batch-of-ten", "accuracy", 0.95, 1, "", "" },
        { "12-spiral-too-small", "accuracy", 0, 0.75, "", "underfitting" },
        { "13-spiral-deep", "accuracy", 0.95, 1, "", "" },
        { "14-overfitting", "accuracy", 0, 0.9, "more-parameters-than-samples", "overfitting" },
        { "15-l2", "accuracy", 0.85, 1, "", "" },
        { "16-dropout", "accuracy", 0.85, 1, "", "" },
        { "17-early-stopping", "accuracy", 0.85, 1, "", "" },
        { "18-zero-weights", "accuracy", 0, 0.6, "constant-init", "dead-relus" },
        { "19-vanishing-gradients", "accuracy", 0, 0.6, "deep-squashing", "vanishing-gradients" },
        { "20-plane", "r2", 0.99, 1, "", "" },
        { "21-hills", "r2", 0.9, 1, "", "" },
        { "22-three-parts", "accuracy", 0.9, 1, "", "" },
        { "23-convolution", "accuracy", 0.95, 1, "", "" },
        { "24-your-own-data", "accuracy", 0.9, 1, "", "" },
    };

    [Theory]
    [MemberData(nameof(Exercises))]
    public void ShowsWhatItSays(string file, string metric, double from, double to, string foundInText, string foundInRun)
    {
        var run = Train(file, out var told);
        var figures = run.Done.Test ?? run.Manifest.KeptEpoch!.Validation!;
        output.WriteLine($"{file}: {metric} {figures[metric]:0.000}, {run.Done.Epochs} epochs in {run.Done.Seconds:0.00} s; text: {told}; run: {string.Join(' ', run.Codes.Order())}");
        Assert.InRange(figures[metric], from, to);
        Assert.Equal((foundInText, foundInRun), (told, string.Join(' ', run.Codes.Order())));
    }

    [Fact]
    public void FullBatchesAndSmallOnesDifferInNothingElse()
        => Assert.Equal(WithoutComments("10-batch-of-everything").Replace("batch 200", "batch 10"), WithoutComments("11-batch-of-ten"));

    [Fact]
    public void WhatHoldsANetworkBackHalvesItsValidationLoss()
    {
        var free = Train("14-overfitting", out _).Epochs[^1];
        Assert.InRange(free.Train["accuracy"], 0.95, 1);
        Assert.All(["15-l2", "16-dropout", "17-early-stopping"], file =>
        {
            var held = Train(file, out _).Manifest.KeptEpoch!.Validation!["loss"];
            output.WriteLine($"14: train {free.Train["loss"]:0.000}, validation {free.Validation!["loss"]:0.00}; {file}: {held:0.00}");
            Assert.True(held < free.Validation["loss"] / 2);
        });
    }

    [Fact]
    public void FirstLayerOfADeepSigmoidHearsThousandsOfTimesLess()
    {
        var layers = Train("19-vanishing-gradients", out _).Epochs[^1].Layers;
        Assert.True(layers[0].GradientNorm < layers[^1].GradientNorm / 1000);
    }

    [Fact]
    public void EarlyStoppingStopsLongBeforeTheLastEpoch()
    {
        var run = Train("17-early-stopping", out _);
        Assert.Equal("early_stopped", run.Done.Status);
        Assert.InRange(run.Done.Epochs, 11, 100);
    }

    [Fact]
    public void EveryExerciseIsInTheTableAndInTheReadMe()
    {
        var files = Directory.EnumerateFiles(s_folder, "*.nnet").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(files, Exercises.Select(row => (string)row[0]));
        var page = File.ReadAllText(Path.Combine(s_folder, "README.md"));
        Assert.Equal(files, Regex.Matches(page, @"^### \d+\. .+? · \[(.+?)\.nnet\]\(\1\.nnet\)$", RegexOptions.Multiline).Select(match => match.Groups[1].Value));
        Assert.Equal(files.Length, Regex.Count(page, "<details>"));
    }

    [Fact]
    public void EveryExerciseSaysWhatToTryWhatToSeeAndWhatToAsk()
        => Assert.All(Exercises.Select(row => (string)row[0]), file =>
        {
            string[] head = [.. File.ReadLines(PathOf(file)).TakeWhile(line => line.StartsWith('#'))];
            Assert.Equal(4, head.Length);
            Assert.Equal(["# Try:   ", "# See:   ", "# Ask:   "], head[1..].Select(line => line[..9]));
        });

    private static string PathOf(string file) => Path.Combine(s_folder, file + ".nnet");

    private static string WithoutComments(string file) => string.Join('\n', File.ReadLines(PathOf(file)).Where(line => !line.StartsWith('#')));

    private TrainedRun Train(string file, out string foundInText)
    {
        var source = new SourceText(File.ReadAllText(PathOf(file)), PathOf(file));
        var analysis = Analyzer.Analyze(source, new DataProbe());
        foundInText = string.Join(' ', analysis.Findings.Select(finding => finding.Kind.Code).Order());
        var events = new List<RunEvent>();
        var folder = _lab.In(file);
        Trainer.Run(source, analysis.Trains[0], new RunOptions { RunDir = folder }, events.Add, default);
        return new TrainedRun(source, events, folder);
    }
}
