using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Nnet.Engine.Runs.Events;

/// <summary>Numbers that are not finite become null, which JSON knows. Figures come from single precision: more digits would only pretend.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class FiniteNumberConverter<T> : JsonConverter<T>
    where T : struct, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override bool HandleNull => true;

    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
        => reader.TokenType == JsonTokenType.Null ? T.NaN : T.CreateChecked(reader.GetSingle());

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        var single = float.CreateTruncating(value);
        if (float.IsFinite(single))
        {
            writer.WriteNumberValue(single);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}
