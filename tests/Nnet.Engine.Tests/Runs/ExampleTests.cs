using Nnet.Engine.Data;
using Nnet.Engine.Runs;
using Nnet.Engine.Tests.Support;
using Nnet.Language;
using Nnet.Language.Text;
using Xunit;
using Xunit.Abstractions;

namespace Nnet.Engine.Tests.Runs;

/// <summary>The examples reach what they promise, and nothing is found against them before, while or after they run.</summary>
public sealed class ExampleTests(ITestOutputHelper output) : IDisposable
{
    private static readonly string s_folder = Path.Combine(Repository.Root, "examples");

    private readonly TrainingLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Theory]
    [InlineData("spirals.nnet", "accuracy", 0.98)]
    [InlineData("xor.nnet", "accuracy", 0.98)]
    [InlineData("iris.nnet", "accuracy", 0.95)]
    [InlineData("digits.nnet", "accuracy", 0.97)]
    [InlineData("regression.nnet", "r2", 0.9)]
    [InlineData("autoencoder.nnet", "r2", 0.85)]
    [InlineData("denoising.nnet", "r2", 0.85)]
    [InlineData("rows.nnet", "accuracy", 0.95)]
    [InlineData("co2.nnet", "r2", 0.9)]
    public void ReachesItsGoal(string example, string metric, double goal)
        => Reaches(Text(example), example, metric, goal);

    // What a row lacks is told; nothing else is.
    [Fact]
    public void PenguinsAreWeighedInGrams()
    {
        var run = Train(Text("penguins.nnet"), "penguins.nnet");
        output.WriteLine($"penguins.nnet: mae {run.Done.Test!["mae"]:0} g, r2 {run.Done.Test["r2"]:0.000} after {run.Done.Epochs} epochs in {run.Done.Seconds:0.0} s");
        Assert.InRange(run.Done.Test["mae"], 100, 300);
        Assert.True(run.Done.Test["r2"] > 0.8, $"r2 {run.Done.Test["r2"]}");
        Assert.Equal(["dropped-rows"], run.Codes);
    }

    [Fact]
    public void OneNetworkTellsSpeciesAndWeight()
    {
        var run = Train(Text("two-answers.nnet"), "two-answers.nnet");
        output.WriteLine($"two-answers.nnet: accuracy {run.Done.Test!["accuracy"]:0.000}, mass_loss {run.Done.Test["mass_loss"]:0.000} after {run.Done.Epochs} epochs in {run.Done.Seconds:0.0} s");
        Assert.True(run.Done.Test["accuracy"] > 0.95, $"accuracy {run.Done.Test["accuracy"]}");
        // On a scale where the mean weight for all costs 1.
        Assert.InRange(run.Done.Test["mass_loss"], 0.05, 0.3);
        Assert.Equal(["dropped-rows"], run.Codes);
    }

    [SharedDataFact("mnist-10k")]
    public void LeNetReadsDigits()
    {
        var folder = Path.Combine(Repository.Root, "..", "shared", "data", "mnist-10k");
        var text = Text("lenet5.nnet").Replace("\"data/t10k", $"\"{folder}/t10k");
        Reaches(text, "lenet5.nnet", "accuracy", 0.97);
    }

    // All thirty epochs take a minute. Two are enough to do far better than somebody who knows how often each character occurs, which
    // leaves 28 to guess among.
    [Theory]
    [InlineData("text.nnet")]
    [InlineData("llama.nnet")]
    public void TransformersLearnToWriteTheirPage(string example)
    {
        var run = Train(Text(example).Replace("epochs 30", "epochs 2").Replace("  early_stopping monitor=val_loss patience=4\n", ""), example);
        output.WriteLine($"{example}: perplexity {run.Epochs[^1].Validation!["perplexity"]:0.0} after {run.Done.Epochs} epochs in {run.Done.Seconds:0.0} s");
        Assert.InRange(run.Epochs[^1].Validation!["perplexity"], 1, 15);
        Assert.DoesNotContain(run.Findings, finding => finding.Severity == "warning");
    }

    [Fact]
    public void EachTellsWhatIsLearntFromIt()
        => Assert.All(Directory.EnumerateFiles(s_folder, "*.nnet"), file => Assert.Equal(2, File.ReadLines(file).TakeWhile(line => line.StartsWith("# ", StringComparison.Ordinal)).Count()));

    private void Reaches(string text, string example, string metric, double goal)
    {
        var run = Train(text, example);
        output.WriteLine($"{example}: test {metric} {run.Done.Test![metric]:0.0000} after {run.Done.Epochs} epochs in {run.Done.Seconds:0.0} s");
        Assert.True(run.Done.Test[metric] >= goal, $"{metric} {run.Done.Test[metric]}");
        Assert.Empty(run.Findings.Select(finding => finding.Message));
        Assert.True(run.Done.Epochs <= run.Started.Epochs);
    }

    private static string Text(string example) => File.ReadAllText(Path.Combine(s_folder, example));

    /// <summary>Trains the first block of an example, against whose text nothing may be found.</summary>
    private TrainedRun Train(string text, string example)
    {
        var source = new SourceText(text, Path.Combine(s_folder, example));
        var analysis = Analyzer.Analyze(source, new DataProbe());
        Assert.Empty(analysis.Findings.Select(finding => finding.Message));
        var events = new List<Engine.Runs.Events.RunEvent>();
        Trainer.Run(source, analysis.Trains[0], new RunOptions { RunDir = _lab.In("run") }, events.Add, default);
        return new TrainedRun(source, events, _lab.In("run"));
    }
}

/// <summary>A test of data that only lies beside a checkout; it is skipped aloud where it does not.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute(string name)
    {
        if (!Directory.Exists(Path.Combine(Repository.Root, "..", "shared", "data", name)))
        {
            Skip = $"../shared/data/{name} is not there.";
        }
    }
}
