using Newtonsoft.Json.Linq;
using Xunit;

namespace Nnet.Tests.Editor;

/// <summary>Definition, references and highlights.</summary>
public class NavigationTests
{
    private const string Blocks = "let width = 8\nblock Basic(ch, stride=1) {\n  conv ch kernel=3 stride=stride\n}\nblock Twice {\n  Basic width\n}\ndata d { csv \"x.csv\" }\n";

    // Data, model, a block with an output and the training, each in a file of its own; and another model that learns from the same data.
    private static readonly (string Name, string Text)[] s_parted =
    [
        ("data.nnet", "data flats {\n  csv \"flats.csv\" target=rent\n  features [city] input=city\n  features input=rooms\n  target price output=low\n}\n"),
        ("blocks.nnet", "block Head { path { low: dense 1; output } }\n"),
        ("model.nnet", "use \"blocks.nnet\"\nmodel M {\n  input city [1]\n  input rooms 3\n  concat city\n  Head\n  dense 1\n}\n"),
        ("train.nnet", "use \"data.nnet\"\nuse \"model.nnet\"\ntrain M on flats { loss huber output=low; early_stopping monitor=val_low_loss }\n"),
        ("other.nnet", "use \"data.nnet\"\nmodel N { input city [1] }\ntrain N on flats { loss huber }\n"),
    ];

    private static readonly JObject s_withDeclaration = JObject.Parse("""{ "context": { "includeDeclaration": true } }""");

    [Theory]
    [InlineData("let d = 8\nmodel M { input 4; dense $0d }", "let ⟦d⟧ = 8")]
    [InlineData("model M { input 4\n e: dense 4\n add $0e }", "⟦e⟧: dense 4")]
    [InlineData("model M {\n input [seq=8, 4]\n dense $0seq }", "input [⟦seq⟧=8, 4]")]
    [InlineData("block B(\n n) { dense $0n }", "⟦n⟧) { dense n }")]
    [InlineData("block B(n) { dense n }\nmodel M { input 4; $0B 8 }", "block ⟦B⟧(n) { dense n }")]
    [InlineData("block B(n) { dense n }\nmodel M { input 4; B $0n=8 }", "block B(⟦n⟧) { dense n }")]
    [InlineData("model M { input 4 }\ntrain M$0 on d { }", "model ⟦M⟧ { input 4 }")]
    [InlineData("data d { csv \"x\" }\ntrain M on $0d { }", "data ⟦d⟧ { csv \"x\" }")]
    [InlineData("let $0d = 8", "let ⟦d⟧ = 8")]
    [InlineData("data d { features [x1] input=$0a }\nmodel M { input a 1 }\ntrain M on d { }", "model M { input ⟦a⟧ 1 }")]
    [InlineData("model M { input 1\n age: dense 1 }\ntrain M on d { loss huber output=a$0ge }", "⟦age⟧: dense 1 }")]
    public async Task ANameLeadsToItsDeclaration(string marked, string expected)
    {
        await using var project = await Project.Open(marked);
        Assert.Equal([$"main.nnet: {expected}"], project.Places(await project.Ask("textDocument/definition")));
    }

    [Theory]
    [InlineData("model M { input 4; $0dense 4 }")]
    [InlineData("model M { input 4; dense 4 $0activation=tanh }")]
    [InlineData("model M { input 4; dense 4 activation=$0tanh }")]
    [InlineData("$0\n")]
    public async Task AWordOfTheLanguageHasNone(string marked)
    {
        await using var project = await Project.Open(marked);
        Assert.Equal(JTokenType.Null, (await project.Ask("textDocument/definition")).Type);
        Assert.Equal(JTokenType.Null, (await project.Ask("textDocument/references", s_withDeclaration)).Type);
        Assert.Equal(JTokenType.Null, (await project.Ask("textDocument/documentHighlight")).Type);
    }

    [Theory]
    [InlineData("use \"lib/blocks.nnet\"\nmodel M { input 3x8x8; $0Basic 8 }", "lib/blocks.nnet: block ⟦Basic⟧(ch, stride=1) {")]
    [InlineData("use \"lib/blocks.nnet\"\nmodel M { input 3x8x8; Basic 8 $0stride=2 }", "lib/blocks.nnet: block Basic(ch, ⟦stride⟧=1) {")]
    [InlineData("use \"lib/blocks.nnet\"\nmodel M { input 4; dense $0width }", "lib/blocks.nnet: let ⟦width⟧ = 8")]
    [InlineData("use \"lib/bl$0ocks.nnet\"", "lib/blocks.nnet: ⟦⟧let width = 8")]
    public async Task AUsedFileIsOpened(string marked, string expected)
    {
        await using var project = await Project.Open(("main.nnet", marked), ("lib/blocks.nnet", Blocks));
        Assert.Equal([expected], project.Places(await project.Ask("textDocument/definition")));
    }

    [Fact]
    public async Task AFileThatIsNotThereIsNotOpened()
    {
        await using var project = await Project.Open("use \"$0nowhere.nnet\"");
        Assert.Equal(JTokenType.Null, (await project.Ask("textDocument/definition")).Type);
    }

    [Fact]
    public async Task AnOpenTextIsWorthMoreThanTheDisk()
    {
        await using var project = await Project.Open(("main.nnet", "use \"blocks.nnet\"\nmodel M { input 3x8x8; $0Basic 8 }"), ("blocks.nnet", Blocks));
        project.OpenFile("blocks.nnet", "# moved\n\n" + Blocks);
        Assert.Equal(["blocks.nnet: block ⟦Basic⟧(ch, stride=1) {"], project.Places(await project.Ask("textDocument/definition")));
    }

    [Fact]
    public async Task ReferencesCrossFiles()
    {
        await using var project = await Project.Open(
            ("blocks.nnet", Blocks.Replace("Basic(ch", "Ba$0sic(ch", StringComparison.Ordinal)),
            ("a.nnet", "use \"blocks.nnet\"\nmodel A { input 3x8x8; Basic 8 }"),
            ("deep/b.nnet", "use \"../blocks.nnet\"\nmodel B { input 3x8x8; repeat 2 Basic 8 }"),
            ("other.nnet", "block Basic { relu }\nmodel C { input 3x8x8; Basic }"),
            ("node_modules/c.nnet", "use \"../blocks.nnet\"\nmodel D { input 3x8x8; Basic 8 }"));
        Assert.Equal(
            ["a.nnet: model A { input 3x8x8; ⟦Basic⟧ 8 }", "blocks.nnet: block ⟦Basic⟧(ch, stride=1) {", "blocks.nnet: ⟦Basic⟧ width", "deep/b.nnet: model B { input 3x8x8; repeat 2 ⟦Basic⟧ 8 }"],
            project.Places(await project.Ask("textDocument/references", s_withDeclaration)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task ReferencesAreFoundFromAUserToo()
    {
        await using var project = await Project.Open(
            ("a.nnet", "use \"blocks.nnet\"\nmodel A { input 3x8x8; Basic 8 $0stride=2 }"),
            ("b.nnet", "use \"blocks.nnet\"\nmodel B { input 3x8x8; Basic 8 stride=3 }"),
            ("blocks.nnet", Blocks));
        Assert.Equal(
            ["a.nnet: model A { input 3x8x8; Basic 8 ⟦stride⟧=2 }", "b.nnet: model B { input 3x8x8; Basic 8 ⟦stride⟧=3 }", "blocks.nnet: conv ch kernel=3 stride=⟦stride⟧"],
            project.Places(await project.Ask("textDocument/references", JObject.Parse("""{ "context": { "includeDeclaration": false } }"""))).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task AnOutputOfAnotherFileIsFound()
    {
        await using var project = await Project.Open(
            ("a.nnet", "use \"models.nnet\"\ntrain M on d { loss huber output=$0age }"),
            ("models.nnet", "data d { target y output=age }\nmodel M { input 1; path { age: dense 1; output }; dense 2 }\n"));
        Assert.Equal(["models.nnet: model M { input 1; path { ⟦age⟧: dense 1; output }; dense 2 }"], project.Places(await project.Ask("textDocument/definition")));
        Assert.Equal(["a.nnet: train M on d { loss huber output=⟦age⟧ }", "models.nnet: data d { target y output=⟦age⟧ }", "models.nnet: model M { input 1; path { ⟦age⟧: dense 1; output }; dense 2 }"], project.Places(await project.Ask("textDocument/references", s_withDeclaration)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("data.nnet", "features [city] input=city", "features [city] input=c$0ity")]
    [InlineData("model.nnet", "input city [1]", "input $0city [1]")]
    [InlineData("model.nnet", "concat city", "concat c$0ity")]
    [InlineData("data.nnet", "output=low", "output=lo$0w")]
    [InlineData("blocks.nnet", "low: dense", "l$0ow: dense")]
    [InlineData("train.nnet", "output=low", "output=$0low")]
    public async Task WhatDataNamesIsFoundAcrossFiles(string file, string at, string marked)
    {
        await using var project = await Project.Open([.. s_parted.Select(part => part.Name == file ? (part.Name, part.Text.Replace(at, marked, StringComparison.Ordinal)) : part)]);
        Assert.Equal(
            marked.Contains('w', StringComparison.Ordinal)
                ? ["blocks.nnet: block Head { path { ⟦low⟧: dense 1; output } }", "data.nnet: target price output=⟦low⟧", "train.nnet: train M on flats { loss huber output=low; early_stopping monitor=val_⟦low⟧_loss }", "train.nnet: train M on flats { loss huber output=⟦low⟧; early_stopping monitor=val_low_loss }"]
                : ["data.nnet: features [city] input=⟦city⟧", "model.nnet: concat ⟦city⟧", "model.nnet: input ⟦city⟧ [1]", "other.nnet: model N { input ⟦city⟧ [1] }"],
            project.Places(await project.Ask("textDocument/references", s_withDeclaration)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("data.nnet", "input=city", "input=c$0ity", "model.nnet: input ⟦city⟧ [1]", "other.nnet: model N { input ⟦city⟧ [1] }")]
    [InlineData("data.nnet", "output=low", "output=lo$0w", "blocks.nnet: block Head { path { ⟦low⟧: dense 1; output } }")]
    [InlineData("train.nnet", "output=low", "output=l$0ow", "blocks.nnet: block Head { path { ⟦low⟧: dense 1; output } }")]
    public async Task WhatDataNamesLeadsToTheLinesOfOtherFiles(string file, string at, string marked, params string[] expected)
    {
        await using var project = await Project.Open([.. s_parted.Select(part => part.Name == file ? (part.Name, part.Text.Replace(at, marked, StringComparison.Ordinal)) : part)]);
        Assert.Equal(expected, project.Places(await project.Ask("textDocument/definition")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task WhatDataNamesIsHighlightedAndExplainedWithoutItsModel()
    {
        await using var project = await Project.Open([.. s_parted.Select(part => (part.Name, part.Text.Replace("input=city", "input=$0city", StringComparison.Ordinal)))]);
        Assert.Equal(["features [city] input=⟦city⟧ 2"], (await project.Ask("textDocument/documentHighlight")).Select(highlight => $"{project.Show(highlight["range"]!)} {highlight["kind"]}"));
        Assert.Equal(
            "**`city`** of the models that learn from `flats`:\n\n- `M` in `model.nnet`, line 3\n- `N` in `other.nnet`, line 2",
            (string?)(await project.Ask("textDocument/hover"))["contents"]!["value"]);
    }

    [Fact]
    public async Task HighlightsTellReadingFromWriting()
    {
        await using var project = await Project.Open("let d = 8\nmodel M { input 4; dense $0d; dense (2*d) }");
        var highlights = await project.Ask("textDocument/documentHighlight");
        Assert.Equal(
            ["let ⟦d⟧ = 8 3", "model M { input 4; dense ⟦d⟧; dense (2*d) } 2", "model M { input 4; dense d; dense (2*⟦d⟧) } 2"],
            highlights.Select(highlight => $"{project.Show(highlight["range"]!)} {highlight["kind"]}"));
    }

    [Fact]
    public async Task AnInputIsHighlightedWhereItIsFed()
    {
        await using var project = await Project.Open("data d { features [x1] input=$0a }\nmodel M { input a 1 }\ntrain M on d { }");
        Assert.Equal(
            ["data d { features [x1] input=⟦a⟧ } 2", "model M { input ⟦a⟧ 1 } 3"],
            (await project.Ask("textDocument/documentHighlight")).Select(highlight => $"{project.Show(highlight["range"]!)} {highlight["kind"]}"));
    }
}
