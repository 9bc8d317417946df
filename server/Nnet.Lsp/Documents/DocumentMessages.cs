using Newtonsoft.Json.Linq;
using Nnet.Lsp.JsonRpc;
using Nnet.Lsp.Protocol;
using Range = Nnet.Lsp.Protocol.Range;

namespace Nnet.Lsp.Documents;

/// <summary>
/// Reads the notifications that keep documents in step. They come with every keystroke and stand before the first
/// diagnostics, so they do without the serializer, which is slow when it is first used.
/// </summary>
internal static class DocumentMessages
{
    public static DidOpenTextDocumentParams DidOpen(JToken? json)
    {
        var document = Part<JObject>(json, "textDocument");
        return new DidOpenTextDocumentParams(
            new TextDocumentItem(Text(document, "uri"), Text(document, "languageId"), Number(document, "version"), Text(document, "text")));
    }

    public static DidChangeTextDocumentParams DidChange(JToken? json)
    {
        var document = Part<JObject>(json, "textDocument");
        return new DidChangeTextDocumentParams(
            new VersionedTextDocumentIdentifier(Text(document, "uri"), Number(document, "version")),
            [.. Part<JArray>(json, "contentChanges").Select(Change)]);
    }

    public static string Uri(JToken? json) => Text(Part<JObject>(json, "textDocument"), "uri");

    private static TextDocumentContentChangeEvent Change(JToken json)
    {
        Range? range = (json as JObject)?["range"] is JObject given ? new Range(Position(given, "start"), Position(given, "end")) : null;
        return new TextDocumentContentChangeEvent(Text(json, "text"), range);
    }

    private static Position Position(JObject range, string name)
    {
        var position = Part<JObject>(range, name);
        return new Position(Number(position, "line"), Number(position, "character"));
    }

    private static string Text(JToken json, string name) => Part<JValue>(json, name).Value as string ?? throw Missing(name);

    private static int Number(JToken json, string name) =>
        Part<JValue>(json, name).Value is long number and >= int.MinValue and <= int.MaxValue ? (int)number : throw Missing(name);

    private static T Part<T>(JToken? json, string name)
        where T : JToken =>
        (json as JObject)?[name] as T ?? throw Missing(name);

    private static ResponseException Missing(string name) =>
        new(ErrorCodes.InvalidParams, $"'{name}' is missing or not what the protocol asks for.");
}
