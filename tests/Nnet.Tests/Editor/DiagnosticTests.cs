using Newtonsoft.Json.Linq;
using Nnet.Tests.Server;
using Xunit;

namespace Nnet.Tests.Editor;

public class DiagnosticTests
{
    private const string Uri = "file:///x.nnet";
    private const string Linear = "model M {\n  input 4\n  dense 8\n  dense 3\n}\n";
    private const string Pulls = """{ "textDocument": { "diagnostic": {} }, "workspace": { "diagnostics": { "refreshSupport": true } } }""";

    [Fact]
    public async Task DiagnosticsArePulled()
    {
        await using var client = await EditorClient.InProcess(capabilities: Pulls);
        client.OpenDocument(Uri, Linear);
        var first = await Pull(client);
        Assert.Equal(("full", "linear-stack"), ((string?)first["kind"], (string?)first["items"]!.Single()["code"]));
        var second = await Pull(client, (string?)first["resultId"]);
        Assert.Equal(("unchanged", (string?)first["resultId"]), ((string?)second["kind"], (string?)second["resultId"]));
        client.ChangeDocument(Uri, 2, "model M { input 4; dense 3 }\n");
        var third = await Pull(client, (string?)first["resultId"]);
        Assert.Equal(("full", 0), ((string?)third["kind"], third["items"]!.Count()));
    }

    [Fact]
    public async Task AnEditThatChangesNoFindingIsUnchanged()
    {
        await using var client = await EditorClient.InProcess(capabilities: Pulls);
        client.OpenDocument(Uri, Linear);
        var first = await Pull(client);
        client.ChangeDocument(Uri, 2, Linear + "# the end\n");
        Assert.Equal("unchanged", (string?)(await Pull(client, (string?)first["resultId"]))["kind"]);
    }

    [Fact]
    public async Task WhoPullsIsNotPushedTo()
    {
        await using var client = await EditorClient.InProcess(capabilities: Pulls);
        client.OpenDocument(Uri, Linear);
        await client.Diagnostics(Uri, 1);
        await Pull(client);
        var cleared = await client.Next("textDocument/publishDiagnostics", call => call["version"] is null);
        Assert.Empty((JArray)cleared["diagnostics"]!);
        client.ChangeDocument(Uri, 2, Linear + "# the end\n");
        await Pull(client);
        await client.Ask("textDocument/codeLens", new { textDocument = new { uri = Uri } });
        Assert.DoesNotContain(client.Calls(), call => (string?)call["method"] == "textDocument/publishDiagnostics");
    }

    [Fact]
    public async Task WhoPullsIsToldWhatCameUpLater()
    {
        await using var client = await EditorClient.InProcess(capabilities: Pulls);
        await Pull(client);
        client.OpenDocument(Uri, Marked.LeNet);
        await client.Next("workspace/diagnostic/refresh");
        Assert.Contains((await Pull(client))["items"]!, item => (string?)item["code"] == "missing-file");
    }

    [Fact]
    public async Task WhoCannotBeToldLaterGetsEverythingAtOnce()
    {
        await using var client = await EditorClient.InProcess(capabilities: """{ "textDocument": { "diagnostic": {} } }""");
        client.OpenDocument(Uri, Marked.LeNet);
        Assert.Contains((await Pull(client))["items"]!, item => (string?)item["code"] == "missing-file");
    }

    [Fact]
    public async Task TheWorkspaceIsEveryOpenDocument()
    {
        await using var client = await EditorClient.InProcess(capabilities: Pulls);
        client.OpenDocument(Uri, Linear);
        client.OpenDocument("file:///y.nnet", "model M { input 4; dense 3 }\n", version: 7);
        var first = await client.Ask("workspace/diagnostic", new { previousResultIds = Array.Empty<object>() });
        var items = first["items"]!.OrderBy(item => (string?)item["uri"], StringComparer.Ordinal).ToList();
        Assert.Equal([(Uri, "full", 1), ("file:///y.nnet", "full", 7)], items.Select(item => ((string)item["uri"]!, (string)item["kind"]!, (int)item["version"]!)));
        var second = await client.Ask("workspace/diagnostic", new { previousResultIds = new[] { new { uri = Uri, value = (string?)items[0]["resultId"] } } });
        Assert.Equal(["unchanged", "full"], second["items"]!.OrderBy(item => (string?)item["uri"], StringComparer.Ordinal).Select(item => (string)item["kind"]!));
    }

    [Fact]
    public async Task AClosedDocumentHasNone()
    {
        await using var client = await EditorClient.InProcess(capabilities: Pulls);
        Assert.Empty((await Pull(client))["items"]!);
    }

    [Theory]
    [InlineData("hint", 4)]
    [InlineData("error", 1)]
    public async Task ASettingChangesHowGraveAFindingIs(string level, int severity)
    {
        await using var client = await EditorClient.InProcess(JObject.Parse($$"""{ "settings": { "findings": { "linear-stack": "{{level}}" } } }"""));
        client.OpenDocument(Uri, Linear);
        Assert.Equal(severity, (int?)(await client.Diagnostics(Uri, 1)).Single()["severity"]);
    }

    [Fact]
    public async Task ASettingSwitchesAFindingOff_AndOn()
    {
        await using var client = await EditorClient.InProcess(JObject.Parse("""{ "settings": { "findings": { "linear-stack": "off" } } }"""));
        client.OpenDocument(Uri, Linear);
        Assert.Empty(await client.Diagnostics(Uri, 1));
        client.Notify("workspace/didChangeConfiguration", JObject.Parse("""{ "settings": { "lspnn": { "findings": {} } } }"""));
        Assert.Single(await client.Diagnostics(Uri, 1));
    }

    [Fact]
    public async Task AnErrorStaysOne()
    {
        await using var client = await EditorClient.InProcess(JObject.Parse("""{ "settings": { "findings": { "needs-vector": "off", "liner-stack": "off" } } }"""));
        Assert.Contains("stays an error", (string?)(await client.Next("window/logMessage"))["message"], StringComparison.Ordinal);
        Assert.Contains("liner-stack", (string?)(await client.Next("window/logMessage"))["message"], StringComparison.Ordinal);
        client.OpenDocument(Uri, "model M { input 1x8x8; dense 3 }\n");
        Assert.Equal(1, (int?)(await client.Diagnostics(Uri, 1)).Single()["severity"]);
    }

    [Fact]
    public async Task ADiagnosticLinksToItsPage()
    {
        await using var client = await EditorClient.InProcess();
        client.OpenDocument(Uri, Linear.Replace("dense 3", "dense 3  # nnet: ignore linear-stak", StringComparison.Ordinal));
        var diagnostic = (await client.Diagnostics(Uri, 1)).Single(item => (string?)item["code"] == "ignore-comment");
        var page = new Uri((string)diagnostic["codeDescription"]!["href"]!);
        Assert.Contains("`ignore-comment`", File.ReadAllText(page.LocalPath), StringComparison.Ordinal);
    }

    private static Task<JToken> Pull(EditorClient client, string? previous = null)
        => client.Ask("textDocument/diagnostic", previous is null
            ? (object)new { textDocument = new { uri = Uri } }
            : new { textDocument = new { uri = Uri }, previousResultId = previous });
}
