using System.Collections.Concurrent;

namespace Nnet.Engine.Runs.Control;

/// <summary>The way into a run from outside. Asking is done from any thread; the run attends between its steps.</summary>
public sealed class RunControl
{
    private readonly BlockingCollection<RunRequest> _requests = [];
    private volatile bool _isAsked;

    /// <summary>Whether somebody looks at pictures of the task now, so that drawing them is worth its time.</summary>
    public volatile bool WantsPictures;

    /// <summary>Whether they look at single neurons too; it says nothing while <see cref="WantsPictures"/> does not hold.</summary>
    public volatile bool WantsNeurons;

    /// <summary>Whether something was asked; it costs nothing to look at after every step.</summary>
    internal bool IsAsked => _isAsked;

    /// <summary>Asks for something.</summary>
    public void Ask(RunRequest request)
    {
        _requests.Add(request);
        _isAsked = true;
    }

    /// <summary>The next request, or null when there is none.</summary>
    internal RunRequest? Next()
    {
        _isAsked = false;
        return _requests.TryTake(out var request) ? request : null;
    }

    /// <summary>Waits for the next request; null when the run is to stop.</summary>
    internal RunRequest? Wait(CancellationToken stop)
    {
        try
        {
            return _requests.Take(stop);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }
}
