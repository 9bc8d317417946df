using System.Collections.Immutable;
using Nnet.Language.Findings;
using Nnet.Lsp.Protocol;
using TextEdit = Nnet.Language.Text.TextEdit;

namespace Nnet.Editor.CodeActions;

/// <summary>Switches off by a comment what is found at the cursor and is no error.</summary>
internal static class IgnoreFindings
{
    /// <summary>For this line, and for the whole file.</summary>
    public static IEnumerable<Offer> At(ActionSite site)
    {
        foreach (var finding in site.FindingsHere.Where(finding => finding.Kind.Severity != Severity.Error && finding.Kind != IgnoreComments.Kind).DistinctBy(finding => finding.Kind))
        {
            yield return Of(finding, $"Ignore {finding.Kind.Code} on this line", () => IgnoreComments.OnLine(site.Tree, finding));
            yield return Of(finding, $"Ignore {finding.Kind.Code} in this file", () => IgnoreComments.InFile(site.Tree, finding.Kind));
        }
    }

    private static Offer Of(Finding finding, string title, Func<ImmutableArray<TextEdit>> edits) => new(title, CodeActionKind.QuickFix) { Edits = edits, Mends = finding };
}
