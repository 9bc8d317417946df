using Nnet.Language.Layers;
using Nnet.Language.Symbols;
using Nnet.Language.Syntax;
using Nnet.Language.Text;
using Nnet.Lsp.Protocol;
using TextEdit = Nnet.Language.Text.TextEdit;

namespace Nnet.Editor.CodeActions.Refactorings;

/// <summary>Puts the selected lines into <c>residual { }</c>, which adds their input to what they make of it.</summary>
internal static class WrapInResidual
{
    /// <summary>What can be done with the selection.</summary>
    public static IEnumerable<Offer> At(ActionSite site)
        => LineRun.Selected(site.Tree, site.Selection) is { ArePaths: false } run && !run.Lines.SelectMany(line => line.Steps()).Any(step => LineWords.DefinitionOf(run.Owner, step.Word.Text) is Input)
            ? [new Offer("Wrap in residual { }", CodeActionKind.RefactorRewrite) { Disabled = Obstacle(site, run), Edits = () => [new TextEdit(run.Span, site.Tree.InBraces("residual", run.Span, site.Source.IndentAt(run.Span.Start)))] }]
            : [];

    private static string? Obstacle(ActionSite site, LineRun run)
    {
        // Labels of a path belong to the body around it, values do not.
        var value = site.Symbols.Declared.Where(symbol => symbol.Kind == NameKind.Let && Contains(run.Span, symbol.Span))
            .SelectMany(symbol => site.Symbols.References(symbol)).FirstOrDefault(use => !Contains(run.Span, use.Span));
        if (value is not null)
        {
            return $"`{value.Symbol.Name}` is declared in the selection and used in line {site.LineOf(value.Span.Start)}, which could not see it behind the brace.";
        }
        return Shapes(site, run) is var (input, output) && input != output
            ? $"residual adds its input, {input}, to what these lines give, {output}: the shapes differ."
            : null;
    }

    // What the lines get and give, the first time that they are carried out; null while it is not known.
    private static (string Input, string Output)? Shapes(ActionSite site, LineRun run)
    {
        var steps = run.Lines.SelectMany(line => line.Steps()).ToList();
        if (steps.Count == 0
            || site.Snapshot.Analysis.PlacesOf(steps[0]) is not [var (model, first), ..]
            || site.Snapshot.Analysis.PlacesOf(steps[^1]) is not [var (_, last), ..]
            || first.First >= first.End || model.Nodes[first.First].Inputs is not [var source, ..] || last.Output is not { } target)
        {
            return null;
        }
        return model.Nodes[source].Facts is { } input && model.Nodes[target].Facts is { } output ? ($"{input.Output.Shape}", $"{output.Output.Shape}") : null;
    }

    private static bool Contains(Span outer, Span inner) => outer.Start <= inner.Start && inner.End <= outer.End;
}
