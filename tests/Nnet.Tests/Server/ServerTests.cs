using Newtonsoft.Json.Linq;
using Nnet.Tests.Editor;
using Xunit;

namespace Nnet.Tests.Server;

/// <summary>The real server in this process: every message of these conversations is checked against the meta model.</summary>
public class ServerTests
{
    private const string Uri = "file:///lenet.nnet";

    [Fact]
    public async Task AFileIsDiagnosedWhenItIsOpenedAndAfterEachChange()
    {
        await using var client = await EditorClient.InProcess();
        client.OpenDocument(Uri, Broken);
        var finding = Assert.Single(await client.Diagnostics(Uri, 1), diagnostic => (string?)diagnostic["code"] == "needs-vector");
        Assert.Equal("nnet", (string?)finding["source"]);
        Assert.Equal(1, (int?)finding["severity"]);
        Assert.Equal(10, (int?)finding["range"]!["start"]!["line"]);
        client.ChangeDocument(Uri, 2, Marked.LeNet);
        Assert.DoesNotContain(await client.Diagnostics(Uri, 2), diagnostic => (string?)diagnostic["code"] == "needs-vector");
    }

    [Fact]
    public async Task AClosedFileHasNoDiagnostics()
    {
        await using var client = await EditorClient.InProcess();
        client.OpenDocument(Uri, Broken);
        await client.Diagnostics(Uri, 1);
        client.Notify("textDocument/didClose", new { textDocument = new { uri = Uri } });
        var cleared = await client.Next("textDocument/publishDiagnostics", call => (string?)call["uri"] == Uri && call["version"] is null);
        Assert.Empty((JArray)cleared["diagnostics"]!);
    }

    [Fact]
    public async Task AQuickFixMendsTheFile()
    {
        await using var client = await EditorClient.InProcess();
        client.OpenDocument(Uri, Broken);
        var diagnostics = await client.Diagnostics(Uri, 1);
        var actions = (JArray)await client.Ask("textDocument/codeAction", new
        {
            textDocument = new { uri = Uri },
            range = diagnostics.Single(diagnostic => (string?)diagnostic["code"] == "needs-vector")["range"],
            context = new { diagnostics = Array.Empty<object>() },
        });
        var action = Assert.Single(actions, action => (string?)action["title"] == "Insert flatten");
        Assert.True((bool?)action["isPreferred"]);
        var edit = action["edit"]!["documentChanges"]![0]!["edits"]!.Single();
        var lines = Broken.Split('\n').ToList();
        var (line, character) = ((int)edit["range"]!["start"]!["line"]!, (int)edit["range"]!["start"]!["character"]!);
        lines[line] = lines[line].Insert(character, (string)edit["newText"]!);
        Assert.Equal(Marked.LeNet, string.Join('\n', lines));
    }

    [Fact]
    public async Task HintsAnswerTheRangeThatIsAskedFor()
    {
        await using var client = await EditorClient.InProcess();
        client.OpenDocument(Uri, Marked.LeNet);
        var hints = (JArray)await client.Ask("textDocument/inlayHint", new { textDocument = new { uri = Uri }, range = Lines(6, 7) });
        Assert.Equal(["6×28×28 · 156", "6×14×14"], hints.Select(Label));
    }

    [Fact]
    public async Task SettingsChangeTheHints()
    {
        await using var client = await EditorClient.InProcess(JObject.Parse("""{ "settings": { "inlayHints": { "parameters": false } } }"""));
        client.OpenDocument(Uri, Marked.LeNet);
        var ask = new { textDocument = new { uri = Uri }, range = Lines(6, 6) };
        Assert.Equal("6×28×28", Label(((JArray)await client.Ask("textDocument/inlayHint", ask)).Single()));
        client.Notify("workspace/didChangeConfiguration", JObject.Parse("""{ "settings": { "lspnn": { "inlayHints": { "parameters": true, "shapes": false } } } }"""));
        await client.Next("workspace/inlayHint/refresh");
        Assert.Equal("156", Label(((JArray)await client.Ask("textDocument/inlayHint", ask)).Single()));
    }

    [Fact]
    public async Task LensesShowTotalsAndOfferTraining()
    {
        await using var client = await EditorClient.InProcess();
        client.OpenDocument(Uri, Marked.LeNet);
        var lenses = (JArray)await client.Ask("textDocument/codeLens", new { textDocument = new { uri = Uri } });
        Assert.Equal(["61,706 parameters · 0.42 M MACs · 0.31 MB", "▶ Train here", "Find rate", "Check one batch"], lenses.Select(lens => (string)lens["command"]!["title"]!));
        Assert.Equal("nnet.train", (string?)lenses[1]["command"]!["command"]);
        Assert.Equal(new JObject { ["uri"] = Uri, ["train"] = "LeNet5" }, lenses[1]["command"]!["arguments"]![0]);
        Assert.Equal([4, 16, 16, 16], lenses.Select(lens => (int)lens["range"]!["start"]!["line"]!));
    }

    [Fact]
    public async Task TheOutlineIsATree()
    {
        await using var client = await EditorClient.InProcess();
        client.OpenDocument(Uri, Marked.LeNet);
        var symbols = (JArray)await client.Ask("textDocument/documentSymbol", new { textDocument = new { uri = Uri } });
        Assert.Equal(["digits", "LeNet5", "train LeNet5"], symbols.Select(symbol => (string)symbol["name"]!));
        Assert.Equal("61,706 parameters", (string?)symbols[1]["detail"]);
        var conv = symbols[1]["children"]![1]!;
        Assert.Equal(("conv", "6×28×28"), ((string)conv["name"]!, (string)conv["detail"]!));
    }

    [Fact]
    public async Task DataIsLookedAtBesideTheTyping()
    {
        await using var client = await EditorClient.InProcess();
        client.OpenDocument(Uri, Marked.LeNet);
        await client.Diagnostics(Uri, 1, list => list.Any(IsMissingFile));
        client.ChangeDocument(Uri, 2, Marked.LeNet + "\n");
        Assert.Contains(await client.Diagnostics(Uri, 2), IsMissingFile);
    }

    [Fact]
    public async Task InAnUntrustedFolderDataOutsideOfItWaitsForTrust()
    {
        var home = Directory.CreateTempSubdirectory("nnet-trust-");
        try
        {
            var folder = home.CreateSubdirectory("open");
            File.WriteAllText(Path.Combine(home.FullName, "secret.csv"), "a,b\n1,0\n2,1\n");
            File.WriteAllText(Path.Combine(folder.FullName, "own.csv"), "a,b\n1,0\n2,1\n");
            File.CreateSymbolicLink(Path.Combine(folder.FullName, "link.csv"), Path.Combine(home.FullName, "secret.csv"));
            folder.CreateSubdirectory("pictures");
            await using var client = await EditorClient.InProcess(JObject.Parse("""{ "trusted": false }"""), rootUri: new Uri(folder.FullName).AbsoluteUri);
            var uri = new Uri(Path.Combine(folder.FullName, "a.nnet")).AbsoluteUri;
            client.OpenDocument(uri, "data o { csv \"own.csv\" target=c }\ndata l { csv \"link.csv\" target=c }\ndata s { csv \"../secret.csv\" target=c }\ndata p { images \"pictures\" }\n");

            // The own file is read, since its columns are known; of the others nothing is said but that they wait.
            var waiting = await client.Diagnostics(uri, 1, list => list.Any(IsWaiting));
            Assert.Equal([0], waiting.Where(IsUnknownColumn).Select(LineOf));
            Assert.Equal([1, 2, 3], waiting.Where(IsWaiting).Select(LineOf).Order());
            Assert.All(waiting.Where(IsWaiting), diagnostic => Assert.Equal(3, (int)diagnostic["severity"]!));
            Assert.Contains("lies outside of this folder, and this folder is not trusted. Trust it (", (string)waiting.First(IsWaiting)["message"]!, StringComparison.Ordinal);

            client.Notify("nnet/trusted", new JObject());
            var trusted = await client.Diagnostics(uri, 1, list => list.Count(IsUnknownColumn) == 3);
            Assert.DoesNotContain(trusted, IsWaiting);
            Assert.Equal([0, 1, 2], trusted.Where(IsUnknownColumn).Select(LineOf).Order());
        }
        finally
        {
            home.Delete(recursive: true);
        }

        static bool IsWaiting(JToken diagnostic) => (string?)diagnostic["code"] == "waits-for-trust";
        static bool IsUnknownColumn(JToken diagnostic) => (string?)diagnostic["code"] == "unknown-column";
        static int LineOf(JToken diagnostic) => (int)diagnostic["range"]!["start"]!["line"]!;
    }

    private static bool IsMissingFile(JToken diagnostic) => (string?)diagnostic["code"] == "missing-file";

    [Fact]
    public async Task BlocksAndCommentsFold()
    {
        await using var client = await EditorClient.InProcess();
        client.OpenDocument(Uri, "# one\n# two\n\n" + Marked.LeNet);
        var ranges = (JArray)await client.Ask("textDocument/foldingRange", new { textDocument = new { uri = Uri } });
        Assert.Equal([(0, 1), (3, 4), (7, 16), (19, 22)], ranges.Select(range => ((int)range["startLine"]!, (int)range["endLine"]!)).Order());
    }

    [Fact]
    public async Task CompletionIsResolved()
    {
        await using var client = await EditorClient.InProcess();
        client.OpenDocument(Uri, Marked.LeNet);
        var list = await client.AskAt("textDocument/completion", Uri, 7, 2);
        var conv = list["items"]!.Single(item => (string?)item["label"] == "conv");
        var resolved = await client.Ask("completionItem/resolve", conv);
        Assert.StartsWith("**`conv`** layer", (string?)resolved["documentation"]!["value"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnUnfittingLayerSaysWhyWhenItIsLookedAt()
    {
        await using var client = await EditorClient.InProcess();
        client.OpenDocument(Uri, Marked.LeNet);
        var list = await client.AskAt("textDocument/completion", Uri, 7, 2);
        var dense = list["items"]!.Single(item => (string?)item["label"] == "dense");
        Assert.Equal("does not fit here", (string?)dense["detail"]);
        Assert.StartsWith("1000", (string?)dense["sortText"], StringComparison.Ordinal);
        Assert.Contains("dense needs a vector", (string?)(await client.Ask("completionItem/resolve", dense))["documentation"]!["value"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task ShapesStandBehindTheLabelWhereTheClientHasRoom()
    {
        await using var client = await EditorClient.InProcess(capabilities: """{ "textDocument": { "completion": { "completionItem": { "labelDetailsSupport": true } } } }""");
        client.OpenDocument(Uri, Marked.LeNet);
        var list = await client.AskAt("textDocument/completion", Uri, 7, 2);
        var conv = list["items"]!.Single(item => (string?)item["label"] == "conv");
        Assert.Equal((" → 16×26×26", "880 parameters"), ((string?)conv["labelDetails"]!["detail"], (string?)conv["labelDetails"]!["description"]));
    }

    [Fact]
    public async Task AHintTellsItsArithmeticWhenItIsPointedAt()
    {
        await using var client = await EditorClient.InProcess();
        client.OpenDocument(Uri, Marked.LeNet);
        var hint = ((JArray)await client.Ask("textDocument/inlayHint", new { textDocument = new { uri = Uri }, range = Lines(6, 6) })).Single();
        Assert.Null(hint["tooltip"]);
        var resolved = await client.Ask("inlayHint/resolve", hint);
        Assert.Contains("156 parameters = 6·(1·5·5) + 6", (string?)resolved["tooltip"]!["value"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignaturesAnswer()
    {
        await using var client = await EditorClient.InProcess();
        client.OpenDocument(Uri, Marked.LeNet);
        var help = await client.AskAt("textDocument/signatureHelp", Uri, 6, 8);
        var signature = help["signatures"]!.Single();
        Assert.StartsWith("conv filters kernel=… ", (string?)signature["label"], StringComparison.Ordinal);
        Assert.Equal((0, 0), ((int?)help["activeParameter"], (int?)signature["activeParameter"]));
        Assert.Equal("filters", (string?)signature["parameters"]![0]!["label"]);
    }

    [Fact]
    public async Task AGraphIsOfferedToAClientThatDrawsIt()
    {
        await using var client = await EditorClient.InProcess(JObject.Parse("""{ "graph": true }"""));
        client.OpenDocument(Uri, Marked.LeNet);
        var lenses = (JArray)await client.Ask("textDocument/codeLens", new { textDocument = new { uri = Uri } });
        var graph = Assert.Single(lenses, lens => (string?)lens["command"]!["title"] == "Show graph");
        Assert.Equal("lspnn.showGraph", (string?)graph["command"]!["command"]);
        Assert.Equal([Uri, "LeNet5"], graph["command"]!["arguments"]!.Select(argument => (string?)argument));
    }

    [Fact]
    public async Task HoverAnswersWithItsRange()
    {
        await using var client = await EditorClient.InProcess();
        client.OpenDocument(Uri, Marked.LeNet);
        var hover = await client.AskAt("textDocument/hover", Uri, 6, 3);
        Assert.Contains("156 parameters", (string?)hover["contents"]!["value"], StringComparison.Ordinal);
        Assert.Equal(JObject.Parse("""{ "start": { "line": 6, "character": 2 }, "end": { "line": 6, "character": 6 } }"""), hover["range"]);
    }

    [Fact]
    public async Task UnknownDocumentsAreAnsweredWithNothing()
    {
        await using var client = await EditorClient.InProcess();
        foreach (var (method, parameters) in Requests("file:///nowhere.nnet", 0, 0))
        {
            Assert.Equal((method, JTokenType.Null), (method, (await client.Ask(method, parameters)).Type));
        }
    }

    [Fact]
    public async Task EveryRequestAtEveryPlaceIsAnswered()
    {
        await using var client = await EditorClient.InProcess();
        client.OpenDocument(Uri, Marked.LeNet);
        var lines = Marked.LeNet.Split('\n');
        var asked = new List<Task<JToken>>();
        for (var line = -1; line <= lines.Length; line++)
        {
            var width = line >= 0 && line < lines.Length ? lines[line].Length : 0;
            for (var character = -1; character <= width + 1; character++)
            {
                asked.AddRange(Requests(Uri, Math.Max(0, line), Math.Max(0, character)).Select(request => client.Ask(request.Method, request.Parameters)));
            }
        }
        await Task.WhenAll(asked);
    }

    [Fact]
    public async Task EveryPrefixOfAFileIsAnalysed()
    {
        await using var client = await EditorClient.InProcess();
        client.OpenDocument(Uri, "");
        for (var length = 1; length <= Marked.LeNet.Length; length++)
        {
            client.ChangeDocument(Uri, length + 1, Marked.LeNet[..length]);
            var place = Marked.LeNet[..length].Split('\n');
            foreach (var (method, parameters) in Requests(Uri, place.Length - 1, place[^1].Length))
            {
                await client.Ask(method, parameters);
            }
        }
        Assert.DoesNotContain(await client.Diagnostics(Uri, Marked.LeNet.Length + 1), diagnostic => (string?)diagnostic["code"] is "internal" or "analysis-failed");
    }

    [Theory]
    [InlineData("\0\0\0\u0001binary")]
    [InlineData("// header\n7,5,5,50,\n1,2,3,\n")]
    [InlineData("model M { input 2; dense ((((((((((((((((((((((((((((((1")]
    [InlineData("\ud800 lone surrogate \udfff")]
    [InlineData("model M {\n  input 1x28x28\n  conv 6 kernel=5")]
    public async Task WhateverAFileHoldsItIsAnswered(string text)
    {
        await using var client = await EditorClient.InProcess();
        client.OpenDocument(Uri, text);
        await client.Diagnostics(Uri, 1);
        foreach (var (method, parameters) in Requests(Uri, 0, 3))
        {
            await client.Ask(method, parameters);
        }
    }

    [Fact]
    public async Task AClientThatShowsPlainTextGetsNoMarkdown()
    {
        await using var client = await EditorClient.InProcess(capabilities: """
            { "textDocument": {
                "hover": { "contentFormat": ["plaintext"] },
                "signatureHelp": { "signatureInformation": { "documentationFormat": ["plaintext", "markdown"] } },
                "completion": { "completionItem": { "documentationFormat": ["plaintext"] } } } }
            """);
        client.OpenDocument(Uri, Marked.LeNet);
        var hover = (await client.AskAt("textDocument/hover", Uri, 6, 3))["contents"]!;
        Assert.Equal("plaintext", (string?)hover["kind"]);
        Assert.StartsWith("conv 1×28×28 → 6×28×28 values in (−1,1)\n\n", (string?)hover["value"], StringComparison.Ordinal);
        Assert.Contains("156 parameters = 6·(1·5·5) + 6", (string?)hover["value"], StringComparison.Ordinal);
        Assert.DoesNotMatch(@"\*\*|`|\\|\]\(", (string)hover["value"]!);
        var signature = (await client.AskAt("textDocument/signatureHelp", Uri, 6, 8))["signatures"]!.Single();
        Assert.Equal("plaintext", (string?)signature["documentation"]!["kind"]);
        Assert.All(signature["parameters"]!, parameter => Assert.Equal("plaintext", (string?)parameter["documentation"]!["kind"]));
        var list = await client.AskAt("textDocument/completion", Uri, 7, 2);
        var page = (await client.Ask("completionItem/resolve", list["items"]!.Single(item => (string?)item["label"] == "conv")))["documentation"]!;
        Assert.Equal("plaintext", (string?)page["kind"]);
        Assert.StartsWith("conv layer", (string?)page["value"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task AClientWithoutTreesGetsAListAsItsOutline()
    {
        await using var client = await EditorClient.InProcess(capabilities: """{ "textDocument": { "documentSymbol": { "hierarchicalDocumentSymbolSupport": false } } }""");
        client.OpenDocument(Uri, Marked.LeNet);
        var symbols = (JArray)await client.Ask("textDocument/documentSymbol", new { textDocument = new { uri = Uri } });
        Assert.Equal(["digits", "idx"], symbols.Take(2).Select(symbol => (string)symbol["name"]!));
        Assert.All(symbols, symbol => Assert.Equal(Uri, (string?)symbol["location"]!["uri"]));
        Assert.Equal("LeNet5", (string?)symbols.First(symbol => (string?)symbol["name"] == "conv")["containerName"]);
    }

    [Fact]
    public async Task WhatIsOddButLegalIsTaken()
    {
        await using var client = await EditorClient.InProcess();
        client.Notify("$/cancelRequest", new { id = 99_999 });
        client.Notify("$/setTrace", new { value = "off" });
        client.Notify("textDocument/didClose", new { textDocument = new { uri = "file:///never-opened.nnet" } });
        client.Notify("textDocument/didSave", new { textDocument = new { uri = "file:///never-opened.nnet" } });
        client.OpenDocument(Uri, "model M {\n}\n");
        client.Notify("textDocument/willSave", new { textDocument = new { uri = Uri }, reason = 1 });
        // Several changes in one message, each on what the one before made.
        static object Insert(int line, int character, string text) => new { range = new { start = new { line, character }, end = new { line, character } }, text };
        client.Notify("textDocument/didChange", new
        {
            textDocument = new { uri = Uri, version = 2 },
            contentChanges = new[] { Insert(1, 0, "  input 4\n"), Insert(2, 0, "  dense 3\n"), Insert(2, 9, "2") },
        });
        Assert.Empty(await client.Diagnostics(Uri, 2));
        var hints = (JArray)await client.Ask("textDocument/inlayHint", new { textDocument = new { uri = Uri }, range = Lines(0, 9) });
        Assert.Contains("32 · 160", hints.Select(Label));
    }

    private static readonly string Broken = Marked.LeNet.Replace("  flatten\n", "", StringComparison.Ordinal);

    private static object Lines(int first, int last) => new { start = new { line = first, character = 0 }, end = new { line = last, character = 200 } };

    private static string Label(JToken hint) => string.Concat(hint["label"]!.Select(part => (string)part["value"]!));

    private static IEnumerable<(string Method, object Parameters)> Requests(string uri, int line, int character)
    {
        var textDocument = new { uri };
        var position = new { line, character };
        var range = new { start = position, end = position };
        yield return ("textDocument/hover", new { textDocument, position });
        yield return ("textDocument/completion", new { textDocument, position });
        yield return ("textDocument/signatureHelp", new { textDocument, position });
        yield return ("textDocument/inlayHint", new { textDocument, range });
        yield return ("textDocument/codeAction", new { textDocument, range, context = new { diagnostics = Array.Empty<object>() } });
        yield return ("textDocument/codeLens", new { textDocument });
        yield return ("textDocument/documentSymbol", new { textDocument });
        yield return ("textDocument/foldingRange", new { textDocument });
        var options = new { tabSize = 2, insertSpaces = true };
        yield return ("textDocument/formatting", new { textDocument, options });
        yield return ("textDocument/rangeFormatting", new { textDocument, range, options });
        yield return ("textDocument/rangesFormatting", new { textDocument, ranges = new[] { range }, options });
        yield return ("textDocument/onTypeFormatting", new { textDocument, position, ch = "\n", options });
        yield return ("textDocument/onTypeFormatting", new { textDocument, position, ch = "}", options });
    }
}
