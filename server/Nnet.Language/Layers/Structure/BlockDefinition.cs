using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Syntax;
using Nnet.Language.Text;

namespace Nnet.Language.Layers.Structure;

/// <summary>A <c>block</c> that a text declares: a word like a layer's, which stands for the lines of its body.</summary>
public sealed class BlockDefinition : ModelWord
{
    /// <summary>Makes the word of a block.</summary>
    /// <param name="declaration">The declaration; it has a name.</param>
    /// <param name="source">The text that declares it.</param>
    /// <param name="isForeign">Whether that is another file than the analysed one.</param>
    public BlockDefinition(LayerBlockDeclaration declaration, SourceText source, bool isForeign)
    {
        (Declaration, Foreign, Name) = (declaration, isForeign ? source : null, declaration.Name!.Text);
        Summary = SummaryIn(source, declaration);
        Parameters =
        [
            .. declaration.Parameters.Select(parameter => Argument.Any(
                parameter.Name.Text,
                parameter.Default is null ? $"Parameter of {Name}." : $"Parameter of {Name}; {source[parameter.Default.Span]} when left out.",
                parameter.Default is not null ? source[parameter.Default.Span] : parameter.IsHalfTyped ? "…" : null)),
        ];
        // A parameter of that name is the block's own affair.
        Arguments = [.. Parameters, .. CommonArguments.OfBlocks.Where(common => Parameters.All(parameter => parameter.Name != common.Name))];
    }

    /// <summary>The declaration.</summary>
    public LayerBlockDeclaration Declaration { get; }

    /// <summary>The text that declares it when that is another file's (<c>use</c>); null for the analysed text.</summary>
    public SourceText? Foreign { get; }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <summary>The comment above the declaration.</summary>
    public override string Summary { get; }

    /// <summary>The arguments that it declares.</summary>
    public ImmutableArray<Argument> Parameters { get; }

    /// <summary>Its parameters, and what the call of any block takes.</summary>
    public override ImmutableArray<Argument> Arguments { get; }

    /// <summary>As it is declared: <c>Basic(ch, stride=1)</c>.</summary>
    public string Signature => Parameters.IsEmpty ? Name : $"{Name}({string.Join(", ", Parameters.Select(argument => argument.DefaultText is { } text ? $"{argument.Name}={text}" : argument.Name))})";

    /// <summary>What is written above a block: the lines of comment that end there, as one text.</summary>
    public static string SummaryIn(SourceText source, LayerBlockDeclaration declaration) => CommentAbove(source, declaration.Span.Start) ?? "A block of layers that this project declares.";

    private static string? CommentAbove(SourceText source, int start)
    {
        var lines = new List<string>();
        for (var line = source.LineAt(start) - 1; line >= 0 && source[source.LineSpan(line)].Trim() is ['#', .. var comment]; line--)
        {
            lines.Insert(0, comment.Trim());
        }
        var text = string.Join(' ', lines).Trim();
        return text.Length > 0 ? text : null;
    }
}
