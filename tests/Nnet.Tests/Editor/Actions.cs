using Nnet.Editor.CodeActions;
using Nnet.Language;
using Nnet.Language.Findings;
using Nnet.Language.Text;
using Xunit;

namespace Nnet.Tests.Editor;

/// <summary>What can be done to a text in which one <c>$0</c> is the cursor and two are the ends of the selection.</summary>
internal static class Actions
{
    /// <summary>Everything that is offered.</summary>
    public static IReadOnlyList<Offer> At(string marked)
    {
        var start = marked.IndexOf("$0", StringComparison.Ordinal);
        var text = marked.Remove(start, 2);
        var end = text.IndexOf("$0", StringComparison.Ordinal);
        text = end < 0 ? text : text.Remove(end, 2);
        var snapshot = Marked.Analysed(text);
        return [.. CodeActionFeature.At(new ActionSite(snapshot, Span.FromBounds(start, end < 0 ? start : end), snapshot.Analysis.Findings))];
    }

    /// <summary>The titles of what is offered.</summary>
    public static IEnumerable<string> Titles(string marked) => At(marked).Select(offer => offer.Title);

    /// <summary>The text after the action of that title.</summary>
    public static string Do(string title, string marked)
    {
        var offer = Assert.Single(At(marked), offer => offer.Title == title);
        Assert.Null(offer.Disabled);
        var text = marked.Replace("$0", "", StringComparison.Ordinal);
        foreach (var edit in offer.Edits().OrderByDescending(edit => edit.Span.Start))
        {
            text = text.Remove(edit.Span.Start, edit.Span.Length).Insert(edit.Span.Start, edit.NewText);
        }
        return text;
    }

    /// <summary>The text after an action that must not change what any model is.</summary>
    public static string Rewrite(string title, string marked)
    {
        var after = Do(title, marked);
        Assert.Equal(Known(marked.Replace("$0", "", StringComparison.Ordinal)), Known(after));
        return after;
    }

    /// <summary>Why the action of that title cannot be done.</summary>
    public static string Refused(string title, string marked)
    {
        var offer = Assert.Single(At(marked), offer => offer.Title == title);
        Assert.NotNull(offer.Disabled);
        return offer.Disabled;
    }

    // Every layer of every model, without its place and its label.
    private static string Known(string text)
    {
        var analysis = Analyzer.Analyze(new SourceText(text));
        Assert.DoesNotContain(analysis.Findings, finding => finding.Kind.Severity == Severity.Error);
        return string.Join('\n', analysis.Models.SelectMany(model => model.Nodes.Select(node => $"{model.Name} {node.Layer.Name} {node.Facts!.Output.Shape} {node.Facts.Parameters} {string.Join(' ', node.Inputs)}")));
    }
}
