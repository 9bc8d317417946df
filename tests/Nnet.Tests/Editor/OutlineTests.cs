using Newtonsoft.Json.Linq;
using Xunit;

namespace Nnet.Tests.Editor;

/// <summary>Document and workspace symbols, call hierarchy.</summary>
public class OutlineTests
{
    private const string Sample = """
        use "other.nnet"
        let width = 4
        block Basic(ch, stride=1) {
          conv ch kernel=3 stride=stride padding=1
        }
        model Net {
          let d = 8
          input 3x8x8
          c1: conv 4 kernel=3
          repeat 2 {
            add {
              path { Basic 4 }
              path when width > 3 { }
            }
          }
          repeat 3 relu
          flatten; dense d
        }
        train Net on digits {
          epochs 3
        }
        $0
        """;

    [Fact]
    public async Task TheOutlineIsATreeOfEverything()
    {
        await using var project = await Project.Open(Sample);
        Assert.Equal(
            """
            use other.nnet 1
            width 14 = 4
            Basic 12 block
              ch 13
              stride 13 = 1
              conv 6 4×6×6
            Net 5 1,568 parameters
              d 14 = 8
              input 6 3×8×8
              c1: conv 20 4×6×6
              repeat 2 18
                add 6 4×6×6
                  path 6 4×6×6
                    Basic 6 4×6×6
                  path 6 when width > 3
              repeat 3 18
                relu 6 4×6×6
              flatten 6 144
              dense 6 8
            train Net 24 on digits
              epochs 7 3
            """.ReplaceLineEndings("\n"),
            Lines(await project.AskFile("textDocument/documentSymbol"), 0));
    }

    [Fact]
    public async Task ALineThatMakesSeveralShapesShowsWhatItSays()
    {
        await using var project = await Project.Open("block B(n) { dense n }\nmodel M { input 4; B 3; B 5 }\n$0");
        Assert.Equal("B 12 block\n  n 13\n  dense 6 n", Lines(await project.AskFile("textDocument/documentSymbol"), 0).Split("\nM ")[0]);
    }

    [Fact]
    public async Task WhatFilesDeclareIsFoundByItsLetters()
    {
        await using var project = await Project.Open(("a.nnet", "model ResNet { }\nlet resize = 3\n$0"), ("b/c.nnet", "block Residue { r: relu }"), (".git/d.nnet", "block Restricted { }"));
        var found = (JArray)await project.Client.Ask("workspace/symbol", new { query = "rES" });
        Assert.Equal(["ResNet in a.nnet", "Residue in c.nnet", "resize in a.nnet"], found.Select(symbol => $"{symbol["name"]} in {symbol["containerName"]}").Order(StringComparer.Ordinal));
        Assert.Equal("ResNet", (string?)Assert.Single((JArray)await project.Client.Ask("workspace/symbol", new { query = "rt" }))["name"]);
    }

    [Fact]
    public async Task AFoundSymbolIsLookedUpAgainWhenItIsChosen()
    {
        await using var project = await Project.Open("model Net { }\n$0");
        var found = ((JArray)await project.Client.Ask("workspace/symbol", new { query = "Net" })).Single();
        project.Client.ChangeDocument(project.Uri("main.nnet"), 2, "# a new line\nmodel Net { }\n");
        Assert.Equal(1, (int?)(await project.Client.Ask("workspaceSymbol/resolve", found))["location"]!["range"]!["start"]!["line"]);
    }

    [Fact]
    public async Task TheCallersOfABlockAreThoseOfAllFiles()
    {
        await using var project = await Project.Open(
            ("blocks.nnet", "block $0Basic(n) { dense n }\nblock Twice { Basic 3; Basic 4 }"),
            ("a.nnet", "use \"blocks.nnet\"\nmodel A { input 4; repeat 2 Basic 3 }"));
        var item = (await project.Ask("textDocument/prepareCallHierarchy"))[0]!;
        Assert.Equal(("Basic", "blocks.nnet", 12), ((string)item["name"]!, (string)item["detail"]!, (int)item["kind"]!));
        var calls = await project.Client.Ask("callHierarchy/incomingCalls", new JObject { ["item"] = item });
        Assert.Equal(["Twice 12 2", "A 5 1"], calls.Select(call => $"{call["from"]!["name"]} {call["from"]!["kind"]} {call["fromRanges"]!.Count()}"));
    }

    [Fact]
    public async Task WhatABlockCallsIsFoundWhereItStands()
    {
        await using var project = await Project.Open(
            ("a.nnet", "use \"blocks.nnet\"\nblock Own { relu }\nmodel $0A { input 4; repeat 2 Basic 3; residual { Own }; Own }"),
            ("blocks.nnet", "block Basic(n) { dense n }"));
        var item = (await project.Ask("textDocument/prepareCallHierarchy"))[0]!;
        var calls = await project.Client.Ask("callHierarchy/outgoingCalls", new JObject { ["item"] = item });
        Assert.Equal(["Basic blocks.nnet 1", "Own a.nnet 2"], calls.Select(call => $"{call["to"]!["name"]} {project.Name((string)call["to"]!["uri"]!)} {call["fromRanges"]!.Count()}"));
    }

    [Fact]
    public async Task ALayerCallsNothing()
    {
        await using var project = await Project.Open("model A { input 4; $0dense 3 }");
        Assert.Equal(JTokenType.Null, (await project.Ask("textDocument/prepareCallHierarchy")).Type);
    }

    private static string Lines(JToken symbols, int depth) => string.Join('\n', symbols.Select(symbol =>
        $"{new string(' ', depth)}{symbol["name"]} {symbol["kind"]} {symbol["detail"]}".TrimEnd() + (symbol["children"] is { HasValues: true } children ? "\n" + Lines(children, depth + 2) : "")));
}
