using System.Text.Json;
using System.Text.Json.Nodes;

namespace Nnet.Engine.Tests.Runs;

/// <summary>As much of JSON Schema as docs/events.md uses; a word that it does not know fails.</summary>
internal static class MiniSchema
{
    public static IEnumerable<string> Problems(JsonNode? value, JsonNode schema, JsonNode root, string path)
        => schema.AsObject().SelectMany(word => word.Key switch
        {
            "$schema" or "$defs" => [],
            "$ref" => Problems(value, Resolve(root, (string)word.Value!), root, path),
            "oneOf" => word.Value!.AsArray().Count(option => !Problems(value, option!, root, path).Any()) == 1 ? [] : [$"{path} fits none or several of the choices: {value?.ToJsonString()}"],
            "const" => JsonNode.DeepEquals(value, word.Value) ? [] : [$"{path} is not {word.Value}"],
            "enum" => word.Value!.AsArray().Any(option => JsonNode.DeepEquals(value, option)) ? [] : [$"{path} is none of {word.Value.ToJsonString()}"],
            "type" => (word.Value is JsonArray types ? types.Select(type => (string)type!) : [(string)word.Value!]).Any(type => IsOf(value, type)) ? [] : [$"{path} is no {word.Value!.ToJsonString()}"],
            "minimum" => value is null || (double)value >= (double)word.Value! ? [] : [$"{path} is below {word.Value}"],
            "maximum" => value is null || (double)value <= (double)word.Value! ? [] : [$"{path} is above {word.Value}"],
            "required" => word.Value!.AsArray().Select(name => (string)name!).Where(name => value is not JsonObject o || !o.ContainsKey(name)).Select(name => $"{path}.{name} is missing"),
            "properties" => value is JsonObject o ? word.Value!.AsObject().Where(property => o.ContainsKey(property.Key)).SelectMany(property => Problems(o[property.Key], property.Value!, root, $"{path}.{property.Key}")) : [],
            "additionalProperties" => value is JsonObject o ? o.SelectMany(property => Problems(property.Value, word.Value!, root, $"{path}.{property.Key}")) : [],
            "items" => value is JsonArray items ? items.SelectMany((item, i) => Problems(item, word.Value!, root, $"{path}[{i}]")) : [],
            _ => throw new NotSupportedException(word.Key),
        });

    private static JsonNode Resolve(JsonNode root, string reference) => reference.Split('/').Skip(1).Aggregate(root, (node, name) => node[name]!);

    private static bool IsOf(JsonNode? value, string type) => (value?.GetValueKind(), type) switch
    {
        (null, "null") => true,
        (JsonValueKind.Object, "object") or (JsonValueKind.Array, "array") or (JsonValueKind.String, "string") or (JsonValueKind.Number, "number") => true,
        (JsonValueKind.True or JsonValueKind.False, "boolean") => true,
        (JsonValueKind.Number, "integer") => (double)value! == Math.Floor((double)value!),
        _ => false,
    };
}
