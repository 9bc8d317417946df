using Nnet.Editor.Graphs;
using Nnet.Tests.Server;
using Xunit;
using static Nnet.Tests.Editor.Marked;

namespace Nnet.Tests.Editor;

/// <summary>The picture of a model, and what a keystroke does to it.</summary>
public class GraphTests
{
    private const string Uri = "file:///lenet.nnet";

    private const string Basic = """
        block Basic(ch, stride=1) {
          add {
            path { conv ch kernel=3 stride=stride padding=1; relu; conv ch kernel=3 padding=1 }
            path when stride > 1 or in.channels != ch { conv ch kernel=1 stride=stride }
          }
          relu
        }

        """;

    [Fact]
    public void AChainHasANodeForEveryLine() => Assert.Equal(
    [
        "input: input 1x28x28 → 1×28×28",
        "conv: conv 6 kernel=5 padding=2 activation=tanh → 6×28×28, 156",
        "avgpool: avgpool 2 → 6×14×14",
        "conv#2: conv 16 kernel=5 activation=tanh → 16×10×10, 2416",
        "avgpool#2: avgpool 2 → 16×5×5",
        "flatten: flatten → 400",
        "dense: dense 120 activation=tanh → 120, 48120",
        "dense#2: dense 84 activation=tanh → 84, 10164",
        "dense#3: dense 10 → 10, 850, output",
    ], Nodes(Of(LeNet)));

    [Fact]
    public void TheTotalsAreThoseOfTheLens()
        => Assert.Equal("61,706 parameters · 0.42 M MACs · 0.31 MB", Of(LeNet).Total);

    [Fact]
    public void ABlockIsAFrameAndShowsTheValuesOfItsCall()
    {
        var picture = Of(Basic + "model M { input 8x6x6; Basic 16 stride=2 }");
        Assert.Equal(["Basic: Basic 16 stride=2 → 16×3×3, 3632 (6 layers)"], Frames(picture));
        Assert.Equal(
        [
            "input: input 8x6x6 → 8×6×6",
            "Basic/conv: conv 16 kernel=3 stride=2 padding=1 → 16×3×3, 1168",
            "Basic/relu: relu → 16×3×3",
            "Basic/conv#2: conv 16 kernel=3 padding=1 → 16×3×3, 2320",
            "Basic/conv#3: conv 16 kernel=1 stride=2 → 16×3×3, 144",
            "Basic/add: add → 16×3×3",
            "Basic/relu#2: relu → 16×3×3, output",
        ], Nodes(picture));
        Assert.Equal(["input>Basic/conv", "Basic/conv>Basic/relu", "Basic/relu>Basic/conv#2", "input>Basic/conv#3", "Basic/conv#2>Basic/add", "Basic/conv#3>Basic/add", "Basic/add>Basic/relu#2"], Edges(picture));
    }

    [Fact]
    public void RoundsThatAreAlikeAreDrawnOnce()
    {
        var picture = Of(Basic + "model M { input 8x6x6; repeat 3 Basic 8; globalavgpool; dense 2 }");
        Assert.Equal(["Basic: Basic 8 → 8×6×6, 3504 (5 layers) ×3"], Frames(picture));
        Assert.Equal(["input>Basic/conv", "Basic/conv>Basic/relu", "Basic/relu>Basic/conv#2", "Basic/conv#2>Basic/add", "input>Basic/add", "Basic/add>Basic/relu#2", "Basic/relu#2>globalavgpool", "globalavgpool>dense"], Edges(picture));
    }

    [Fact]
    public void AFirstRoundThatDiffersStandsBeforeTheOthers()
        => Assert.Equal(
            ["input: input 4 → 4", "dense: dense 8 activation=relu → 8, 40", "dense#2: dense 8 activation=relu → 8, 144 ×2", "dense#3: dense 1 → 1, 9, output"],
            Nodes(Of("model M { input 4; repeat 3 dense 8 activation=relu; dense 1 }")));

    [Fact]
    public void BlocksBehindThousandsOfPartsAreDrawnAsOneNode()
    {
        var doubling = string.Join('\n', Enumerable.Range(0, 12).Select(level => $"block B{level} {{ B{level + 1}; B{level + 1} }}"));
        var picture = Of(doubling + "\nblock B12 { relu; dense 1 }\nmodel M { input 1; B0 }");
        Assert.InRange(picture.Nodes.Length + picture.Frames.Length, 3_000, 3_100);
        Assert.Equal(8_192, picture.Nodes.Sum(node => node.Parameters));
        Assert.Equal(picture.Nodes.Length - 1, picture.Edges.Length);
        Assert.Equal(("B1", "layer", true), (picture.Nodes[^1].Word, picture.Nodes[^1].Kind, picture.Nodes[^1].IsOutput));
    }

    [Fact]
    public void RoundsThatAllDifferStandInAFrame()
    {
        var picture = Of("block Grow(k) { concat { path; path { dense k } } }\nmodel M { input 4; repeat 3 Grow 2 }");
        Assert.Equal(["Grow: Grow 2 → 10, 42 (6 layers) series of 3", "Grow/Grow: Grow 2 → 6, 10 (2 layers)", "Grow/Grow#2: Grow 2 → 8, 14 (2 layers)", "Grow/Grow#3: Grow 2 → 10, 18 (2 layers)"], Frames(picture));
    }

    [Fact]
    public void RepetitionsInRepetitionsAreFound()
    {
        var picture = Of("model M { input 4; repeat 2 { repeat 3 { dense 4; relu }; tanh } }");
        Assert.Equal(["repeat: repeat → 4, 120 (3 layers) ×2", "repeat/repeat: repeat → 4, 60 (2 layers) ×3"], Frames(picture));
    }

    [Fact]
    public void ARoundThatIsTakenLaterIsNotOneOfMany()
        => Assert.All(Of("model M { input 4; repeat 3 { dense 4; relu; output }; dense 1 }").Nodes, node => Assert.Equal(1, node.Times));

    [Theory]
    [InlineData("input 2; dense 3 activation=tanh; dense 4; sigmoid; dense 1", "2|3 tanh|4 sigmoid|1")]
    [InlineData("input 4; repeat 3 dense 8 activation=relu; dropout 10%; dense 2", "4|8 relu|8 relu|8 relu|2")]
    [InlineData("input 1x28x28; flatten; dense 10", "")]
    [InlineData("input 4; residual { dense 4 }", "")]
    [InlineData("input 4", "")]
    public void AChainOfDenseLayersIsColumnsOfNeurons(string lines, string expected)
        => Assert.Equal(expected, string.Join('|', Of($"model M {{ {lines} }}").Columns.Select(column => $"{column.Units} {column.Activation}".Trim())));

    [Fact]
    public void AnErrorStandsAtItsNode()
    {
        var picture = Of("model M {\n  input 1x8x8\n  dense 4\n  dense 2\n}");
        var node = Assert.Single(picture.Nodes, node => node.Problem is not null);
        Assert.Equal("dense", node.Id);
        Assert.True(node.Problem!.IsError);
        Assert.Contains("needs a vector", node.Problem.Message, StringComparison.Ordinal);
        Assert.Empty(picture.Problems);
        Assert.Equal(["1×8×8", null, null], picture.Nodes.Select(each => each.Shape));
    }

    [Fact]
    public void AnErrorInABlockStandsAtTheCallThatFails()
    {
        var picture = Of("block B { conv 4 kernel=3 }\nmodel M {\n  input 4x8x8\n  B\n  globalavgpool\n  B\n}");
        Assert.Equal(["B#2", "B#2/conv"], picture.Frames.Where(frame => frame.Problem is not null).Select(frame => frame.Id).Concat(picture.Nodes.Where(node => node.Problem is not null).Select(node => node.Id)));
    }

    [Fact]
    public void OtherModelsAndDataHaveTheirOwnErrors()
        => Assert.Empty(Of("model M { input 4; dense 2 }\nmodel N { input 3; foo 2 }\ndata d { bar }").Problems);

    [Theory]
    [InlineData("conv 16 kernel=5", "conv 16 kernel=")]
    [InlineData("conv 16 kernel=5", "con 16 kernel=5")]
    [InlineData("conv 16 kernel=5", "conv 16 kernel=[5, 5")]
    [InlineData("conv 16 kernel=5 activation=tanh", "conv")]
    public void AHalfTypedLineKeepsTheGraphAndSaysWhatIsWrong(string line, string typed)
    {
        var graph = new WatchedGraph();
        var before = graph.Show(Analysed(LeNet), null);
        var change = graph.Update(Analysed(LeNet.Replace(line, typed, StringComparison.Ordinal)))!;
        Assert.Equal(Nodes(before).Select(WithoutArguments), Nodes(graph.Picture).Select(WithoutArguments));
        Assert.Equal("conv#2", Assert.Single(change.Nodes!.Changed).Id);
        Assert.True(change.Nodes.Changed[0].Problem!.IsError);
        Assert.Equal((null, null, null, null), (change.Order, change.Edges, change.Frames, change.Total));
        graph.Update(Analysed(LeNet));
        Assert.Equal(Nodes(before), Nodes(graph.Picture));
        Assert.False(graph.Picture.IsStale);
    }

    [Fact]
    public void AnErrorOnANewLineIsToldBesideTheGraph()
    {
        var graph = new WatchedGraph();
        graph.Show(Analysed(LeNet), null);
        var typed = LeNet.Replace("  flatten\n", "  flatten\n  dens\n", StringComparison.Ordinal);
        graph.Update(Analysed(typed));
        Assert.Contains("dens", Assert.Single(graph.Picture.Problems).Message, StringComparison.Ordinal);
        Assert.Equal(9, graph.Picture.Nodes.Length);
        // Other lines go on meanwhile.
        graph.Update(Analysed(typed.Replace("dense 10\n", "dense 10\n  softmax\n", StringComparison.Ordinal)));
        Assert.Equal(10, graph.Picture.Nodes.Length);
    }

    [Fact]
    public void AValueThatChangesIsAllThatIsSent()
    {
        var change = Changed(LeNet, LeNet.Replace("dense 84", "dense 85", StringComparison.Ordinal));
        Assert.Equal(["dense#2", "dense#3"], change.Nodes!.Changed.Select(node => node.Id));
        Assert.Empty(change.Nodes.Added);
        Assert.Equal((null, null, null, null), (change.Order, change.Edges, change.Frames, change.Moved));
    }

    [Fact]
    public void LinesThatMoveAreSaidInOneWord()
    {
        var change = Changed(LeNet, LeNet.Replace("model LeNet5 {", "# a new line\n\nmodel LeNet5 {", StringComparison.Ordinal));
        Assert.Equal(new MovedLines(5, 2), change.Moved);
        Assert.Null(change.Nodes);
    }

    [Fact]
    public void ACommentChangesNothing()
        => Assert.Null(ChangedOrNot(LeNet, LeNet.Replace("dense 10\n", "dense 10 # ten digits\n", StringComparison.Ordinal)));

    [Fact]
    public void ALineThatIsInsertedLeavesTheOthersTheirIds()
    {
        var change = Changed(LeNet, LeNet.Replace("  avgpool 2\n  conv 16", "  avgpool 2\n  conv 8 kernel=3\n  conv 16", StringComparison.Ordinal));
        Assert.Equal("conv#3", Assert.Single(change.Nodes!.Added).Id);
        Assert.Empty(change.Nodes.Removed);
        Assert.Equal(["input", "conv", "avgpool", "conv#3", "conv#2", "avgpool#2", "flatten", "dense", "dense#2", "dense#3"], change.Order!.Value.AsEnumerable());
        Assert.Equal("avgpool>conv#2", Assert.Single(change.Edges!.Removed));
    }

    [Fact]
    public void AFrameKeepsItsIdWhenItsArgumentsChange()
    {
        var text = Basic + "model M {\n  input 8x6x6\n  Basic 8\n  Basic 16 stride=2\n}";
        var change = Changed(text, text.Replace("Basic 8", "Basic 32", StringComparison.Ordinal));
        Assert.Empty(change.Frames!.Added);
        Assert.Empty(change.Frames.Removed);
        Assert.Equal(["Basic/conv#3"], change.Nodes!.Added.Select(node => node.Id));
    }

    [Fact]
    public void AModelThatIsRenamedIsFollowed()
    {
        var change = Changed(LeNet, LeNet.Replace("LeNet5", "LeNet6", StringComparison.Ordinal));
        Assert.Equal("LeNet6", change.Model);
        Assert.Equal("LeNet6", Assert.Single(change.Models!.Value));
        Assert.Null(change.Nodes);
    }

    [Fact]
    public void AnyModelCanBeAskedFor()
    {
        var graph = new WatchedGraph();
        var text = "model A { input 2; dense 1 }\nmodel B { input 3; dense 4; dense 1 }";
        Assert.Equal(2, graph.Show(Analysed(text), null).Nodes.Length);
        Assert.Equal(3, graph.Show(Analysed(text), "B").Nodes.Length);
        Assert.Equal("B", graph.Picture.Model);
        Assert.Equal("A B", string.Join(' ', graph.Picture.Models));
    }

    [Fact]
    public void AFileWithoutAModelHasAnEmptyGraph() => Assert.Empty(Of("# nothing yet").Nodes);

    [Fact]
    public void ABlockIsShownInTheModelThatCallsIt()
        => Assert.Equal("N", new WatchedGraph().Show(Analysed("block B { relu }\nmodel M { input 2; dense 1 }\nmodel N { input 3; B }"), "B").Model);

    [Fact]
    public async Task WhoAskedForAGraphHearsWhatBecomesOfIt()
    {
        await using var client = await EditorClient.InProcess();
        client.OpenDocument(Uri, LeNet);
        var answer = await client.Ask("nnet/graph", new { uri = Uri });
        Assert.Equal("LeNet5", (string?)answer["graph"]!["model"]);
        client.ChangeDocument(Uri, 2, LeNet.Replace("dense 10", "dense 11", StringComparison.Ordinal));
        var change = await client.Next("nnet/graphChanged");
        Assert.Equal(answer["revision"], change["base"]);
        Assert.Equal("11", (string?)change["nodes"]!["changed"]!.Single()["shape"]);
        Assert.Null(change["edges"]);
        client.ChangeDocument(Uri, 3, LeNet);
        Assert.Equal(change["revision"], (await client.Next("nnet/graphChanged"))["base"]);
    }

    [Fact]
    public async Task WhoLooksAwayHearsNothing()
    {
        await using var client = await EditorClient.InProcess();
        client.OpenDocument(Uri, LeNet);
        await client.Ask("nnet/graph", new { uri = Uri });
        client.Notify("nnet/graphClosed", new { uri = Uri });
        client.ChangeDocument(Uri, 2, LeNet.Replace("dense 10", "dense 11", StringComparison.Ordinal));
        await client.Diagnostics(Uri, 2);
        Assert.DoesNotContain(client.Calls(), call => (string?)call["method"] == "nnet/graphChanged");
    }

    [Fact]
    public async Task AFileThatIsNotOpenHasNoGraph()
    {
        await using var client = await EditorClient.InProcess();
        Assert.Equal(Newtonsoft.Json.Linq.JTokenType.Null, (await client.AskAnyhow("nnet/graph", new { uri = Uri }))["result"]!.Type);
    }

    private static GraphPicture Of(string text) => new WatchedGraph().Show(Analysed(text), null);

    private static GraphChange Changed(string before, string after) => ChangedOrNot(before, after)!;

    private static GraphChange? ChangedOrNot(string before, string after)
    {
        var graph = new WatchedGraph();
        graph.Show(Analysed(before), null);
        return graph.Update(Analysed(after));
    }

    private static IEnumerable<string> Nodes(GraphPicture picture) => picture.Nodes.Select(node
        => $"{node.Id}: {$"{node.Word} {node.Arguments}".Trim()} → {node.Shape}{(node.Parameters > 0 ? $", {node.Parameters}" : "")}{(node.IsOutput ? ", output" : "")}{(node.Times > 1 ? $" ×{node.Times}" : "")}");

    private static string WithoutArguments(string node) => $"{node[..node.IndexOf(' ', StringComparison.Ordinal)]} {node[node.IndexOf('→', StringComparison.Ordinal)..]}";

    private static IEnumerable<string> Frames(GraphPicture picture) => picture.Frames.Select(frame
        => $"{frame.Id}: {frame.Title} → {frame.Shape}, {frame.Parameters} ({frame.Layers} layers){(frame.IsSeries ? $" series of {frame.Times}" : frame.Times > 1 ? $" ×{frame.Times}" : "")}");

    private static IEnumerable<string> Edges(GraphPicture picture) => picture.Edges.Select(edge => $"{edge.From}>{edge.To}");
}
