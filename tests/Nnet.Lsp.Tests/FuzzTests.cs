using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using Nnet.Lsp.Documents;
using Nnet.Lsp.Protocol;
using Xunit;

namespace Nnet.Lsp.Tests;

/// <summary>Whatever a client sends, the server goes on: it answers each request once, and its text stays the client's.</summary>
public class FuzzTests
{
    private static readonly string[] Methods =
    [
        "textDocument/hover", "textDocument/inlayHint", "textDocument/codeAction", "workspace/executeCommand", "textDocument/didOpen",
        "textDocument/didChange", "textDocument/didClose", "textDocument/didSave", "$/cancelRequest", "$/unknown", "unknown",
        "workspace/didChangeConfiguration", "window/workDoneProgress/cancel", "initialize", "initialized", "",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task HostileMessagesAreSurvived(int seed)
    {
        var random = new Random(seed);
        using var client = await TestClient.Open(OfferFeatures);
        var answers = new List<Task<JObject>>();
        for (var i = 0; i < 1500; i++)
        {
            var method = Methods[random.Next(Methods.Length)];
            var parameters = Hostile(random, depth: 0);
            if (random.Next(2) == 0)
            {
                answers.Add(client.Request(random.Next(2) == 0 ? i + 1000 : $"id{i}", method, parameters));
            }
            else
            {
                client.Notify(method, parameters);
            }
        }

        foreach (var answer in await Task.WhenAll(answers))
        {
            Assert.True(answer.ContainsKey("result") ^ answer.ContainsKey("error"), answer.ToString());
        }

        await StillServes(client);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task MutilatedBytesAreSurvived(int seed)
    {
        var random = new Random(seed);
        using var client = await TestClient.Open(OfferFeatures);
        for (var i = 0; i < 400; i++)
        {
            var body = Encoding.UTF8.GetBytes(new JObject
            {
                ["jsonrpc"] = "2.0",
                ["id"] = -i - 1,
                ["method"] = Methods[random.Next(4)],
                ["params"] = Hostile(random, 0),
            }.ToString(Formatting.None));
            switch (random.Next(4))
            {
                case 0:
                    body = body[..random.Next(body.Length)];
                    break;
                case 1:
                    body[random.Next(body.Length)] = (byte)random.Next(256);
                    break;
                case 2:
                    random.NextBytes(body);
                    break;
            }

            var header = random.Next(8) switch
            {
                0 => "Content-Length: zero\r\n\r\n",
                1 => "\r\n: \r\nContent\r\n\r\n",
                _ => $"Content-Length: {body.Length}\r\n\r\n",
            };
            client.SendRaw([.. Encoding.ASCII.GetBytes(header), .. header.Contains($"{body.Length}", StringComparison.Ordinal) ? body : []]);
        }

        await StillServes(client);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task TheServersTextIsTheClients(int seed)
    {
        const string uri = "file:///a";
        var random = new Random(seed);
        string[] words = ["x", "dense 8", "\n", "\r\n", "\r", "😀", "\ud83d", "\ude00", "\"\\", "2026-11-21T00:00:00Z", "\0", "é"];
        using var client = await TestClient.Open();
        var text = "";
        client.OpenDocument(uri, text);
        for (var version = 2; version < 400; version++)
        {
            var changes = new List<JToken>();
            for (var count = random.Next(1, 4); count > 0; count--)
            {
                var lines = new LineIndex(text);
                var (one, other) = (lines.Position(random.Next(text.Length + 1)), lines.Position(random.Next(text.Length + 1)));
                var (start, end) = one <= other ? (one, other) : (other, one);
                if (random.Next(3) != 0)
                {
                    end = start;
                }

                var added = string.Concat(Enumerable.Range(0, random.Next(4)).Select(_ => words[random.Next(words.Length)]));
                changes.Add(TestClient.Edit(start.Line, start.Character, end.Line, end.Character, added));
                text = text[..lines.Offset(start)] + added + text[lines.Offset(end)..];
            }

            client.ChangeDocument(uri, version, [.. changes]);
        }

        await client.ShutDown();
        Assert.Equal(text, Assert.Single(client.Server.Documents.All).Text);
    }

    private static void OfferFeatures(TestClient client)
    {
        client.Server.OnRequest<HoverParams, Hover?>("textDocument/hover", (document, parameters, _) =>
            new Hover(MarkupContent.PlainText(document.Text[..document.Lines.Offset(parameters.Position)])));
        client.Server.OnRequest<InlayHintParams, int>("textDocument/inlayHint", (document, parameters, _) =>
            document.Lines.Offset(parameters.Range.End) - document.Lines.Offset(parameters.Range.Start));
        client.Server.OnRequest<CodeActionParams, CodeAction[]>("textDocument/codeAction", (_, parameters, _) => [new CodeAction("x", Diagnostics: parameters.Context.Diagnostics)]);
        client.Server.OnRequest<ExecuteCommandParams, JToken?>("workspace/executeCommand", (parameters, _) => parameters.Arguments?[0]);
        client.Server.OnNotification<DidChangeConfigurationParams>("workspace/didChangeConfiguration", _ => { });
        client.Server.OnDocument((document, _) => client.Server.PublishDiagnostics(document, [new Diagnostic(default, $"{document.Text.Length}")]));
    }

    private static async Task StillServes(TestClient client)
    {
        client.OpenDocument("file:///last", "abc");
        var hover = await client.Request("textDocument/hover", TestClient.At("file:///last", 0, 2));
        Assert.Equal("ab", (string?)hover["result"]!["contents"]!["value"]);
        Assert.Equal(0, await client.ShutDown());
    }

    /// <summary>Parameters that are nearly right, or not at all.</summary>
    private static JToken Hostile(Random random, int depth)
    {
        if (depth == 0 && random.Next(8) != 0)
        {
            var parameters = new JObject
            {
                ["textDocument"] = Often(() => new JObject
                {
                    ["uri"] = Often(() => $"file:///{random.Next(3)}"),
                    ["languageId"] = Often(() => "x"),
                    ["version"] = Often(() => Number()),
                    ["text"] = Often(() => Text()),
                }),
                ["position"] = Often(() => TestClient.PositionOf(Number(), Number())),
                ["range"] = Often(() => TestClient.RangeOf(Number(), Number(), Number(), Number())),
                ["contentChanges"] = Often(() => new JArray(Enumerable.Range(0, random.Next(4)).Select(_ => Often(() =>
                    TestClient.Edit(random.Next(3), random.Next(5), random.Next(4), Number(), Text()))))),
                ["context"] = Often(() => new JObject { ["diagnostics"] = new JArray() }),
                ["command"] = Often(() => "x"),
                ["arguments"] = Often(() => new JArray(1)),
                ["id"] = Number(),
                ["token"] = Text(),
            };
            return parameters;
        }

        return random.Next(depth > 3 ? 6 : 8) switch
        {
            0 => JValue.CreateNull(),
            1 => new JValue(Number()),
            2 => new JValue(random.NextDouble() * 1e300),
            3 => new JValue(Text()),
            4 => new JValue(true),
            5 => new JValue(long.MaxValue),
            6 => new JArray(Enumerable.Range(0, random.Next(4)).Select(_ => Hostile(random, depth + 1))),
            _ => new JObject { ["textDocument"] = Hostile(random, depth + 1), ["uri"] = Hostile(random, depth + 1) },
        };

        JToken Often(Func<JToken> make) => random.Next(12) == 0 ? Hostile(random, depth + 1) : make();

        int Number() => random.Next(6) switch
        {
            0 => -1,
            1 => int.MinValue,
            2 => int.MaxValue,
            _ => random.Next(10),
        };

        string Text() => string.Concat(Enumerable.Range(0, random.Next(20)).Select(_ => (char)random.Next(random.Next(2) == 0 ? 128 : 65536)));
    }
}
