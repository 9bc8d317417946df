using Newtonsoft.Json.Linq;
using Nnet.Training;
using Xunit;

namespace Nnet.Tests.Server;

/// <summary>Trials from the editor, end to end: the real server starts the real worker.</summary>
public sealed class TrialTests : IDisposable
{
    private const string Tiny = """
        data corners {
          playground xor samples=80 seed=1
        }
        model Xor { input 2; dense 16 activation=tanh; dense 1 activation=sigmoid }
        train Xor on corners {
          loss binary_cross_entropy
          optimizer adam lr=0.000002
          batch 10
          epochs 5
        }
        """;

    private const int OptimizerLine = 6;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nnet-trials-");

    private string Uri => new Uri(Path.Combine(_folder.FullName, "tiny.nnet")).AbsoluteUri;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task TheRateThatIsFoundStandsOnTheOptimizerUntilItChanges()
    {
        await using var client = await EditorClient.InProcess();
        var trial = await Begin(client, "nnet.findRate", Tiny);
        var rate = await Event(client, trial, "rate");
        Assert.InRange((double)rate["rate"]!, 1e-7, 10);
        var found = await Event(client, trial, "rate_found");
        var suggested = (double)found["suggested"]!;
        Assert.InRange(suggested, 1e-4, 1);
        Assert.StartsWith("A learning rate for Xor: ", (string?)(await client.Next("window/showMessage"))["message"], StringComparison.Ordinal);

        var finding = (await client.Diagnostics(Uri, 1, list => list.Any(IsRate))).First(IsRate);
        Assert.Equal(OptimizerLine, (int)finding["range"]!["start"]!["line"]!);
        Assert.StartsWith("The learning rate finder suggests ", (string?)finding["message"], StringComparison.Ordinal);

        // Below a line that came after the sweep, the rate is still written where it belongs.
        client.ChangeDocument(Uri, 2, "# another line\n" + Tiny);
        await client.Diagnostics(Uri, 2, list => list.Any(IsRate));
        Assert.True((bool)(await Execute(client, "nnet.applyRate", new { trial }))["applied"]!);
        var edit = (await client.Next("workspace/applyEdit"))["edit"]!["documentChanges"]![0]!["edits"]![0]!;
        var mended = TrainingTests.Apply("# another line\n" + Tiny, edit);
        Assert.Equal(("# another line\n" + Tiny).Replace("lr=0.000002", FormattableString.Invariant($"lr={suggested}"), StringComparison.Ordinal), mended);

        client.ChangeDocument(Uri, 3, mended);
        Assert.DoesNotContain(await client.Diagnostics(Uri, 3), IsRate);
        Assert.False((bool)(await Execute(client, "nnet.applyRate", new { trial }))["applied"]!);
        Assert.Contains("has changed", (string?)(await client.Next("window/showMessage"))["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheRateIsAQuickFixToo()
    {
        await using var client = await EditorClient.InProcess();
        await Event(client, await Begin(client, "nnet.findRate", Tiny), "rate_found");
        var finding = (await client.Diagnostics(Uri, 1, list => list.Any(IsRate))).First(IsRate);
        var actions = (JArray)await client.Ask("textDocument/codeAction", new { textDocument = new { uri = Uri }, range = finding["range"], context = new { diagnostics = Array.Empty<object>() } });
        Assert.Contains(actions, action => ((string)action["title"]!).StartsWith("Change lr to ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AModelThatLearnsItsBatchIsPraisedInAMessage()
    {
        await using var client = await EditorClient.InProcess();
        var trial = await Begin(client, "nnet.checkOneBatch", Tiny.Replace("0.000002", "0.05", StringComparison.Ordinal));
        Assert.True((bool)(await Event(client, trial, "batch_learnt"))["learns"]!);
        var message = await client.Next("window/showMessage");
        Assert.Equal(3, (int)message["type"]!);
        Assert.StartsWith("Yes: Xor learns 16 samples by heart", (string?)message["message"], StringComparison.Ordinal);
        Assert.Empty((JArray)(await Pull(client)));
    }

    [Fact]
    public async Task AModelThatDoesNotLearnItsBatchIsMarkedOnTheLineToBlame()
    {
        await using var client = await EditorClient.InProcess();
        var trial = await Begin(client, "nnet.checkOneBatch", Tiny.Replace("0.000002", "0.00005", StringComparison.Ordinal));
        Assert.False((bool)(await Event(client, trial, "batch_learnt"))["learns"]!);
        Assert.Equal(2, (int)(await client.Next("window/showMessage"))["type"]!);
        var finding = (await client.Diagnostics(Uri, 1, list => list.Any(IsBatch))).First(IsBatch);
        Assert.Equal(OptimizerLine, (int)finding["range"]!["start"]!["line"]!);
        Assert.Equal(2, (int)finding["severity"]!);
    }

    [Fact]
    public async Task TheLensStopsATrialAndOffersTheNext()
    {
        // So many samples that it is not over before it is stopped.
        var text = Tiny.Replace("samples=80", "samples=100000", StringComparison.Ordinal).Replace("dense 16", "dense 512 activation=tanh; dense 512", StringComparison.Ordinal).Replace("batch 10", "batch 1000", StringComparison.Ordinal);
        await using var client = await EditorClient.InProcess();
        var trial = await Begin(client, "nnet.findRate", text);
        await Event(client, trial, "rate");
        Assert.Matches(@"^■ Stop · trying rates \d+%$", (await Lenses(client))[1]);
        Assert.Null((string?)(await Execute(client, "nnet.findRate", new { uri = Uri, train = "Xor" }))["trial"]);
        await Execute(client, "nnet.stopTrial", new { trial });
        Assert.Equal("stopped", (string?)(await Event(client, trial, "rate_found"))["status"]);
        Assert.Equal(["▶ Train here", "Find rate", "Check one batch"], await Lenses(client));
        Assert.Empty((JArray)(await Pull(client)));
    }

    [Fact]
    public async Task ProgressIsShownAndEnds()
    {
        await using var client = await EditorClient.InProcess();
        await Begin(client, "nnet.findRate", Tiny);
        var begin = await client.Next("$/progress", call => (string?)call["value"]!["kind"] == "begin");
        Assert.Equal(("Finding a learning rate for Xor on corners", true), ((string)begin["value"]!["title"]!, (bool)begin["value"]!["cancellable"]!));
        await client.Next("$/progress", call => ((string?)call["value"]!["message"])?.StartsWith("trying rates", StringComparison.Ordinal) == true);
        await client.Next("$/progress", call => (string?)call["value"]!["kind"] == "end");
    }

    [Fact]
    public async Task ATrialThatCannotStartFailsWithAMessage()
    {
        await using var client = await EditorClient.InProcess(worker: new WorkerCommand("no-such-program-at-all"));
        var trial = await Begin(client, "nnet.findRate", Tiny);
        await Event(client, trial, "failed");
        Assert.StartsWith("Xor could not be tried. ", (string?)(await client.Next("window/showMessage"))["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnUntrustedFolderIsNotTried()
    {
        await using var client = await EditorClient.InProcess(JObject.Parse("""{ "trusted": false }"""));
        client.OpenDocument(Uri, Tiny);
        Assert.Null((string?)(await Execute(client, "nnet.checkOneBatch", new { uri = Uri, train = "Xor" }))["trial"]);
        Assert.Contains("trust", (string?)(await client.Next("window/showMessage"))["message"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TrainBlocksAreListed(bool ofTheFile)
    {
        await using var client = await EditorClient.InProcess();
        client.OpenDocument(Uri, Tiny);
        var block = Assert.Single((JArray)await Execute(client, "nnet.trainBlocks", new { uri = ofTheFile ? Uri : null }));
        Assert.Equal((Uri, "Xor", "corners", 4), ((string)block["uri"]!, (string)block["train"]!, (string)block["data"]!, (int)block["line"]!));
    }

    private static bool IsRate(JToken diagnostic) => (string?)diagnostic["code"] == "other-rate";

    private static bool IsBatch(JToken diagnostic) => (string?)diagnostic["code"] == "batch-not-learnt";

    private static Task<JToken> Execute(EditorClient client, string command, object argument) => client.Ask("workspace/executeCommand", new { command, arguments = new[] { argument } });

    private async Task<string> Begin(EditorClient client, string command, string text)
    {
        client.OpenDocument(Uri, text);
        var trial = (string?)(await Execute(client, command, new { uri = Uri, train = "Xor" }))["trial"];
        Assert.True(trial is not null, string.Join('\n', client.Calls().Select(call => call.ToString())));
        return trial;
    }

    private async Task<JObject> Event(EditorClient client, string trial, string kind)
    {
        var call = await client.Next("nnet/trial", call => (string?)call["trial"] == trial && (string?)call["event"]!["event"] == kind);
        Assert.Equal(Uri, (string?)call["uri"]);
        return (JObject)call["event"]!;
    }

    private async Task<string[]> Lenses(EditorClient client)
    {
        var lenses = (JArray)await client.Ask("textDocument/codeLens", new { textDocument = new { uri = Uri } });
        return [.. lenses.Where(lens => ((string)lens["command"]!["command"]!).StartsWith("nnet.", StringComparison.Ordinal)).Select(lens => (string)lens["command"]!["title"]!)];
    }

    // What is shown of the file now.
    private async Task<JToken> Pull(EditorClient client) => (await client.Ask("textDocument/diagnostic", new { textDocument = new { uri = Uri } }))["items"]!;
}
