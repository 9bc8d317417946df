using Newtonsoft.Json.Linq;
using Nnet.Lsp.Protocol;
using Nnet.Tests.Server;
using Xunit;

namespace Nnet.Tests.Editor;

public class QuickFixTests
{
    private const string Uri = "file:///x.nnet";

    [Fact]
    public void TheFirstFixIsPreferred()
    {
        var offer = Assert.Single(Actions.At(Marked.Model("dense$0 10")), offer => offer.Title == "Insert flatten");
        Assert.True(offer.IsPreferred);
        Assert.Equal("needs-vector", offer.Mends!.Kind.Code);
    }

    [Theory]
    [InlineData("input 1x8x8", false)]
    [InlineData("input 16x8x8", true)]
    public void MapsMayBeAveragedInstead(string input, bool isOffered)
        => Assert.Equal(isOffered, Actions.At($"model M {{\n  {input}\n  dense$0 10\n}}").Any(offer => offer.Title == "Insert globalavgpool"));

    [Fact]
    public void AllOfOneKindAreFixed()
        => Assert.Equal(
            "model M {\n  input 1x8x8\n  conv 4 kernel=3\n  flatten\n  dense 10\n}\n",
            Actions.Do("Fix all 3 of other-spelling in this file", "model M {\n  input 1x8x8\n  Conv2d$0 4 kernel_size=3\n  flatten\n  Linear 10\n}\n"));

    [Fact]
    public void OneAloneNeedsNoFixOfAll() => Assert.DoesNotContain(Actions.Titles("model M { input 8; Linear$0 10 }"), title => title.StartsWith("Fix all", StringComparison.Ordinal));

    [Fact]
    public void EverythingPlainIsFixedAtOnce()
        => Assert.Equal(
            "# a net\nmodel M {\n  input 1x8x8\n  flatten\n  dense (4*2) activation=relu\n  dense 10\n  dens 3\n}\n",
            Actions.Do("Fix everything that has one plain fix", "// a net\nmodel M {$0\n  input 1x8x8\n  Flatten\n  Linear 4*2 activation=relu\n  dense 10\n  dens 3\n}\n"));

    [Fact]
    public void FixingAllIsASourceAction()
    {
        var offer = Assert.Single(Actions.At("$0model M { input 8; Linear 10 }"), offer => offer.Kind == "source.fixAll.nnet");
        Assert.False(offer.IsAtHand);
        Assert.DoesNotContain(Actions.At("$0model M { input 8; dense 10 }"), offer => offer.Kind == "source.fixAll.nnet");
    }

    [Fact]
    public void AWarningIsIgnoredOnItsLine()
        => Assert.Equal(
            "model M {\n  input 4\n  dense 8\n  dense 3  # nnet: ignore linear-stack\n}\n",
            Actions.Do("Ignore linear-stack on this line", "model M {\n  input 4\n  dense 8\n  de$0nse 3\n}\n"));

    [Fact]
    public void AWarningIsIgnoredInItsFile()
        => Assert.StartsWith("# nnet: ignore-file linear-stack\n", Actions.Do("Ignore linear-stack in this file", "model M {\n  input 4\n  dense 8\n  de$0nse 3\n}\n"), StringComparison.Ordinal);

    [Fact]
    public void AnErrorIsNotIgnored() => Assert.DoesNotContain(Actions.Titles(Marked.Model("dense$0 10")), title => title.StartsWith("Ignore", StringComparison.Ordinal));

    [Fact]
    public async Task OnlyWhatIsAskedForIsAnswered()
    {
        await using var client = await EditorClient.InProcess();
        client.OpenDocument(Uri, "model M { input 8; Linear 10 }\n");
        Assert.Equal(["quickfix"], await Kinds("quickfix"));
        Assert.Equal(["source.fixAll.nnet"], await Kinds("source.fixAll"));
        Assert.Empty(await Kinds("source.organizeImports"));

        async Task<IEnumerable<string>> Kinds(string only)
            => ((JArray)await client.Ask("textDocument/codeAction", new { textDocument = new { uri = Uri }, range = At(0, 22), context = new { diagnostics = Array.Empty<object>(), only = new[] { only } } })).Select(action => (string)action["kind"]!);
    }

    [Fact]
    public async Task WhatCostsIsResolved()
    {
        await using var client = await EditorClient.InProcess(capabilities: """{ "textDocument": { "codeAction": { "resolveSupport": { "properties": ["edit"] } } } }""");
        client.OpenDocument(Uri, "model M { input 8; dense 10; relu }\n");
        var actions = (JArray)await client.Ask("textDocument/codeAction", new { textDocument = new { uri = Uri }, range = At(0, 30), context = new { diagnostics = Array.Empty<object>() } });
        var action = Assert.Single(actions, action => (string?)action["kind"] == CodeActionKind.RefactorRewrite);
        Assert.Null(action["edit"]);
        var resolved = await client.Ask("codeAction/resolve", action);
        Assert.Equal(2, resolved["edit"]!["documentChanges"]![0]!["edits"]!.Count());
        client.ChangeDocument(Uri, 2, "model M { input 8; dense 10; tanh }\n");
        Assert.Equal(-32801, (int?)(await client.AskAnyhow("codeAction/resolve", action))["error"]!["code"]);
    }

    [Fact]
    public async Task WhatCannotBeDoneIsToldToThoseWhoShowIt()
    {
        foreach (var (capabilities, shown) in new[] { ("{}", 0), ("""{ "textDocument": { "codeAction": { "disabledSupport": true } } }""", 1) })
        {
            await using var client = await EditorClient.InProcess(capabilities: capabilities);
            client.OpenDocument(Uri, "model M { input 8; dense 10; relu }\n");
            var actions = (JArray)await client.Ask("textDocument/codeAction", new { textDocument = new { uri = Uri }, range = At(0, 10, 18), context = new { diagnostics = Array.Empty<object>(), only = new[] { "refactor.extract" } } });
            Assert.Equal(shown, actions.Count);
            Assert.All(actions, action => Assert.Contains("input", (string?)action["disabled"]!["reason"], StringComparison.Ordinal));
        }
    }

    private static object At(int line, int start, int? end = null) => new { start = new { line, character = start }, end = new { line, character = end ?? start } };

    [Theory]
    [InlineData("output=pr$0ise", "output=price")]
    [InlineData("input=ho$0me", "input=house")]
    public void AMisspeltEndOfAModelIsMended(string marked, string mended)
    {
        const string Text = "data d {\n  playground plane\n  features [x1] input=house\n  features [x2] input=town\n}\nmodel M {\n  input house 1\n  h: dense 3\n  input town 1\n  concat h\n  path { price: dense 1; output }\n  dense 1\n}\ntrain M on d {\n  loss mean_squared_error\n  loss huber output=price\n  optimizer adam\n  epochs 3\n}\n";
        Assert.Equal(Text, Actions.Do($"Change to {mended[(mended.IndexOf('=', StringComparison.Ordinal) + 1)..]}", Text.Replace(mended, marked, StringComparison.Ordinal)));
    }
}
