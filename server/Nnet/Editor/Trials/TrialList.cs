using System.Collections.Immutable;
using Nnet.Language.Findings;
using Nnet.Language.Text;
using Nnet.Training;

namespace Nnet.Editor.Trials;

/// <summary>The last trial of each kind of every train block, going on or over.</summary>
public sealed class TrialList
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TrialKey, Trial> _trials = [];

    /// <summary>The trials that have not ended.</summary>
    public ImmutableArray<Trial> Running => Where(trial => !trial.State.IsOver);

    /// <summary>Adds a trial, which takes the place of the last one of its kind.</summary>
    /// <returns>False when that one has not ended.</returns>
    public bool TryAdd(Trial trial)
    {
        lock (_gate)
        {
            var key = new TrialKey(trial.Uri, trial.Train, trial.Kind);
            if (_trials.TryGetValue(key, out var last) && !last.State.IsOver)
            {
                return false;
            }
            _trials[key] = trial;
            return true;
        }
    }

    /// <summary>The trial of that id, or null.</summary>
    public Trial? Find(string id) => Where(trial => trial.Id == id).FirstOrDefault();

    /// <summary>The last trial of a kind of a train block, or null.</summary>
    public Trial? Last(string uri, string train, JobKind kind)
    {
        lock (_gate)
        {
            return _trials.GetValueOrDefault(new TrialKey(uri, train, kind));
        }
    }

    /// <summary>Follows a document to its newest text.</summary>
    public void Follow(string uri, string text)
    {
        foreach (var trial in Where(trial => trial.Uri == uri))
        {
            trial.Follow(text);
        }
    }

    /// <summary>What the last trials of a file found, where it still holds.</summary>
    public IEnumerable<Finding> FindingsIn(string uri, SourceText source) => Where(trial => trial.Uri == uri).SelectMany(trial => trial.FindingsIn(source));

    private ImmutableArray<Trial> Where(Func<Trial, bool> fits)
    {
        lock (_gate)
        {
            return [.. _trials.Values.Where(fits)];
        }
    }

    // A class, since collections of tuples are compiled at start.
    private sealed record TrialKey(string Uri, string Train, JobKind Kind);
}
