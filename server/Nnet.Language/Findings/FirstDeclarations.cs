using Nnet.Language.Symbols;

namespace Nnet.Language.Findings;

/// <summary>Adds to what is found of a name that is taken where it was declared first.</summary>
internal static class FirstDeclarations
{
    /// <summary>The finding with that place; as it was when it is about something else, or the place is not known.</summary>
    public static Finding AddTo(Finding finding, SymbolTable symbols)
    {
        if (finding.Kind != BindingFindings.DuplicateName || !finding.Related.IsEmpty || symbols.Declared.FirstOrDefault(symbol => symbol.Span == finding.Span) is not { } second)
        {
            return finding;
        }
        var first = symbols.Declared.FirstOrDefault(symbol => symbol.Name == second.Name && symbol.Owner == second.Owner && symbol.Span.Start < second.Span.Start && AreOneKind(symbol.Kind, second.Kind))
            ?? (symbols.Find(second.Kind, second.Name) is { Foreign: not null } foreign ? foreign : null);
        return first is null ? finding : finding with { Related = [new RelatedPlace(first.Span, $"`{first.Name}` is declared here first.", first.Foreign)] };
    }

    // Values and labels share their names; models, blocks and data have each their own.
    private static bool AreOneKind(NameKind a, NameKind b) => a == b || (IsValue(a) && IsValue(b));

    private static bool IsValue(NameKind kind) => kind is NameKind.Let or NameKind.Parameter or NameKind.Label or NameKind.Axis;
}
