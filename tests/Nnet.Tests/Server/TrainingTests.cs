using Newtonsoft.Json.Linq;
using Nnet.Training;
using Xunit;

namespace Nnet.Tests.Server;

/// <summary>Training from the editor, end to end: the real server starts the real worker.</summary>
public sealed class TrainingTests : IDisposable
{
    private const string Tiny = """
        # π: what is not ASCII must arrive too
        data corners {
          playground xor samples=80 seed=1
          split train=50% validation=25% test=25% seed=1
        }
        model Xor { input 2; dense 4 activation=tanh; dense 1 activation=sigmoid }
        train Xor on corners {
          loss binary_cross_entropy
          optimizer adam lr=0.01
          batch 10
          epochs 5
          metrics accuracy
        }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nnet-training-");

    private string Uri => new Uri(Path.Combine(_folder.FullName, "tiny.nnet")).AbsoluteUri;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task ARunGoesFromStartToEnd()
    {
        await using var client = await EditorClient.InProcess();
        var run = await Train(client, Tiny);
        var started = await Event(client, run, "started");
        Assert.Equal("Xor", (string?)started["model"]);
        Assert.Equal(17, (int?)started["parameters"]);
        for (var epoch = 1; epoch <= 5; epoch++)
        {
            Assert.Equal(epoch, (int?)(await Event(client, run, "epoch"))["epoch"]);
        }
        Assert.Equal("completed", (string?)(await Event(client, run, "done"))["status"]);
        Assert.Matches(@"^▶ Train again · test accuracy \d+\.\d%$", await TrainLens(client));
    }

    [Fact]
    public async Task LayerLinesSayHowTheyWereDoingUntilTheyChange()
    {
        const string Relu = "model Xor { input 2\n  dense 4 activation=relu\n  dense 1 activation=sigmoid }";
        var text = Tiny.Replace("model Xor { input 2; dense 4 activation=tanh; dense 1 activation=sigmoid }", Relu, StringComparison.Ordinal);
        await using var client = await EditorClient.InProcess();
        Assert.All(await Hints(client, text, 1), hint => Assert.DoesNotContain("∇", hint, StringComparison.Ordinal));
        await Event(client, (await Execute(client, "Xor"))!, "done");
        Assert.Collection(
            await Hints(client, "# another line\n" + text, 2),
            hint => Assert.Matches(@"^4 · 12 · ∇ \S+( · \d+% dead)?$", hint),
            hint => Assert.Matches(@"^1 · 5 · ∇ \S+$", hint));
        Assert.Collection(
            await Hints(client, text.Replace("dense 4", "dense 5", StringComparison.Ordinal), 3),
            hint => Assert.Equal("5 · 15", hint),
            hint => Assert.Matches(@"^1 · 6 · ∇ \S+$", hint));
        client.Notify("workspace/didChangeConfiguration", new { settings = new { lspnn = new { inlayHints = new { run = false } } } });
        Assert.Equal(["5 · 15", "1 · 6"], await Hints(client, text.Replace("dense 4", "dense 5", StringComparison.Ordinal), 4));
    }

    [Fact]
    public async Task TheFileOnTheDiskIsNotNeeded()
    {
        await using var client = await EditorClient.InProcess();
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "tiny.nnet"), "this is not what the editor shows");
        var run = await Train(client, Tiny);
        await Event(client, run, "done");
    }

    [Fact]
    public async Task ProgressIsShown()
    {
        await using var client = await EditorClient.InProcess();
        await Train(client, Tiny);
        var created = await client.Next("window/workDoneProgress/create");
        var begin = (await client.Next("$/progress", call => JToken.DeepEquals(call["token"], created["token"])))["value"]!;
        Assert.Equal(("begin", "Training Xor on corners", true), ((string)begin["kind"]!, (string)begin["title"]!, (bool)begin["cancellable"]!));
        var report = await client.Next("$/progress", call => ((string?)call["value"]!["message"])?.StartsWith("epoch", StringComparison.Ordinal) == true);
        Assert.Matches(@"^epoch \d of 5 · loss \d+\.\d+$", (string?)report["value"]!["message"]);
        Assert.InRange((int)report["value"]!["percentage"]!, 0, 100);
        await client.Next("$/progress", call => (string?)call["value"]!["kind"] == "end");
    }

    [Fact]
    public async Task CancellingTheProgressStopsTheRun()
    {
        await using var client = await EditorClient.InProcess();
        var run = await Train(client, Endless);
        var created = await client.Next("window/workDoneProgress/create");
        await Event(client, run, "epoch");
        Assert.Matches("^■ Stop · epoch ", await TrainLens(client));
        client.Notify("window/workDoneProgress/cancel", new { token = created["token"] });
        Assert.Equal("stopped", (string?)(await Event(client, run, "done"))["status"]);
        Assert.Matches("^▶ Train again · stopped in epoch ", await TrainLens(client));
    }

    [Fact]
    public async Task ARunThatIsAwaitedBeginsWithItsPanel()
    {
        await using var client = await EditorClient.InProcess();
        client.OpenDocument(Uri, Endless);
        var answer = await client.Ask("workspace/executeCommand", new { command = "nnet.train", arguments = new[] { new { uri = Uri, train = "Xor", awaited = true } } });
        var run = (string)answer["run"]!;
        Assert.Equal("■ Stop · reading data", await TrainLens(client));
        await client.Ask("workspace/executeCommand", new { command = "nnet.begin", arguments = new[] { new { run } } });
        await Event(client, run, "epoch");
        await client.Ask("workspace/executeCommand", new { command = "nnet.stop", arguments = new[] { new { run } } });
        await Event(client, run, "done");
    }

    [Fact]
    public async Task TheStopCommandStopsTheRun()
    {
        await using var client = await EditorClient.InProcess();
        var run = await Train(client, Endless);
        await Event(client, run, "epoch");
        await client.Ask("workspace/executeCommand", new { command = "nnet.stop", arguments = new[] { new { run } } });
        Assert.Equal("stopped", (string?)(await Event(client, run, "done"))["status"]);
    }

    [Fact]
    public async Task TheEndOfTheServerStopsTheRun()
    {
        var client = await EditorClient.InProcess();
        var run = await Train(client, Endless);
        var folder = (string)(await Event(client, run, "started"))["runDir"]!;
        await Event(client, run, "epoch");
        await client.DisposeAsync();
        var last = JObject.Parse((await File.ReadAllLinesAsync(Path.Combine(folder, "events.jsonl")))[^1]);
        Assert.Equal(("done", "stopped"), ((string)last["event"]!, (string)last["status"]!));
    }

    [Fact]
    public async Task AServerThatIsKilledLeavesNoWorkerBehind()
    {
        var (client, server) = await EditorClient.OverStandardStreams();
        using (server)
        {
            var run = await Train(client, Endless);
            var events = Path.Combine((string)(await Event(client, run, "started"))["runDir"]!, "events.jsonl");
            await Event(client, run, "epoch");
            server.Kill();
            for (var waited = 0; !(await LastLine(events)).Contains("stopped", StringComparison.Ordinal); waited++)
            {
                Assert.True(waited < 600, $"The worker goes on: {await LastLine(events)}");
                await Task.Delay(100);
            }
        }
    }

    [Fact]
    public async Task TwoRunsGoOnAtOnceAndABlockHasOne()
    {
        await using var client = await EditorClient.InProcess();
        var first = await Train(client, Endless + "\n" + Endless[Endless.IndexOf("model", StringComparison.Ordinal)..].Replace("Xor", "Other", StringComparison.Ordinal));
        var second = await Execute(client, "Other");
        await Event(client, first, "epoch");
        await Event(client, second!, "epoch");
        Assert.Null(await Execute(client, "Other"));
        Assert.Contains("being trained already", (string?)(await client.Next("window/showMessage"))["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task ADivergingRunMarksTheOptimizerAndItsFixMendsIt()
    {
        var text = Tiny.Replace("optimizer adam lr=0.01", "optimizer sgd lr=0.9 momentum=0.99", StringComparison.Ordinal)
            .Replace("activation=tanh", "activation=relu", StringComparison.Ordinal)
            .Replace("loss binary_cross_entropy", "loss mean_squared_error", StringComparison.Ordinal)
            .Replace("samples=80", "samples=400", StringComparison.Ordinal)
            .Replace("dense 1 activation=sigmoid", "dense 64 activation=relu; dense 1", StringComparison.Ordinal);
        await using var client = await EditorClient.InProcess();
        var run = await Train(client, text);
        await Event(client, run, "done");
        var line = text.Split('\n').ToList().FindIndex(line => line.Contains("optimizer", StringComparison.Ordinal));
        var diagnostics = await client.Diagnostics(Uri, 1, list => list.Any(IsOfTheRun));
        var finding = diagnostics.First(IsOfTheRun);
        Assert.Equal(line, (int)finding["range"]!["start"]!["line"]!);

        var actions = (JArray)await client.Ask("textDocument/codeAction", new { textDocument = new { uri = Uri }, range = finding["range"], context = new { diagnostics = Array.Empty<object>() } });
        var edit = actions.First(action => (string?)action["diagnostics"]![0]!["code"] == (string?)finding["code"])["edit"]!["documentChanges"]![0]!["edits"]![0]!;
        var mended = Apply(text, edit);
        Assert.Matches("optimizer sgd lr=0\\.0\\d+ momentum=0.99", mended);

        client.ChangeDocument(Uri, 2, "# another line\n" + text);
        var moved = (await client.Diagnostics(Uri, 2)).First(IsOfTheRun);
        Assert.Equal(line + 1, (int)moved["range"]!["start"]!["line"]!);
        client.ChangeDocument(Uri, 3, mended);
        Assert.DoesNotContain(await client.Diagnostics(Uri, 3), IsOfTheRun);

        bool IsOfTheRun(JToken diagnostic) => (string?)diagnostic["code"] is "diverging" or "not-a-number";
    }

    [Fact]
    public async Task AFileWithErrorsIsNotTrainedAndIsToldWhere()
    {
        await using var client = await EditorClient.InProcess();
        client.OpenDocument(Uri, Tiny.Replace("loss binary_cross_entropy", "loss binary_cross_entrpy", StringComparison.Ordinal));
        Assert.Null(await Execute(client, "Xor"));
        Assert.StartsWith("tiny.nnet cannot be trained yet. Line 8: ", (string?)(await client.Next("window/showMessage"))["message"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("untitled:Untitled-1", "Save Untitled-1 first")]
    [InlineData("file:///no/such/folder/x.nnet", "Save x.nnet first")]
    public async Task AFileWithoutAFolderIsToBeSavedFirst(string uri, string message)
    {
        await using var client = await EditorClient.InProcess();
        client.OpenDocument(uri, Tiny);
        var answer = await client.Ask("workspace/executeCommand", new { command = "nnet.train", arguments = new[] { new { uri, train = "Xor" } } });
        Assert.Null((string?)answer["run"]);
        Assert.StartsWith(message, (string?)(await client.Next("window/showMessage"))["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnUntrustedFolderIsTrainedAsSoonAsItIsTrusted()
    {
        await using var client = await EditorClient.InProcess(JObject.Parse("""{ "trusted": false }"""));
        client.OpenDocument(Uri, Tiny);
        Assert.Null(await Execute(client, "Xor"));
        Assert.Contains("trust", (string?)(await client.Next("window/showMessage"))["message"], StringComparison.Ordinal);
        client.Notify("nnet/trusted", new JObject());
        Assert.Equal("completed", (string?)(await Event(client, (await Execute(client, "Xor"))!, "done"))["status"]);
    }

    [Fact]
    public async Task ARunGoesOnWithoutItsEditorAndTheNextOneFindsIt()
    {
        var before = await EditorClient.InProcess(Keeping);
        var first = await Train(before, Endless);
        var folder = (string)(await Event(before, first, "started"))["runDir"]!;
        var epoch = (int)(await Event(before, first, "epoch"))["epoch"]!;
        await before.DisposeAsync();

        await using var client = await EditorClient.InProcess(Keeping);
        client.OpenDocument(Uri, Endless);
        var run = await FindAgain(client, folder);
        Assert.Equal(folder, (string?)(await Event(client, run!, "started"))["runDir"]);
        Assert.Equal(1, (int)(await Event(client, run!, "epoch"))["epoch"]!);
        Assert.Matches("^■ Stop · epoch ", await TrainLens(client));
        await Event(client, run!, "epoch", happened => (int)happened["epoch"]! > epoch + 100);

        await client.Ask("workspace/executeCommand", new { command = "nnet.pause", arguments = new[] { new { run } } });
        var paused = (int)(await Event(client, run!, "paused"))["epoch"]!;
        Assert.Equal($"■ Stop · paused in epoch {paused} of 100000000", await TrainLens(client));
        await client.Ask("workspace/executeCommand", new { command = "nnet.resume", arguments = new[] { new { run, takesText = false } } });
        await Event(client, run!, "continued");
        await client.Ask("workspace/executeCommand", new { command = "nnet.stop", arguments = new[] { new { run } } });
        Assert.Equal("stopped", (string?)(await Event(client, run!, "done"))["status"]);
        Assert.Null(await FindAgain(client, folder));
        Assert.False(File.Exists(Path.Combine(folder, "control.jsonl")));
    }

    [Fact]
    public async Task ARunThatBeginsPausedIsTakenOnEpochByEpoch()
    {
        await using var client = await EditorClient.InProcess();
        client.OpenDocument(Uri, Endless);
        var answer = await client.Ask("workspace/executeCommand", new { command = "nnet.train", arguments = new[] { new { uri = Uri, train = "Xor", paused = true } } });
        var run = (string)answer["run"]!;
        Assert.Equal(0, (int)(await Event(client, run, "paused"))["step"]!);
        foreach (var epoch in new[] { 2, 3 })
        {
            await client.Ask("workspace/executeCommand", new { command = "nnet.step", arguments = new[] { new { run, takesText = true } } });
            await Event(client, run, "paused", happened => (int)happened["epoch"]! == epoch);
        }
        await client.Ask("workspace/executeCommand", new { command = "nnet.stop", arguments = new[] { new { run } } });
        Assert.Equal(2, (int)(await Event(client, run, "done"))["epochs"]!);
    }

    [Fact]
    public async Task PicturesOfARunThatWasFoundAgainAreShown()
    {
        var before = await EditorClient.InProcess(Keeping);
        var first = await Train(before, Endless);
        var folder = (string)(await Event(before, first, "started"))["runDir"]!;
        await Event(before, first, "epoch");
        await before.DisposeAsync();

        await using var client = await EditorClient.InProcess(Keeping);
        client.OpenDocument(Uri, Endless);
        var run = await FindAgain(client, folder);
        await Event(client, run!, "epoch");
        await client.Ask("workspace/executeCommand", new { command = "nnet.pictures", arguments = new[] { new { run, wanted = true } } });
        var drawn = await Event(client, run!, "picture", happened => (string?)happened["picture"]!["kind"] == "surface");
        await Event(client, run!, "picture", happened => (string?)happened["picture"]!["kind"] == "surface" && (int)happened["epoch"]! > (int)drawn["epoch"]!);
        await client.Ask("workspace/executeCommand", new { command = "nnet.stop", arguments = new[] { new { run } } });
        await Event(client, run!, "done");
    }

    [Fact]
    public async Task AServerThatIsKilledIsFollowedByOneThatFindsTheRun()
    {
        var (before, server) = await EditorClient.OverStandardStreams(Keeping);
        string folder;
        using (server)
        {
            var first = await Train(before, Endless);
            folder = (string)(await Event(before, first, "started"))["runDir"]!;
            await Event(before, first, "epoch");
            server.Kill();
            await server.WaitForExitAsync();
        }
        await using var client = await EditorClient.InProcess(Keeping);
        client.OpenDocument(Uri, Endless);
        var run = await FindAgain(client, folder);
        await Event(client, run!, "epoch");
        await client.Ask("workspace/executeCommand", new { command = "nnet.stop", arguments = new[] { new { run } } });
        await Event(client, run!, "done");
    }

    [Fact]
    public async Task AWorkerThatIsKilledIsSaidOnceAndItsCheckpointGoesOn()
    {
        var pid = Path.Combine(_folder.FullName, "pid");
        var worker = new WorkerCommand("sh", ["-c", "echo $$ > '" + pid + "'; exec " + EditorClient.Nnet.File + " \"$@\"", "sh", .. EditorClient.Nnet.Arguments]);
        await using var client = await EditorClient.InProcess(worker: worker);
        var run = await Train(client, Endless);
        var folder = (string)(await Event(client, run, "started"))["runDir"]!;
        await Event(client, run, "epoch", happened => (int)happened["epoch"]! > 3);
        using (var process = System.Diagnostics.Process.GetProcessById(int.Parse(await File.ReadAllTextAsync(pid), System.Globalization.CultureInfo.InvariantCulture)))
        {
            process.Kill();
        }
        Assert.StartsWith("The training process was killed", (string?)(await Event(client, run, "failed"))["message"], StringComparison.Ordinal);
        Assert.StartsWith("Training Xor failed. The training process was killed", (string?)(await client.Next("window/showMessage"))["message"], StringComparison.Ordinal);
        Assert.Equal("▶ Train again · failed", await TrainLens(client));
        Assert.DoesNotContain(client.Calls(), call => (string?)call["method"] == "window/showMessage");

        var next = (string?)(await client.Ask("workspace/executeCommand", new { command = "nnet.goOn", arguments = new[] { new { uri = Uri, train = "Xor", folder } } }))["run"];
        Assert.NotNull((await Event(client, next!, "started"))["resumed"]);
        await client.Ask("workspace/executeCommand", new { command = "nnet.stop", arguments = new[] { new { run = next } } });
        Assert.Equal("stopped", (string?)(await Event(client, next!, "done"))["status"]);
    }

    [Fact]
    public async Task AFileThatIsClosedAndComesBackStillHasItsRun()
    {
        await using var client = await EditorClient.InProcess();
        var run = await Train(client, Endless);
        await Event(client, run, "epoch");
        client.Notify("textDocument/didClose", new { textDocument = new { uri = Uri } });
        File.Delete(Path.Combine(_folder.FullName, "tiny.nnet"));
        var epoch = (int)(await Event(client, run, "epoch", happened => (int)happened["epoch"]! > 50))["epoch"]!;
        client.OpenDocument(Uri, "# a line more\n" + Endless);
        await Event(client, run, "epoch", happened => (int)happened["epoch"]! > epoch + 50);
        Assert.Matches("^■ Stop · epoch ", await TrainLens(client));
        await client.Ask("workspace/executeCommand", new { command = "nnet.stop", arguments = new[] { new { run } } });
        Assert.Equal("stopped", (string?)(await Event(client, run, "done"))["status"]);
    }

    [Fact]
    public async Task ARenamedFileLeavesItsRunAloneAndCanBeTrainedItself()
    {
        await using var client = await EditorClient.InProcess();
        var run = await Train(client, Endless);
        await Event(client, run, "epoch");
        var renamed = new Uri(Path.Combine(_folder.FullName, "renamed.nnet")).AbsoluteUri;
        client.Notify("textDocument/didClose", new { textDocument = new { uri = Uri } });
        client.OpenDocument(renamed, Tiny);
        var second = (string?)(await client.Ask("workspace/executeCommand", new { command = "nnet.train", arguments = new[] { new { uri = renamed, train = "Xor" } } }))["run"];
        var done = await client.Next("nnet/run", call => (string?)call["run"] == second && (string?)call["event"]!["event"] == "done");
        Assert.Equal("completed", (string?)done["event"]!["status"]);
        await client.Ask("workspace/executeCommand", new { command = "nnet.stop", arguments = new[] { new { run } } });
        Assert.Equal("stopped", (string?)(await Event(client, run, "done"))["status"]);
    }

    [Fact]
    public async Task AWorkerGivesWayToWhoeverTypes()
    {
        var pid = Path.Combine(_folder.FullName, "pid");
        var worker = new WorkerCommand("sh", ["-c", "echo $$ > '" + pid + "'; exec " + EditorClient.Nnet.File + " \"$@\"", "sh", .. EditorClient.Nnet.Arguments]);
        await using var client = await EditorClient.InProcess(worker: worker);
        var run = await Train(client, Endless);
        await Event(client, run, "epoch");
        using var process = System.Diagnostics.Process.GetProcessById(int.Parse(await File.ReadAllTextAsync(pid), System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(System.Diagnostics.ProcessPriorityClass.BelowNormal, process.PriorityClass);
    }

    [Fact]
    public async Task ARunThatCannotStartFailsWithAMessage()
    {
        await using var client = await EditorClient.InProcess(worker: new WorkerCommand("no-such-program-at-all"));
        var run = await Train(client, Tiny);
        Assert.Contains("could not be started", (string?)(await Event(client, run, "failed"))["message"], StringComparison.Ordinal);
        Assert.StartsWith("Training Xor failed. ", (string?)(await client.Next("window/showMessage"))["message"], StringComparison.Ordinal);
        Assert.Equal("▶ Train again · failed", await TrainLens(client));
    }

    [Theory]
    [InlineData("""{ "command": "nnet.train" }""")]
    [InlineData("""{ "command": "nnet.train", "arguments": [3] }""")]
    [InlineData("""{ "command": "nnet.unknown", "arguments": [] }""")]
    public async Task CommandsThatMakeNoSenseAreErrors(string parameters)
    {
        await using var client = await EditorClient.InProcess();
        Assert.NotNull((await client.AskAnyhow("workspace/executeCommand", JObject.Parse(parameters)))["error"]);
    }

    private static async Task<string> LastLine(string path)
    {
        using var file = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return (await file.ReadToEndAsync()).TrimEnd().Split('\n')[^1];
    }

    private async Task<string[]> Hints(EditorClient client, string text, int version)
    {
        if (version == 1)
        {
            client.OpenDocument(Uri, text);
        }
        else
        {
            client.ChangeDocument(Uri, version, text);
        }
        var range = new { start = new { line = 0, character = 0 }, end = new { line = 99, character = 0 } };
        var hints = (JArray)await client.Ask("textDocument/inlayHint", new { textDocument = new { uri = Uri }, range });
        return [.. hints.Select(hint => string.Concat(hint["label"]!.Select(part => (string)part["value"]!)))];
    }

    private static readonly string Endless = Tiny.Replace("epochs 5", "epochs 100000000", StringComparison.Ordinal);

    private async Task<string> Train(EditorClient client, string text)
    {
        client.OpenDocument(Uri, text);
        var run = await Execute(client, "Xor");
        Assert.True(run is not null, string.Join('\n', client.Calls().Select(call => call.ToString())));
        return run;
    }

    private async Task<string?> Execute(EditorClient client, string train)
        => (string?)(await client.Ask("workspace/executeCommand", new { command = "nnet.train", arguments = new[] { new { uri = Uri, train } } }))["run"];

    private static JObject Keeping => JObject.Parse("""{ "settings": { "training": { "whenEditorCloses": "continue" } } }""");

    private async Task<string?> FindAgain(EditorClient client, string folder)
        => (string?)(await client.Ask("workspace/executeCommand", new { command = "nnet.goOn", arguments = new[] { new { uri = Uri, train = "Xor", folder, ifUnderWay = true } } }))["run"];

    private async Task<JObject> Event(EditorClient client, string run, string kind, Func<JToken, bool>? fits = null)
    {
        var call = await client.Next("nnet/run", call => (string?)call["run"] == run && (string?)call["event"]!["event"] == kind && fits?.Invoke(call["event"]!) != false);
        Assert.Equal(Uri, (string?)call["uri"]);
        return (JObject)call["event"]!;
    }

    private async Task<string> TrainLens(EditorClient client)
    {
        var lenses = (JArray)await client.Ask("textDocument/codeLens", new { textDocument = new { uri = Uri } });
        return (string)lenses.Single(lens => (string?)lens["command"]!["command"] is "nnet.train" or "nnet.stop")["command"]!["title"]!;
    }

    internal static string Apply(string text, JToken edit)
    {
        var source = new Language.Text.SourceText(text);
        int Offset(string end) => source.OffsetAt(new((int)edit["range"]![end]!["line"]!, (int)edit["range"]![end]!["character"]!));
        return string.Concat(text.AsSpan(0, Offset("start")), (string)edit["newText"]!, text.AsSpan(Offset("end")));
    }
}
