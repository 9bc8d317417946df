using Nnet.Editor.Completions;
using Nnet.Editor.Documentation;
using Nnet.Editor.Hovers;
using Nnet.Editor.InlayHints;
using Nnet.Editor.Workspace;
using Nnet.Language;
using Nnet.Language.Data;
using Nnet.Language.Text;
using Nnet.Lsp.Documents;

namespace Nnet.Tests.Editor;

/// <summary>Features as an editor asks them: a text in which <c>$0</c> is the cursor.</summary>
internal static class Marked
{
    public const string LeNet = """
        data digits {
          idx "images.gz" labels="labels.gz"
        }

        model LeNet5 {
          input 1x28x28
          conv 6 kernel=5 padding=2 activation=tanh
          avgpool 2
          conv 16 kernel=5 activation=tanh
          avgpool 2
          flatten
          dense 120 activation=tanh
          dense 84 activation=tanh
          dense 10
        }

        train LeNet5 on digits {
          loss cross_entropy
          optimizer sgd lr=0.05 momentum=0.9
          epochs 30
        }
        """;

    /// <summary>LeNet-5 with the cursor behind the first occurrence of some text.</summary>
    public static string InLeNet(string before) => LeNet.Insert(LeNet.IndexOf(before, StringComparison.Ordinal) + before.Length, "$0");

    /// <summary>A model of these lines behind an input of 1×28×28.</summary>
    public static string Model(string lines) => $"model M {{\n  input 1x28x28\n  {lines}\n}}\n";

    /// <summary>A network of blocks, joints, labels and several calls, as ResNet is one.</summary>
    public const string Blocks = """
        let width = 8

        # Two convolutions beside a way around them.
        block Basic(ch, stride=1) {
          let inner = (ch + 1)
          add {
            path {
              conv ch kernel=3 stride=stride padding=1 bias=false
              batchnorm
            }
            path when stride > 1 or in.channels != ch {
              conv ch kernel=1 stride=stride bias=false
            }
          }
          relu
        }

        model Net {
          input 3x16x16
          stem: conv width kernel=3 padding=1
          repeat 2 Basic 8
          e: Basic 16 stride=2
          globalavgpool
          dense 10
        }
        """;

    /// <summary>The network of blocks with the cursor behind the first occurrence of some text.</summary>
    public static string InBlocks(string before) => Blocks.Insert(Blocks.IndexOf(before, StringComparison.Ordinal) + before.Length, "$0");

    public static string Hover(string marked, IDataProbe? probe = null, ISourceFiles? files = null)
    {
        var (text, offset) = Split(marked);
        return HoverText.At(Analysed(text, probe, files is null ? null : "/p/x.nnet", files), offset, PictureTheme.Dark)?.Markdown ?? "";
    }

    public static IReadOnlyList<Suggestion> Complete(string marked, IDataProbe? probe = null, string? path = null, params string[] before)
    {
        var (text, offset) = Split(marked);
        var snapshot = Analysed(text, probe, path, null, before);
        return [.. CompletionFeature.At(snapshot, snapshot.Source.OffsetOf(offset), listFiles: true).OrderBy(suggestion => suggestion.Rank)];
    }

    public static IReadOnlyList<string> Labels(string marked, IDataProbe? probe = null, string? path = null, params string[] before)
        => [.. Complete(marked, probe, path, before).Select(suggestion => suggestion.Label)];

    /// <summary>The hints of the last of several versions of a text, each line with its hint.</summary>
    public static string[] Hints(params string[] versions)
    {
        var lastGood = new LastGood();
        Snapshot? last = null;
        for (var version = 0; version < versions.Length; version++)
        {
            last = new Snapshot(new Document("file:///x.nnet", "nnet", version, versions[version]), null, new DataLooks(null), lastGood);
            _ = last.Steps;
        }
        return HintsOf(last!, new EditorSettings());
    }

    /// <summary>The hints of a text, each behind the line that it stands on.</summary>
    public static string[] HintsOf(Snapshot snapshot, EditorSettings settings) =>
    [
        .. snapshot.Steps.Steps.Select(step => (step, hint: HintText.Of(step, settings))).Where(pair => pair.hint.Length > 0)
            .Select(pair => $"{snapshot.Source[snapshot.Source.LineSpan(snapshot.Source.LineAt(pair.step.Offset))].Trim()} → {pair.hint}"),
    ];

    /// <summary>The last of several versions of a text, with a look at its data at each.</summary>
    public static Snapshot Analysed(string text, IDataProbe? probe = null, string? path = null, ISourceFiles? files = null, params string[] before)
    {
        var (looks, lastGood) = (new DataLooks(probe), new LastGood());
        Snapshot? last = null;
        foreach (var version in before.Append(text))
        {
            last = new Snapshot(new Document("file:///x.nnet", "nnet", 1, version), path, looks, lastGood, files);
            last.LookAtData(CancellationToken.None);
            _ = last.Steps;
        }
        return last!;
    }

    public static (string Text, int Offset) Split(string marked)
    {
        var offset = marked.IndexOf("$0", StringComparison.Ordinal);
        return (marked.Remove(offset, 2), offset);
    }
}

/// <summary>A look at a table of flowers.</summary>
internal sealed class Flowers : IDataProbe
{
    public DataLook Look(DataSpec data) => new DataLook.Seen(new DataFacts(150, new(Language.Graph.Shape.Of(4)), new TargetFacts(1, 0, 2)
    {
        Classes = 3,
        ClassNames = ["setosa", "versicolor", "virginica"],
        ClassCounts = [50, 50, 50],
        IsNamed = true,
    })
    {
        Columns = [new("sepal_length", 4.3, 7.9, 5.84, 0.83) { First = [5.1, 4.9, 4.7] }, new("petal width", 0.1, 2.5, 1.2, 0.76)],
    });
}

/// <summary>A look at a table with texts.</summary>
internal sealed class People : IDataProbe
{
    public DataLook Look(DataSpec data) => new DataLook.Seen(new DataFacts(150, new(Language.Graph.Shape.Of(10)), new TargetFacts(1, 100, 900))
    {
        Columns =
        [
            new("age", 1, 90, 40, 9),
            new("sex", 0, 1, 0.4, 0.5) { Inputs = 2, Categories = [new("female", 60), new("male", 90)] },
            new("town", 0, 1, 0, 0) { Inputs = 7, Categories = [new("a", 5), new("b", 4), new("c", 3), new("d", 2), new("e", 1), new("f", 70), new("g", 60)] },
        ],
    });
}

/// <summary>A look at a table whose rows follow each other in time.</summary>
internal sealed class Weather : IDataProbe
{
    public DataLook Look(DataSpec data) => new DataLook.Seen(new DataFacts(100, new(new Language.Graph.Shape([24, 1], ["time", null])), new TargetFacts(1, -9, 30))
    {
        Columns = [new("heat", -9, 30, 11, 5)],
        Dates = ["day"],
    });
}

/// <summary>Files that a text uses.</summary>
internal sealed class Files : Dictionary<string, string>, ISourceFiles
{
    public SourceText? Read(string path) => TryGetValue(path, out var text) ? new SourceText(text, path) : null;
}
