using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Nnet.Lsp.JsonRpc;

/// <summary>The id of a request: a whole number or a string.</summary>
internal readonly record struct RequestId(long Number, string? Text)
{
    public static RequestId? From(JToken? token) => token switch
    {
        JValue { Type: JTokenType.Integer, Value: long number } => new RequestId(number, null),
        JValue { Type: JTokenType.String, Value: string text } => new RequestId(0, text),
        _ => null,
    };

    public void WriteTo(JsonWriter writer)
    {
        if (Text is null)
        {
            writer.WriteValue(Number);
        }
        else
        {
            writer.WriteValue(Text);
        }
    }
}
