namespace Nnet.Language;

/// <summary>
/// What was worked out for parts of a text, from one version of it to the next: a part that stays the same object has the same answers,
/// as long as nothing else changed that they depend on. Of every version only its own answers are kept.
/// </summary>
/// <param name="before">What was worked out for the version before, or null.</param>
public sealed class Remembered(Remembered? before = null)
{
    // By the kind of the answer, then by the part, which is the same if it is the same object: two declarations that say the same are two.
    private readonly Dictionary<Type, Dictionary<object, object>> _answers = [];
    private Dictionary<Type, Dictionary<object, object>>? _before = before?._answers;

    /// <summary>The answer for a part: the one from before if there is one that still holds, else a new one.</summary>
    /// <param name="part">The part; asked for once in a version.</param>
    /// <param name="holds">Whether an answer from before is still right, whatever else changed.</param>
    /// <param name="answer">Works it out.</param>
    public T Of<T>(object part, Func<T, bool> holds, Func<T> answer)
        where T : class
    {
        var before = _before?.GetValueOrDefault(typeof(T));
        if (!_answers.TryGetValue(typeof(T), out var answers))
        {
            _answers.Add(typeof(T), answers = new(before?.Count ?? 0, ReferenceEqualityComparer.Instance));
        }
        var found = before is not null && before.TryGetValue(part, out var known) && holds((T)known) ? (T)known : answer();
        answers[part] = found;
        return found;
    }

    /// <summary>Forgets what the version before knew and this one did not ask for.</summary>
    public void Close() => _before = null;
}
