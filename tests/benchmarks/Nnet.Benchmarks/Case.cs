using System.Diagnostics;
using Nnet.Engine;
using Nnet.Engine.Devices;
using Nnet.Language;
using Nnet.Language.Text;
using Nnet.Language.Training;

namespace Nnet.Benchmarks;

/// <summary>A network that works on made-up samples, one batch after the other.</summary>
internal sealed class Case : IDisposable
{
    private const int Batches = 10;

    private readonly Network<float> _net;
    private readonly Device? _device;
    private readonly float[] _inputs;
    private readonly float[] _targets;
    private readonly float[] _outputs;
    private readonly double _rate;
    private readonly bool _predicts;
    private readonly int _batch;
    private readonly int _stepsPerLook;
    private readonly int[] _rows;
    private readonly double[] _rates;
    private readonly double[] _shares;
    private readonly float[] _losses;
    private int _next;

    /// <summary>Compiles a net.</summary>
    /// <param name="text">Its text, with a train block.</param>
    /// <param name="batch">Samples in a batch; 0 for what the text says.</param>
    /// <param name="threads">Most threads.</param>
    /// <param name="predicts">Whether it is used and not trained.</param>
    /// <param name="device">What computes it: a word of <c>--device</c>.</param>
    public Case(string text, int batch, int threads, bool predicts, string device)
    {
        var analysis = Analyzer.Analyze(new SourceText(text));
        var train = analysis.Trains.Single();
        if (train.Model is not { IsComplete: true } model || train.Loss is not { } loss || train.Optimizer is not { } optimizer)
        {
            throw new InvalidOperationException($"The benchmark's text has errors:\n{string.Join("\n", analysis.Findings.Select(finding => finding.Message))}");
        }
        (_predicts, _batch) = (predicts, batch > 0 ? batch : train.Batch);
        _rate = optimizer.Get(((Optimizer)optimizer.Definition).LearningRate);
        _device = DeviceCatalog.Open(device, StepWork.Of(model, _batch, threads));
        _net = Network<float>.Compile(model, loss, predicts ? null : optimizer, new NetworkOptions { MaxBatch = _batch, Threads = threads, IsAlone = predicts && _batch == 1, Device = _device });
        var random = new Random(1);
        var count = _batch * Batches;
        var encoding = ((Loss)loss.Definition).Encoding;
        var vocabulary = model.Inputs.First().Facts!.Output.Domain.Vocabulary;
        var classes = ClassAxis.Of(model.Output!.Facts!.Output.Shape).Classes;
        _inputs = Fill(count * _net.InputLength, () => vocabulary > 0 ? random.Next(vocabulary) : random.NextSingle());
        _targets = Fill(count * _net.TargetLength, () => encoding switch
        {
            TargetEncoding.ClassIndex => random.Next(classes),
            TargetEncoding.Binary => random.Next(2),
            _ => (random.Next(2) * 2) - 1f,
        });
        _outputs = predicts ? new float[_batch * _net.OutputLength] : [];
        _stepsPerLook = (int)Math.Clamp(10_000_000 / (model.Macs * _batch), 1, 10_000);
        // As many steps at once as a run gives a device that has its data.
        var ahead = _device is not null && !predicts && _net.TryHold(_inputs, _targets) ? Network<float>.MostSteps : 0;
        (_rows, _losses) = ([.. Enumerable.Range(0, ahead * _batch).Select(row => row % count)], new float[ahead]);
        (_rates, _shares) = ([.. Enumerable.Repeat(_rate, ahead)], new double[ahead]);
    }

    /// <summary>What the network keeps of all values of a batch, in bytes.</summary>
    public long ValueBytes => _net.ValueBytes;

    /// <summary>Works for some seconds; returns samples per second.</summary>
    public double Repeat(double seconds)
    {
        var clock = Stopwatch.StartNew();
        long steps = 0;
        while (clock.Elapsed.TotalSeconds < seconds)
        {
            // The clock is read now and then only: reading it takes as long as a step of a small network.
            if (_losses.Length > 0)
            {
                _net.TrainSteps(_rows, _batch, _rates, _shares, _losses);
                steps += _losses.Length;
                continue;
            }
            for (var i = 0; i < _stepsPerLook; i++, steps++)
            {
                Step();
            }
        }
        return steps * _batch / clock.Elapsed.TotalSeconds;
    }

    /// <summary>
    /// Trains epochs in turns: one that is looked at as runs are for their findings, one that nobody looks at; returns how many
    /// times as long the first kind takes, the median over all pairs.
    /// </summary>
    /// <param name="steps">Steps in an epoch.</param>
    /// <param name="seconds">For how long.</param>
    public double CostOfLooking(int steps, double seconds)
    {
        var ratios = new List<double>();
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed.TotalSeconds < seconds || ratios.Count < 5)
        {
            // Which of the two comes first changes, so that a machine that gets slower favours neither.
            var looksFirst = ratios.Count % 2 == 0;
            var (first, second) = (Epoch(steps, looksFirst), Epoch(steps, !looksFirst));
            ratios.Add(looksFirst ? first / second : second / first);
        }
        ratios.Sort();
        return ratios[ratios.Count / 2];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _net.Dispose();
        _device?.Dispose();
    }

    private static float[] Fill(int length, Func<float> next)
    {
        var values = new float[length];
        foreach (ref var value in values.AsSpan())
        {
            value = next();
        }
        return values;
    }

    private double Epoch(int steps, bool looks)
    {
        var begun = Stopwatch.GetTimestamp();
        for (var i = 0; i < steps; i++)
        {
            if (looks && i == steps - 1)
            {
                _net.ObserveNextStep();
            }
            Step();
        }
        if (looks)
        {
            _net.CollectStatistics();
        }
        return Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }

    private void Step()
    {
        var inputs = _inputs.AsSpan(_next * _net.InputLength);
        if (_predicts)
        {
            _net.Predict(inputs, _batch, _outputs);
        }
        else
        {
            _net.TrainStep(inputs, _targets.AsSpan(_next * _net.TargetLength), _batch, _rate);
        }
        _next = (_next + _batch) % (_batch * Batches);
    }
}
