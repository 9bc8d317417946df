using System.Globalization;
using System.Reflection;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using Newtonsoft.Json.Serialization;

namespace Nnet.Lsp.JsonRpc;

/// <summary>Typed values of tokens, and text of values.</summary>
public static class Json
{
    /// <summary>
    /// Makes a <typeparamref name="T"/> of a token; a missing token gives the default value. A constructor parameter without a
    /// default value is a required property, and its absence an error.
    /// </summary>
    /// <exception cref="JsonException">The token does not have the form of a <typeparamref name="T"/>.</exception>
    public static T? Read<T>(JToken? token) => token switch
    {
        null => default,
        T same => same,
        _ => token.ToObject<T>(Prepared.Serializer),
    };

    /// <summary>Reads JSON text.</summary>
    /// <exception cref="JsonTextException">It is no JSON, is nested more than 128 deep, or something follows it.</exception>
    public static JToken Parse(ReadOnlySpan<byte> utf8) => JsonReading.Parse(utf8);

    /// <summary>
    /// Writes a token, a record, a list or a simple value as JSON text: names in camelCase, absent instead of null, and null
    /// instead of the numbers that JSON lacks.
    /// </summary>
    public static string Write(object? value)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        JsonWriting.Write(writer, value);
        return writer.ToString();
    }

    /// <summary>The serializer is made when a typed value is read, not before.</summary>
    private static class Prepared
    {
        public static readonly JsonSerializer Serializer = new()
        {
            ContractResolver = new ProtocolContracts(),
            DateParseHandling = DateParseHandling.None,
            NullValueHandling = NullValueHandling.Ignore,
            MaxDepth = JsonReading.MaxDepth,
            Culture = CultureInfo.InvariantCulture,
        };
    }

    private sealed class ProtocolContracts : DefaultContractResolver
    {
        public ProtocolContracts() => NamingStrategy = new CamelCaseNamingStrategy(processDictionaryKeys: false, overrideSpecifiedNames: false);

        protected override JsonProperty CreatePropertyFromConstructorParameter(JsonProperty? matchingMemberProperty, ParameterInfo parameterInfo)
        {
            if (matchingMemberProperty is not null && !parameterInfo.HasDefaultValue)
            {
                var nullable = Nullable.GetUnderlyingType(parameterInfo.ParameterType) is not null;
                matchingMemberProperty.Required = nullable ? Required.AllowNull : Required.Always;
            }

            return base.CreatePropertyFromConstructorParameter(matchingMemberProperty!, parameterInfo);
        }
    }
}
