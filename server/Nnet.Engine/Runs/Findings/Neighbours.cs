using Nnet.Engine.Data;

namespace Nnet.Engine.Runs.Findings;

/// <summary>
/// Whether inputs tell anything about targets, asked without any network: a sample is answered with the mean of the targets of those others to
/// learn from that are most like it (Cover and Hart 1967, Nearest Neighbor Pattern Classification). Where that is better than the mean of all
/// of them by more than chance explains, there is something to learn. Samples of both parts are asked, those to learn from without themselves.
/// </summary>
/// <param name="Count">How many neighbours were asked.</param>
/// <param name="Better">By what share their answers are better than the mean of all: 0 not at all, 1 perfect.</param>
/// <param name="Sureness">The mean gain of a sample, in units of its standard error.</param>
internal sealed record Neighbours(int Count, double Better, double Sureness)
{
    private const int MostKnown = 2000;
    private const int MostAsked = 500;
    private const int MostInputs = 2000;

    // One in two hundred tables without any relation gets so far by chance.
    private const double Sure = 2.6;

    /// <summary>Whether alike samples have alike targets, beyond chance.</summary>
    public bool Tell => Sureness > Sure;

    /// <summary>Asks the neighbours; null where samples have no distance, or are too few or too long.</summary>
    /// <param name="data">The data.</param>
    /// <param name="classes">Number of classes where the one target is a class, otherwise 0.</param>
    public static Neighbours? Ask(DataSet data, int classes)
    {
        if (data.Validation is null || !data.Vocabulary.IsEmpty || data.Train.InputSize > MostInputs || data.Train.Count < 10 || data.Validation.Count < 10)
        {
            return null;
        }
        var known = data.Train.Sample(MostKnown);
        var (inputs, targets) = known.ReadAll();
        var width = classes > 0 ? classes : known.TargetSize;
        var answers = Spread(targets, classes);
        var table = new Table(inputs, answers, Scales(inputs, known.InputSize), width);
        List<double> gains = [], costs = [];
        foreach (var part in new[] { known, data.Validation })
        {
            var asked = part.Sample(MostAsked);
            var (questions, truths) = asked.ReadAll();
            var wanted = Spread(truths, classes);
            for (var i = 0; i < asked.Count; i++)
            {
                // Evenly spread samples of what is known stand there too.
                var self = part == known ? (int)((long)i * known.Count / asked.Count) : -1;
                var (mean, near) = table.CostOf(questions.AsSpan(i * known.InputSize, known.InputSize), wanted.AsSpan(i * width, width), self);
                costs.Add(mean);
                gains.Add(mean - near);
            }
        }
        var gain = gains.Average();
        var error = Math.Sqrt(gains.Sum(each => (each - gain) * (each - gain)) / (gains.Count - 1) / gains.Count);
        return new Neighbours(table.Neighbours, gain / costs.Average(), error > 0 ? gain / error : 0);
    }

    // One over the deviation of each input, so that none counts for more because of its unit.
    private static float[] Scales(float[] inputs, int size)
    {
        var scales = new float[size];
        var count = inputs.Length / size;
        for (var i = 0; i < size; i++)
        {
            double sum = 0, squares = 0;
            for (var at = i; at < inputs.Length; at += size)
            {
                sum += inputs[at];
                squares += (double)inputs[at] * inputs[at];
            }
            var variance = (squares / count) - (sum / count * (sum / count));
            scales[i] = variance > 0 ? (float)(1 / Math.Sqrt(variance)) : 0;
        }
        return scales;
    }

    // A class is one of many values of which it alone is 1.
    private static float[] Spread(float[] targets, int classes)
    {
        if (classes == 0)
        {
            return targets;
        }
        var spread = new float[targets.Length * classes];
        for (var sample = 0; sample < targets.Length; sample++)
        {
            spread[(sample * classes) + Math.Clamp((int)targets[sample], 0, classes - 1)] = 1;
        }
        return spread;
    }

    /// <summary>The samples that are known, and what they answer to others.</summary>
    private sealed class Table
    {
        private readonly float[] _inputs;
        private readonly float[] _answers;
        private readonly float[] _scales;
        private readonly int _width;
        private readonly float[] _distances;
        private readonly int[] _order;
        private readonly double[] _sums;
        private readonly double[] _answer;

        public Table(float[] inputs, float[] answers, float[] scales, int width)
        {
            (_inputs, _answers, _scales, _width) = (inputs, answers, scales, width);
            var count = answers.Length / width;
            (_distances, _order, _sums, _answer) = (new float[count], new int[count], new double[width], new double[width]);
            for (var i = 0; i < answers.Length; i++)
            {
                _sums[i % width] += answers[i];
            }
            Neighbours = (int)Math.Clamp(Math.Sqrt(count), 3, 25);
        }

        /// <summary>How many are asked.</summary>
        public int Neighbours { get; }

        /// <summary>Squared errors of the mean of all and of that of the neighbours, both without the sample itself.</summary>
        public (double Mean, double Near) CostOf(ReadOnlySpan<float> question, ReadOnlySpan<float> truth, int self)
        {
            for (var sample = 0; sample < _order.Length; sample++)
            {
                (_distances[sample], _order[sample]) = (sample == self ? float.PositiveInfinity : Distance(question, _inputs.AsSpan(sample * question.Length, question.Length)), sample);
            }
            Array.Sort(_distances, _order);
            Array.Clear(_answer);
            foreach (var neighbour in _order.AsSpan(0, Neighbours))
            {
                for (var value = 0; value < _width; value++)
                {
                    _answer[value] += _answers[(neighbour * _width) + value];
                }
            }
            double mean = 0, near = 0;
            for (var value = 0; value < _width; value++)
            {
                var all = self < 0 ? _sums[value] / _order.Length : (_sums[value] - _answers[(self * _width) + value]) / (_order.Length - 1);
                mean += Square(all - truth[value]);
                near += Square((_answer[value] / Neighbours) - truth[value]);
            }
            return (mean, near);
        }

        private float Distance(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
        {
            var sum = 0f;
            for (var i = 0; i < one.Length; i++)
            {
                var apart = (one[i] - other[i]) * _scales[i];
                sum += apart * apart;
            }
            return sum;
        }

        private static double Square(double number) => number * number;
    }
}
