using System.Collections.Immutable;
using Nnet.Engine.Data;
using Nnet.Engine.Data.Sources.Text;
using Nnet.Language.Data;
using Nnet.Language.Graph;
using Nnet.Language.Training;

namespace Nnet.Engine.Runs.Pictures;

/// <summary>
/// Of models that learn what comes next in a text: how they go on with a passage that they have not seen. Each token is drawn by the
/// probabilities that the network gives, raised to 1/temperature, and then belongs to what the next one is drawn from.
/// </summary>
internal sealed class PassagePicture : RunPicture
{
    private const int MostTokens = 160;
    private const int LeastTokens = 24;

    // So many tokens of the passage itself are shown.
    private const int MostShown = 60;

    // Writing takes a pass through the network for every token: large networks write less.
    private const double MostWork = 1.2e10;

    // What is drawn is the same in every epoch, so that only learning makes a difference.
    private const ulong Stream = 0x7E47;

    private static readonly ImmutableArray<double> s_temperatures = [0.3, 0.7, 1];

    /// <inheritdoc/>
    public override bool TakesNotes => true;

    /// <inheritdoc/>
    public override bool Fits(Experiment run)
        => run.Spec.Data!.Source!.Definition is TextSource
            && EncodingOf(run) == TargetEncoding.ClassIndex
            && run.Model.Inputs.First().Facts!.Output is { Domain.Kind: DomainKind.Tokens, Shape.Rank: 1 }
            && run.Model.Output!.Facts!.Output.Shape is var shape
            && shape[^1] >= run.Data.Vocabulary.Length
            && shape.Count / shape[^1] == run.Data.Train.TargetSize;

    /// <inheritdoc/>
    public override Drawing Begin(Experiment run)
    {
        var writer = new Writer(run, Unseen(run));
        var earlier = new List<EpochPassage>();
        return new Drawing(() => new PassageContent
        {
            Part = writer.Part,
            Begin = writer.Begin,
            Passages = [.. s_temperatures.Zip(writer.Write(s_temperatures), (temperature, text) => new Passage(temperature, text))],
            Earlier = [.. earlier],
        })
        {
            // One, two, four, eight …: what was learnt first is learnt fastest.
            Note = (epoch, _) =>
            {
                if (int.IsPow2(epoch))
                {
                    earlier.Add(new EpochPassage(epoch, writer.Write([s_temperatures[1]])[0]));
                }
            },
            GoOn = (before, epoch) =>
            {
                if (before is PassageContent content)
                {
                    earlier.AddRange(content.Earlier.Where(each => each.Epoch <= epoch));
                }
            },
        };
    }

    /// <summary>Goes on with the beginning of a part.</summary>
    private sealed class Writer
    {
        private readonly Experiment _run;
        private readonly float[] _begin;
        private readonly bool _isWords;
        private readonly int _unknown;
        private readonly int _tokens;

        public Writer(Experiment run, Part part)
        {
            _run = run;
            Part = part.Name;
            _begin = part.Sample(1).ReadInputs();
            _isWords = run.Spec.Data!.Source!.Get(TextSource.Tokens) == "words";
            _unknown = run.Data.Vocabulary.IndexOf(Tokenizer.Unknown);
            Begin = TextOf(_begin.TakeLast(MostShown));
            _tokens = (int)Math.Clamp(MostWork / (16.0 * Math.Max(1, run.Model.Macs)), LeastTokens, MostTokens);
        }

        /// <summary>The part that the passage is from.</summary>
        public string Part { get; }

        /// <summary>The end of what the network goes on with.</summary>
        public string Begin { get; }

        /// <summary>Texts of several temperatures.</summary>
        public string[] Write(IReadOnlyList<double> temperatures)
        {
            var (count, length, width) = (temperatures.Count, _begin.Length, _run.Network.OutputLength);
            var vocabulary = _run.Data.Vocabulary.Length;
            var classes = (int)_run.Model.Output!.Facts!.Output.Shape[^1];
            var inputs = Enumerable.Repeat(_begin, count).SelectMany(each => each).ToArray();
            var outputs = new float[count * width];
            var texts = temperatures.Select(_ => new List<float>(_tokens)).ToArray();
            var random = temperatures.Select(temperature => new CounterRandom((ulong)_run.Seed, Stream + (ulong)(temperature * 100))).ToArray();
            for (var token = 0; token < _tokens; token++)
            {
                _run.Network.Predict(inputs, count, outputs);
                for (var i = 0; i < count; i++)
                {
                    // Of a token for every place the last one tells what comes next.
                    var next = Choose(outputs.AsSpan(((i + 1) * width) - classes, vocabulary), temperatures[i], random[i].NextUnit());
                    texts[i].Add(next);
                    var window = inputs.AsSpan(i * length, length);
                    window[1..].CopyTo(window);
                    window[^1] = next;
                }
            }
            return [.. texts.Select(TextOf)];
        }

        // What is unknown cannot be written.
        private int Choose(ReadOnlySpan<float> probabilities, double temperature, double share)
        {
            var weights = new double[probabilities.Length];
            var sum = 0.0;
            for (var i = 0; i < weights.Length; i++)
            {
                weights[i] = i == _unknown ? 0 : Math.Pow(probabilities[i], 1 / temperature);
                sum += weights[i];
            }
            var left = share * sum;
            for (var i = 0; i < weights.Length; i++)
            {
                left -= weights[i];
                if (left < 0)
                {
                    return i;
                }
            }
            return Array.IndexOf(weights, weights.Max());
        }

        private string TextOf(IEnumerable<float> numbers)
        {
            var tokens = numbers.Select(number => _run.Data.Vocabulary[(int)number]);
            return _isWords ? Joined(tokens) : string.Concat(tokens);
        }

        // Words stand apart, marks of punctuation as they do in a text.
        private static string Joined(IEnumerable<string> words)
        {
            var text = new System.Text.StringBuilder();
            foreach (var word in words)
            {
                var isClosing = word is "." or "," or ";" or ":" or "!" or "?" or ")" or "]" or "}" or "%" or "…" or "”" or "»";
                if (text.Length > 0 && !isClosing && text[^1] is not ('(' or '[' or '{' or '“' or '«'))
                {
                    text.Append(' ');
                }
                text.Append(word);
            }
            return text.ToString();
        }
    }
}
