using Nnet.Lsp.Protocol;

namespace Nnet.Editor.CodeActions;

/// <summary>The fixes of the findings at the cursor; where a finding is not alone, the best fix of all of its kind.</summary>
internal static class QuickFixes
{
    /// <summary>What mends the findings here.</summary>
    public static IEnumerable<Offer> At(ActionSite site)
    {
        foreach (var finding in site.FindingsHere)
        {
            foreach (var (fix, index) in finding.Fixes.Select((fix, index) => (fix, index)))
            {
                yield return new Offer(fix.Title, CodeActionKind.QuickFix) { Edits = () => fix.Edits, IsAtHand = true, Mends = finding, IsPreferred = index == 0 };
            }
        }
        foreach (var kind in site.FindingsHere.Where(finding => !finding.Fixes.IsEmpty).Select(finding => finding.Kind).Distinct())
        {
            var count = site.Findings.Count(finding => finding.Kind == kind && !finding.Fixes.IsEmpty);
            if (count > 1)
            {
                yield return new Offer($"Fix all {count} of {kind.Code} in this file", CodeActionKind.QuickFix)
                {
                    Edits = () => FixAll.Edits(site.Findings.Where(finding => finding.Kind == kind)),
                    Mends = site.FindingsHere.First(finding => finding.Kind == kind),
                };
            }
        }
    }
}
