using System.Collections.Immutable;
using Newtonsoft.Json.Linq;
using Nnet.Language.Findings;
using Nnet.Language.Text;
using Nnet.Training;

namespace Nnet.Editor.Runs;

/// <summary>A training run of a train block, with what it told so far. It may be asked from any thread.</summary>
/// <param name="uri">The document.</param>
/// <param name="train">The train block.</param>
/// <param name="trained">The text that is trained.</param>
public sealed class Run(string uri, string train, string trained)
{
    private readonly Lock _gate = new();
    private readonly FollowedText _text = new(trained);
    private RunState _state = new();
    private ImmutableArray<RunFinding> _findings = [];
    private ImmutableArray<LineHealth> _health = [];

    /// <summary>Tells runs apart, in this session and the next.</summary>
    public string Id { get; } = Guid.NewGuid().ToString("N");

    /// <summary>The document.</summary>
    public string Uri => uri;

    /// <summary>The train block.</summary>
    public string Train => train;

    /// <summary>Its process; null before it is started.</summary>
    public Worker? Worker { get; set; }

    /// <summary>How it stands.</summary>
    public RunState State
    {
        get
        {
            lock (_gate)
            {
                return _state;
            }
        }
    }

    /// <summary>Takes an event of the worker.</summary>
    /// <returns>Whether the findings are others now.</returns>
    public bool Take(JObject happened)
    {
        var finding = (string?)happened["event"] switch
        {
            "finding" => RunFinding.Of(happened),
            "failed" => RunFinding.OfFailure(happened),
            _ => null,
        };
        lock (_gate)
        {
            _state = _state.After(happened);
            _health = LineHealth.Of(happened) ?? _health;
            if (finding is not null)
            {
                _findings = _findings.Add(finding);
            }
        }
        return finding is not null;
    }

    /// <summary>The user asked it to stop.</summary>
    public void MarkStopping()
    {
        lock (_gate)
        {
            _state = _state.Stopped();
        }
    }

    /// <summary>Follows the document to its newest text.</summary>
    public void Follow(string text)
    {
        lock (_gate)
        {
            _text.Follow(text);
        }
    }

    /// <summary>What it found and what still holds for a text, which must be the newest one.</summary>
    public ImmutableArray<Finding> FindingsIn(SourceText source)
    {
        lock (_gate)
        {
            return _text.LinesIn(source) is { } lines ? [.. _findings.Select(finding => finding.In(source, lines)).OfType<Finding>()] : [];
        }
    }

    /// <summary>How its lines were doing at the end of its last epoch, by their zero-based lines in a text, which must be the newest one; without those that have changed.</summary>
    public ILookup<int, LineHealth> HealthIn(SourceText source)
    {
        lock (_gate)
        {
            var lines = _text.LinesIn(source);
            return _health.Select(line => (Now: lines?.Now(line.Line), Health: line)).Where(line => line.Now is not null).ToLookup(line => line.Now!.Value, line => line.Health);
        }
    }
}
