using Nnet.Editor.Completions;
using Nnet.Editor.Hovers;
using Nnet.Editor.InlayHints;
using Nnet.Editor.Workspace;
using Nnet.Language.Data;
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

    public static string Hover(string marked, IDataProbe? probe = null)
    {
        var (text, offset) = Split(marked);
        return HoverText.At(Analysed(text, probe).Analysis, offset, hasPictures: true)?.Markdown ?? "";
    }

    public static IReadOnlyList<Suggestion> Complete(string marked, IDataProbe? probe = null, string? path = null, params string[] before)
    {
        var (text, offset) = Split(marked);
        return [.. CompletionFeature.At(Analysed(text, probe, path, before), offset, listFiles: true).OrderBy(suggestion => suggestion.Rank)];
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
        return
        [
            .. last!.Steps.Steps.Select(step =>
                $"{last.Source[last.Source.LineSpan(last.Source.LineAt(step.Offset))].Trim()} → {string.Concat(InlayHintFeature.LabelOf(step.Facts, new EditorSettings()).Select(part => part.Value))}"),
        ];
    }

    /// <summary>The last of several versions of a text, with a look at its data at each.</summary>
    public static Snapshot Analysed(string text, IDataProbe? probe = null, string? path = null, params string[] before)
    {
        var (looks, lastGood) = (new DataLooks(probe), new LastGood());
        Snapshot? last = null;
        foreach (var version in before.Append(text))
        {
            last = new Snapshot(new Document("file:///x.nnet", "nnet", 1, version), path, looks, lastGood);
            last.LookAtData(CancellationToken.None);
        }
        return last!;
    }

    private static (string Text, int Offset) Split(string marked)
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
        Columns = [new("sepal_length", 4.3, 7.9, 5.84, 0.83), new("petal width", 0.1, 2.5, 1.2, 0.76)],
    });
}
