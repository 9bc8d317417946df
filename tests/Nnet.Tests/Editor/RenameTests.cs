using Newtonsoft.Json.Linq;
using Xunit;

namespace Nnet.Tests.Editor;

public class RenameTests
{
    private const string Blocks = "let width = 8\nblock Basic(ch, stride=1) {\n  conv ch kernel=3 stride=stride\n}\n";

    [Theory]
    [InlineData("let $0d = 8\nmodel M { input 4; dense (2*d) }", "let x = 8\nmodel M { input 4; dense (2*x) }")]
    [InlineData("model M { input 4; e4: dense 4; dense $0e4.features; concat e4 }", "model M { input 4; x: dense 4; dense x.features; concat x }")]
    [InlineData("model M { input $0tokens [seq=8]; add tokens }", "model M { input x [seq=8]; add x }")]
    [InlineData("block B(n) { dense n }\nmodel M { input 4; B n$0=3 }", "block B(x) { dense x }\nmodel M { input 4; B x=3 }")]
    [InlineData("model $0M { input 4 }\ntrain M on d { }", "model x { input 4 }\ntrain x on d { }")]
    [InlineData("let $0d = 8\nmodel M { input 4\n dense (d *\n dense d }", "let x = 8\nmodel M { input 4\n dense (x *\n dense x }")]
    [InlineData("data d { features [x1] input=$0a }\nmodel M { input a 1 }\ntrain M on d { }", "data d { features [x1] input=x }\nmodel M { input x 1 }\ntrain M on d { }")]
    [InlineData("model M { input 1; path { $0age: dense 1; output }; dense 2 }\ntrain M on d { loss huber output=age; early_stopping monitor=val_age_loss }", "model M { input 1; path { x: dense 1; output }; dense 2 }\ntrain M on d { loss huber output=x; early_stopping monitor=val_x_loss }")]
    [InlineData("data d { features [x1] input=a }\nmodel M { input $0a 1 }\nmodel N { input a 1 }\ntrain M on d { }\ntrain N on d { }", "data d { features [x1] input=x }\nmodel M { input x 1 }\nmodel N { input x 1 }\ntrain M on d { }\ntrain N on d { }")]
    public async Task EveryPlaceIsRenamed(string marked, string expected)
    {
        await using var project = await Project.Open(marked);
        Assert.Equal(expected, project.Apply(await Rename(project, "x"))["main.nnet"]);
    }

    [Fact]
    public async Task OpenAndClosedFilesAreRenamed()
    {
        await using var project = await Project.Open(
            ("a.nnet", "use \"blocks.nnet\"\nmodel A { input 3x8x8; $0Basic 8 }"),
            ("blocks.nnet", Blocks),
            ("b.nnet", "use \"blocks.nnet\"\nmodel B { input 3x8x8; Basic 8 }"),
            ("c.nnet", "block Basic { relu }"));
        var edit = await Rename(project, "Simple");
        var after = project.Apply(edit);
        Assert.Equal(["a.nnet", "b.nnet", "blocks.nnet"], after.Keys.Order());
        Assert.Equal("use \"blocks.nnet\"\nmodel B { input 3x8x8; Simple 8 }", after["b.nnet"]);
        Assert.StartsWith("let width = 8\nblock Simple(ch", after["blocks.nnet"], StringComparison.Ordinal);
        Assert.Equal(
            [("a.nnet", 1), ("b.nnet", null), ("blocks.nnet", (int?)null)],
            edit["documentChanges"]!.Select(file => (project.Name((string)file["textDocument"]!["uri"]!), (int?)file["textDocument"]!["version"])).Order());
    }

    [Fact]
    public async Task AParameterIsRenamedWhereItIsGiven()
    {
        await using var project = await Project.Open(("blocks.nnet", Blocks.Replace("stride=1", "$0stride=1", StringComparison.Ordinal)), ("a.nnet", "use \"blocks.nnet\"\nmodel A { input 3x8x8; Basic 8 stride=2 }"));
        var after = project.Apply(await Rename(project, "step"));
        Assert.Contains("conv ch kernel=3 stride=step", after["blocks.nnet"], StringComparison.Ordinal);
        Assert.Contains("Basic 8 step=2", after["a.nnet"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("data.nnet", "input=city", "input=$0city")]
    [InlineData("a.nnet", "input city", "input $0city")]
    [InlineData("b.nnet", "input city", "input c$0ity")]
    public async Task WhatDataNamesIsRenamedInAllFiles(string file, string at, string marked)
    {
        (string Name, string Text)[] files =
        [
            ("data.nnet", "data d { features [city] input=city }\n"),
            ("a.nnet", "model M { input city 1; dense 1 }\n"),
            ("b.nnet", "use \"data.nnet\"\nmodel N { input city 1; dense 1 }\ntrain N on d { }\n"),
            ("train.nnet", "use \"a.nnet\"\nuse \"data.nnet\"\ntrain M on d { }\n"),
        ];
        await using var project = await Project.Open([.. files.Select(part => part.Name == file ? (part.Name, part.Text.Replace(at, marked, StringComparison.Ordinal)) : part)]);
        var after = project.Apply(await Rename(project, "town"));
        Assert.Equal(["a.nnet", "b.nnet", "data.nnet"], after.Keys.Order());
        Assert.Equal("data d { features [city] input=town }\n", after["data.nnet"]);
        Assert.Equal("model M { input town 1; dense 1 }\n", after["a.nnet"]);
        Assert.Equal("use \"data.nnet\"\nmodel N { input town 1; dense 1 }\ntrain N on d { }\n", after["b.nnet"]);
    }

    [Fact]
    public async Task ANameThatTheModelOfAnotherFileHasIsRefused()
    {
        await using var project = await Project.Open(
            ("data.nnet", "data d { features [city] input=$0city }\n"),
            ("a.nnet", "use \"data.nnet\"\nmodel M { input rooms 3; input city 1; concat rooms }\ntrain M on d { }\n"));
        Assert.Equal("`rooms` is taken in line 2 of a.nnet: the label has that name.", await project.Refusal("textDocument/rename", new JObject { ["newName"] = "rooms" }));
    }

    [Fact]
    public async Task WhatIsRenamedIsShownFirst()
    {
        await using var project = await Project.Open("model M { input 4; e4: dense 4; dense e4$0.features }");
        var prepared = await project.Ask("textDocument/prepareRename");
        Assert.Equal("model M { input 4; e4: dense 4; dense ⟦e4⟧.features }", project.Show(prepared["range"]!));
        Assert.Equal("e4", (string?)prepared["placeholder"]);
    }

    [Fact]
    public async Task AWordOfTheLanguageIsNotRenamed()
    {
        await using var project = await Project.Open("model M { input 4; $0dense 4 }");
        Assert.Equal("Only names that files declare can be renamed: blocks, parameters, models, data, labels and what `let` names. Here is none.", await project.Refusal("textDocument/prepareRename"));
    }

    [Theory]
    [InlineData("let $0d = 8", "2x", "`2x` is no name: a name is made of letters, digits and _, and begins with a letter.")]
    [InlineData("let $0d = 8", "a b", "`a b` is no name: a name is made of letters, digits and _, and begins with a letter.")]
    [InlineData("let $0d = 8", "", "`` is no name: a name is made of letters, digits and _, and begins with a letter.")]
    [InlineData("let $0d = 8", "repeat", "`repeat` is a word of the language: choose another name.")]
    [InlineData("let $0d = 8", "in", "`in` is a word of the language: choose another name.")]
    [InlineData("block $0B { relu }", "conv", "`conv` is a word of the language already (slides learned filters over space; each gives one output channel): choose another name, such as `Conv`.")]
    [InlineData("let $0d = 8\n\nlet e = 9", "e", "`e` is taken in line 3 of main.nnet: the `let` has that name.")]
    [InlineData("block A { relu }\nblock $0B { relu }", "A", "`A` is taken in line 1 of main.nnet: the block has that name.")]
    [InlineData("let $0d = 8\nmodel M {\n let e = 9\n input 4\n dense d\n}", "e", "`e` in line 5 of main.nnet would be the `let` of line 3, which has that name already.")]
    [InlineData("let e = 8\nmodel M {\n let $0d = 9\n input 4\n dense e\n}", "e", "`e` in line 5 of main.nnet would be the `let` of line 3, which has that name already.")]
    [InlineData("block B($0act) {\n dense 4\n dense 4 activation=act\n}", "relu", "`relu` would be read as something else in line 3 of main.nnet: it is a word of the language there.")]
    [InlineData("model M {\n input 4\n $0a: dense 4\n dense e\n}", "e", "The `e` in line 4 of main.nnet would become the label that you rename; it is something else now.")]
    public async Task ANameThatDoesNotSuitIsRefused(string marked, string name, string expected)
    {
        await using var project = await Project.Open(marked);
        Assert.Equal(expected, await project.Refusal("textDocument/rename", new JObject { ["newName"] = name }));
    }

    [Fact]
    public async Task ANameThatAUserOfTheFileHasIsRefused()
    {
        await using var project = await Project.Open(("blocks.nnet", Blocks.Replace("Basic", "$0Basic", StringComparison.Ordinal)), ("a.nnet", "use \"blocks.nnet\"\nblock Simple { relu }\nmodel A { input 3x8x8; Basic 8; Simple }"));
        Assert.Equal("`Simple` is taken in line 2 of a.nnet: the block has that name.", await project.Refusal("textDocument/rename", new JObject { ["newName"] = "Simple" }));
    }

    private static Task<JToken> Rename(Project project, string name) => project.Ask("textDocument/rename", new JObject { ["newName"] = name });
}
