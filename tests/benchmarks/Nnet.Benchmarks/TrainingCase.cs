using Nnet.Engine;
using Nnet.Language;
using Nnet.Language.Text;
using Nnet.Language.Training;

namespace Nnet.Benchmarks;

/// <summary>A network that is trained on made-up samples, one batch after the other.</summary>
internal sealed class TrainingCase
{
    private const int Batches = 10;

    private readonly Network<float> _net;
    private readonly float[] _inputs;
    private readonly float[] _targets;
    private readonly double _rate;
    private int _next;

    public TrainingCase(string text, int threads)
    {
        var analysis = Analyzer.Analyze(new SourceText(text));
        var train = analysis.Trains.Single();
        if (train.Model is not { IsComplete: true } model || train.Loss is not { } loss || train.Optimizer is not { } optimizer)
        {
            throw new InvalidOperationException($"The benchmark's text has errors:\n{string.Join("\n", analysis.Findings.Select(finding => finding.Message))}");
        }
        Batch = train.Batch;
        _rate = optimizer.Get(((Optimizer)optimizer.Definition).LearningRate);
        _net = Network<float>.Compile(model, loss, optimizer, new NetworkOptions { MaxBatch = Batch, Threads = threads });
        var random = new Random(1);
        var count = Batch * Batches;
        var encoding = ((Loss)loss.Definition).Encoding;
        var vocabulary = model.Inputs.First().Facts!.Output.Domain.Vocabulary;
        var classes = ClassAxis.Of(model.Output!.Facts!.Output.Shape).Classes;
        _inputs = [.. Enumerable.Range(0, count * _net.InputLength).Select(_ => vocabulary > 0 ? random.Next(vocabulary) : random.NextSingle())];
        _targets = [.. Enumerable.Range(0, count * _net.TargetLength).Select(_ => encoding switch
        {
            TargetEncoding.ClassIndex => random.Next(classes),
            TargetEncoding.Binary => random.Next(2),
            _ => (random.Next(2) * 2) - 1f,
        })];
        StepsPerLook = (int)Math.Clamp(10_000_000 / (model.Macs * Batch), 1, 10_000);
    }

    public int Batch { get; }

    public int StepsPerLook { get; }

    /// <summary>The models of the benchmark, as a user writes them.</summary>
    public static string TextOf(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "cases", name + ".nnet"));

    public void Step()
    {
        var inputs = _inputs.AsSpan(_next * _net.InputLength);
        var targets = _targets.AsSpan(_next * _net.TargetLength);
        _net.TrainStep(inputs, targets, Batch, _rate);
        _next = (_next + Batch) % (Batch * Batches);
    }
}
