using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Nnet.Engine.Runs.Events;

/// <summary>Events as JSON, one a line. Numbers that are not finite become null.</summary>
public static class RunEventJson
{
    private static readonly RunEventContext s_context = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        // Names and shapes hold × and other letters that need no escape in UTF-8.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new FiniteNumberConverter<double>(), new FiniteNumberConverter<float>() },
    });

    /// <summary>Has everything compiled that the first events need.</summary>
    internal static void Prepare()
    {
        _ = JsonSerializer.SerializeToUtf8Bytes(null!, s_context.Started);
        _ = JsonSerializer.SerializeToUtf8Bytes(null!, s_context.EpochDone);
        _ = WriteBytes(new BatchDone(1, 1, 0, 0, 0));
    }

    /// <summary>An event as one line, without its line break.</summary>
    public static string Write(RunEvent happened) => JsonSerializer.Serialize(happened, s_context.RunEvent);

    /// <summary>An event as UTF-8.</summary>
    public static byte[] WriteBytes(RunEvent happened) => JsonSerializer.SerializeToUtf8Bytes(happened, s_context.RunEvent);

    /// <summary>The event that a line tells.</summary>
    /// <exception cref="JsonException">It tells none.</exception>
    public static RunEvent Read(string line) => JsonSerializer.Deserialize(line, s_context.RunEvent) ?? throw new JsonException("null is no event.");
}

/// <summary>Serializers made at build time, so that a run starts fast.</summary>
[JsonSerializable(typeof(RunEvent))]
internal sealed partial class RunEventContext : JsonSerializerContext;
