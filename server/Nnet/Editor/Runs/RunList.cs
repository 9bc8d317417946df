using System.Collections.Immutable;
using Nnet.Editor.Trials;
using Nnet.Language.Findings;
using Nnet.Language.Text;
using Nnet.Training;

namespace Nnet.Editor.Runs;

/// <summary>The last run of every train block, running or over, and beside it the last trials.</summary>
public sealed class RunList
{
    private readonly Lock _gate = new();

    // The newest last.
    private readonly OrderedDictionary<RunKey, Run> _runs = [];

    /// <summary>The last trials of every train block.</summary>
    public TrialList Trials { get; } = new();

    /// <summary>The runs that have not ended.</summary>
    public ImmutableArray<Run> Running
    {
        get
        {
            lock (_gate)
            {
                return [.. _runs.Values.Where(run => run.State.Phase != RunPhase.Over)];
            }
        }
    }

    /// <summary>Adds a run, which takes the place of the block's last one.</summary>
    /// <returns>False when the block's last run has not ended.</returns>
    public bool TryAdd(Run run)
    {
        lock (_gate)
        {
            var key = new RunKey(run.Uri, run.Train);
            if (_runs.TryGetValue(key, out var last) && last.State.Phase != RunPhase.Over)
            {
                return false;
            }
            _runs.Remove(key);
            _runs.Add(key, run);
            return true;
        }
    }

    /// <summary>The run of that id, or null.</summary>
    public Run? Find(string id)
    {
        lock (_gate)
        {
            return _runs.Values.FirstOrDefault(run => run.Id == id);
        }
    }

    /// <summary>The last run of a train block, or null.</summary>
    public Run? Last(string uri, string train)
    {
        lock (_gate)
        {
            return _runs.GetValueOrDefault(new RunKey(uri, train));
        }
    }

    /// <summary>Follows a document to its newest text.</summary>
    public void Follow(string uri, string text)
    {
        foreach (var run in OfFile(uri))
        {
            run.Follow(text);
        }
        Trials.Follow(uri, text);
    }

    /// <summary>What the last runs and trials of a file found, where it still holds.</summary>
    public ImmutableArray<Finding> FindingsIn(string uri, SourceText source) => [.. OfFile(uri).SelectMany(run => run.FindingsIn(source)), .. Trials.FindingsIn(uri, source)];

    /// <summary>How the lines of a file that learn were doing at the end of the last epoch, by zero-based line: each as the newest run that it took part in says.</summary>
    public IReadOnlyDictionary<int, ImmutableArray<LineHealth>> HealthIn(string uri, SourceText source)
    {
        var health = new Dictionary<int, ImmutableArray<LineHealth>>();
        foreach (var line in OfFile(uri).Reverse().SelectMany(run => run.HealthIn(source)))
        {
            health.TryAdd(line.Key, [.. line]);
        }
        return health;
    }

    private ImmutableArray<Run> OfFile(string uri)
    {
        lock (_gate)
        {
            return [.. _runs.Values.Where(run => run.Uri == uri)];
        }
    }

    // A class, since collections of tuples are compiled at start.
    private sealed record RunKey(string Uri, string Train);
}
