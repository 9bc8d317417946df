using Newtonsoft.Json.Linq;
using Xunit;

namespace Nnet.Tests.Server;

/// <summary>Files that use each other: an edit in one open file shows in the others.</summary>
public sealed class UsedFilesTests : IDisposable
{
    private const string Main = "use \"blocks.nnet\"\nmodel M { input 2; B 3; dense 1 }";

    private readonly string _folder = Directory.CreateTempSubdirectory("nnet-").FullName;

    [Fact]
    public async Task AnEditOfAnOpenFileIsSeenByThoseThatUseIt()
    {
        await using var client = await EditorClient.InProcess();
        client.OpenDocument(Address("main.nnet"), Main);
        Assert.Contains(await client.Diagnostics(Address("main.nnet"), 1), finding => (string?)finding["code"] == "cannot-use");
        client.OpenDocument(Address("blocks.nnet"), "block B(n) { dense n; relu }");
        Assert.Empty(await client.Diagnostics(Address("main.nnet"), 1, findings => findings.Count == 0));
        client.ChangeDocument(Address("blocks.nnet"), 2, "block B(n) { conv n kernel=3; relu }");
        Assert.Contains(await client.Diagnostics(Address("main.nnet"), 1, findings => findings.Count == 1), finding => (string?)finding["code"] == "block-call");
    }

    [Fact]
    public async Task AChangeOnDiskIsSeen()
    {
        File.WriteAllText(Path.Combine(_folder, "blocks.nnet"), "block B(n) { dense n; relu }");
        await using var client = await EditorClient.InProcess();
        client.OpenDocument(Address("main.nnet"), Main);
        Assert.Empty(await client.Diagnostics(Address("main.nnet"), 1));
        File.WriteAllText(Path.Combine(_folder, "blocks.nnet"), "block C { relu }");
        client.Notify("workspace/didChangeWatchedFiles", new { changes = new[] { new { uri = Address("blocks.nnet"), type = 2 } } });
        Assert.Contains(await client.Diagnostics(Address("main.nnet"), 1, findings => findings.Count == 1), finding => (string?)finding["code"] == "unknown-word");
    }

    [Fact]
    public async Task TheDataOfAUsedFileIsLookedAt()
    {
        File.WriteAllText(Path.Combine(_folder, "rows.csv"), "a,b,kind\n1,2,red\n3,4,green\n5,6,blue\n");
        File.WriteAllText(Path.Combine(_folder, "data.nnet"), "data rows { csv \"rows.csv\" target=kind }");
        await using var client = await EditorClient.InProcess();
        client.OpenDocument(Address("main.nnet"), "use \"data.nnet\"\nmodel M { input 2; dense 4 }\ntrain M on rows { loss cross_entropy; optimizer adamw; epochs 3 }");
        var findings = await client.Diagnostics(Address("main.nnet"), 1, findings => findings.Count > 0);
        Assert.Contains("rows has 3 classes", (string?)Assert.Single(findings)["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task FilesThatUseEachOtherInACircleComeToRest()
    {
        await using var client = await EditorClient.InProcess();
        client.OpenDocument(Address("a.nnet"), "use \"b.nnet\"");
        client.OpenDocument(Address("b.nnet"), "use \"a.nnet\"");
        Assert.Contains(await client.Diagnostics(Address("a.nnet"), 1, findings => findings.Any(IsCircle)), IsCircle);
        Assert.Contains(await client.Diagnostics(Address("b.nnet"), 1, findings => findings.Any(IsCircle)), IsCircle);

        static bool IsCircle(JToken finding) => (string?)finding["code"] == "circular-use";
    }

    [Fact]
    public async Task InAnUntrustedFolderFilesOutsideOfItWaitForTrust()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, "open")).FullName;
        File.WriteAllText(Path.Combine(_folder, "blocks.nnet"), "block B(n) { dense n; relu }");
        File.WriteAllText(Path.Combine(folder, "own.nnet"), "block C { relu }");
        File.CreateSymbolicLink(Path.Combine(folder, "link.nnet"), Path.Combine(_folder, "blocks.nnet"));
        await using var client = await EditorClient.InProcess(JObject.Parse("""{ "trusted": false }"""), rootUri: new Uri(folder).AbsoluteUri);
        var uri = Address("open/main.nnet");
        client.OpenDocument(uri, "use \"own.nnet\"\nuse \"../blocks.nnet\"\nuse \"link.nnet\"\nmodel M { input 2; C; dense 1 }");
        var waiting = (await client.Diagnostics(uri, 1)).Where(finding => (string?)finding["code"] == "cannot-use").ToArray();
        Assert.Equal([1, 2], waiting.Select(finding => (int)finding["range"]!["start"]!["line"]!).Order());
        Assert.All(waiting, finding => Assert.Contains("lies outside of this folder, and this folder is not trusted.", (string)finding["message"]!, StringComparison.Ordinal));
        client.Notify("nnet/trusted", new JObject());
        Assert.DoesNotContain(await client.Diagnostics(uri, 1, findings => findings.All(finding => (string?)finding["code"] != "cannot-use")), finding => (string?)finding["code"] == "cannot-use");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Address(string name) => new Uri(Path.Combine(_folder, name)).AbsoluteUri;
}
