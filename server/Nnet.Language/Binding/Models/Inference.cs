using System.Collections.Concurrent;
using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Graph;
using Nnet.Language.Layers;
using Nnet.Language.Text;

namespace Nnet.Language.Binding.Models;

/// <summary>
/// Asks layers what they make of their inputs, and remembers it: the answer follows from the values and the inputs alone, networks
/// say the same few lines over and over, and a keystroke leaves nearly all of them as they were.
/// </summary>
internal static class Inference
{
    private const int MostRemembered = 30_000;

    private static readonly ConcurrentDictionary<Question, LayerFacts> s_answers = new(new SameQuestion());
    private static int s_count;

    /// <summary>The facts of a layer in its place, or null when it does not fit, which is reported.</summary>
    public static LayerFacts? Infer(SourceText source, Call call, ImmutableArray<TensorType> inputs, Action<Finding> report)
    {
        var question = new Question((Layer)call.Definition, call.Values, inputs);
        if (s_answers.TryGetValue(question, out var known))
        {
            return known;
        }
        return Ask(question, source, call, report);
    }

    // Findings have to be said every time, so what has some is not remembered.
    private static LayerFacts? Ask(Question question, SourceText source, Call call, Action<Finding> report)
    {
        var isSilent = true;
        var facts = question.Layer.Infer(new LayerSite(source, call, question.Inputs, finding =>
        {
            isSilent = false;
            report(finding);
        }));
        if (facts is not null && isSilent)
        {
            if (Interlocked.Increment(ref s_count) > MostRemembered)
            {
                s_answers.Clear();
                s_count = 0;
            }
            s_answers.TryAdd(question, facts);
        }
        return facts;
    }

    private readonly record struct Question(Layer Layer, ArgumentValues Values, ImmutableArray<TensorType> Inputs);

    private sealed class SameQuestion : IEqualityComparer<Question>
    {
        public bool Equals(Question x, Question y)
        {
            if (!ReferenceEquals(x.Layer, y.Layer) || x.Values.Count != y.Values.Count || x.Inputs.Length != y.Inputs.Length)
            {
                return false;
            }
            for (var i = 0; i < x.Values.Count; i++)
            {
                if (!ReferenceEquals(x.Values[i].Key, y.Values[i].Key) || !Same(x.Values[i].Value.Value, y.Values[i].Value.Value))
                {
                    return false;
                }
            }
            for (var i = 0; i < x.Inputs.Length; i++)
            {
                if (!Same(x.Inputs[i].Shape, y.Inputs[i].Shape) || x.Inputs[i].Domain != y.Inputs[i].Domain)
                {
                    return false;
                }
            }
            return true;
        }

        public int GetHashCode(Question question)
        {
            var hash = question.Layer.GetHashCode();
            foreach (var input in question.Inputs)
            {
                hash = HashCode.Combine(hash, input.Shape);
            }
            for (var i = 0; i < question.Values.Count; i++)
            {
                hash = HashCode.Combine(hash, question.Values[i].Key, Hash(question.Values[i].Value.Value));
            }
            return hash;
        }

        // Arrays are equal where their elements are; shapes where the names of their axes are too.
        private static bool Same(object x, object y) => (x, y) switch
        {
            (ImmutableArray<int> a, ImmutableArray<int> b) => a.AsSpan().SequenceEqual(b.AsSpan()),
            (ImmutableArray<string> a, ImmutableArray<string> b) => a.AsSpan().SequenceEqual(b.AsSpan()),
            (Shape a, Shape b) => Same(a, b),
            _ => x.Equals(y),
        };

        private static bool Same(Shape x, Shape y) => ReferenceEquals(x, y) || (x.Equals(y) && x.Names.AsSpan().SequenceEqual(y.Names.AsSpan()));

        private static int Hash(object value) => value switch
        {
            ImmutableArray<int> numbers => numbers.IsEmpty ? 0 : HashCode.Combine(numbers.Length, numbers[0], numbers[^1]),
            ImmutableArray<string> words => words.Length,
            _ => value.GetHashCode(),
        };
    }
}
