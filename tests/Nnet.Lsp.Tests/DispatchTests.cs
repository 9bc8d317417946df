using System.Globalization;
using Newtonsoft.Json.Linq;
using Nnet.Lsp.Documents;
using Nnet.Lsp.JsonRpc;
using Nnet.Lsp.Protocol;
using Xunit;

namespace Nnet.Lsp.Tests;

public class DispatchTests
{
    private const string Uri = "file:///folder/a%20b.nnet";

    [Fact]
    public async Task ARequestSeesTheChangesBeforeIt()
    {
        using var client = await TestClient.Open(AnswerLength);
        client.OpenDocument(Uri, "");
        for (var i = 1; i <= 50; i++)
        {
            client.ChangeDocument(Uri, i + 1, TestClient.Edit(0, 0, 0, 0, "x"));
            var length = client.Request("length", TestClient.OfDocument(Uri));
            Assert.Equal(i, (int)(await length)["result"]!);
        }
    }

    [Fact]
    public async Task RequestsRunBesideEachOther()
    {
        using var both = new Barrier(2);
        using var client = await TestClient.Open(client => client.Server.OnRequest<JToken, bool>(
            "meet",
            (_, _) => both.SignalAndWait(TestClient.Patience)));
        var answers = await Task.WhenAll(client.Request("meet", new JObject()), client.Request("meet", new JObject()));
        Assert.All(answers, answer => Assert.True((bool)answer["result"]!));
    }

    [Fact]
    public async Task ARequestOnADocumentThatIsNotOpenIsNull()
    {
        using var client = await TestClient.Open(AnswerLength);
        Assert.Equal(JTokenType.Null, (await client.Request("length", TestClient.OfDocument(Uri)))["result"]!.Type);
        client.OpenDocument(Uri, "abc");
        Assert.Equal(3, (int)(await client.Request("length", TestClient.OfDocument(Uri)))["result"]!);
        client.CloseDocument(Uri);
        Assert.Equal(JTokenType.Null, (await client.Request("length", TestClient.OfDocument(Uri)))["result"]!.Type);
    }

    [Theory]
    [InlineData(WhenStale.Drop)]
    [InlineData(WhenStale.Answer)]
    public async Task AStaleAnswerIsDropped_UnlessItIsWanted(WhenStale whenStale)
    {
        using var entered = new SemaphoreSlim(0);
        using var go = new SemaphoreSlim(0);
        using var client = await TestClient.Open(client => client.Server.OnRequest<HoverParams, int>(
            "textDocument/hover",
            (document, _, _) =>
            {
                entered.Release();
                go.Wait(TestClient.Patience);
                return document.Version;
            },
            whenStale));
        client.OpenDocument(Uri, "abc");
        var answer = client.Request("textDocument/hover", TestClient.At(Uri, 0, 0));
        Assert.True(await entered.WaitAsync(TestClient.Patience));
        client.ChangeDocument(Uri, 2, TestClient.Edit(0, 0, 0, 0, "x"));
        Assert.True(SpinWait.SpinUntil(() => client.Server.Documents.All[0].Version == 2, TestClient.Patience));
        go.Release();
        if (whenStale == WhenStale.Drop)
        {
            Assert.Equal(ErrorCodes.ContentModified, (int)(await answer)["error"]!["code"]!);
        }
        else
        {
            Assert.Equal(1, (int)(await answer)["result"]!);
        }
    }

    [Fact]
    public async Task ACancelledRequestIsAnsweredAsSuch()
    {
        using var entered = new SemaphoreSlim(0);
        using var client = await TestClient.Open(client => client.Server.OnRequest<JToken, int>("slow", async (_, cancellation) =>
        {
            entered.Release();
            await Task.Delay(Timeout.Infinite, cancellation);
            return 1;
        }));
        foreach (var id in new JToken[] { 77, "text" })
        {
            var answer = client.Request(id, "slow", new JObject());
            Assert.True(await entered.WaitAsync(TestClient.Patience));
            client.Notify("$/cancelRequest", new JObject { ["id"] = id is { Type: JTokenType.Integer } ? "77" : 0 });
            client.Notify("$/cancelRequest", new JObject { ["id"] = id });
            Assert.Equal(ErrorCodes.RequestCancelled, (int)(await answer)["error"]!["code"]!);
        }

        client.Notify("$/cancelRequest", new JObject { ["id"] = 77 });
        client.Notify("$/cancelRequest", new JObject { ["id"] = new JArray() });
        client.Notify("$/cancelRequest");
        Assert.Equal(0, await client.ShutDown());
        Assert.Empty(client.Unawaited("window/logMessage"));
    }

    [Fact]
    public async Task AHandlerThatThrowsIsAnsweredAndLogged_AndTheServerGoesOn()
    {
        using var client = await TestClient.Open(client =>
        {
            AnswerLength(client);
            client.Server.OnRequest<JToken, int>("throws", (_, _) => throw new InvalidOperationException("broken"));
            client.Server.OnRequest<JToken, object>("unwritable", (_, _) => new Unwritable());
            client.Server.OnRequest<JToken, int>("refuses", (_, _) => throw new ResponseException(ErrorCodes.RequestFailed, "not here"));
            client.Server.OnNotification<JToken>("bad", _ => throw new InvalidOperationException("broken too"));
        });
        var answer = await client.Request("throws", new JObject());
        Assert.Equal(ErrorCodes.InternalError, (int)answer["error"]!["code"]!);
        Assert.Equal("throws failed: broken", (string?)answer["error"]!["message"]);
        var log = await client.Next("window/logMessage");
        Assert.Equal((int)MessageType.Error, (int)log["params"]!["type"]!);
        Assert.Contains("InvalidOperationException: broken", (string?)log["params"]!["message"], StringComparison.Ordinal);

        Assert.Equal(ErrorCodes.InternalError, (int)(await client.Request("unwritable", new JObject()))["error"]!["code"]!);
        await client.Next("window/logMessage");

        client.Notify("bad", new JObject());
        Assert.Contains("broken too", (string?)(await client.Next("window/logMessage"))["params"]!["message"], StringComparison.Ordinal);

        answer = await client.Request("refuses", new JObject());
        Assert.Equal(ErrorCodes.RequestFailed, (int)answer["error"]!["code"]!);
        Assert.Equal("not here", (string?)answer["error"]!["message"]);
        Assert.Empty(client.Unawaited("window/logMessage"));
        Assert.Equal(0, await client.ShutDown());
    }

    [Theory]
    [InlineData("[]", ErrorCodes.InvalidRequest)]
    [InlineData("""[{"jsonrpc":"2.0","id":1,"method":"shutdown"}]""", ErrorCodes.InvalidRequest)]
    [InlineData("7", ErrorCodes.InvalidRequest)]
    [InlineData("{}", ErrorCodes.InvalidRequest)]
    [InlineData("""{"id":1}""", ErrorCodes.InvalidRequest)]
    [InlineData("""{"id":1,"method":7}""", ErrorCodes.InvalidRequest)]
    [InlineData("""{"id":[],"method":"shutdown"}""", ErrorCodes.InvalidRequest)]
    [InlineData("""{"id":1.5,"method":"shutdown"}""", ErrorCodes.InvalidRequest)]
    [InlineData("{", ErrorCodes.ParseError)]
    [InlineData("", ErrorCodes.ParseError)]
    [InlineData("""{"id":1,"method":"textDocument/unknown"}""", ErrorCodes.MethodNotFound)]
    [InlineData("""{"id":1,"method":"length"}""", ErrorCodes.InvalidParams)]
    [InlineData("""{"id":1,"method":"length","params":[]}""", ErrorCodes.InvalidParams)]
    [InlineData("""{"id":1,"method":"length","params":{"textDocument":{"uri":null}}}""", ErrorCodes.InvalidParams)]
    public async Task WhatIsNoUsableMessageIsAnErrorOfItsKind(string body, int code)
    {
        using var client = await TestClient.Open(AnswerLength);
        client.SendRaw(body);
        var answer = await client.Next("(stray response)");
        Assert.Equal(code, (int)answer["error"]!["code"]!);
        Assert.Equal(0, await client.ShutDown());
    }

    [Fact]
    public async Task ABrokenFrameIsAnError_AndTheNextMessageIsTaken()
    {
        using var client = await TestClient.Open();
        client.SendRaw("Content-Length: x\r\n\r\n"u8.ToArray());
        Assert.Equal(ErrorCodes.ParseError, (int)(await client.Next("(stray response)"))["error"]!["code"]!);
        Assert.Contains("'x'", (string?)(await client.Next("window/logMessage"))["params"]!["message"], StringComparison.Ordinal);
        Assert.Equal(0, await client.ShutDown());
    }

    [Fact]
    public async Task ARequestWithAnIdInUseIsRefused()
    {
        using var entered = new SemaphoreSlim(0);
        using var go = new SemaphoreSlim(0);
        using var client = await TestClient.Open(client => client.Server.OnRequest<JToken, int>("slow", (_, _) =>
        {
            entered.Release();
            go.Wait(TestClient.Patience);
            return 1;
        }));
        var first = client.Request(500, "slow", new JObject());
        Assert.True(await entered.WaitAsync(TestClient.Patience));
        client.SendRaw("""{"jsonrpc":"2.0","id":500,"method":"slow","params":{}}""");
        Assert.Equal(ErrorCodes.InvalidRequest, (int)(await first)["error"]!["code"]!);
        go.Release();
        Assert.Equal(1, (int)(await client.Next("(stray response)"))["result"]!);
    }

    [Fact]
    public async Task AnEditThatDoesNotFitDropsTheDocument_SaysSo_AndReopeningMendsIt()
    {
        using var client = await TestClient.Open(client =>
        {
            AnswerLength(client);
            client.Server.Documents.Closed += client.Server.ClearDiagnostics;
        });
        client.OpenDocument(Uri, "one");
        client.ChangeDocument(Uri, 2, TestClient.Edit(7, 0, 7, 1, "x"));
        var shown = await client.Next("window/showMessage");
        Assert.Equal((int)MessageType.Error, (int)shown["params"]!["type"]!);
        Assert.Equal(
            "a b.nnet is out of step: in the change to version 2 the range 7:0-7:1 is outside of a text of 1 lines. Close and reopen the file.",
            (string?)shown["params"]!["message"]);
        await client.Next("textDocument/publishDiagnostics");
        client.ChangeDocument(Uri, 3, TestClient.Edit(0, 0, 0, 0, "x"));
        Assert.Equal(JTokenType.Null, (await client.Request("length", TestClient.OfDocument(Uri)))["result"]!.Type);
        client.ChangeDocument(Uri, 4, new JObject { ["text"] = "whole" });
        Assert.Equal(5, (int)(await client.Request("length", TestClient.OfDocument(Uri)))["result"]!);
        client.ChangeDocument(Uri, 5, TestClient.Edit(9, 0, 9, 1, "x"));
        client.CloseDocument(Uri);
        client.OpenDocument(Uri, "two!");
        Assert.Equal(4, (int)(await client.Request("length", TestClient.OfDocument(Uri)))["result"]!);
    }

    [Fact]
    public async Task ADocumentThatIsTooLongIsRefusedVisibly()
    {
        using var client = await TestClient.Open(AnswerLength);
        client.OpenDocument(Uri, new string('x', DocumentStore.MaxLength + 1));
        Assert.Contains("20,000,001 characters", (string?)(await client.Next("window/showMessage"))["params"]!["message"], StringComparison.Ordinal);
        Assert.Equal(JTokenType.Null, (await client.Request("length", TestClient.OfDocument(Uri)))["result"]!.Type);
    }

    [Fact]
    public async Task WorkOnADocumentStartsAtOnce_EndsWithTheNewest_AndAFailureIsHandedOn()
    {
        using var client = await TestClient.Open(client => client.Server.OnDocument(
            (document, _) =>
            {
                if (document.Text.Contains("bad", StringComparison.Ordinal))
                {
                    throw new InvalidOperationException("analysis failed");
                }

                client.Server.PublishDiagnostics(document, [new Diagnostic(default, document.Text)]);
            },
            (document, exception) => client.Server.PublishDiagnostics(document, [new Diagnostic(default, exception.Message)])));
        client.OpenDocument(Uri, "1");
        Assert.Equal("1", Message(await client.Next("textDocument/publishDiagnostics")));
        client.ChangeDocument(Uri, 2, TestClient.Edit(0, 0, 0, 1, "bad"));
        Assert.Equal("analysis failed", Message(await client.Next("textDocument/publishDiagnostics")));
        Assert.Contains("analysis failed", (string?)(await client.Next("window/logMessage"))["params"]!["message"], StringComparison.Ordinal);
        for (var version = 3; version <= 200; version++)
        {
            client.ChangeDocument(Uri, version, new JObject { ["text"] = version.ToString(CultureInfo.InvariantCulture) });
        }

        var last = 0;
        while (last < 200)
        {
            var published = await client.Next("textDocument/publishDiagnostics");
            var version = (int)published["params"]!["version"]!;
            Assert.True(version > last, $"{version} after {last}");
            Assert.Equal(version.ToString(CultureInfo.InvariantCulture), Message(published));
            last = version;
        }
    }

    [Fact]
    public async Task NothingIsPublishedForWhatIsNoLongerCurrent()
    {
        using var client = await TestClient.Open();
        client.OpenDocument(Uri, "1");
        Assert.True(SpinWait.SpinUntil(() => client.Server.Documents.All.Count == 1, TestClient.Patience));
        var old = client.Server.Documents.All[0];
        Assert.True(client.Server.PublishDiagnostics(old, []));
        client.ChangeDocument(Uri, 2, TestClient.Edit(0, 0, 0, 0, "x"));
        Assert.True(SpinWait.SpinUntil(() => !client.Server.Documents.IsCurrent(old), TestClient.Patience));
        Assert.False(client.Server.PublishDiagnostics(old, []));
    }

    [Fact]
    public async Task TheServerAsksTheClient()
    {
        using var client = await TestClient.Open(client => client.Answer = (method, parameters) => method switch
        {
            "workspace/applyEdit" => new JObject { ["applied"] = true },
            "workspace/configuration" => new JArray(((JArray)parameters!["items"]!).Select(item => item["section"])),
            _ => throw new InvalidOperationException($"{method} is not known"),
        });
        var applied = await client.Server.Request<ApplyWorkspaceEditResult>("workspace/applyEdit", new ApplyWorkspaceEditParams(new WorkspaceEdit()));
        Assert.True(applied!.Applied);
        var settings = await client.Server.Request<string[]>("workspace/configuration", new ConfigurationParams([new ConfigurationItem(Section: "a"), new ConfigurationItem(Section: "b")]));
        Assert.Equal(["a", "b"], settings!);
        var refused = await Assert.ThrowsAsync<ResponseException>(() => client.Server.Request<JToken>("workspace/codeLens/refresh"));
        Assert.Equal("workspace/codeLens/refresh is not known", refused.Message);
        client.Server.RequestAndForget("workspace/inlayHint/refresh");
        Assert.Contains("workspace/inlayHint/refresh is not known", (string?)(await client.Next("window/logMessage"))["params"]!["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnAbandonedQuestionIsCancelledAtTheClient()
    {
        using var asked = new SemaphoreSlim(0);
        using var release = new SemaphoreSlim(0);
        using var client = await TestClient.Open(client => client.Answer = (_, _) =>
        {
            asked.Release();
            release.Wait(TestClient.Patience);
            return JValue.CreateNull();
        });
        using var cancellation = new CancellationTokenSource();
        var answer = client.Server.Request<JToken>("window/showMessageRequest", new ShowMessageRequestParams(MessageType.Info, "?"), cancellation.Token);
        Assert.True(await asked.WaitAsync(TestClient.Patience));
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        release.Release();
        var ask = await client.Next("window/showMessageRequest");
        Assert.Equal(ask["id"], (await client.Next("$/cancelRequest"))["params"]!["id"]);
    }

    [Fact]
    public async Task ProgressBeginsWhenTheClientAccepts_AndCanBeCancelled()
    {
        using var client = await TestClient.Open();
        using var cancelled = new ManualResetEventSlim();
        var progress = client.Server.Progress.Begin("Training", cancelled.Set, percentage: 0);
        progress.Report("epoch 1", 250);
        var token = (string?)(await client.Next("window/workDoneProgress/create"))["params"]!["token"];
        client.Notify("window/workDoneProgress/cancel", new JObject { ["token"] = "other" });
        client.Notify("window/workDoneProgress/cancel", new JObject { ["token"] = token });
        Assert.True(cancelled.Wait(TestClient.Patience));
        progress.End("stopped");
        progress.Report("too late");
        progress.End();
        var values = new List<JToken>();
        for (var i = 0; i < 3; i++)
        {
            var report = (await client.Next("$/progress"))["params"]!;
            Assert.Equal(token, (string?)report["token"]);
            values.Add(report["value"]!);
        }

        Assert.Equal(["begin", "report", "end"], values.Select(value => (string?)value["kind"]));
        Assert.Equal(100, (int)values[1]["percentage"]!);
        await client.ShutDown();
        Assert.Empty(client.Unawaited("$/progress"));
    }

    [Fact]
    public async Task ProgressThatTheClientRefusesIsNotSent()
    {
        using var client = await TestClient.Open(client => client.Answer = (_, _) => throw new InvalidOperationException("no"));
        using var progress = client.Server.Progress.Begin("Training");
        progress.Report("1");
        await client.Next("window/workDoneProgress/create");
        progress.Report("2");
        await client.ShutDown();
        Assert.Empty(client.Unawaited("$/progress"));
    }

    [Fact]
    public async Task AClientThatDoesNotReadDoesNotStopTheServerFromReading()
    {
        var heard = 0;
        using var client = TestClient.Start(client => client.Server.OnNotification<JToken>("shout", _ =>
        {
            client.Server.Log(MessageType.Log, new string('x', 1_000_000));
            heard++;
        }));
        client.Reading.Reset();
        await client.Initialize();
        for (var i = 0; i < 50; i++)
        {
            client.Notify("shout", new JObject { ["padding"] = new string('y', 10_000) });
        }

        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref heard) == 50, TestClient.Patience));
        client.Reading.Set();
        Assert.Equal(0, await client.ShutDown());
        Assert.Equal(50, client.Unawaited("window/logMessage").Length);
    }

    private static string? Message(JObject published) => (string?)published["params"]!["diagnostics"]![0]!["message"];

    private static void AnswerLength(TestClient client) =>
        client.Server.OnRequest<DocumentSymbolParams, int>("length", (document, _, _) => document.Text.Length);

    /// <summary>A value whose writing fails.</summary>
    private sealed class Unwritable
    {
        public int Broken => throw new InvalidOperationException("cannot be read");
    }
}
