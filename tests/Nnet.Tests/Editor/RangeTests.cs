using Newtonsoft.Json.Linq;
using Xunit;

namespace Nnet.Tests.Editor;

/// <summary>Links, selection ranges, folding, linked editing.</summary>
public class RangeTests
{
    [Fact]
    public async Task PathsAreLinks()
    {
        await using var project = await Project.Open("use \"lib/blocks.nnet\"\ndata d { idx \"../images.gz\" labels=\"labels.gz\" }\ndata e { csv \"x.csv\" header=true }\nlet t = \"no path\"\n$0");
        var links = await project.AskFile("textDocument/documentLink");
        Assert.Equal(
            ["use \"⟦lib/blocks.nnet⟧\"", "data d { idx \"⟦../images.gz⟧\" labels=\"labels.gz\" }", "data d { idx \"../images.gz\" labels=\"⟦labels.gz⟧\" }", "data e { csv \"⟦x.csv⟧\" header=true }"],
            links.Select(link => project.Show(link["range"]!)));
        Assert.Equal(["lib/blocks.nnet", "../images.gz", "labels.gz", "x.csv"], links.Select(link => project.Name((string)link["target"]!)));
    }

    [Theory]
    [InlineData("model M {\n  input 4\n  c: dense (2*wi$0dth + 1) activation=tanh\n}\n", "width|2*width|2*width + 1|(2*width + 1)|dense (2*width + 1) activation=tanh|c: dense (2*width + 1) activation=tanh|input 4\n  c: dense (2*width + 1) activation=tanh|{…}|model…}|all")]
    [InlineData("model M {\n  dense 4 activation=ta$0nh\n}\n", "tanh|activation=tanh|dense 4 activation=tanh|{…}|model…}|all")]
    [InlineData("block B(n, m=$02) { relu }\n", "2|block B(n, m=2)|block…}|all")]
    [InlineData("model M {\n  path when st$0ride > 1 {\n    relu\n  }\n}\n", "stride|stride > 1|path when stride > 1|path…}|{…}|model…}|all")]
    [InlineData("model M {\n  repeat 3 Ba$0sic 8\n}\n", "Basic|Basic 8|repeat 3 Basic 8|{…}|model…}|all")]
    [InlineData("let d = [1, $022]\n", "22|[1, 22]|let d = [1, 22]|all")]
    public async Task ASelectionGrows(string marked, string expected)
    {
        await using var project = await Project.Open(marked);
        var (text, position) = (marked.Replace("$0", "", StringComparison.Ordinal), PositionOf(marked));
        var answer = (await project.Client.Ask("textDocument/selectionRange", new { textDocument = new { uri = project.Uri("main.nnet") }, positions = new[] { position } }))[0]!;
        var shown = new List<string>();
        for (var range = answer; range is JObject; range = range["parent"]!)
        {
            shown.Add(Slice(text, range["range"]!));
        }
        Assert.Equal(expected, string.Join('|', shown.Select(part => part == text ? "all" : Short(part)).Where((part, i) => i == 0 || part != Short(shown[i - 1])).Select(part => part)));
    }

    [Fact]
    public async Task BodiesListsCommentsAndUsesFold()
    {
        await using var project = await Project.Open(
            """
            # one
            # two
            use "a.nnet"
            use "b.nnet"
            data d {
              features [
                x1,
                x2
              ]
            }
            model M {
              input 4
              repeat 2 {
                relu
              }
              repeat 2 residual {
                relu
              }
              add { path { relu } }
            }
            $0
            """);
        var ranges = await project.AskFile("textDocument/foldingRange");
        Assert.Equal(
            ["0-1 comment", "2-3 imports", "4-8 region", "5-7 region", "10-18 region", "12-13 region", "15-16 region"],
            ranges.OrderBy(range => (int)range["startLine"]!).Select(range => $"{range["startLine"]}-{range["endLine"]} {range["kind"]}"));
    }

    [Theory]
    [InlineData("model M { let $0d = 8; input 4; dense d; dense (2*d) }", 3)]
    [InlineData("model M { input 4; $0e: dense 4; add e }", 2)]
    [InlineData("block B(n) { dense $0n }\nmodel M { input 4; B n=3 }", 3)]
    [InlineData("let $0d = 8\nmodel M { input d }", 0)]
    [InlineData("block $0B { relu }", 0)]
    [InlineData("model M { input 4; $0dense 4 }", 0)]
    public async Task NamesOfABodyAreEditedTogether(string marked, int places)
    {
        await using var project = await Project.Open(marked);
        var answer = await project.Ask("textDocument/linkedEditingRange");
        Assert.Equal(places, answer.Type == JTokenType.Null ? 0 : answer["ranges"]!.Count());
    }

    [Fact]
    public async Task AParameterThatAnotherFileNamesIsNotEditedTogether()
    {
        await using var project = await Project.Open(("blocks.nnet", "block B(n) { dense $0n }"), ("a.nnet", "use \"blocks.nnet\"\nmodel M { input 4; B n=3 }"));
        Assert.Equal(JTokenType.Null, (await project.Ask("textDocument/linkedEditingRange")).Type);
    }

    private static object PositionOf(string marked)
    {
        var before = marked[..marked.IndexOf("$0", StringComparison.Ordinal)];
        return new { line = before.Count(character => character == '\n'), character = before.Length - before.LastIndexOf('\n') - 1 };
    }

    private static string Slice(string text, JToken range) => text[Offset(text, range["start"]!)..Offset(text, range["end"]!)];

    private static int Offset(string text, JToken position)
    {
        var at = 0;
        for (var line = 0; line < (int)position["line"]!; line++)
        {
            at = text.IndexOf('\n', at) + 1;
        }
        return at + (int)position["character"]!;
    }

    // Long stretches by their ends; the lines between braces are shown without the space around them.
    private static string Short(string part) => part.Trim() switch
    {
        ['{', .., '}'] => "{…}",
        ['m' or 'b' or 'p', .., '}'] trimmed => trimmed.Split(' ')[0] + "…}",
        var trimmed => trimmed,
    };
}
