using System.Text.Json;
using System.Text.Json.Nodes;
using Nnet.Engine.Runs.Control;

namespace Nnet.Cli;

/// <summary>Commands to a run, as JSON lines on standard input (docs/events.md).</summary>
internal static class ControlInput
{
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

    /// <summary>Hands commands on to a run until there are no more.</summary>
    /// <param name="control">The way into the run.</param>
    /// <param name="stop">Cancelled by <c>stop</c>, and by the end of the input: then whoever started it has gone.</param>
    public static void Listen(RunControl control, CancellationTokenSource stop) => new Thread(() =>
    {
        while (Console.In.ReadLine() is { } line)
        {
            if (Read(line) is not { } said)
            {
                continue;
            }
            if ((string?)said["command"] == "stop")
            {
                break;
            }
            Tell(control, said);
        }
        stop.Cancel();
    })
    { IsBackground = true, Name = "control" }.Start();

    private static void Tell(RunControl control, JsonObject said)
    {
        switch ((string?)said["command"])
        {
            case "pause":
                control.Ask(new RunRequest.Pause());
                break;
            case "resume":
                control.Ask(new RunRequest.Resume(Value<string>(said["text"])));
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

    private static T? Value<T>(JsonNode? node) => node is JsonValue value && value.TryGetValue<T>(out var found) ? found : default;
}
