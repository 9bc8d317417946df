using System.Collections.Immutable;
using Newtonsoft.Json.Linq;
using Nnet.Editor.Runs;
using Nnet.Language.Findings;
using Nnet.Language.Text;
using Nnet.Training;

namespace Nnet.Editor.Trials;

/// <summary>A trial of a train block, with what it told so far. It may be asked from any thread.</summary>
/// <param name="uri">The document.</param>
/// <param name="train">The train block.</param>
/// <param name="kind">What is tried.</param>
/// <param name="tried">The text that is tried.</param>
/// <param name="header">Zero-based line of the block's header, to blame where no other line is.</param>
public sealed class Trial(string uri, string train, JobKind kind, string tried, int header)
{
    private readonly Lock _gate = new();
    private readonly FollowedText _text = new(tried);
    private TrialState _state = new(kind);
    private RunFinding? _finding;

    /// <summary>Tells trials apart.</summary>
    public string Id { get; } = Guid.NewGuid().ToString("N");

    /// <summary>The document.</summary>
    public string Uri => uri;

    /// <summary>The train block.</summary>
    public string Train => train;

    /// <summary>What is tried.</summary>
    public JobKind Kind => kind;

    /// <summary>Its process; null before it is started.</summary>
    public Worker? Worker { get; set; }

    /// <summary>How it stands.</summary>
    public TrialState State
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
    /// <returns>Whether it found something, for a line to show.</returns>
    public bool Take(JObject happened)
    {
        var finding = TrialFinding.Of(happened, header);
        lock (_gate)
        {
            _state = _state.After(happened);
            _finding = finding ?? _finding;
        }
        return finding is not null;
    }

    /// <summary>The user asked it to stop.</summary>
    public void MarkStopping()
    {
        lock (_gate)
        {
            _state = _state with { IsStopping = true };
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

    /// <summary>What it found, where that still holds for a text, which must be the newest one.</summary>
    public ImmutableArray<Finding> FindingsIn(SourceText source)
    {
        lock (_gate)
        {
            return _text.LinesIn(source) is { } lines && _finding?.In(source, lines) is { } finding ? [finding] : [];
        }
    }
}
