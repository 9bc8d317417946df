using System.Collections.Immutable;
using Nnet.Language.Symbols;
using Nnet.Language.Text;

namespace Nnet.Language.Findings;

/// <summary>Adds to what is found of a name that is taken where it was declared first.</summary>
internal static class FirstDeclarations
{
    /// <summary>The findings with those places; one stays as it was when it is about something else, or the place is not known.</summary>
    public static ImmutableArray<Finding> AddTo(ImmutableArray<Finding> findings, SymbolTable symbols)
    {
        if (findings.All(finding => finding.Kind != BindingFindings.DuplicateName))
        {
            return findings;
        }
        var bySpan = new Dictionary<Span, Symbol>();
        var byName = new Dictionary<(string Name, object? Owner), List<Symbol>>();
        foreach (var symbol in symbols.Declared)
        {
            bySpan.TryAdd(symbol.Span, symbol);
            var key = (symbol.Name, (object?)symbol.Owner);
            if (!byName.TryGetValue(key, out var same))
            {
                byName.Add(key, same = []);
            }
            if (!same.Exists(known => known.Kind == symbol.Kind))
            {
                same.Add(symbol);
            }
        }
        return [.. findings.Select(AddOne)];

        Finding AddOne(Finding finding)
        {
            if (finding.Kind != BindingFindings.DuplicateName || !finding.Related.IsEmpty || !bySpan.TryGetValue(finding.Span, out var second))
            {
                return finding;
            }
            var first = byName[(second.Name, second.Owner)].Find(symbol => symbol.Span.Start < second.Span.Start && AreOneKind(symbol.Kind, second.Kind))
                ?? (symbols.Find(second.Kind, second.Name) is { Foreign: not null } foreign ? foreign : null);
            return first is null ? finding : finding with { Related = [new RelatedPlace(first.Span, $"`{first.Name}` is declared here first.", first.Foreign)] };
        }
    }

    // Values and labels share their names; models, blocks and data have each their own.
    private static bool AreOneKind(NameKind a, NameKind b) => a == b || (IsValue(a) && IsValue(b));

    private static bool IsValue(NameKind kind) => kind is NameKind.Let or NameKind.Parameter or NameKind.Label or NameKind.Axis;
}
