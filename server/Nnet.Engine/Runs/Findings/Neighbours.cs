using Nnet.Engine.Data;

namespace Nnet.Engine.Runs.Findings;

/// <summary>
/// Whether inputs tell anything about targets, asked without any network: a sample of the validation part is answered with the mean of
/// the targets of those to learn from that are most like it (Cover and Hart 1967, Nearest Neighbor Pattern Classification). Where that is
/// better than the mean of all of them by more than chance explains, there is something to learn.
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
        var (known, asked) = (data.Train.Sample(MostKnown), data.Validation.Sample(MostAsked));
        var (inputs, targets) = known.ReadAll();
        var (questions, truths) = asked.ReadAll();
        var scale = Scales(inputs, known.InputSize);
        var width = classes > 0 ? classes : known.TargetSize;
        var answers = Spread(targets, classes);
        var wanted = Spread(truths, classes);
        var mean = Enumerable.Range(0, width).Select(value => Enumerable.Range(0, known.Count).Average(sample => (double)answers[(sample * width) + value])).ToArray();
        var count = (int)Math.Clamp(Math.Sqrt(known.Count), 3, 25);
        var (gains, costs) = (new double[asked.Count], 0.0);
        var distances = new float[known.Count];
        var order = new int[known.Count];
        var answer = new double[width];
        for (var i = 0; i < asked.Count; i++)
        {
            var question = questions.AsSpan(i * known.InputSize, known.InputSize);
            for (var sample = 0; sample < known.Count; sample++)
            {
                (distances[sample], order[sample]) = (Distance(question, inputs.AsSpan(sample * known.InputSize, known.InputSize), scale), sample);
            }
            Array.Sort(distances, order);
            Array.Clear(answer);
            foreach (var neighbour in order.AsSpan(0, count))
            {
                for (var value = 0; value < width; value++)
                {
                    answer[value] += answers[(neighbour * width) + value] / count;
                }
            }
            var truth = wanted.AsSpan(i * width, width);
            var cost = Cost(mean, truth);
            costs += cost;
            gains[i] = cost - Cost(answer, truth);
        }
        var gain = gains.Average();
        var error = Math.Sqrt(gains.Sum(each => (each - gain) * (each - gain)) / (gains.Length - 1) / gains.Length);
        return new Neighbours(count, gain / (costs / asked.Count), error > 0 ? gain / error : 0);
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

    private static float Distance(ReadOnlySpan<float> one, ReadOnlySpan<float> other, ReadOnlySpan<float> scale)
    {
        var sum = 0f;
        for (var i = 0; i < one.Length; i++)
        {
            var apart = (one[i] - other[i]) * scale[i];
            sum += apart * apart;
        }
        return sum;
    }

    private static double Cost(ReadOnlySpan<double> answer, ReadOnlySpan<float> truth)
    {
        var sum = 0.0;
        for (var i = 0; i < truth.Length; i++)
        {
            sum += (answer[i] - truth[i]) * (answer[i] - truth[i]);
        }
        return sum;
    }
}
