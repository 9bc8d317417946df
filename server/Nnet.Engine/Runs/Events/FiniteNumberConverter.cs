using System.Text.Json;
using System.Text.Json.Serialization;

namespace Nnet.Engine.Runs.Events;

/// <summary>Numbers that are not finite become null, which JSON knows. Figures come from single precision: more digits would only pretend.</summary>
internal sealed class FiniteNumberConverter : JsonConverter<double>
{
    /// <inheritdoc/>
    public override bool HandleNull => true;

    /// <inheritdoc/>
    public override double Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
        => reader.TokenType == JsonTokenType.Null ? double.NaN : reader.GetSingle();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
    {
        if (float.IsFinite((float)value))
        {
            writer.WriteNumberValue((float)value);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}

/// <summary>The same for single precision, in which pictures are.</summary>
internal sealed class FiniteSingleConverter : JsonConverter<float>
{
    /// <inheritdoc/>
    public override bool HandleNull => true;

    /// <inheritdoc/>
    public override float Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
        => reader.TokenType == JsonTokenType.Null ? float.NaN : reader.GetSingle();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, float value, JsonSerializerOptions options)
    {
        if (float.IsFinite(value))
        {
            writer.WriteNumberValue(value);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}
