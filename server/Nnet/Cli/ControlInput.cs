using System.Text.Json;
using System.Text.Json.Nodes;
using Nnet.Engine.Runs.Control;
using Nnet.Engine.Runs.Files;

namespace Nnet.Cli;

/// <summary>
/// Commands to a run, as JSON lines (docs/events.md): on standard input, from whoever started it, and in a file of its folder, from
/// whoever found it later. When nobody is left who could say something, it ends by itself, at once or after a while.
/// </summary>
/// <param name="control">The way into the run.</param>
/// <param name="stop">Ends it.</param>
/// <param name="alone">How long it goes on when it is alone; <see cref="Timeout.InfiniteTimeSpan"/> to its end.</param>
internal sealed class ControlInput(RunControl control, CancellationTokenSource stop, TimeSpan alone) : IDisposable
{
    private const int PollMilliseconds = 100;

    private readonly Lock _gate = new();
    private Timer? _loneliness;
    private Timer? _poll;
    private JsonLines? _said;
    private bool _inputHasEnded;
    private int _followers;

    /// <summary>A line of standard input, or null when it holds no command.</summary>
    public static JsonObject? Read(string line)
    {
        try
        {
            return JsonNode.Parse(line) is JsonObject said && said["command"] is JsonValue word && word.TryGetValue<string>(out _) ? said : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Hands on what comes from standard input, from now on.</summary>
    public void Listen() => new Thread(() =>
    {
        while (Console.In.ReadLine() is { } line)
        {
            Take(line);
        }
        lock (_gate)
        {
            _inputHasEnded = true;
            CountDown();
        }
    })
    { IsBackground = true, Name = "control" }.Start();

    /// <summary>Hands on what is said in the run's folder, which is there from now on; of several runs in a row, that of the newest.</summary>
    /// <param name="folder">The folder.</param>
    public void Listen(string folder)
    {
        lock (_gate)
        {
            if (_said is not null)
            {
                // Whoever followed the run before saw its end, and does not say good-bye any more.
                _said.Dispose();
                (_followers, control.IsFollowed) = (0, false);
            }
            _said = new JsonLines(Path.Combine(folder, RunFollower.ControlName));
            _poll ??= new Timer(_ => Poll(), null, PollMilliseconds, Timeout.Infinite);
            CountDown();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _loneliness?.Dispose();
            _poll?.Dispose();
            _said?.Dispose();
            (_loneliness, _poll, _said) = (null, null, null);
        }
    }

    private void Poll()
    {
        lock (_gate)
        {
            try
            {
                foreach (var line in _said?.ReadNew() ?? [])
                {
                    Take(line);
                }
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                // Tried again in a moment.
            }
            _poll?.Change(PollMilliseconds, Timeout.Infinite);
        }
    }

    private void Take(string line)
    {
        if (Read(line) is not { } said)
        {
            return;
        }
        lock (_gate)
        {
            switch ((string?)said["command"])
            {
                case "stop":
                    stop.Cancel();
                    break;
                case "follow":
                    _followers++;
                    control.IsFollowed = true;
                    CountDown();
                    break;
                case "leave":
                    _followers--;
                    CountDown();
                    break;
                case "pause":
                    control.Ask(new RunRequest.Pause());
                    break;
                case "resume":
                    control.Ask(new RunRequest.Resume(Value<string>(said["text"])));
                    break;
                case "step":
                    control.Ask(new RunRequest.Step(Value<string>(said["text"])));
                    break;
                case "train_on" when Value<int>(said["epochs"]) is > 0 and var more:
                    control.Ask(new RunRequest.TrainOn(more));
                    break;
                case "pictures":
                    control.WantsNeurons = Value<bool>(said["neurons"]);
                    control.WantsPictures = Value<bool>(said["wanted"]);
                    break;
            }
        }
    }

    // Somebody came or went.
    private void CountDown()
    {
        _loneliness?.Dispose();
        _loneliness = null;
        if (!_inputHasEnded || _followers > 0)
        {
            return;
        }
        (control.WantsPictures, control.IsFollowed) = (false, false);
        // Nobody could find a run again that has no folder yet.
        if (_said is null || alone == TimeSpan.Zero)
        {
            stop.Cancel();
        }
        else if (alone != Timeout.InfiniteTimeSpan)
        {
            _loneliness = new Timer(_ => stop.Cancel(), null, alone, Timeout.InfiniteTimeSpan);
        }
    }

    private static T? Value<T>(JsonNode? node) => node is JsonValue value && value.TryGetValue<T>(out var found) ? found : default;
}
