using Newtonsoft.Json.Linq;
using Xunit;

namespace Nnet.Tests.Editor;

/// <summary>The playground's controls: what a text shows, and what a control makes of a text.</summary>
public class PlaygroundTests
{
    private const string Spiral = """
        # Two arms
        data points {
          playground spiral samples=500 noise=10%  # from the lecture
          features [x1, x2, sin(x1)]
          split train=50% validation=20% test=30% seed=3 stratify=true
        }
        model Net {
          input 3
          dense 8 activation=tanh  # wide
          dense 4
          tanh
          dense 1 activation=sigmoid
        }
        train Net on points {
          loss binary_cross_entropy
          optimizer adam lr=0.03 beta1=0.8  # fast
          epochs 200
          metrics accuracy
          early_stopping monitor=val_accuracy
        }
        """;

    [Fact]
    public async Task ControlsSayWhatTheTextSays()
    {
        await using var project = await Project.Open("$0" + Spiral);
        var picture = await Ask(project);
        Assert.Equal(["data", "features", "network", "training"], picture["groups"]!.Select(group => (string)group["id"]!));
        var values = picture["groups"]!.SelectMany(group => group["controls"]!).ToDictionary(control => (string)control["id"]!, control => (string)control["value"]!);
        foreach (var (id, value) in new[] { ("set", "spiral"), ("samples", "500"), ("noise", "10%"), ("train", "50%"), ("layers", "2"), ("layer.0", "8"), ("layer.1", "4"), ("activation", "tanh"), ("rate", "0.03"), ("optimizer", "adam"), ("loss", "binary_cross_entropy"), ("l1", "0"), ("l2", "0"), ("batch", "32"), ("epochs", "200"), ("feature.x1", "true"), ("feature.x1*x1", "false"), ("feature.sin(x1)", "true") })
        {
            Assert.Equal((id, value), (id, values[id]));
        }
        Assert.Equal(["x1", "x2", "sin(x1)"], picture["columns"]![0]!["labels"]!.Select(label => (string)label!));
        Assert.Equal([(3, null), (8, "tanh"), (4, "tanh"), (1, "sigmoid")], picture["columns"]!.Select(column => ((int)column["units"]!, (string?)column["activation"])));
        Assert.Null((string?)picture["problem"]);
    }

    [Fact]
    public async Task EveryControlHasItsValueAmongItsChoices()
    {
        await using var project = await Project.Open("$0" + Spiral.Replace("500", "137", StringComparison.Ordinal).Replace("10%", "0.07", StringComparison.Ordinal));
        foreach (var control in (await Ask(project))["groups"]!.SelectMany(group => group["controls"]!).Where(control => (string)control["kind"]! != "button"))
        {
            Assert.Contains((string)control["value"]!, control["choices"]!.Select(choice => (string)choice["value"]!));
        }
    }

    [Theory]
    [InlineData("samples", "1000", "samples=500 noise=10%  # from", "samples=1000 noise=10%  # from")]
    [InlineData("noise", "25%", "noise=10%", "noise=25%")]
    [InlineData("train", "80%", "train=50% validation=20% test=30%", "train=80% validation=8% test=12%")]
    [InlineData("draw", "2", "noise=10%", "noise=10% seed=2")]
    [InlineData("set", "circle", "playground spiral", "playground circle")]
    [InlineData("layer.0", "6", "dense 8", "dense 6")]
    [InlineData("layer.1", "5", "dense 4", "dense 5")]
    [InlineData("layers", "3", "  dense 4\n  tanh\n", "  dense 4\n  tanh\n  dense 4\n  tanh\n")]
    [InlineData("layers", "1", "  dense 4\n  tanh\n", "")]
    [InlineData("layers", "0", "  dense 8 activation=tanh  # wide\n  dense 4\n  tanh\n", "")]
    [InlineData("activation", "relu", "8 activation=tanh  # wide\n  dense 4\n  tanh\n", "8 activation=relu  # wide\n  dense 4\n  relu\n")]
    [InlineData("rate", "0.1", "lr=0.03", "lr=0.1")]
    [InlineData("optimizer", "sgd", "adam lr=0.03 beta1=0.8  #", "sgd lr=0.03  #")]
    [InlineData("loss", "hinge", "binary_cross_entropy", "hinge")]
    [InlineData("l2", "0.003", "# fast\n", "# fast\n  regularize l2=0.003\n")]
    [InlineData("batch", "10", "# fast\n", "# fast\n  batch 10\n")]
    [InlineData("epochs", "500", "epochs 200", "epochs 500")]
    [InlineData("weights", "2", "epochs 200\n", "epochs 200\n  seed 2\n")]
    public async Task AControlChangesItsPlaceAlone(string control, string value, string before, string after)
    {
        var expected = Spiral.Replace(before, after, StringComparison.Ordinal);
        // A sigmoid gives shares, and hinge wants free numbers.
        expected = value == "hinge" ? expected.Replace("dense 1 activation=sigmoid", "dense 1", StringComparison.Ordinal) : expected;
        Assert.NotEqual(Spiral, expected);
        Assert.Equal(expected, await Turn(Spiral, control, value));
    }

    [Theory]
    [InlineData("feature.sin(x2)", "true", "[x1, x2, sin(x1), sin(x2)]", 4)]
    [InlineData("feature.x1*x1", "true", "[x1, x2, x1*x1, sin(x1)]", 4)]
    [InlineData("feature.x1", "false", "[x2, sin(x1)]", 2)]
    [InlineData("feature.sin(x1)", "false", "[x1, x2]", 2)]
    public async Task FeaturesChangeTheInputToo(string control, string value, string list, int inputs)
        => Assert.Equal(
            Spiral.Replace("[x1, x2, sin(x1)]", list, StringComparison.Ordinal).Replace("input 3", $"input {inputs}", StringComparison.Ordinal),
            await Turn(Spiral, control, value));

    [Theory]
    [InlineData("features [x1, x2^2, x1 * x2]", "feature.x2*x2", "false", "features [x1, x1 * x2]")]
    [InlineData("features [x1, cos(x2)]", "feature.cos(x2)", "false", "features [x1]")]
    public async Task FeaturesMayBeWrittenInOtherWays(string line, string control, string value, string expected)
        => Assert.Contains(expected, await Turn(Spiral.Replace("features [x1, x2, sin(x1)]", line, StringComparison.Ordinal), control, value), StringComparison.Ordinal);

    [Fact]
    public async Task AColumnThatIsSwitchedOffMakesAListOfFeatures()
        => Assert.Equal(
            "data d {\n  playground xor  # corners\n  features [x2]\n}\nmodel M { input 1; dense 1 activation=sigmoid }\ntrain M on d { loss binary_cross_entropy; optimizer sgd; epochs 5 }\n",
            await Turn("data d {\n  playground xor  # corners\n}\nmodel M { input 2; dense 1 activation=sigmoid }\ntrain M on d { loss binary_cross_entropy; optimizer sgd; epochs 5 }\n", "feature.x1", "false"));

    [Theory]
    [InlineData("layers", "2", "dense 4 activation=tanh; dense 4 activation=tanh; dense 1")]
    [InlineData("batch", "4", "optimizer sgd; batch 4; epochs 5")]
    [InlineData("l1", "0.01", "optimizer sgd; regularize l1=0.01; epochs 5")]
    [InlineData("train", "70%", "playground xor; split train=70% test=30%")]
    [InlineData("rate", "0.3", "optimizer sgd lr=0.3;")]
    public async Task LinesThatShareOneGetNewOnesThere(string control, string value, string expected)
        => Assert.Contains(expected, await Turn("data d { playground xor }\nmodel M { input 2; dense 1 activation=sigmoid }\ntrain M on d { loss binary_cross_entropy; optimizer sgd; epochs 5 }\n", control, value), StringComparison.Ordinal);

    [Theory]
    [InlineData("l2", "regularize l1=0.1 l2=0.01", "regularize l1=0.1")]
    [InlineData("l2", "regularize l2=0.01\n  ", "")]
    public async Task APenaltyOfNothingGoes(string control, string line, string expected)
    {
        var text = Spiral.Replace("epochs 200", line + (line.EndsWith(' ') ? "" : "\n  ") + "epochs 200", StringComparison.Ordinal);
        Assert.Equal(Spiral.Replace("epochs 200", expected.Length == 0 ? "epochs 200" : expected + "\n  epochs 200", StringComparison.Ordinal), await Turn(text, control, "0"));
    }

    [Fact]
    public async Task ASetOfValuesTurnsTheWholeTask()
    {
        var expected = Spiral
            .Replace("playground spiral", "playground plane", StringComparison.Ordinal)
            .Replace(" stratify=true", "", StringComparison.Ordinal)
            .Replace("dense 1 activation=sigmoid", "dense 1", StringComparison.Ordinal)
            .Replace("binary_cross_entropy", "mean_squared_error", StringComparison.Ordinal)
            .Replace("metrics accuracy", "metrics rmse", StringComparison.Ordinal)
            .Replace("val_accuracy", "val_loss", StringComparison.Ordinal);
        var plane = await Turn(Spiral, "set", "plane");
        Assert.Equal(expected, plane);
        await using var project = await Project.Open("$0" + plane);
        Assert.Null((string?)(await Ask(project))["problem"]);
        Assert.Contains("loss binary_cross_entropy", await Turn(plane, "set", "xor"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("samples=500", "samples=n", "samples", "The text computes it: n. Change it there.")]
    [InlineData("dense 8", "dense (4*n)", "layer.0", "The text computes it: (4*n). Change it there.")]
    [InlineData("input 3", "input n", "feature.x1", "The size of the input is computed in the text")]
    [InlineData("  dense 8 activation=tanh  # wide", "  repeat 2 dense 8 activation=tanh", "layers", "Some layers stand in a repetition")]
    public async Task WhatTheTextComputesIsNotOperated(string before, string after, string id, string reason)
    {
        await using var project = await Project.Open("$0let n = 30\n" + Spiral.Replace(before, after, StringComparison.Ordinal));
        var picture = await Ask(project);
        var control = picture["groups"]!.SelectMany(group => group["controls"]!).Single(control => (string)control["id"]! == id);
        Assert.StartsWith(reason, (string)control["disabled"]!, StringComparison.Ordinal);
        var refused = await project.Client.AskAnyhow("nnet/playgroundEdit", new { uri = project.Uri("main.nnet"), version = 1, control = id, value = (string)control["value"]! });
        Assert.StartsWith(reason, (string)refused["error"]!["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HalfTypedTextIsStaleAndAnErrorIsToldWithItsLine()
    {
        await using var project = await Project.Open("$0" + Spiral.Replace("optimizer adam lr=0.03", "optimizer adam lr=", StringComparison.Ordinal));
        var picture = await Ask(project);
        Assert.True((bool)picture["isStale"]!);
        Assert.Equal(15, (int)picture["problem"]!["line"]!);
        await using var other = await Project.Open("$0" + Spiral.Replace("input 3", "input 5", StringComparison.Ordinal));
        // That there are three features shows once the data was looked at.
        picture = await Ask(other);
        while (picture.SelectToken("problem.line") is null)
        {
            await other.Client.Next("nnet/playgroundChanged");
            picture = await Ask(other);
        }
        Assert.False((bool)picture["isStale"]!);
        Assert.Equal(7, (int)picture["problem"]!["line"]!);
    }

    [Fact]
    public async Task AnEditForAnOlderTextIsNone()
    {
        await using var project = await Project.Open("$0" + Spiral);
        project.Client.ChangeDocument(project.Uri("main.nnet"), 2, "# another\n" + Spiral);
        var edit = await project.Client.Ask("nnet/playgroundEdit", new { uri = project.Uri("main.nnet"), version = 1, control = "samples", value = "1000" });
        Assert.Equal(JTokenType.Null, edit.Type);
    }

    [Fact]
    public async Task DataOfOnesOwnHasItsColumnsAndItsSplit()
    {
        var text = "data own {\n  csv \"own.csv\" target=kind\n  split train=75% test=25%\n}\nmodel M { input 2; dense 3 activation=relu; dense 1 activation=sigmoid }\ntrain M on own { loss binary_cross_entropy; optimizer adam; epochs 5 }\n";
        await using var project = await Project.Open(("main.nnet", "$0" + text), ("own.csv", "wide,tall,kind\n" + string.Concat(Enumerable.Range(0, 20).Select(row => $"{row},{row % 7},{row % 2}\n"))));
        var picture = await AskOnceLookedAt(project);
        Assert.Equal("csv \"own.csv\" target=kind", (string?)picture["groups"]![0]!["note"]);
        Assert.Equal(["train"], picture["groups"]![0]!["controls"]!.Select(control => (string)control["id"]!));
        Assert.Equal(["wide", "tall", "wide²", "tall²", "wide · tall", "sin(wide)", "sin(tall)"], picture["groups"]![1]!["controls"]!.Select(control => (string)control["label"]!));
        var edit = await project.Client.Ask("nnet/playgroundEdit", new { uri = project.Uri("main.nnet"), version = (int)picture["version"]!, control = "feature.wide*tall", value = "true" });
        Assert.Equal(
            text.Replace("target=kind\n", "target=kind\n  features [wide, tall, wide*tall]\n", StringComparison.Ordinal).Replace("input 2", "input 3", StringComparison.Ordinal),
            project.Apply(edit)["main.nnet"]);
    }

    [Fact]
    public async Task AColumnOfTextsIsSeveralInputs()
    {
        var text = "data own {\n  csv \"own.csv\" target=kind\n}\nmodel M { input 4; dense 3 activation=relu; dense 1 activation=sigmoid }\ntrain M on own { loss binary_cross_entropy; optimizer adam; epochs 5 }\n";
        string[] colours = ["red", "green", "blue"];
        await using var project = await Project.Open(("main.nnet", "$0" + text), ("own.csv", "wide,colour,kind\n" + string.Concat(Enumerable.Range(0, 20).Select(row => $"{row},{colours[row % 3]},{row % 2}\n"))));
        var picture = await AskOnceLookedAt(project);
        Assert.Equal(["wide", "colour"], picture["groups"]![1]!["controls"]!.Select(control => (string)control["label"]!));
        var edit = await project.Client.Ask("nnet/playgroundEdit", new { uri = project.Uri("main.nnet"), version = (int)picture["version"]!, control = "feature.colour", value = "false" });
        Assert.Equal(text.Replace("target=kind\n", "target=kind\n  features [wide]\n", StringComparison.Ordinal).Replace("input 4", "input 1", StringComparison.Ordinal), project.Apply(edit)["main.nnet"]);
    }

    // The data is looked at beside the first analysis.
    private static async Task<JToken> AskOnceLookedAt(Project project)
    {
        var picture = await Ask(project);
        while (picture.SelectToken("groups[1].controls")?.Any() != true)
        {
            await project.Client.Next("nnet/playgroundChanged");
            picture = await Ask(project);
        }
        return picture;
    }

    [Fact]
    public async Task EverySettingOfEveryControlIsAText()
    {
        await using var project = await Project.Open("$0" + Spiral);
        var (uri, version) = (project.Uri("main.nnet"), 1);
        foreach (var control in (await Ask(project))["groups"]!.SelectMany(group => group["controls"]!).Where(control => (string?)control["disabled"] is null))
        {
            foreach (var choice in control["choices"]!)
            {
                var (id, value) = ((string)control["id"]!, (string)choice["value"]!);
                var text = project.Apply(await project.Client.Ask("nnet/playgroundEdit", new { uri, version, control = id, value })).GetValueOrDefault("main.nnet", Spiral);
                project.Client.ChangeDocument(uri, ++version, text);
                var picture = await Ask(project);
                Assert.False((bool)picture["isStale"]!, $"{id} = {value}:\n{text}");
                Assert.True((string?)picture["problem"]?.SelectToken("message") is null, $"{id} = {value}: {picture["problem"]}\n{text}");
                var after = picture["groups"]!.SelectMany(group => group["controls"]!).FirstOrDefault(other => (string)other["id"]! == id);
                Assert.True((string)control["kind"]! == "button" || (string?)after?["value"] == value, $"{id} became {after?["value"]} instead of {value}:\n{text}");
                project.Client.ChangeDocument(uri, ++version, Spiral);
            }
        }
    }

    [Fact]
    public async Task SamplesAreThereBeforeAnythingIsLearnt()
    {
        await using var project = await Project.Open("$0" + Spiral);
        var points = await Points(project);
        Assert.Equal(["x1", "x2"], points["columns"]!.Select(column => (string)column!));
        Assert.Equal((0, ""), ((int)points["size"]!, (string)points["cells"]!));
        Assert.Equal(2, points["classes"]!.Count());
        // Half of what is shown is learnt from, the rest of it are the samples of the test part.
        var count = Convert.FromBase64String((string)points["points"]!).Length / 12;
        Assert.InRange(count, 395, 405);
        Assert.InRange((int)points["trainPoints"]!, 245, 255);
    }

    [Fact]
    public async Task WhereThereIsNoPlaneOrAnErrorThereAreNoSamples()
    {
        await using var wide = await Project.Open(("main.nnet", "$0data d {\n  csv \"t.csv\"\n}\nmodel M {\n  input 3\n  dense 1\n}\ntrain M on d {\n  loss mean_squared_error\n  optimizer adam\n  epochs 1\n}\n"), ("t.csv", "a,b,c,y\n1,2,3,4\n2,3,4,5\n3,4,5,6\n"));
        Assert.Equal(JTokenType.Null, (await Points(wide)).Type);
        await using var broken = await Project.Open("$0" + Spiral.Replace("dense 8", "dens 8", StringComparison.Ordinal));
        Assert.Equal(JTokenType.Null, (await Points(broken)).Type);
    }

    private static Task<JToken> Points(Project project) => project.Client.Ask("nnet/playgroundPoints", new { uri = project.Uri("main.nnet") });

    private static Task<JToken> Ask(Project project) => project.Client.Ask("nnet/playground", new { uri = project.Uri("main.nnet") });

    private static async Task<string> Turn(string text, string control, string value)
    {
        await using var project = await Project.Open("$0" + text);
        return await Turn(project, control, value);
    }

    private static async Task<string> Turn(Project project, string control, string value)
    {
        var edit = await project.Client.Ask("nnet/playgroundEdit", new { uri = project.Uri("main.nnet"), version = 1, control, value });
        return project.Apply(edit)["main.nnet"];
    }
}
