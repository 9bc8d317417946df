using System.Collections.Immutable;

namespace Nnet.Engine.Runs.Pictures;

/// <summary>Of every line that learns: how its weights and gradients are spread, over the whole run, and how large its updates are.</summary>
internal sealed class LayersPicture : RunPicture
{
    private const int Bins = 24;
    private const int Columns = 48;
    private const int MostLayers = 64;
    private const int MostNumbers = 20_000;

    // Weights may grow to so many times the largest of the beginning before they are counted as outside.
    private const float Growth = 3;

    // Decades of gradients, from the least to the greatest that is told apart.
    private const float LeastDecade = -9;
    private const float GreatestDecade = 1;

    /// <inheritdoc/>
    public override bool Fits(Experiment run) => ModelLines.Learning(run.Model).Length is >= 1 and <= MostLayers;

    /// <inheritdoc/>
    public override Drawing Begin(Experiment run)
    {
        LayerHistory[] layers = [.. ModelLines.Learning(run.Model).Select(line => new LayerHistory(
            line.Node.Name, line.Node.Origin.LineIn(run.Source) + 1, [.. run.Network.Tensors.Where(tensor => tensor.Node == line.Node.Id && tensor.IsTrainable)]))];
        foreach (var layer in layers)
        {
            layer.Reach = Growth * Math.Max(1e-6f, layer.Tensors.Max(tensor => LargestOf(run.Network.ValuesOf(tensor))));
        }
        var before = Array.Empty<float>();
        var isBeforeStep = false;
        return new Drawing(() =>
        {
            foreach (var layer in isBeforeStep ? layers : [])
            {
                layer.Update = UpdateOf(run.Network, layer, before);
            }
            isBeforeStep = false;
            return new LayersContent
            {
                Bins = Bins,
                Decades = [LeastDecade, GreatestDecade],
                Layers = [.. layers.Select(layer => Look(run.Network, layer))],
            };
        })
        {
            BeforeStep = () =>
            {
                before = before.Length == 0 ? new float[run.Network.Parameters.Length] : before;
                run.Network.Parameters.CopyTo(before);
                isBeforeStep = true;
            },
        };
    }

    private static LayerSpread Look(Network<float> network, LayerHistory layer)
    {
        var (weights, gradients) = (new int[Bins], new int[Bins]);
        foreach (var tensor in layer.Tensors)
        {
            Count(network.ValuesOf(tensor), weights, value => (value + layer.Reach) / (2 * layer.Reach));
            Count(network.Gradients.Slice(tensor.Offset, tensor.Length), gradients, value => value == 0 ? -1 : (MathF.Log10(MathF.Abs(value)) - LeastDecade) / (GreatestDecade - LeastDecade));
        }
        layer.Add(Shares(weights), Shares(gradients));
        return new LayerSpread(layer.Line, layer.Name, layer.Reach, layer.Columns, [.. layer.Weights.SelectMany(column => column)], [.. layer.Gradients.SelectMany(column => column)], layer.Update);
    }

    // The length of the last step's change beside the length of what was changed.
    private static double UpdateOf(Network<float> network, LayerHistory layer, float[] before)
    {
        var (change, size) = (0.0, 0.0);
        foreach (var tensor in layer.Tensors)
        {
            var now = network.ValuesOf(tensor);
            var then = before.AsSpan(tensor.Offset, tensor.Length);
            for (var i = 0; i < then.Length; i++)
            {
                change += (now[i] - then[i]) * (double)(now[i] - then[i]);
                size += then[i] * (double)then[i];
            }
        }
        return Math.Sqrt(change / Math.Max(size, double.Epsilon));
    }

    // Of a large tensor evenly chosen numbers are enough to know how it is spread. What is outside lies in the last bin.
    private static void Count(ReadOnlySpan<float> values, int[] bins, Func<float, float> place)
    {
        var step = Math.Max(1, values.Length / MostNumbers);
        for (var i = 0; i < values.Length; i += step)
        {
            var share = place(values[i]);
            if (!float.IsNaN(share) && share >= 0)
            {
                bins[Math.Min(Bins - 1, (int)(share * Bins))]++;
            }
            else if (!float.IsNaN(share))
            {
                bins[0]++;
            }
        }
    }

    // Bytes in proportion to the fullest bin.
    private static byte[] Shares(int[] bins)
    {
        var most = Math.Max(1, bins.Max());
        return [.. bins.Select(count => (byte)(255L * count / most))];
    }

    private static float LargestOf(ReadOnlySpan<float> values)
    {
        var largest = 0f;
        foreach (var value in values)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }
        return largest;
    }

    /// <summary>What was seen of a line so far, of bounded length: a full history drops every second column and records half as often.</summary>
    private sealed class LayerHistory(string name, int line, ImmutableArray<TensorInfo> tensors)
    {
        private int _stride = 1;
        private int _seen;

        public string Name => name;

        public int Line => line;

        public ImmutableArray<TensorInfo> Tensors => tensors;

        public float Reach { get; set; }

        // How long the last update that was watched is beside the weights.
        public double? Update { get; set; }

        public List<byte[]> Weights { get; } = [];

        public List<byte[]> Gradients { get; } = [];

        public int Columns => Weights.Count;

        public void Add(byte[] weights, byte[] gradients)
        {
            // The newest column is always there; between two that stay it is written over.
            if (Weights.Count > 0 && (_seen - 1) % _stride != 0)
            {
                Weights.RemoveAt(Weights.Count - 1);
                Gradients.RemoveAt(Gradients.Count - 1);
            }
            _seen++;
            Weights.Add(weights);
            Gradients.Add(gradients);
            if (Weights.Count > LayersPicture.Columns)
            {
                Halve(Weights);
                Halve(Gradients);
                _stride *= 2;
            }
        }

        private static void Halve(List<byte[]> columns)
        {
            var kept = columns.Where((_, index) => index % 2 == 0).ToArray();
            columns.Clear();
            columns.AddRange(kept);
        }
    }
}
