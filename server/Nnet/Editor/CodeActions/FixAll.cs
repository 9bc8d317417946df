using System.Collections.Immutable;
using Nnet.Language.Findings;
using Nnet.Language.Text;
using Nnet.Lsp.Protocol;
using TextEdit = Nnet.Language.Text.TextEdit;

namespace Nnet.Editor.CodeActions;

/// <summary>Mends everything at once that can be mended unseen: other spellings, other quotes, missing parentheses.</summary>
internal static class FixAll
{
    /// <summary>The kind of the action, for <c>editor.codeActionsOnSave</c>.</summary>
    public const string Kind = CodeActionKind.SourceFixAll + ".nnet";

    /// <summary>One offer for the whole text, wherever the cursor is.</summary>
    public static IEnumerable<Offer> At(ActionSite site)
    {
        if (site.Findings.Any(MendsUnseen))
        {
            yield return new Offer("Fix everything that has one plain fix", Kind) { Edits = () => Edits(site.Findings.Where(MendsUnseen)), IsPreferred = true };
        }
    }

    /// <summary>The first fix of each finding, but for those that would touch what an earlier one changes.</summary>
    public static ImmutableArray<TextEdit> Edits(IEnumerable<Finding> findings)
    {
        var edits = ImmutableArray.CreateBuilder<TextEdit>();
        foreach (var finding in findings.Where(finding => !finding.Fixes.IsEmpty))
        {
            var fix = finding.Fixes[0].Edits;
            if (!fix.Any(edit => edits.Any(other => Collide(edit.Span, other.Span))))
            {
                edits.AddRange(fix);
            }
        }
        return [.. edits.OrderBy(edit => edit.Span.Start)];
    }

    private static bool MendsUnseen(Finding finding) => finding.Kind.MendsUnseen && !finding.Fixes.IsEmpty;

    // Two insertions at one place collide as well: nobody could tell their order.
    private static bool Collide(Span a, Span b) => a.Start == b.Start || (a.Start < b.End && b.Start < a.End);
}
