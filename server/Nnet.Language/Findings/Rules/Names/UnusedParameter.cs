using Nnet.Language.Symbols;
using Nnet.Language.Syntax;
using Nnet.Language.Text;

namespace Nnet.Language.Findings.Rules.Names;

/// <summary>A parameter that its block makes no use of: whoever gives it a value thinks that it matters.</summary>
public sealed class UnusedParameter : UnusedRule
{
    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("unused-parameter", Severity.Warning, "A parameter without effect",
        "Lines that call the block give it a value and expect it to matter. Mostly the line that should use it has a number instead.");

    /// <inheritdoc/>
    protected override Problem? Look(RuleContext context, Symbol symbol)
    {
        // Parameters come first and lines later: an empty block is about to be written.
        if (symbol is not { Kind: NameKind.Parameter, Owner: { Kind: NameKind.Block } block } || DeclarationOf(context, block) is not { Body.Statements.IsEmpty: false })
        {
            return null;
        }
        return new Problem(symbol.Span, $"`{block.Name}` makes no use of its parameter `{symbol.Name}`, so giving it a value changes nothing.", () => Removal(context, block, symbol));
    }

    private static LayerBlockDeclaration? DeclarationOf(RuleContext context, Symbol block)
        => context.Symbols.Tree.Declarations.OfType<LayerBlockDeclaration>().FirstOrDefault(declaration => declaration.Name?.Span == block.Span);

    // Where no line of the file calls the block, those of others may, and they cannot be mended from here.
    private static IEnumerable<Fix> Removal(RuleContext context, Symbol block, Symbol parameter)
    {
        var calls = context.Symbols.References(block).Where(occurrence => !occurrence.IsDeclaration).Select(occurrence => occurrence.Span).ToHashSet();
        var place = block.Parameters.IndexOf(parameter);
        if (calls.Count == 0)
        {
            return [];
        }
        var lines = context.Symbols.Tree.Declarations.OfType<BlockDeclaration>().SelectMany(declaration => declaration.Steps()).Where(line => calls.Contains(line.Word.Span)).ToArray();
        return lines.Length == calls.Count
            ? [new Fix("Remove the parameter", [new TextEdit(InHeader(block, place), ""), .. lines.Select(line => Given(line, place, parameter.Name)).OfType<Span>().Select(span => new TextEdit(span, ""))])]
            : [];
    }

    // With the comma that parts it from its neighbour.
    private static Span InHeader(Symbol block, int place)
    {
        var (parameters, span) = (block.Parameters, block.Parameters[place].Declaration);
        return place + 1 < parameters.Length ? Span.FromBounds(span.Start, parameters[place + 1].Span.Start)
            : place > 0 ? Span.FromBounds(parameters[place - 1].Declaration.End, span.End)
            : span;
    }

    // The value that a line gives to it, with the space before it.
    private static Span? Given(StepStatement line, int place, string name)
    {
        var argument = line.Arguments.FirstOrDefault(argument => argument.Name?.Text == name) ?? line.Arguments.Where(argument => argument.Name is null).ElementAtOrDefault(place);
        if (argument is null)
        {
            return null;
        }
        var before = line.Arguments.TakeWhile(other => other != argument).LastOrDefault()?.Span.End ?? line.Word.Span.End;
        return Span.FromBounds(before, argument.Span.End);
    }
}
