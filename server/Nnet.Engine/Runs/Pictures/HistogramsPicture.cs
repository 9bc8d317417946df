using System.Collections.Immutable;
using Nnet.Language.Graph;

namespace Nnet.Engine.Runs.Pictures;

/// <summary>Of every line that learns: how its weights, its gradients and what it gives are spread, over the whole run.</summary>
internal sealed class HistogramsPicture : RunPicture
{
    private const int MostLayers = 64;
    private const int MostSamples = 64;

    // So many numbers, evenly chosen, tell how a large tensor is spread.
    private const int MostNumbers = 4096;

    // Decades of gradients, from the least to the greatest that is told apart.
    private const float LeastDecade = -9;
    private const float GreatestDecade = 1;

    /// <inheritdoc/>
    public override bool TakesNotes => true;

    /// <inheritdoc/>
    public override bool Fits(Experiment run) => ModelLines.Learning(run.Model).Length is >= 1 and <= MostLayers;

    /// <inheritdoc/>
    public override Drawing Begin(Experiment run)
    {
        var sample = Unseen(run).Sample(Math.Min(MostSamples, run.Network.Options.MaxBatch));
        var inputs = sample.ReadInputs();
        var history = new EpochHistory();
        ImmutableArray<Line> lines = [.. ModelLines.Learning(run.Model).Select(line => Line.Of(run, line))];
        ImmutableArray<int> givers = [.. lines.Select(line => line.Giver)];
        return new Drawing(() => history.Epochs.Count == 0 ? null : new HistogramsContent
        {
            Bins = Histogram.Bins,
            Decades = [LeastDecade, GreatestDecade],
            Epochs = [.. history.Epochs],
            Layers = [.. lines.Select(line => line.Tell())],
        })
        {
            Note = (epoch, isWanted) =>
            {
                if (isWanted || history.IsDue(epoch))
                {
                    var given = run.Network.ActivationsOf(inputs, sample.Count, givers, MostNumbers);
                    history.Add(epoch);
                    for (var i = 0; i < lines.Length; i++)
                    {
                        lines[i].Add(run.Network, given[i], history);
                    }
                }
            },
            GoOn = (earlier, epoch) =>
            {
                if (earlier is HistogramsContent content && content.Bins == Histogram.Bins && content.Layers.Select(layer => layer.Name).SequenceEqual(lines.Select(line => line.Name)))
                {
                    var columns = content.Epochs.Count(each => each <= epoch);
                    history.GoOn(content.Epochs[..columns]);
                    foreach (var (line, layer) in lines.Zip(content.Layers))
                    {
                        line.GoOn(layer, columns);
                    }
                }
            },
        };
    }

    /// <summary>What is seen of one line.</summary>
    private sealed class Line(string name, int number, int giver, ImmutableArray<TensorInfo> tensors, Histogram given)
    {
        private readonly Histogram _weights = Histogram.AroundZero();
        private readonly Histogram _gradients = Histogram.Between(LeastDecade, GreatestDecade);

        public string Name => name;

        /// <summary>The node whose values are what the line gives.</summary>
        public int Giver => giver;

        public static Line Of(Experiment run, LearningLine line)
        {
            var giver = line.GivenBy(run.Model);
            return new Line(
                line.Node.Name,
                line.Node.Origin.Here.LineIn(run.Source) + 1,
                giver.Id,
                [.. run.Network.Tensors.Where(tensor => tensor.Node == line.Node.Id && tensor.IsTrainable)],
                RangeOf(giver.Facts!.Output.Domain));
        }

        public void Add(Network<float> network, float[] values, EpochHistory history)
        {
            _weights.Add([.. tensors.SelectMany(tensor => Evenly(network.ValuesOf(tensor)))], history);
            _gradients.Add([.. tensors.SelectMany(tensor => Evenly(network.Gradients.Slice(tensor.Offset, tensor.Length))).Select(DecadeOf)], history);
            if (values.Length > 0)
            {
                given.Add(values, history);
            }
        }

        public void GoOn(LayerHistograms earlier, int columns)
        {
            _weights.GoOn(earlier.Weights, columns);
            _gradients.GoOn(earlier.Gradients, columns);
            given.GoOn(earlier.Outputs, columns);
        }

        public LayerHistograms Tell() => new(number, name, _weights.Tell(), _gradients.Tell(), given.Tell());

        private static Histogram RangeOf(Domain domain)
            => double.IsFinite(domain.Low) && double.IsFinite(domain.High) && domain.High > domain.Low ? Histogram.Between((float)domain.Low, (float)domain.High)
            : domain.Low >= 0 ? Histogram.FromZero()
            : Histogram.AroundZero();

        // Zero has no decade: it lies below them all.
        private static float DecadeOf(float gradient) => gradient == 0 ? LeastDecade - 1 : MathF.Log10(MathF.Abs(gradient));

        private static float[] Evenly(ReadOnlySpan<float> values)
        {
            // An odd distance, so that it does not meet the same column of every row.
            var step = values.Length <= MostNumbers ? 1 : (values.Length / MostNumbers) | 1;
            var taken = new float[(values.Length + step - 1) / step];
            for (var i = 0; i < taken.Length; i++)
            {
                taken[i] = values[i * step];
            }
            return taken;
        }
    }
}
