using System.Diagnostics.CodeAnalysis;

namespace Nnet.Language;

/// <summary>
/// What was worked out for parts of a text, from one version of it to the next: a part that stays the same object has the same answers,
/// as long as nothing else changed that they depend on. Of every version only its own answers are kept.
/// </summary>
/// <param name="before">What was worked out for the version before, or null.</param>
public sealed class Remembered(Remembered? before = null)
{
    private readonly Dictionary<(object Part, Type Answer), object> _answers = new(before?._answers.Count ?? 0, new SamePart());
    private Dictionary<(object Part, Type Answer), object>? _before = before?._answers;

    /// <summary>The answer for a part: the one from before if there is one that still holds, else a new one.</summary>
    /// <param name="part">The part; asked for once in a version.</param>
    /// <param name="holds">Whether an answer from before is still right, whatever else changed.</param>
    /// <param name="answer">Works it out.</param>
    public T Of<T>(object part, Func<T, bool> holds, Func<T> answer)
        where T : class
    {
        var key = (part, typeof(T));
        var found = _before is not null && _before.TryGetValue(key, out var known) && holds((T)known) ? (T)known : answer();
        _answers[key] = found;
        return found;
    }

    /// <summary>Forgets what the version before knew and this one did not ask for.</summary>
    public void Close() => _before = null;

    // Parts are objects: two declarations that say the same are two.
    private sealed class SamePart : IEqualityComparer<(object Part, Type Answer)>
    {
        public bool Equals((object Part, Type Answer) x, (object Part, Type Answer) y) => ReferenceEquals(x.Part, y.Part) && x.Answer == y.Answer;

        public int GetHashCode([DisallowNull] (object Part, Type Answer) key) => HashCode.Combine(System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(key.Part), key.Answer);
    }
}
