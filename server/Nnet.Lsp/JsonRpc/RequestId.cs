using Newtonsoft.Json.Linq;

namespace Nnet.Lsp.JsonRpc;

/// <summary>The id of a request: a whole number or a string. It is a class because collections of own structures are compiled at start.</summary>
internal sealed record RequestId(long Number, string? Text)
{
    public static RequestId? From(JToken? token) => token switch
    {
        JValue { Type: JTokenType.Integer, Value: long number } => new RequestId(number, null),
        JValue { Type: JTokenType.String, Value: string text } => new RequestId(0, text),
        _ => null,
    };

    public JValue ToToken() => Text is null ? new JValue(Number) : new JValue(Text);
}
