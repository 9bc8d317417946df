using System.Collections.Concurrent;
using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Graph;
using Nnet.Language.Layers;

namespace Nnet.Language.Binding.Models;

/// <summary>
/// Asks layers what they make of their inputs, and remembers it: the answer follows from the values and the inputs alone, networks
/// say the same few lines over and over, and a keystroke leaves nearly all of them as they were.
/// </summary>
internal static class Inference
{
    private const int MostRemembered = 10_000;

    private static readonly ConcurrentDictionary<Question, LayerFacts> s_answers = new(new SameQuestion());
    private static int s_count;

    /// <summary>Whether it is remembered what a layer makes of its inputs.</summary>
    public static bool Knows(Call call, ImmutableArray<TensorType> inputs, out LayerFacts? facts)
        => s_answers.TryGetValue(new Question((Layer)call.Definition, call.Values, inputs), out facts);

    /// <summary>Asks a layer in its place; null when it does not fit, which it reports.</summary>
    public static LayerFacts? Ask(LayerSite site)
    {
        var question = new Question((Layer)site.Call.Definition, site.Call.Values, site.Inputs);
        var facts = question.Layer.Infer(site);
        // Findings have to be said every time.
        if (facts is not null && !site.HasReported)
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

    // A class, since collections of own structures are compiled at start.
    private sealed record Question(Layer Layer, ArgumentValues Values, ImmutableArray<TensorType> Inputs);

    private sealed class SameQuestion : IEqualityComparer<Question>
    {
        public bool Equals(Question? x, Question? y)
        {
            if (x is null || y is null)
            {
                return x is null && y is null;
            }
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
                if (!x.Inputs[i].Shape.IsSame(y.Inputs[i].Shape) || x.Inputs[i].Domain != y.Inputs[i].Domain)
                {
                    return false;
                }
            }
            return true;
        }

        public int GetHashCode(Question question)
        {
            var hash = question.Layer.GetHashCode();
            for (var i = 0; i < question.Inputs.Length; i++)
            {
                hash = HashCode.Combine(hash, question.Inputs[i].Shape.GetHashCode());
            }
            for (var i = 0; i < question.Values.Count; i++)
            {
                hash = HashCode.Combine(hash, question.Values[i].Key.GetHashCode(), Hash(question.Values[i].Value.Value));
            }
            return hash;
        }

        // Arrays are equal where their elements are.
        private static bool Same(object x, object y) => (x, y) switch
        {
            (ImmutableArray<int> a, ImmutableArray<int> b) => a.AsSpan().SequenceEqual(b.AsSpan()),
            (ImmutableArray<string> a, ImmutableArray<string> b) => a.AsSpan().SequenceEqual(b.AsSpan()),
            (Shape a, Shape b) => a.IsSame(b),
            _ => x.Equals(y),
        };

        private static int Hash(object value) => value switch
        {
            ImmutableArray<int> numbers => numbers.IsEmpty ? 0 : HashCode.Combine(numbers.Length, numbers[0], numbers[^1]),
            ImmutableArray<string> words => words.Length,
            _ => value.GetHashCode(),
        };
    }
}
