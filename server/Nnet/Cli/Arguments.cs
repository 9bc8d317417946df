namespace Nnet.Cli;

/// <summary>A command line that cannot be understood; the message says what to do.</summary>
internal sealed class UsageException(string message) : Exception(message);

/// <summary>The arguments of a command: options anywhere, the rest in order. <c>--</c> ends the options.</summary>
internal sealed class Arguments
{
    private readonly List<string> _rest;
    private bool _optionsEnded;

    /// <summary>Takes the words behind the command.</summary>
    public Arguments(IEnumerable<string> words) => _rest = [.. words];

    /// <summary>Takes an option without a value away; whether it was there.</summary>
    public bool Flag(string name)
    {
        var end = OptionsEnd();
        var index = _rest.FindIndex(0, end, word => word == name);
        if (index < 0)
        {
            return false;
        }
        _rest.RemoveAt(index);
        return true;
    }

    /// <summary>Takes an option with its value away (<c>--model NAME</c> or <c>--model=NAME</c>), or returns null when it is not there.</summary>
    public string? Option(string name)
    {
        var end = OptionsEnd();
        for (var i = 0; i < end; i++)
        {
            if (_rest[i].StartsWith(name + "=", StringComparison.Ordinal))
            {
                var value = _rest[i][(name.Length + 1)..];
                _rest.RemoveAt(i);
                return value;
            }
            if (_rest[i] == name)
            {
                if (i + 1 >= _rest.Count || _rest[i + 1].StartsWith("--", StringComparison.Ordinal))
                {
                    throw new UsageException($"{name} needs a value behind it.");
                }
                var value = _rest[i + 1];
                _rest.RemoveRange(i, 2);
                return value;
            }
        }
        return null;
    }

    /// <summary>Takes an option whose value is a whole number away.</summary>
    /// <exception cref="UsageException">The value is no number, or below <paramref name="min"/>.</exception>
    public int? Integer(string name, int min)
    {
        if (Option(name) is not { } text)
        {
            return null;
        }
        return int.TryParse(text, out var value) && value >= min ? value : throw new UsageException($"{name} takes a whole number from {min}, not `{text}`.");
    }

    /// <summary>What is left once all options have been taken.</summary>
    /// <param name="min">The least number of words.</param>
    /// <param name="max">The greatest number of words.</param>
    /// <param name="what">What they are, for the message: <c>a file</c>.</param>
    /// <exception cref="UsageException">There is an unknown option, or another number of words.</exception>
    public IReadOnlyList<string> Rest(int min, int max, string what)
    {
        var end = OptionsEnd();
        if (_rest.Take(end).FirstOrDefault(word => word.Length > 1 && word[0] == '-') is { } unknown)
        {
            throw new UsageException($"There is no option `{unknown}`.");
        }
        if (!_optionsEnded && end < _rest.Count)
        {
            _rest.RemoveAt(end);
            _optionsEnded = true;
        }
        if (_rest.Count < min)
        {
            throw new UsageException($"This needs {what}.");
        }
        if (_rest.Count > max)
        {
            throw new UsageException($"`{_rest[max]}` is one word too many: this takes {what}.");
        }
        return _rest;
    }

    private int OptionsEnd() => _optionsEnded ? 0 : _rest.IndexOf("--") is >= 0 and var end ? end : _rest.Count;
}
