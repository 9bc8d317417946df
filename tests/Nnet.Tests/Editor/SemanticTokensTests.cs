using Newtonsoft.Json.Linq;
using Nnet.Editor.SemanticTokens;
using Xunit;

namespace Nnet.Tests.Editor;

public class SemanticTokensTests
{
    [Theory]
    [InlineData("model M { input 4; dense 8 activation=tanh }", "M:class.declaration input:function.defaultLibrary dense:function.defaultLibrary activation:property tanh:enumMember")]
    [InlineData("model M { input t [seq=8]; add { path { relu } }; from t }", "M:class.declaration input:function.defaultLibrary t:variable.declaration seq:variable.declaration.readonly add:keyword path:keyword relu:function.defaultLibrary from:keyword t:variable")]
    [InlineData("block B(n, act=relu) { dense n; act }\nmodel M { B 3 act=gelu; B act=n }", "B:function.declaration n:parameter.declaration act:parameter.declaration dense:function.defaultLibrary n:parameter act:parameter M:class.declaration B:function act:parameter gelu:enumMember B:function act:parameter")]
    [InlineData("let d = 8\nmodel M { e: dense d; dense (e.features + d) when e.size > 3 }", "d:variable.declaration.readonly M:class.declaration e:variable.declaration dense:function.defaultLibrary d:variable.readonly dense:function.defaultLibrary e:variable features:property d:variable.readonly e:variable size:property")]
    [InlineData("data d { csv \"x\" target=y }\ntrain M on d { optimizer sgd lr=0.1; metrics accuracy confusion }", "d:type.declaration csv:function.defaultLibrary target:property d:type optimizer:function.defaultLibrary sgd:enumMember lr:property metrics:function.defaultLibrary accuracy:enumMember confusion:enumMember")]
    [InlineData("model M { input t [s=8] domain=tokens(50); dens 3 activation=tan }", "M:class.declaration input:function.defaultLibrary t:variable.declaration s:variable.declaration.readonly domain:property tokens:enumMember")]
    [InlineData("model M { input 1; path { age: dense 1; output }; dense 2 }\ntrain M on d { loss huber output=age; early_stopping monitor=val_age_loss }", "M:class.declaration input:function.defaultLibrary path:keyword age:variable.declaration dense:function.defaultLibrary output:keyword dense:function.defaultLibrary M:class loss:function.defaultLibrary huber:enumMember output:property age:variable early_stopping:function.defaultLibrary monitor:property age:variable")]
    public async Task WordsAreColouredByWhatTheyMean(string text, string expected)
    {
        await using var project = await Project.Open(text + "$0");
        Assert.Equal(expected, Decode(text, await project.AskFile("textDocument/semanticTokens/full")));
    }

    [Fact]
    public async Task ARangeHasItsOwnTokens()
    {
        const string Text = "let d = 8\nmodel M {\n  dense d\n}";
        await using var project = await Project.Open(Text + "$0");
        var tokens = await project.Client.Ask("textDocument/semanticTokens/range", JObject.FromObject(new
        {
            textDocument = new { uri = project.Uri("main.nnet") },
            range = new { start = new { line = 2, character = 0 }, end = new { line = 3, character = 0 } },
        }));
        Assert.Equal("dense:function.defaultLibrary d:variable.readonly", Decode(Text, tokens));
    }

    [Fact]
    public async Task AChangeIsAnsweredWithTheDifference()
    {
        const string Before = "let d = 8\nmodel M { dense d }";
        const string After = "let d = 8\nmodel M { dense d; relu }";
        await using var project = await Project.Open(Before + "$0");
        var uri = project.Uri("main.nnet");
        var first = await project.AskFile("textDocument/semanticTokens/full");
        project.Client.ChangeDocument(uri, 2, After);
        var delta = await project.Client.Ask("textDocument/semanticTokens/full/delta", new { textDocument = new { uri }, previousResultId = (string)first["resultId"]! });
        var data = first["data"]!.Select(number => (int)number).ToList();
        var edit = Assert.Single(delta["edits"]!);
        data.RemoveRange((int)edit["start"]!, (int)edit["deleteCount"]!);
        data.InsertRange((int)edit["start"]!, edit["data"]!.Select(number => (int)number));
        Assert.Equal((await project.AskFile("textDocument/semanticTokens/full"))["data"]!.Select(number => (int)number), data);
    }

    [Fact]
    public async Task ADifferenceToAnUnknownAnswerIsTheWholeAnswer()
    {
        await using var project = await Project.Open("model M { }$0");
        var answer = await project.Client.Ask("textDocument/semanticTokens/full/delta", new { textDocument = new { uri = project.Uri("main.nnet") }, previousResultId = "unknown" });
        Assert.Equal(5, answer["data"]!.Count());
    }

    private static string Decode(string text, JToken answer)
    {
        var data = answer["data"]!.Select(number => (int)number).ToArray();
        var lines = text.Split('\n');
        var (line, character, words) = (0, 0, new List<string>());
        foreach (var token in data.Chunk(5))
        {
            (line, character) = (line + token[0], token[0] == 0 ? character + token[1] : token[1]);
            var modifiers = TokenLegend.Legend.TokenModifiers.Where((_, bit) => (token[4] & (1 << bit)) != 0);
            words.Add($"{lines[line].Substring(character, token[2])}:{string.Join('.', modifiers.Prepend(TokenLegend.Legend.TokenTypes[token[3]]))}");
        }
        return string.Join(' ', words);
    }
}
